"""Undoing a change after others went on with what it wrote, on both databases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from handlers import handoffs, note_changes, notes, undo
from handlers.context import Context
from handlers.handoffs import HandoffDraft
from handlers.notes import NoteDraft
from playbooks.accounts import Account
from playbooks.handoffs import Handoff, Promise
from playbooks.notes import Cue, Note
from playbooks.people import Member, Role

GUIDE = NoteDraft("A1", "Dana, their champion, is unhappy. I will send the guide by 2026-11-25.")


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea"))
        writer.put_many(
            [
                Member("U1", "Cy", role=Role.CSM),
                Member("U2", "Di", role=Role.CSM),
                Member("U3", "Sam", role=Role.SALES),
            ]
        )
    return context


def put(context: Context, value: object) -> None:
    with context.workspace.writing() as writer:
        writer.put(value)


def test_a_promise_that_a_colleague_kept_meanwhile_stays_when_its_note_is_undone(
    filled: Context,
) -> None:
    saved = notes.add(filled, GUIDE, "U1")
    [promise] = saved.proposal.promises
    notes.add(filled, NoteDraft("A1", "Sent the guide.", delivers=promise.id), "U2")
    undone = undo.undo(filled, saved.audit_entry_id or "", "U1")
    with filled.workspace.reading() as reader:
        [kept] = reader.find(Promise)
        assert kept.delivered is not None
        assert undone.kept == (kept,)
        assert reader.get(Note, saved.proposal.note.id) is None
        assert reader.find(Cue) == []


def test_undoing_gives_back_the_fields_that_it_changed_and_leaves_those_changed_since(
    filled: Context,
) -> None:
    handoff = Handoff("H1", "A1", why_bought="x", problem="y", time_expectation="By spring.")
    handoffs.submit(filled, HandoffDraft(handoff), "U3")
    accepted = handoffs.accept(filled, "H1", "U2")
    with filled.workspace.writing() as writer:
        [account] = writer.find(Account)
        assert account.owner == "U2"
        writer.put(replace(account, arr=Decimal(90000), renewal_date=date(2027, 3, 1)))
    undone = undo.undo(filled, accepted.audit_entry_id or "", "U2")
    with filled.workspace.reading() as reader:
        [account] = reader.find(Account)
    assert (account.owner, account.arr, account.renewal_date) == (
        None,
        Decimal(90000),
        date(2027, 3, 1),
    )
    assert undone.kept == ()


def test_a_field_that_was_changed_twice_keeps_its_latest_value_and_is_said(filled: Context) -> None:
    handoff = Handoff("H1", "A1", why_bought="x", problem="y", time_expectation="By spring.")
    handoffs.submit(filled, HandoffDraft(handoff), "U3")
    accepted = handoffs.accept(filled, "H1", "U2")
    put(filled, Account("A1", "Harbour Tea", owner="U1"))
    undone = undo.undo(filled, accepted.audit_entry_id or "", "U2")
    assert [one.owner for one in undone.kept] == ["U1"]
    with filled.workspace.reading() as reader:
        assert [account.owner for account in reader.find(Account)] == ["U1"]


def test_what_was_taken_away_since_does_not_come_back(filled: Context) -> None:
    first = notes.add(filled, GUIDE, "U1")
    [promise] = first.proposal.promises
    second = notes.add(filled, NoteDraft("A1", "Sent it.", delivers=promise.id), "U2")
    with filled.workspace.writing() as writer:
        writer.remove(Promise, id=promise.id)
    undo.undo(filled, second.audit_entry_id or "", "U2")
    with filled.workspace.reading() as reader:
        assert reader.find(Promise) == []


def test_what_was_written_anew_since_is_not_overwritten(filled: Context) -> None:
    saved = notes.add(filled, GUIDE, "U1")
    [promise] = saved.proposal.promises
    removed = note_changes.remove(filled, saved.proposal.note.id, "U1")
    anew = replace(promise, note_id=None, owner="U2")
    put(filled, anew)
    undone = undo.undo(filled, removed.id, "U1")
    assert undone.kept == (anew,)
    with filled.workspace.reading() as reader:
        assert reader.find(Promise) == [anew]
        assert reader.get(Note, saved.proposal.note.id) is not None
