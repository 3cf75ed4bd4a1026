"""Reading a note: by wording and by what labelled sentences taught, or by wording alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.notes import hearing, mood, promises, said
from knowledge.notes.hearing import HEARD
from playbooks import commitments, cues, sentiment
from playbooks.commitments import Commitment
from playbooks.cues import FoundCue
from playbooks.errors import NotReady
from playbooks.sentiment import Sentiment


@dataclass(frozen=True, slots=True)
class Understood:
    """What a note says: its cues, each name once; promises of both sides; the customer's mood."""

    cues: tuple[FoundCue, ...]
    promises: tuple[Commitment, ...]
    mood: Sentiment


def read(text: str, champions: Sequence[str] = ()) -> Understood:
    """Read a note; `champions` are names of contacts whose leaving counts by name alone.

    Its first `HEARD` characters are judged as well, the rest is read by its wording. So is all of
    it when the encoder cannot be loaded.
    """
    try:
        heard = hearing.hear(text)
        sounds = mood.of(heard)
        found = {cue.name: cue for cue in said.read(heard, sounds.gladness, champions)}
        made = promises.read(heard, commitments.quotations(text))
    except NotReady:
        found = {cue.name: cue for cue in cues.read(text, champions)}
        made = commitments.read(text)
        return Understood(
            tuple(found.values()), tuple(made), sentiment.of(text, tuple(found.values()))
        )

    rest = text[HEARD:]
    found = {cue.name: cue for cue in cues.read(rest, champions)} | found
    return Understood(tuple(found.values()), (*made, *commitments.read(rest)), sounds.mood)


def promised(text: str) -> list[Commitment]:
    """The promises of a text, such as what one person said in an exchange."""
    try:
        return promises.read(hearing.hear(text), commitments.quotations(text))
    except NotReady:
        return commitments.read(text)
