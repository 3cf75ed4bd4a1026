"""Handoffs: kept as a draft, submitted, sent back, accepted, undone; on both databases."""

from datetime import date
from typing import Any

import pytest

from handlers import ask, handoff_intents, handoffs, undo
from handlers.answers import Deed, Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Handoff, HandoffState, Promise
from playbooks.intents import Intent, IntentReading
from playbooks.people import Member, Role

COMPLETE = {
    "why_bought": "They replace spreadsheets that break every month end.",
    "problem": "Stock counts are off by two per cent.",
    "time_expectation": "First site in ten weeks",
    "promises": [
        {"what": "Label layout", "owner": "@sam", "due": "2027-01-15"},
        "A named person on the phone",
    ],
}


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", ("HT",)))
        writer.put_many(
            [
                Member("U1", "Maya", "@maya", role=Role.CSM),
                Member("U2", "Sam", "@sam", role=Role.SALES),
                Member("U3", "Joe", "@joe", role=Role.SALES),
            ]
        )
    return context


def submit(context: Context, record: dict[str, Any], who: str = "@sam") -> handoffs.SavedHandoff:
    return handoffs.submit(context, handoffs.from_record(context, "HT", record), who)


def test_a_complete_handoff_is_submitted_with_its_promises_and_intent(filled: Context) -> None:
    saved = submit(filled, COMPLETE)
    assert (saved.handoff.state, saved.handoff.author) == (HandoffState.SUBMITTED, "U2")
    assert {(p.what, p.owner, p.due) for p in saved.promises} == {
        ("Label layout", "U2", date(2027, 1, 15)),
        ("A named person on the phone", None, None),
    }
    with filled.workspace.reading() as reader:
        (reading,) = reader.find(IntentReading)
    assert reading.intent is Intent.REPLACE_OUTDATED_PROCESS
    assert (reading.source_kind, reading.source_id) == ("handoff", saved.handoff.id)


def test_a_handoff_without_a_time_expectation_comes_back_naming_it_and_is_kept(
    filled: Context,
) -> None:
    with pytest.raises(handoffs.Incomplete, match="kept as a draft") as raised:
        submit(filled, COMPLETE | {"time_expectation": " "})
    assert raised.value.missing == ("time_expectation",)
    with filled.workspace.reading() as reader:
        (kept,) = reader.find(Handoff)
        assert reader.count(Promise) == 2
        assert reader.count(IntentReading) == 0
    assert (kept.state, kept.problem) == (HandoffState.DRAFT, COMPLETE["problem"])


def test_what_was_missing_completes_the_same_draft(filled: Context) -> None:
    with pytest.raises(handoffs.Incomplete):
        submit(filled, COMPLETE | {"time_expectation": ""})
    saved = submit(filled, {"time_expectation": "First site in ten weeks"})
    assert saved.handoff.state is HandoffState.SUBMITTED
    assert saved.handoff.why_bought == COMPLETE["why_bought"]
    with filled.workspace.reading() as reader:
        assert reader.count(Handoff) == 1


def test_a_csm_sends_it_back_with_a_reason_and_then_accepts_it(filled: Context) -> None:
    first = submit(filled, COMPLETE)
    back = handoffs.return_to_seller(filled, first.handoff.id, "Which site is first?", "@maya")
    assert (back.handoff.state, back.handoff.returned_reason) == (
        HandoffState.RETURNED,
        "Which site is first?",
    )
    again = submit(filled, {"time_expectation": "Leeds in ten weeks"})
    assert again.handoff.id == first.handoff.id
    accepted = handoffs.accept(filled, again.handoff.id, "@maya")
    assert accepted.handoff.state is HandoffState.ACCEPTED
    with filled.workspace.reading() as reader:
        account = reader.get(Account, "A1")
    assert account is not None
    assert account.owner == "U1"


def test_sending_back_needs_a_reason(filled: Context) -> None:
    saved = submit(filled, COMPLETE)
    with pytest.raises(BadInput, match="Say what"):
        handoffs.return_to_seller(filled, saved.handoff.id, " ", "@maya")


def test_only_who_receives_accounts_accepts(filled: Context) -> None:
    saved = submit(filled, COMPLETE)
    with pytest.raises(BadInput, match="Only a CSM"):
        handoffs.accept(filled, saved.handoff.id, "@sam")
    with pytest.raises(NotFound):
        handoffs.accept(filled, "nowhere", "@maya")


def test_another_seller_does_not_write_over_it(filled: Context) -> None:
    submit(filled, COMPLETE)
    with pytest.raises(BadInput, match="Sam is handing this account over"):
        submit(filled, COMPLETE | {"problem": "Something else"}, "@joe")


def test_submitting_is_undone_to_the_draft_before_it(filled: Context) -> None:
    with pytest.raises(handoffs.Incomplete):
        submit(filled, COMPLETE | {"time_expectation": ""})
    saved = submit(filled, {"time_expectation": "Ten weeks"})
    undo.undo(filled, saved.audit_entry_id, "@sam")
    with filled.workspace.reading() as reader:
        (left,) = reader.find(Handoff)
        assert reader.count(IntentReading) == 0
    assert (left.state, left.time_expectation) == (HandoffState.DRAFT, None)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"why": "x"}, "“why” is not a field"),
        ({"licences_sold": "many"}, "licences_sold"),
        ({"kickoff_date": "15/01/27"}, "kickoff_date"),
        ({"promises": [{"due": "2027-01-15"}]}, "Promise 1"),
        ({"promises": [{"what": "x", "when": "now"}]}, "“when” is not a field"),
        ({"state": "accepted"}, "step apart"),
    ],
)
def test_a_record_that_cannot_be_used_names_the_key(
    filled: Context, record: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        handoffs.from_record(filled, "HT", record)


def test_deriving_intents_again_changes_nothing(filled: Context) -> None:
    imported = Handoff(
        "H1",
        "A1",
        HandoffState.ACCEPTED,
        date(2026, 5, 1),
        why_bought="They were with a competitor for six years and switched to us.",
    )
    for _ in range(2):
        with filled.workspace.writing() as writer:
            writer.put(imported)
            handoff_intents.derive(writer, [imported])
    with filled.workspace.reading() as reader:
        assert [r.id for r in reader.find(IntentReading)] == ["H1.intent"]


@pytest.mark.parametrize(
    ("asker", "offered"),
    [("U1", [Deed.ACCEPT_HANDOFF, Deed.RETURN_HANDOFF]), ("U2", [])],
)
def test_a_handoff_that_waits_is_answered_where_it_is_asked_for(
    filled: Context, asker: str, offered: list[Deed]
) -> None:
    handed = submit(filled, COMPLETE)
    told = ask.answer(filled, Question("What did sales hand over for Harbour Tea?", asker=asker))
    assert [offer.deed for offer in told.offers] == offered
    assert {offer.item_id for offer in told.offers} <= {handed.handoff.id}
