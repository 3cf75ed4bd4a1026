"""Nobody waits for an encoder: no note is judged while a transaction is open for writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers import note_changes, notes
from handlers.context import Context
from handlers.imports import importing, reading_ahead
from handlers.imports.files import FileRow
from handlers.notes import NoteDraft
from knowledge.embedders import SentenceEncoder
from knowledge.notes import memory
from knowledge.notes import reader as listener
from playbooks.accounts import Account
from playbooks.notes import Cue, Note
from playbooks.people import Contact
from storage.workspace import Workspace, Writer

TEXT = "Ottavia has left, and they are furious about the {day} outage of the tariff desk."


@pytest.fixture
def filled(context: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A workspace in which judging anything inside a writing transaction fails."""
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea"))
        writer.put(Contact("C1", "A1", "Ottavia Renn", role="champion"))
    begun: list[Writer] = []
    writing, passages = Workspace.writing, SentenceEncoder.passages

    @contextmanager
    def noted(self: Workspace) -> Iterator[Writer]:
        with writing(self) as writer:
            begun.append(writer)
            try:
                yield writer
            finally:
                begun.pop()

    def watched(self: SentenceEncoder, texts: Any) -> Any:
        assert not begun
        return passages(self, texts)

    monkeypatch.setattr(Workspace, "writing", noted)
    monkeypatch.setattr(SentenceEncoder, "passages", watched)
    # As for more notes than are kept: what was read before the transaction is not read again.
    monkeypatch.setattr(listener, "KEPT", 1)
    monkeypatch.setattr(memory, "KEPT", 1)
    return context


def cues_of(context: Context) -> list[tuple[date, str]]:
    with context.workspace.reading() as reader:
        return sorted((cue.date, cue.name) for cue in reader.find(Cue))


def test_imported_notes_are_judged_before_they_are_written(filled: Context, tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    lines = [f"n{day},Harbour Tea,2026-11-0{day},{TEXT.format(day=day)}" for day in range(1, 4)]
    file.write_text("\n".join(("id,account,date,text", *lines)).replace(", and", " and"))
    assert importing.import_file(filled, "notes", file).created == 3
    first = cues_of(filled)
    assert {name for _day, name in first} >= {"champion_left", "unhappy"}

    file.write_text(file.read_text().replace("2026-11-0", "2026-10-0"))
    assert importing.import_file(filled, "notes", file).updated == 3
    assert [name for _day, name in cues_of(filled)] == [name for _day, name in first]
    assert max(day for day, _name in cues_of(filled)) < date(2026, 11, 1)


def test_what_changes_between_the_reading_and_the_writing_is_read_afterwards(
    filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_ahead, "read", lambda *_: {})
    row = {"id": "n1", "account": "A1", "date": "2026-11-04", "text": TEXT.format(day="late")}
    importing.import_rows(filled, "notes", [FileRow(1, row)])
    assert (date(2026, 11, 4), "champion_left") in cues_of(filled)
    with filled.workspace.reading() as reader:
        assert reader.find(Note)[0].language == "en"


def test_a_note_by_hand_is_judged_before_it_is_written(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("A1", TEXT.format(day="quiet")), None)
    note_changes.amend(filled, saved.note.id, TEXT.format(day="loud"), None)
    assert len(cues_of(filled)) == len(saved.proposal.cues)
