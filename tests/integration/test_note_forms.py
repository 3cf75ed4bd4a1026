"""Note forms: what is prepared, saved as shown, read later, and who may see what is alike."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers import note_changes, note_drafts, note_filling, note_forms, note_reading, notes, undo
from handlers.context import Context
from handlers.note_filling import Filled, FilledGap, FilledPromise
from handlers.notes import NoteDraft
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Promise
from playbooks.notes import Cue, Draft, Note
from playbooks.observations import ProductGap
from playbooks.people import Channel, Contact, Member, Role
from playbooks.stages import Enrolment, Stage

TEXT = "Nora Blythe is unhappy with support. I promised a new plan by 03/04/05."
TODAY = date(2026, 11, 20)


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put_many([Account("A1", "Harbour Tea", owner="U1"), Account("A2", "Harbour Coffee")])
        writer.put(Contact("C1", "A1", "Nora Blythe", role="champion"))
        writer.put(Enrolment("E1", "A1", Stage.RENEWAL, date(2026, 11, 1)))
        writer.put_many(
            [
                Member("U1", "Maya", "@maya"),
                Member("U2", "Sam", "@sam", role=Role.SALES),
                Member("U4", "Ada", "@ada", role=Role.ADMIN),
            ]
        )
    return context


def found(context: Context, kind: type[Any]) -> list[Any]:
    with context.workspace.reading() as reader:
        listed: list[Any] = reader.find(kind)
    return listed


def prepared(context: Context, text: str = TEXT, note_id: str = "N1") -> Filled:
    """The form of a text as it is proposed."""
    account = found(context, Account)[0]
    draft = NoteDraft("", text, id=note_id)
    proposal = note_drafts.prepare(context, draft, "U1", "message", account)
    assert proposal is not None
    return note_filling.as_read(proposal)


def test_what_a_text_says_is_proposed_with_who_took_part_and_the_stage(filled: Context) -> None:
    shown = prepared(filled)
    assert (shown.participants, shown.stage) == (("Nora Blythe",), "renewal")
    assert shown.cues == ("unhappy",)
    [promise] = shown.promises
    assert ("new plan" in promise.what, promise.owner, promise.due) == (True, "U1", None)
    account = found(filled, Account)[0]
    proposal = notes.propose(filled, NoteDraft(account.id, TEXT), "U1")
    [unclear] = proposal.unclear
    assert unclear.wording == "03/04/05"
    assert len(unclear.days) == 3


def test_a_form_is_saved_as_shown_once_and_leaves_no_draft(filled: Context) -> None:
    shown = replace(prepared(filled), cues=("churn_threat",), promises=(FilledPromise("a list"),))
    first = note_forms.save(filled, shown, "U1")
    again = note_forms.save(filled, shown, "U1")
    assert not first.unread
    assert first.audit_entry_id == again.audit_entry_id
    assert [cue.name for cue in found(filled, Cue)] == ["churn_threat"]
    assert [promise.what for promise in found(filled, Promise)] == ["a list"]
    assert found(filled, Draft) == []
    undo.undo(filled, first.audit_entry_id or "", "U1")
    assert [*found(filled, Note), *found(filled, Cue), *found(filled, Promise)] == []


def test_a_changed_text_is_read_later_and_what_was_taken_out_stays_out(filled: Context) -> None:
    shown = replace(prepared(filled), cues=(), promises=())
    shown = replace(shown, text=f"{TEXT} They also look at another vendor.")
    kept = note_forms.save(filled, shown, "U1")
    assert kept.unread
    assert found(filled, Cue) == []
    for _ in range(2):
        note_forms.complete(filled, "N1", kept.audit_entry_id)
    assert [cue.name for cue in found(filled, Cue)] == ["competitor"]
    assert found(filled, Promise) == []
    undo.undo(filled, kept.audit_entry_id or "", "U1")
    assert found(filled, Cue) == []


def test_a_note_is_revised_by_its_form_and_keeps_what_was_delivered(filled: Context) -> None:
    note_forms.save(filled, prepared(filled), "U1")
    with filled.workspace.writing() as writer:
        writer.put(replace(writer.find(Promise)[0], delivered=TODAY))
    shown, account = note_forms.of_note(filled, "N1", "U1")
    assert account.id == "A1"
    revised = note_forms.revise(filled, replace(shown, sentiment="positive", stage=None), "U1")
    assert (revised.note.sentiment, revised.note.version) == ("positive", 1)
    assert [promise.delivered for promise in found(filled, Promise)] == [TODAY]
    with pytest.raises(NotFound):
        note_forms.of_note(filled, "N1", "U2")


def test_a_draft_that_somebody_else_has_does_not_answer(filled: Context) -> None:
    shown = replace(prepared(filled), text=None)
    with pytest.raises(BadInput, match="forgotten"):
        note_forms.save(filled, shown, "U2")
    assert note_forms.save(filled, shown, "U1").note.text == TEXT


def test_only_notes_that_one_may_read_are_named_as_alike(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Channel("G1", private=True, members=("U1",)))
    notes.add(filled, NoteDraft("A1", TEXT, channel="G1"), "U1")
    notes.add(filled, NoteDraft("A1", TEXT, private=True), "U1")
    mine = notes.propose(filled, NoteDraft("A1", TEXT), "U1")
    assert len(mine.near_duplicates) == 2
    assert notes.propose(filled, NoteDraft("A1", TEXT), "U2").near_duplicates == ()


def test_a_note_is_deleted_by_its_author_and_comes_back_with_its_versions(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("A1", TEXT), "U1")
    note_changes.join(filled, saved.note.id, "They also wrote.", "U1")
    with pytest.raises(NotFound):
        note_changes.remove(filled, saved.note.id, "U2")
    entry = note_changes.remove(filled, saved.note.id, "U1")
    assert [*found(filled, Note), *found(filled, Cue), *found(filled, Promise)] == []
    undo.undo(filled, entry.id, "U1")
    [note] = found(filled, Note)
    assert note.text == f"{TEXT}\n\nThey also wrote."
    assert {cue.name for cue in found(filled, Cue)} >= {"unhappy"}
    with filled.workspace.reading() as reader:
        assert [text for _, text, _ in reader.note_versions(note.id)] == [TEXT]


def test_signs_that_tell_no_mood_are_refused_kindly(filled: Context) -> None:
    assert notes.add(filled, NoteDraft("A1", "🎉🎉"), "U1").note.sentiment == "positive"
    with pytest.raises(BadInput, match="add a word"):
        notes.add(filled, NoteDraft("A1", "🦄"), "U1")


def test_what_changes_while_a_note_is_read_stays_changed(
    filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = replace(prepared(filled), text="They are glad. I will send the list.")
    kept = note_forms.save(filled, shown, "U1")
    read = note_reading.read

    def slowly(note: Note, known: note_reading.Known) -> note_reading.ReadOut:
        with filled.workspace.writing() as writer:
            writer.put(replace(found(filled, Note)[0], private=True))
        return read(note, known)

    monkeypatch.setattr(note_reading, "read", slowly)
    note_forms.complete(filled, kept.note.id, kept.audit_entry_id)
    [note] = found(filled, Note)
    assert (note.private, note.language) == (True, "en")


def test_what_two_people_add_to_a_note_at_once_both_stands(
    filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = note_forms.save(filled, replace(prepared(filled), text="They are glad."), "U1")
    read, others = note_reading.read, ["A second line."]

    def slowly(note: Note, known: note_reading.Known) -> note_reading.ReadOut:
        if others:
            note_changes.join(filled, kept.note.id, others.pop(), "U1")
        return read(note, known)

    monkeypatch.setattr(note_reading, "read", slowly)
    note_changes.join(filled, kept.note.id, "A third line.", "U1")
    [note] = found(filled, Note)
    assert note.text.splitlines()[::2] == ["They are glad.", "A second line.", "A third line."]


SIX = """\
They will send us the site list by 1 December.
They will sign the order form by 2 December.
They will open a test account for us by 3 December.
They will book the training room by 4 December.
They will share the floor plan by 7 December.
They will confirm the go-live by 8 December.
"""


def test_promises_for_which_a_form_has_no_room_stay(filled: Context) -> None:
    shown = prepared(filled, SIX)
    assert len(shown.theirs) == 6
    hidden = tuple(one.id or "" for one in shown.theirs[4:])
    note_forms.save(filled, replace(shown, theirs=shown.theirs[:3], hidden=hidden), "U1")
    assert len(found(filled, CustomerPromise)) == 5
    again, _account = note_forms.of_note(filled, "N1", "U1")
    left = tuple(one for one in again.theirs if one.id not in hidden)
    note_forms.revise(filled, replace(again, theirs=left, hidden=hidden), "U1")
    assert len(found(filled, CustomerPromise)) == 5


GAPS = "They miss an export to Excel, nice to have. There is no offline mode, a deal breaker."


def gaps_kept(context: Context) -> list[tuple[str, str, str]]:
    kept = sorted(found(context, ProductGap), key=lambda gap: gap.id)
    return [(gap.id, gap.title, gap.kind) for gap in kept]


def test_each_gap_of_a_note_is_saved_and_one_that_is_taken_out_leaves_the_others(
    filled: Context,
) -> None:
    shown = prepared(filled, GAPS)
    assert [(gap.number, gap.kind) for gap in shown.gaps] == [
        (1, "nice_to_have"),
        (2, "deal_breaker"),
    ]
    note_forms.save(filled, shown, "U1")
    assert [id_ for id_, _, _ in gaps_kept(filled)] == ["N1.gap", "N1.gap2"]
    again, _account = note_forms.of_note(filled, "N1", "U1")
    added = FilledGap("an Italian keyboard", "challenge", 3)
    note_forms.revise(filled, replace(again, gaps=(again.gaps[1], added)), "U1")
    assert gaps_kept(filled) == [
        ("N1.gap2", "There is no offline mode", "deal_breaker"),
        ("N1.gap3", "an Italian keyboard", "challenge"),
    ]


def test_a_gap_that_somebody_wrote_in_other_words_is_not_read_out_a_second_time(
    filled: Context,
) -> None:
    shown = replace(prepared(filled), gaps=(FilledGap("no export to Excel", "challenge"),))
    kept = note_forms.save(filled, replace(shown, text=GAPS), "U1")
    note_forms.complete(filled, "N1", kept.audit_entry_id)
    assert [(title, kind) for _, title, kind in gaps_kept(filled)] == [
        ("no export to Excel", "challenge"),
        ("There is no offline mode", "deal_breaker"),
    ]
