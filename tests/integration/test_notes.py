"""Notes: proposed, saved with all that follows from them, amended, undone; on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from handlers import audit, note_changes, note_intake, notes, undo
from handlers.context import Context
from handlers.notes import NoteDraft
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.errors import Ambiguous, BadInput, NotFound
from playbooks.handoffs import Promise
from playbooks.intents import Intent, IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import ProductGap
from playbooks.people import Contact, Member, Role
from storage.workspace import Workspace

TEXT = "Dana (our champion) has left. I promised a new plan by Friday."
TODAY = date(2026, 11, 20)


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put_many([Account("A1", "Harbour Tea", ("HT",)), Account("A2", "Harbour Coffee")])
        writer.put_many(
            [
                Member("U1", "Maya", "@maya"),
                Member("U2", "Sam", "@sam", role=Role.SALES),
                Member("U3", "Gus", "@gus", role=Role.GUEST),
                Member("U4", "Ada", "@ada", role=Role.ADMIN),
            ]
        )
    return context


@pytest.fixture
def count(workspace: Workspace) -> Callable[[type], int]:
    def _count(kind: type) -> int:
        with workspace.reading() as reader:
            return reader.count(kind)

    return _count


def test_a_proposal_says_what_would_be_saved_and_saves_nothing(
    filled: Context, count: Callable[[type], int]
) -> None:
    proposal = notes.propose(filled, NoteDraft("harbour tea", TEXT), "@maya")
    assert proposal.account.id == "A1"
    assert [cue.name for cue in proposal.cues] == ["champion_left"]
    assert [(p.what, p.owner, p.due) for p in proposal.promises] == [
        ("a new plan", "U1", date(2026, 11, 27))
    ]
    assert (proposal.note.date, proposal.note.language) == (TODAY, "en")
    assert [count(kind) for kind in (Note, Cue, Promise, AuditEntry)] == [0, 0, 0, 0]


def test_a_note_is_saved_with_its_cues_promises_intent_gap_and_audit_entry(
    filled: Context, count: Callable[[type], int]
) -> None:
    text = f"{TEXT} Missing for them: an SFTP connector, a deal breaker. It replaces old lists."
    saved = notes.add(filled, NoteDraft("HT", text), "@maya")
    assert count(Cue) == len(saved.proposal.cues)
    with filled.workspace.reading() as reader:
        assert reader.find(Promise)[0].note_id == saved.note.id
        assert [gap.kind for gap in reader.find(ProductGap)] == ["deal_breaker"]
        assert reader.find(AuditEntry)[0].id == saved.audit_entry_id


def test_an_intent_that_the_note_states_is_kept_with_its_quote(filled: Context) -> None:
    text = "It is a pilot: if it works for two sites they will convince the board to roll it out."
    saved = notes.add(filled, NoteDraft("HT", text), "@maya")
    with filled.workspace.reading() as reader:
        (reading,) = reader.find(IntentReading)
    assert reading.intent is Intent.PILOT_TO_EXPAND
    assert (reading.source_kind, reading.source_id) == ("note", saved.note.id)
    assert reading.quote in text


def test_a_note_keeps_its_mood_and_reads_it_anew_when_amended(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("HT", "They are furious about the delay."), "@maya")
    assert saved.note.sentiment == "negative"
    amended = note_changes.amend(filled, saved.note.id, "They love the new planner.", "@maya")
    assert amended.note.sentiment == "positive"


def test_the_same_submission_twice_saves_once(
    filled: Context, count: Callable[[type], int]
) -> None:
    draft = NoteDraft("HT", TEXT, id="N1")
    first = notes.add(filled, draft, "U1")
    second = notes.add(filled, draft, "U1")
    assert second.repeated
    assert second.audit_entry_id == first.audit_entry_id
    assert (count(Note), count(AuditEntry)) == (1, 1)


def test_nearly_the_same_note_within_days_is_noticed_and_still_saved(
    filled: Context, count: Callable[[type], int]
) -> None:
    first = notes.add(filled, NoteDraft("HT", TEXT), "U1")
    again = notes.add(filled, NoteDraft("HT", TEXT.replace("has left", "has  LEFT")), "U2")
    assert [note.id for note in again.proposal.near_duplicates] == [first.note.id]
    later = notes.propose(filled, NoteDraft("HT", TEXT, date=date(2026, 12, 20)), "U1")
    assert later.near_duplicates == ()
    assert count(Note) == 2


def test_a_note_that_tells_of_an_exchange_is_two_way(filled: Context) -> None:
    told = notes.propose(filled, NoteDraft("HT", "Nora replied with three questions."), "U1")
    assert told.note.direction is Direction.TWO_WAY
    sent = notes.propose(filled, NoteDraft("HT", "Sent the newsletter."), "U1")
    assert sent.note.direction is None


def test_a_contact_known_as_champion_leaves_by_name_alone(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Contact("C1", "A1", "Nora Blythe", role="champion"))
    proposal = notes.propose(filled, NoteDraft("HT", "Nora is moving on."), "U1")
    assert [cue.name for cue in proposal.cues] == ["champion_left"]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_note_is_refused(filled: Context, text: str) -> None:
    with pytest.raises(BadInput, match="no text"):
        notes.add(filled, NoteDraft("HT", text), "U1")


def test_an_emoji_only_note_is_kept(filled: Context) -> None:
    assert notes.add(filled, NoteDraft("HT", "👍"), "U1").note.text == "👍"


def test_a_transcript_of_two_megabytes_is_kept_whole(filled: Context) -> None:
    text = "They are unhappy with support. " + "We talked about the weather. " * 70_000
    saved = notes.add(filled, NoteDraft("HT", text), "U1")
    assert saved.proposal.partly_read
    with filled.workspace.reading() as reader:
        stored = reader.get(Note, saved.note.id)
    assert stored is not None
    assert stored.text == text


def test_an_unknown_account_brings_the_nearest_names(filled: Context) -> None:
    with pytest.raises(NotFound) as raised:
        notes.add(filled, NoteDraft("Harbor Teas", TEXT), "U1")
    assert raised.value.nearest[0] == "Harbour Tea"


def test_a_name_that_fits_two_accounts_is_asked_back(filled: Context) -> None:
    with pytest.raises(Ambiguous) as raised:
        notes.add(filled, NoteDraft("harbour", TEXT), "U1")
    assert set(raised.value.candidates) == {"A1", "A2"}


@pytest.mark.parametrize("who", ["@gus", "@nobody"])
def test_guests_and_strangers_write_nothing(
    filled: Context, count: Callable[[type], int], who: str
) -> None:
    with pytest.raises(NotFound):
        notes.add(filled, NoteDraft("HT", TEXT), who)
    assert count(Note) == 0


def test_amending_keeps_the_old_version_and_reads_the_new_one(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("HT", TEXT), "U1")
    amended = note_changes.amend(filled, saved.note.id, "They are unhappy with support.", "U1")
    assert amended.note.version == 2
    with filled.workspace.reading() as reader:
        assert [text for _, text, _ in reader.note_versions(saved.note.id)] == [TEXT]
        assert [cue.name for cue in reader.find(Cue)] == ["unhappy"]
        assert reader.find(Promise) == []


def test_a_promise_still_in_the_text_keeps_what_people_entered(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("HT", TEXT), "U1")
    (promise,) = saved.proposal.promises
    with filled.workspace.writing() as writer:
        writer.put(replace(promise, delivered=TODAY))
    note_changes.amend(filled, saved.note.id, f"{TEXT} Typo mended.", "U1")
    with filled.workspace.reading() as reader:
        assert [p.delivered for p in reader.find(Promise)] == [TODAY]


def test_only_the_author_or_an_admin_amends(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("HT", TEXT), "U1")
    with pytest.raises(NotFound):
        note_changes.amend(filled, saved.note.id, "Something else.", "U2")
    assert note_changes.amend(filled, saved.note.id, "Something else.", "U4").note.version == 2


def test_undoing_a_note_takes_all_of_it_away(filled: Context, count: Callable[[type], int]) -> None:
    saved = notes.add(filled, NoteDraft("HT", TEXT), "U1")
    undo.undo(filled, saved.audit_entry_id or "", "U1")
    assert [count(kind) for kind in (Note, Cue, Promise, IntentReading)] == [0, 0, 0, 0]
    assert count(AuditEntry) == 2


def test_undoing_an_amendment_brings_the_wording_and_its_cues_back(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("HT", TEXT), "U1")
    amended = note_changes.amend(filled, saved.note.id, "They are unhappy.", "U1")
    undo.undo(filled, amended.audit_entry_id or "", "U1")
    with filled.workspace.reading() as reader:
        note = reader.get(Note, saved.note.id)
        assert note is not None
        assert (note.text, note.version) == (TEXT, 3)
        assert [cue.name for cue in reader.find(Cue)] == ["champion_left"]
        assert [p.what for p in reader.find(Promise)] == ["a new plan"]


def test_changes_are_undone_from_the_latest_back(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("HT", TEXT), "U1")
    amended = note_changes.amend(filled, saved.note.id, "They are unhappy.", "U1")
    with pytest.raises(BadInput, match="changed again"):
        undo.undo(filled, saved.audit_entry_id or "", "U1")
    undo.undo(filled, amended.audit_entry_id or "", "U1")
    undo.undo(filled, saved.audit_entry_id or "", "U1")
    with filled.workspace.reading() as reader:
        assert reader.get(Note, saved.note.id) is None


def test_only_who_wrote_or_an_admin_undoes_and_only_once(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("HT", TEXT), "U1")
    entry = saved.audit_entry_id or ""
    with pytest.raises(NotFound):
        undo.undo(filled, entry, "U2")
    undo.undo(filled, entry, "U4")
    with pytest.raises(BadInput, match="already"):
        undo.undo(filled, entry, "U4")


def test_people_see_their_own_changes_and_admins_all(filled: Context) -> None:
    notes.add(filled, NoteDraft("HT", TEXT), "U1")
    notes.add(filled, NoteDraft("HT", "Sent the agenda."), "U2")
    assert len(audit.entries(filled, "U1")) == 1
    assert len(audit.entries(filled, None)) == 2


def test_reading_imported_notes_twice_changes_nothing(
    filled: Context, count: Callable[[type], int]
) -> None:
    imported = [
        Note("N1", "A1", TODAY, TEXT),
        Note("N2", "A1", TODAY, "客户问再加150个账号多少钱。"),
    ]
    for _ in range(2):
        with filled.workspace.writing() as writer:
            writer.put_many(imported, only=("id", "account_id", "date", "text"))
            note_intake.read_into(writer, imported)
    assert (count(Cue), count(Promise)) == (2, 1)
    with filled.workspace.reading() as reader:
        assert {note.id: (note.language, note.version) for note in reader.find(Note)} == {
            "N1": ("en", 1),
            "N2": ("zh", 1),
        }
