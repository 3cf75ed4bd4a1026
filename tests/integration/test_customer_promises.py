"""What customers said they would do: kept apart from what we promised; on both databases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from handlers import ask, customer_records, note_changes, notes, undo
from handlers.answers import Question
from handlers.context import Context
from handlers.notes import NoteDraft
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.handoffs import Promise
from playbooks.notes import Note
from playbooks.people import Contact, Member, Role

TEXT = (
    "Good call with Nora. I promised a new plan by 25 November. "
    "They will send us the VLAN list by 12 November."
)

TALK = """\
They will send us the old manual.
Anna sends us the user list by Friday.
Bert will upload the floor plan on Monday.
Their IT returns the signed contract next week.
Carla shares the test data with us tomorrow.
Dario forwards the price file by Wednesday.
Elsa will confirm the two delivery days by 27 November.
Finn brings the site photos on Thursday.
Their legal team sends back the security form by the end of the month.
Gina tells us the invoice address on Tuesday.
Hugo sets up the test account by 4 December.
Ines will book the big room next week.
Jan checks the seat plan with his boss by Friday.
Their buyer orders thirty more scanners in December.
Kim will call the haulier on Monday.
Lars sends the org chart by Friday.
Mona will send the brand guide on Tuesday.
Nils confirms the training day by Wednesday.
"""


SPEAKING = (
    "Anna",
    "Bert",
    "Carla",
    "Dario",
    "Elsa",
    "Finn",
    "Gina",
    "Hugo",
    "Ines",
    "Jan",
    "Kim",
    "Lars",
    "Mona",
    "Nils",
)


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", owner="U1"))
        writer.put(Member("U1", "Maya", "@maya"))
    return context


def found(context: Context, kind: type[Any]) -> list[Any]:
    with context.workspace.reading() as reader:
        listed: list[Any] = reader.find(kind)
    return listed


def told(context: Context, text: str) -> str:
    return ask.answer(context, Question(text, asker="U1")).text


def test_what_they_owe_us_is_kept_shown_apart_and_done_by_a_word(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("A1", TEXT, date(2026, 11, 10)), "U1")
    [ours], [theirs] = found(filled, Promise), found(filled, CustomerPromise)
    assert ours.owner == "U1"
    assert "VLAN list" in theirs.what
    assert theirs.due == date(2026, 11, 12)

    asked = told(filled, "What does Harbour Tea owe us?")
    assert asked.index("VLAN list") < asked.index("a new plan")
    assert "1 open, 1 past their date, 0 done" in asked
    assert "1 in sospeso" in told(filled, "Che cosa ci deve Harbour Tea?")
    both = told(filled, "What do we owe Harbour Tea, and what do they owe us?")
    assert both.index("a new plan") < both.index("VLAN list")
    promised = told(filled, "What did we promise Harbour Tea?")
    assert promised.index("a new plan") < promised.index("VLAN list")
    assert "1 made, 0 delivered" in promised

    done = {"kept": date(2026, 11, 19)}
    kept = customer_records.put(filled, "customer_promise", "A1", done, "U1", item_id=theirs.id)
    assert "0 open, 0 past their date, 1 done" in told(filled, "What does Harbour Tea owe us?")
    both = told(filled, "Che cosa dobbiamo a Harbour Tea e che cosa ci deve?")
    assert "Non risulta nulla che Harbour Tea abbia detto di fare per noi." in both
    note_changes.amend(filled, saved.note.id, f"{TEXT} She was in a hurry.", "U1")
    assert found(filled, CustomerPromise)[0].kept == done["kept"]
    assert kept.audit_entry_id is not None


def test_undoing_a_note_takes_back_what_they_promised_in_it(filled: Context) -> None:
    saved = notes.add(filled, NoteDraft("A1", TEXT), "U1")
    undo.undo(filled, saved.audit_entry_id or "", "U1")
    assert [*found(filled, Note), *found(filled, CustomerPromise)] == []


def test_what_was_only_read_is_not_asked_for_for_ever(filled: Context) -> None:
    notes.add(filled, NoteDraft("A1", TEXT.replace("November", "May"), date(2026, 5, 10)), "U1")
    values = {"what": "the org chart", "due": date(2026, 5, 12)}
    customer_records.put(filled, "customer_promise", "A1", values, "U1")
    asked = told(filled, "What does Harbour Tea owe us?")
    assert "org chart" in asked
    assert "VLAN" not in asked


def test_of_a_long_talk_the_promises_that_name_a_day_are_kept_first(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        for name in SPEAKING:
            writer.put(Contact(name, "A1", f"{name} Roe"))
    kept = notes.propose(filled, NoteDraft("A1", TALK), "U1").their_commitments
    assert len(kept) == 12
    assert all(promise.due for promise in kept)


def test_a_customer_with_many_overdue_promises_hides_no_other(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(replace(writer.find(Account)[0], arr=Decimal(200_000)))
        writer.put(Account("A2", "Lark Bakery", owner="U1", arr=Decimal(10_000)))
        for day in range(1, 10):
            writer.put(Promise(f"P{day}", "A1", f"report {day}", due=date(2026, 11, day)))
        writer.put(Promise("Q1", "A2", "the price list", due=date(2026, 11, 9)))
    said = told(filled, "Which promises are overdue?")
    assert "10 promises" in said
    assert said.index("report 1") < said.index("the price list") < said.index("report 2")


def test_whose_promise_it_is_follows_from_who_is_known(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Contact("C9", "A1", "Anna Prato"))
        writer.put(Member("U9", "Theo Brandt"))
    text = "Theo prepares the guide by Friday. Anna fixes the duplicate codes by Tuesday."
    read = notes.propose(filled, NoteDraft("A1", text), "U1")
    assert [promise.owner for promise in read.promises] == ["U9"]
    assert [promise.owner for promise in read.their_commitments] == ["Anna Prato"]


def test_a_note_to_confirm_says_which_colleague_is_to_keep_our_promise(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Member("U9", "Theo Brandt"))
    said = told(filled, "Note for Harbour Tea: Theo prepares the guide by Friday.")
    assert "Of ours, Theo Brandt is to do, 27 Nov 2026" in said


def test_what_all_customers_owe_us_is_told_with_what_is_late_first(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Account("A2", "Lark Bakery", owner="U1", arr=Decimal(10_000)))
        writer.put(CustomerPromise("C1", "A1", "the floor plan", due=date(2026, 12, 1)))
        writer.put(CustomerPromise("C2", "A2", "the test data", due=date(2026, 11, 2)))
        writer.put(CustomerPromise("C3", "A2", "the logo", kept=date(2026, 11, 3)))
        writer.put(Promise("P1", "A1", "our own report", due=date(2026, 11, 1)))
    said = told(filled, "What do customers owe us?")
    assert "2 things" in said
    assert "1 past" in said
    assert said.index("the test data") < said.index("the floor plan")
    assert "our own report" not in said
    assert "the logo" not in said


def test_a_further_question_keeps_whose_promises_are_meant(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(CustomerPromise("C1", "A1", "the floor plan", due=date(2026, 11, 2)))
        writer.put(Promise("P1", "A1", "our own report", due=date(2026, 11, 1)))
    ask.answer(filled, Question("What did Harbour Tea promise us?", "U1", None, "t1"))
    late = ask.answer(filled, Question("which of those are late?", "U1", None, "t1")).text
    assert late.splitlines()[0].startswith("What Harbour Tea said they would do")
    ours = ask.answer(filled, Question("and what did we promise?", "U1", None, "t1")).text
    assert ours.startswith("Promises to Harbour Tea past their date, as of 20 Nov 2026: 1 of 1.")


def test_nothing_owed_by_anybody_says_what_would_have_to_be_recorded(filled: Context) -> None:
    said = told(filled, "What do customers owe us?")
    assert "Nothing is recorded that customers said they would do for us." in said
    assert "until when" in said


def test_a_guest_keeps_no_promise_of_ours(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Member("U9", "Theo Brandt", role=Role.GUEST))
    text = "Theo prepares the guide by Friday."
    read = notes.propose(filled, NoteDraft("A1", text), "U1")
    assert "U9" not in [promise.owner for promise in read.promises]


def conversation(context: Context, *turns: str) -> list[str]:
    """What the answers to some turns of one thread say, without their sources."""
    answers = [ask.answer(context, Question(turn, "U1", None, "t9")) for turn in turns]
    return [
        "\n".join([one.lead.text, *(s.text for part in one.sections for s in part.sentences)])
        for one in answers
    ]


@pytest.mark.parametrize(
    "turn",
    ["which are past their date?", "quali sono in ritardo?", "哪些逾期了？", "only the late ones"],
)
def test_only_what_is_late_is_told_where_that_is_asked_for(filled: Context, turn: str) -> None:
    with filled.workspace.writing() as writer:
        writer.put(CustomerPromise("C1", "A1", "the floor plan", due=date(2026, 12, 1)))
        writer.put(CustomerPromise("C2", "A1", "the test data", due=date(2026, 11, 2)))
    said = conversation(filled, "What do customers owe us?", turn)
    assert "the floor plan" in said[0]
    assert "the test data" in said[1]
    assert "the floor plan" not in said[1]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("What does Harbour Tea owe us?", "and we to them?"),
        ("Cosa ci deve Harbour Tea?", "e noi a loro?"),
        ("Harbour Tea欠我们什么？", "那我们对他们呢？"),
    ],
)
def test_a_turn_may_ask_for_the_other_side_in_a_few_words(
    filled: Context, first: str, then: str
) -> None:
    with filled.workspace.writing() as writer:
        writer.put(CustomerPromise("C1", "A1", "the floor plan", due=date(2026, 11, 2)))
        writer.put(Promise("P1", "A1", "our own report", due=date(2026, 11, 1)))
    theirs, ours = conversation(filled, first, then)
    assert theirs.index("the floor plan") < theirs.index("our own report")
    assert ours.index("our own report") < ours.index("the floor plan")


def test_promises_to_one_customer_are_narrowed_to_whom_they_are_of(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Member("U9", "Theo Brandt", "@theo"))
        writer.put(Promise("P1", "A1", "our own report", owner="U1", due=date(2026, 11, 1)))
        writer.put(Promise("P2", "A1", "the guide", owner="U9", due=date(2026, 11, 3)))
    _, only, everybodys = conversation(
        filled, "What did we promise Harbour Tea?", "only Theo's", "and everybody's?"
    )
    assert only.startswith("Theo Brandt is to keep 1 promise")
    assert "our own report" not in only
    assert "our own report" in everybodys
    assert "the guide" in everybodys


def test_reminding_a_colleague_is_promised_to_nobody(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Member("U9", "Theo Brandt"))
    for text in ("我明天再催一次 Theo。", "Tomorrow I will ping Theo."):
        assert notes.propose(filled, NoteDraft("A1", text), "U1").promises == ()


def test_after_what_all_customers_owe_us_a_further_question_is_of_all(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Account("A2", "Lark Bakery", owner="U1"))
        writer.put(CustomerPromise("C1", "A1", "the floor plan", due=date(2026, 11, 2)))
        writer.put(CustomerPromise("C2", "A2", "the test data", due=date(2026, 11, 3)))
    _, _, late = conversation(
        filled, "How is Lark Bakery?", "What do customers owe us?", "which are past their date?"
    )
    assert "the floor plan" in late
    assert "the test data" in late


@pytest.mark.parametrize(
    "text",
    [
        "Nota per Harbour Tea: mando la lista dei codici entro mercoledì 2 dicembre.",
        "Note for Harbour Tea: I will send the code list by 2 December.",
    ],
)
def test_the_day_that_a_note_looks_ahead_to_is_not_that_of_a_year_ago(
    filled: Context, text: str
) -> None:
    said = ask.answer(filled, Question(text, asker="U1"))
    assert said.proposal is not None
    assert said.proposal.date == filled.today()
    assert "2025" not in said.text
    filed = notes.propose(filled, NoteDraft("A1", said.proposal.text), "U1")
    assert [promise.due for promise in filed.promises] == [date(2026, 12, 2)]


def test_a_late_promise_that_a_later_note_tells_as_kept_says_so(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Promise("P1", "A1", "the summary of the year", due=date(2026, 10, 23)))
        writer.put(Note("N7", "A1", date(2026, 10, 20), "Sent Theo the summary of the year."))
    asked = told(filled, "What did we promise Harbour Tea?")
    assert "Perhaps it was kept, by a note of 20 Oct 2026" in asked
    assert "Record as kept what was kept" in asked
    assert "Perhaps it was kept" in told(filled, "Which promises are late?")
