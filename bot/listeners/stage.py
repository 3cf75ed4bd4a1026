"""Where an answer is shown while it is written: a message that grows, where Slack has one."""

from bot.listeners.parts import Parts
from bot.listeners.speaking import Place
from bot.streams import Reader, Stream
from bot.views import answer as answer_view
from bot.views import notice, streamed
from bot.views.streamed import Chunk
from handlers import texts
from handlers.answers import Answer
from handlers.onlookers import Said
from handlers.texts import Texts


class Stage:
    """Shows steps and checked sentences in the thread of a question, for those who read it."""

    def __init__(self, stream: Stream, _: Texts) -> None:
        self._stream = stream
        self._texts = _
        self._steps: list[str] = []
        self._written = ""

    def sees(self, step: str) -> None:
        """A further step; the one before it is done. The same again is the same step."""
        if self._steps and self._steps[-1] == step:
            return
        heading = [] if self._steps else [streamed.plan(notice.looking(self._texts))]
        done = self._done()
        self._steps.append(step)
        begun = streamed.step(len(self._steps), step, "in_progress")
        self._stream.append([*heading, *done, begun])

    def hears(self, said: Said) -> None:
        """A further sentence, at once."""
        done = self._done() if not self._written else []
        self._written += streamed.markdown(said)
        self._stream.append([*done, streamed.words(said)])

    def ends(self, answer: Answer) -> bool:
        """Close the message with its sources; False when it does not say what the answer says."""
        _ = texts.of(answer.language)
        if answer.private or self._written != streamed.whole(answer, _):
            return False
        heading = streamed.plan(notice.looked(_, len(self._steps)))
        return self._stream.end([heading], answer_view.closing(answer, _))

    @property
    def began(self) -> bool:
        """True when somebody may have seen something."""
        return self._stream.began

    def _done(self) -> list[Chunk]:
        number = len(self._steps)
        return [streamed.step(number, self._steps[-1], "complete")] if self._steps else []


def of(parts: Parts, place: Place, language: str | None) -> Stage | None:
    """The stage of a place; None where an answer is only whispered, or written without a model."""
    speaks = place.channel is not None and not place.ephemeral and place.thread_ts is not None
    if parts.context.model is None or not speaks:
        return None
    reader = Reader(place.channel or "", place.thread_ts or "", place.user, parts.identity.team_id)
    stream = parts.messenger.stream(key(place), reader)
    return Stage(stream, texts.of(language or "en"))


def key(place: Place) -> str:
    """The key of the message in which a place's question is answered."""
    return f"{place.key}:answer"
