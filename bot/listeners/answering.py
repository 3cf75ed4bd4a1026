"""Answering a question where it was asked, or to the asker alone."""

from contextlib import suppress
from dataclasses import asdict

from slack_sdk.errors import SlackApiError

from bot.listeners import pictures, speaking, stage
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import answer as answer_view
from bot.views import blocks
from bot.views.blocks import Block
from handlers import accounts, ask, texts
from handlers.answers import Answer, Question
from handlers.onlookers import NOBODY
from storage.jobs import TryLater

JOB = "show answer"
SOON = 2.0
"""Seconds until an answer is shown again that a broken connection held up."""

NOTIFICATION = 3000
"""Characters of an answer that stand in a notification; the blocks hold all of it."""


def answer(parts: Parts, place: Place, question: Question, beside: str | None = None) -> None:
    """Answer; `beside` is the channel that the asker is in or looks at, which may be a customer's.

    What not everybody in the channel may see is shown to the asker alone. What a model writes is
    shown as it stands the check, where the place has a message that grows.
    """
    if question.thread_id is not None and question.asker is not None:
        accounts.set_scene(parts.context, question.asker, question.thread_id, beside)
    grows = stage.of(parts, place, question.language)
    try:
        found = ask.answer(parts.context, question, grows or NOBODY)
    except Exception:
        if grows is not None and grows.began:
            with suppress(SlackApiError, OSError, TryLater):
                parts.messenger.withdraw(stage.key(place), place.channel or "")
        raise
    if grows is None or not grows.ends(found):
        show(parts, place, found)
    pictures.show(parts, place, found)


def show(parts: Parts, place: Place, found: Answer) -> None:
    """Show an answer in its place; when Slack is not to be had, as soon as it is.

    What was answered is kept meanwhile: asking again could cost a model's time, and say otherwise.
    """
    _ = texts.of(found.language)
    shown = answer_view.message(found, _)
    text = blocks.escaped(blocks.cut(found.text, NOTIFICATION))
    try:
        _speak(parts, place, text, shown, private=found.private)
    except (TryLater, SlackApiError, OSError) as error:
        seconds = error.seconds if isinstance(error, TryLater) else SOON
        where = {name: value for name, value in asdict(place).items() if name != "key"}
        said = {"place": where, "text": text, "blocks": shown, "private": found.private}
        again = {**said, "key": place.key}
        parts.jobs.enqueue(JOB, f"{place.key}:again", again, delay=seconds)


def work(parts: Parts) -> None:
    """Say what is done with an answer that could not be shown at once."""
    parts.does(JOB, _show_again)


def _show_again(parts: Parts, payload: Payload) -> None:
    place = speaking.place_of(payload)
    _speak(parts, place, payload["text"], payload["blocks"], private=payload["private"])


def _speak(parts: Parts, place: Place, text: str, shown: list[Block], *, private: bool) -> None:
    speak = speaking.whisper if private else speaking.say
    speak(parts, place, text, shown, "answer")
