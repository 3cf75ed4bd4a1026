"""Answering a question where it was asked, or to the asker alone."""

from bot.listeners import speaking
from bot.listeners.parts import Parts
from bot.listeners.speaking import Place
from bot.views import answer as answer_view
from bot.views import blocks
from handlers import accounts, ask, texts
from handlers.answers import Answer, Question

NOTIFICATION = 3000
"""Characters of an answer that stand in a notification; the blocks hold all of it."""


def answer(parts: Parts, place: Place, question: Question, beside: str | None = None) -> None:
    """Answer; `beside` is the channel that the asker is in or looks at, which may be a customer's.

    What not everybody in the channel may see is shown to the asker alone.
    """
    if question.thread_id is not None and question.asker is not None:
        accounts.set_scene(parts.context, question.asker, question.thread_id, beside)
    show(parts, place, ask.answer(parts.context, question))


def show(parts: Parts, place: Place, found: Answer) -> None:
    """Show an answer in its place."""
    _ = texts.of(found.language)
    shown = answer_view.message(found, _)
    text = blocks.escaped(blocks.cut(found.text, NOTIFICATION))
    speak = speaking.whisper if found.private else speaking.say
    speak(parts, place, text, shown, "answer")
