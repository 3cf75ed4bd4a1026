"""Putting an item's questions to the workspace, one after the other in one thread."""

from dataclasses import dataclass

from bot.evaluation.items import Item
from bot.views import answer as answer_view
from bot.views.blocks import Block
from handlers import ask, texts
from handlers.answers import Answer, Question
from handlers.context import Context
from playbooks.errors import CairnError


@dataclass(frozen=True, slots=True)
class Asked:
    """An item with what came back: an answer as Slack would show it, or a sentence of refusal."""

    item: Item
    answer: Answer | None
    refusal: str | None = None
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """All that the asker reads."""
        return self.answer.text if self.answer else self.refusal or ""


def put(context: Context, item: Item) -> Asked:
    """The answer to the item's last question, after the earlier turns of its thread."""
    try:
        for turn in item.turns:
            _answer(context, item, turn)
        found = _answer(context, item, item.ask)
    except CairnError as refusal:
        return Asked(item, None, str(refusal))
    return Asked(item, found, None, tuple(answer_view.message(found, texts.of(found.language))))


def _answer(context: Context, item: Item, text: str) -> Answer:
    thread = f"eval:{item.id}" if item.turns else None
    return ask.answer(context, Question(text, item.asker, item.channel, thread))
