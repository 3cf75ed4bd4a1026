"""Questions whose answers are marked in their records, from which the weights are learned."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.evaluation import items, judging, sandbox
from bot.evaluation.items import Item
from handlers import reception
from handlers.answers import Question
from handlers.composing import particulars
from handlers.context import Context
from knowledge.particulars import features, ground, inquiry
from knowledge.particulars.entries import Entry, Stretch
from knowledge.particulars.features import Candidate
from knowledge.particulars.ground import Ground

FOLDER = Path(__file__).parents[2] / "tests" / "data" / "particulars"
TAUGHT = (
    items.STRANGERS,
    *(
        items.STRANGERS.parent / "strangers" / f"{name}.yaml"
        for name in ("second", "third", "fourth", "eighth", "tenth", "eleventh")
    ),
    FOLDER / "sample.yaml",
    FOLDER / "choosing.yaml",
)
OWN_WORDS = ("note", "handoff")
CONTACT = re.compile(r"(?:Contact|Contatto|联系人)[:：]\s*([^,，(（;；]+)")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One question as it was looked up: every candidate, and whether each of them answers."""

    id: str
    account: str
    answerable: bool
    laid: Ground
    found: tuple[Candidate, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """An account of the development workspace, as a question about it is looked up."""

    names: tuple[str, ...]
    people: tuple[str, ...]
    entries: tuple[Entry, ...]


def invented(folder: Path = FOLDER) -> Iterator[Lesson]:
    """The questions about the invented companies."""
    companies = _companies(_lines(folder / "records.jsonl"))
    for row in _lines(folder / "questions.jsonl"):
        company = companies[row["account"]]
        asked = inquiry.read(row["ask"], company.names, company.people)
        laid = ground.lay(asked, company.entries)
        found = tuple(features.candidates(laid, company.people))
        told = [_bare(sentence) for sentence in row["sentences"]]
        right = tuple(_tells(one.stretch, told) for one in found)
        yield Lesson(row["id"], row["account"], bool(told), laid, found, right)


def of_strangers(files: Sequence[Path] = TAUGHT) -> list[Lesson]:
    """Strangers' questions about the sample workspace, each with its account given."""
    with sandbox.opened() as context:
        return [_of_sample(context, item) for item in items.read(files) if item.accounts]


def _of_sample(context: Context, item: Item) -> Lesson:
    account = (item.accounts or ("",))[0]
    asks = Question(item.ask, item.asker, account_id=account)
    with context.workspace.reading() as reader:
        desk = reception.receive(context, reader, asks)
        said, people = particulars.recorded(desk), particulars.people(desk)
        laid = ground.lay(particulars.read(desk), particulars.entries(said))
    found = tuple(features.candidates(laid, people))
    shown = [judging.count_facts(item, one.stretch.text) for one in found]
    best = max(shown, default=0)
    right = tuple(count == best > 0 for count in shown)
    return Lesson(item.id, account, bool(item.facts), laid, found, right)


def _companies(rows: Iterable[dict[str, Any]]) -> dict[str, Company]:
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["account"]].append(row)
    return {name: _company(name, records) for name, records in grouped.items()}


def _company(name: str, records: Sequence[dict[str, Any]]) -> Company:
    named = [CONTACT.match(row["text"]) for row in records if row["kind"] == "contact"]
    people = tuple(match[1].strip() for match in named if match)
    return Company((name, *records[0]["aliases"]), people, tuple(map(_entry, records)))


def _entry(row: dict[str, Any]) -> Entry:
    own = row["kind"] in OWN_WORDS
    return Entry(row["id"], row["text"], row["kind"], own, date.fromisoformat(row["at"]))


def _tells(stretch: Stretch, told: Sequence[str]) -> bool:
    """Whether the stretch has a sentence that answers, or is most of it."""
    said = _bare(stretch.text)
    return any(one in said or (said in one and len(said) > 0.6 * len(one)) for one in told)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
