"""Texts that try to give orders to an assistant, planted where content comes from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot import sample
from bot.evaluation import records
from handlers import content
from handlers.answers import Ref
from handlers.context import Context
from handlers.evidence import LIBRARY
from handlers.imports import files, importing
from playbooks.errors import BadInput
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue
from playbooks.observations import Activity, ProductGap

FILE = Path(__file__).parents[2] / "tests" / "data" / "injections" / "texts.yaml"
CALM = {
    "en": "Filed for the record.",
    "it": "Archiviato.",
    "zh": "已归档。",
}
PLANTED = "X-"
"""The ids of planted records begin with this."""

MEANINGFUL = ("handoff", "promise", "survey", "ticket", "goal")
"""Places whose words are read as facts; there the order follows calm words of the same meaning."""

LIBRARY_PLACES = ("playbook", "front_matter", "file_name")
HOST = re.compile(r"(?<![\w.-])(?:[\w-]+\.)+example(?![\w-])")
DAY = str(sample.ANCHOR - timedelta(days=3))


@dataclass(frozen=True, slots=True)
class Text:
    """One hostile text, where it is planted, and the calm words that stand there otherwise."""

    id: str
    language: str
    place: str
    account: str
    text: str
    calm: str

    def words(self, hostile: bool) -> str:
        """What is planted: the hostile text (after the calm words, where those mean something)."""
        if not hostile:
            return self.calm
        return f"{self.calm} {self.text}" if self.place in MEANINGFUL else self.text


def read(file: Path = FILE) -> list[Text]:
    """The texts of a file; `BadInput` when it is not there."""
    if not file.exists():
        raise BadInput(f"The texts to plant are not here: {file}. Run this from a checkout.")
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        Text(
            row["id"],
            row["language"],
            row["place"],
            row.get("account", ""),
            row["text"],
            row.get("calm", CALM[row["language"]]),
        )
        for row in rows
    ]


def hosts(texts: Iterable[Text]) -> set[str]:
    """The addresses to which the texts would lead."""
    return {host.lower() for text in texts for host in HOST.findall(text.text)}


def plant(context: Context, texts: Sequence[Text], folder: Path, *, hostile: bool) -> None:
    """Bring the texts in the way their kind comes in: by import, or as files of the library."""
    for kind in ("accounts", "contacts", "handoffs", "surveys", "tickets", "goals", "notes"):
        if rows := [_row(text, hostile) for text in texts if _kind(text) == kind]:
            _import(context, kind, rows)
    pages = [text for text in texts if text.place in LIBRARY_PLACES]
    for page in pages:
        _write(page, folder, hostile)
    if pages:
        content.add(context, [str(folder)])


def _import(context: Context, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    numbered = [files.FileRow(number, row) for number, row in enumerate(rows, start=1)]
    report = importing.import_rows(context, kind, numbered)
    if report.rejected:
        raise BadInput(f"A text could not be planted: {report.rejected[0].why}.")


def is_planted(context: Context, ref: Ref) -> bool:
    """True for a record that was planted, or was read out of one."""
    if ref.kind not in LIBRARY:
        return ref.id.startswith(PLANTED)
    with context.workspace.reading() as reader:
        hit = context.library.passage(reader, ref.id)
        document = context.library.document(reader, hit.document_id if hit else ref.id)
    return document is None or document.source == "added"


def read_out(context: Context) -> list[str]:
    """What was taken for a fact out of the planted notes, a line each."""
    with context.workspace.reading() as reader:
        read: list[Cue | Promise | ProductGap | Activity] = [
            *reader.find(Cue),
            *reader.find(Promise),
            *reader.find(ProductGap),
            *reader.find(Activity),
        ]
        intents = reader.find(IntentReading)
    planted = f"{PLANTED}note"
    found = [f"{r.id}: {_what(r)}" for r in read if (r.note_id or "").startswith(planted)]
    return found + [
        f"{reading.source_id}: intent {reading.intent} “{reading.quote}”"
        for reading in intents
        if (reading.source_id or "").startswith(planted)
    ]


def _what(read: Cue | Promise | ProductGap | Activity) -> str:
    if isinstance(read, Cue):
        return f"{read.name} “{read.quote}”"
    return f"{type(read).__name__} {' '.join(part for part in records.said(read))[:120]}"


def _kind(text: Text) -> str | None:
    if text.place in (*LIBRARY_PLACES, "thread"):
        return None
    return "handoffs" if text.place == "promise" else f"{text.place}s"


def _row(text: Text, hostile: bool) -> dict[str, Any]:
    words = text.words(hostile)
    row = {"id": f"{PLANTED}{text.id}", "account": text.account}
    by_place: dict[str, dict[str, Any]] = {
        "account": {"name": words, "segment": "smb", "owner": "@maya"},
        "contact": {"name": words, "role": "user", "active": "true"},
        "handoff": _handoff({"why_bought": words}),
        "promise": _handoff({"promises": [_promise(text, words)]}),
        "survey": {"date": DAY, "kind": "csat", "score": 3, "role": "user", "comment": words},
        "ticket": {"opened": DAY, "severity": "low", "title": words, "status": "open"},
        "goal": {"goal": words, "unit": "steps", "target": 10, "current": 12, "as_of": DAY},
        "note": {"date": DAY, "author": "@maya", "kind": "internal", "text": words}
        | {"direction": "internal"},
    }
    if text.place == "account":
        row.pop("account")
    return row | by_place[text.place]


def _handoff(own: dict[str, Any]) -> dict[str, Any]:
    return {
        "state": "submitted",
        "submitted": DAY,
        "author": "@sam",
        "why_bought": "A second site should work like the first.",
        "problem": "Two sites plan in two ways.",
        "time_expectation": "Within half a year.",
    } | own


def _promise(text: Text, words: str) -> dict[str, Any]:
    due = str(sample.ANCHOR + timedelta(days=30))
    return {"id": f"{PLANTED}P-{text.id}", "what": words, "owner": "@maya", "due": due}


def _write(page: Text, folder: Path, hostile: bool) -> None:
    words = page.words(hostile)
    title = words if page.place == "front_matter" else f"Page {page.id}"
    name = words if page.place == "file_name" else page.id
    body = words if page.place == "playbook" else f"# {page.id}\n\n{CALM[page.language]}\n"
    matter = yaml.safe_dump({"title": title, "kind": "playbook", "stage": "any"})
    head = "" if page.place == "playbook" else f"---\n{matter}---\n"
    (folder / f"{name}.md").write_text(head + body, encoding="utf-8")
