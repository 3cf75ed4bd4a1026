"""An answer that grows while people watch: steps as tasks, sentences as Markdown, sources last."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.views import blocks
from handlers import layout
from handlers.answers import Answer, Section
from handlers.onlookers import Said
from handlers.texts import Texts

Chunk = dict[str, Any]

TITLE = 256
"""Characters of a task's title."""

FORMATTED = re.compile(r"([\\`*_~\[\]#])")
DOMAIN = re.compile(r"(?<=\w)\.(?=[^\W\d_])")


def step(number: int, title: str, status: str) -> Chunk:
    """Something that is being looked up; the same number again changes its status."""
    shown = blocks.cut(title, TITLE)
    return {"type": "task_update", "id": f"step-{number}", "title": shown, "status": status}


def plan(title: str) -> Chunk:
    """The heading of all steps."""
    return {"type": "plan_update", "title": blocks.cut(title, TITLE)}


def words(said: Said) -> Chunk:
    """A checked sentence, below the heading that it opens."""
    return {"type": "markdown_text", "text": markdown(said)}


def markdown(said: Said) -> str:
    """The sentence in Markdown, with nothing in it that Slack would format, link or mention."""
    if said.leads:
        return escaped(said.text)
    heading = f"\n\n**{escaped(said.heading)}**" if said.heading else ""
    return f"{heading}\n- {escaped(said.text)}"


def whole(answer: Answer, _: Texts) -> str:
    """What must have been streamed for the message to say what the answer says."""
    return "".join(markdown(said) for said in _told(answer, _))


def escaped(text: str) -> str:
    """Text in which Markdown finds no format, no image, no link and no domain."""
    return DOMAIN.sub(r"\\.", FORMATTED.sub(r"\\\1", blocks.escaped(text)))


def _told(answer: Answer, _: Texts) -> Iterator[Said]:
    numbers = layout.numbering(answer.citations)
    yield Said(layout.marked(answer.lead, numbers, _), leads=True)
    for section in answer.sections:
        yield from _of(section, [layout.marked(s, numbers, _) for s in section.sentences], _)


def _of(section: Section, texts: Sequence[str], _: Texts) -> Iterator[Said]:
    for place, text in enumerate(texts):
        yield Said(text, None if place else layout.title(section.part, _))
