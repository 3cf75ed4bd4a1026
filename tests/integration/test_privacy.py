"""What is kept of a customer or a person: given out, erased, and forgotten; on both databases."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from handlers import ask, audit, note_changes, notes, undo
from handlers.answers import Question
from handlers.context import Context
from handlers.notes import NoteDraft
from handlers.privacy import erasing, exporting
from knowledge.ranking import Item
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Promise
from playbooks.meetings import Meeting
from playbooks.notes import Note
from playbooks.nudges.values import Nudge
from playbooks.observations import SurveyResponse
from playbooks.people import Contact, Member, Role
from playbooks.remotes import RemoteRecord, RemoteState, Run, RunState
from tests.conftest import NOW

TODAY = date(2026, 11, 20)
SECRET = "Dana Quillfeather fears layoffs"
DANA = Contact("C1", "A1", "Dana Quillfeather", email="dana@harbour.example", role="champion")


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put_many([Account("A1", "Harbour Tea", owner="U1"), Account("A2", "Quarry")])
        writer.put_many([Member("U1", "Cy", "@cy", role=Role.CSM), Member("U2", "Di")])
        writer.put(DANA)
    return context


def tell(context: Context) -> notes.SavedNote:
    """A note with a promise, amended once, quoted in an answer and by a nudge, and learned."""
    words = f"{SECRET}. I will send the guide by 2026-11-25."
    saved = notes.add(context, NoteDraft("A1", words, id="N1"), "U1")
    note_changes.amend(context, "N1", f"{words} She asked for more seats.", "U1")
    ask.answer(context, Question("What changed at Harbour Tea?", "U1", thread_id="T1"))
    fact = {"name": "cue.x", "evidence_kind": "note", "evidence_id": "N1", "value": SECRET}
    facts = ({**fact, "quote": SECRET},)
    nudge = Nudge("nudge_1", "A1", "silence", "e", "U1", 2, TODAY, facts=facts)
    with context.workspace.writing() as writer:
        writer.put(nudge)
    return saved


def places(context: Context, words: str) -> set[str]:
    """The tables in which these words stand."""
    return set(_places(context, words))


def _places(context: Context, words: str) -> Iterator[str]:
    with context.workspace.reading() as reader:
        for table in inspect(reader.connection).get_table_names():
            rows = reader.connection.execute(text(f'SELECT * FROM "{table}"')).all()
            if any(words in str(row) or words in _plain(row) for row in rows):
                yield table


def _plain(row: Any) -> str:
    return json.dumps([str(cell) for cell in row], ensure_ascii=False)


def count(context: Context, kind: type) -> int:
    with context.workspace.reading() as reader:
        return reader.count(kind)


def test_an_erased_note_leaves_its_words_nowhere(filled: Context) -> None:
    tell(filled)
    assert {"note", "note_version", "audit_entry", "nudge"} <= places(filled, SECRET)
    erased = erasing.erase(filled, "note", "N1", None)
    assert places(filled, SECRET) == set()
    assert places(filled, "the guide") == set()
    assert (erased.gone["note"], erased.gone["note_version"], erased.gone["promise"]) == (1, 1, 1)
    assert {"nudge", "audit_entry"} <= erased.cleared.keys()


def test_an_erased_note_leaves_its_words_in_no_free_page_of_the_file(
    filled: Context, tmp_path: Path
) -> None:
    if not filled.workspace.database.is_sqlite:
        pytest.skip("PostgreSQL clears its pages itself, when it vacuums.")
    tell(filled)
    erasing.erase(filled, "note", "N1", None)
    filled.workspace.database.close()
    files = tmp_path.glob("cairn.db*")
    assert [file.name for file in files if SECRET.encode() in file.read_bytes()] == []


def test_what_models_made_of_an_erased_note_goes_too(filled: Context) -> None:
    tell(filled)
    with filled.workspace.reading() as reader:
        items = [Item(note.id, note.text, note.language) for note in reader.find(Note)]
    assert filled.library.learn(filled.workspace, items) == 1
    erasing.erase(filled, "note", "N1", None)
    assert filled.library.learn(filled.workspace, items) == 1


def test_what_a_connector_said_of_an_erased_account_goes_too(filled: Context) -> None:
    notice = {"thing": "companies", "id": "77", "title": "Harbour Tea", "why": None}
    with filled.workspace.writing() as writer:
        writer.put(
            RemoteRecord(
                *("hubspot:companies:77", "hubspot", "companies", "77", RemoteState.LIVE),
                title="Harbour Tea",
                local_id="A1",
            )
        )
        writer.put(Run("R1", "hubspot", NOW, RunState.DONE, full=True, notices=(notice,)))
    erasing.erase(filled, "account", "A1", None)
    assert places(filled, "Harbour Tea") == set()


def test_the_log_goes_on_saying_who_did_what_to_what_was_erased(filled: Context) -> None:
    tell(filled)
    erasing.erase(filled, "note", "N1", None)
    told = [(entry.actor, entry.action) for entry in audit.entries(filled, None, item_id="N1")]
    assert set(told) == {("admin", "note.erased"), ("U1", "note.amended"), ("U1", "note.added")}
    entry = audit.entries(filled, None, item_id="N1")[-1]
    with pytest.raises(BadInput, match="cannot be undone"):
        undo.undo(filled, entry.id, None)


def test_an_erased_account_takes_all_of_its_records_along_and_nobody_elses(filled: Context) -> None:
    tell(filled)
    notes.add(filled, NoteDraft("A2", "They are happy.", id="N2"), "U1")
    erasing.erase(filled, "account", "Harbour Tea", None)
    assert places(filled, "Harbour Tea") == places(filled, SECRET) == set()
    with filled.workspace.reading() as reader:
        assert [account.id for account in reader.find(Account)] == ["A2"]
        assert [note.id for note in reader.find(Note)] == ["N2"]


def test_an_erased_contact_is_named_by_no_record_and_notes_that_tell_of_them_are_listed(
    filled: Context,
) -> None:
    tell(filled)
    with filled.workspace.writing() as writer:
        writer.put(Meeting("M1", "A1", NOW, "Review", contacts=("C1", "C2"), others=(DANA.email,)))
        writer.put(SurveyResponse("S1", "A1", TODAY, "nps", 9, respondent=DANA.name))
    erased = erasing.erase(filled, "contact", "dana@harbour.example", None)
    assert erased.telling == ("N1",)
    with filled.workspace.reading() as reader:
        assert reader.find(Contact) == []
        [meeting], [survey] = reader.find(Meeting), reader.find(SurveyResponse)
    assert (meeting.contacts, meeting.others, survey.respondent) == (("C2",), (), None)
    erasing.erase(filled, "note", "N1", None)
    assert places(filled, "Quillfeather") == places(filled, "dana@harbour") == set()


def test_what_an_erased_colleague_wrote_stays_in_nobodys_name(filled: Context) -> None:
    tell(filled)
    erasing.erase(filled, "member", "@cy", None)
    with filled.workspace.reading() as reader:
        [note], members = reader.find(Note), reader.find(Member)
        account = reader.get(Account, "A1")
    assert note.author == erasing.FORMER_MEMBER
    assert [member.id for member in members] == ["U2"]
    assert account is not None
    assert account.owner == erasing.FORMER_MEMBER
    assert places(filled, "U1") == set()


def test_a_rehearsal_says_what_would_go_and_changes_nothing(filled: Context) -> None:
    tell(filled)
    rehearsed = erasing.erase(filled, "note", "N1", None, rehearse=True)
    assert count(filled, Note) == count(filled, Promise) == 1
    assert erasing.erase(filled, "note", "N1", None) == rehearsed


def test_only_an_admin_exports_or_erases(filled: Context) -> None:
    tell(filled)
    with pytest.raises(NotFound, match="admin"):
        erasing.erase(filled, "note", "N1", "U1")
    with pytest.raises(NotFound, match="admin"):
        exporting.export(filled, "account", "Harbour Tea", "U1")
    assert count(filled, Note) == 1


def test_a_name_that_several_contacts_have_is_not_guessed(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(replace(DANA, id="C2", account_id="A2"))
    with pytest.raises(BadInput, match="C1, C2"):
        erasing.erase(filled, "contact", "Dana Quillfeather", None)


def test_what_is_exported_is_all_that_erasing_would_take(filled: Context) -> None:
    tell(filled)
    exported = exporting.export(filled, "account", "harbour tea", None)
    kinds = {one["record"] for one in exported}
    assert {"account", "contact", "note", "note_version", "promise", "nudge", "reply"} <= kinds
    assert "audit_entry" in kinds
    gone = erasing.erase(filled, "account", "harbour tea", None).gone
    assert gone.keys() <= kinds
    assert json.loads(json.dumps(exported)) == exported


def test_an_export_of_a_colleague_holds_what_names_them(filled: Context) -> None:
    tell(filled)
    kinds = {one["record"] for one in exporting.export(filled, "member", "@cy", None)}
    assert {"member", "account", "note", "nudge", "audit_entry", "reply"} <= kinds


def test_words_of_a_deleted_note_are_forgotten_after_a_month(filled: Context) -> None:
    tell(filled)
    deleted = note_changes.remove(filled, "N1", "U1")
    erasing.forget_what_was_deleted(filled)
    assert "audit_entry" in places(filled, SECRET)
    later = replace(filled, now=lambda: NOW + timedelta(days=31))
    erasing.forget_what_was_deleted(later)
    assert places(filled, SECRET) & {"audit_entry", "note_version"} == set()
    assert deleted.id in {entry.id for entry in audit.entries(filled, None, item_id="N1")}


def test_words_of_a_note_that_is_there_stay_in_the_log(filled: Context) -> None:
    tell(filled)
    later = replace(filled, now=lambda: NOW + timedelta(days=400))
    erasing.forget_what_was_deleted(later)
    assert {"audit_entry", "note_version"} <= places(filled, SECRET)
