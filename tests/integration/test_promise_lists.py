"""Promises across accounts: kept, falling due, made, by person; on both databases."""

from datetime import date, timedelta

import pytest

from handlers import ask
from handlers.answers import Answer, Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.handoffs import Promise
from playbooks.notes import Note
from playbooks.people import Member, Role
from tests.conftest import NOW

TODAY = NOW.date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Member("ruth", "Ruth Low", "ruth", role=Role.MANAGER))
        writer.put(Member("maya", "Maya Ray", "maya", role=Role.CSM, manager="ruth"))
        writer.put(Member("theo", "Theo Brand", "theo", role=Role.PRESALES, manager="ruth"))
        writer.put(Account("A1", "Harbour Tea", owner="maya"))
        writer.put(Account("A2", "Quarry Lane", owner="maya"))
        writer.put(Note("N1", "A1", ago(9), "I send the offer."))
        made = [
            ("P1", "A1", "the manual", "maya", ago(30), ago(25)),
            ("P2", "A1", "the sandbox", "maya", ago(20), ago(21)),
            ("P3", "A2", "the audit", "theo", ago(6), None),
            ("P4", "A2", "the report", "theo", ago(-3), None),
            ("P5", "A1", "the map", "maya", ago(-30), None),
        ]
        for key, account, what, owner, due, delivered in made:
            writer.put(Promise(key, account, what, None, None, owner, due, delivered))
        writer.put(Promise("P6", "A1", "the offer", None, "N1", "maya", ago(-1)))
    return context


def asked(context: Context, text: str, who: str = "ruth", thread: str | None = None) -> Answer:
    return ask.answer(context, Question(text, who, None, thread))


def told(answer: Answer) -> str:
    return "\n".join(one.text for section in answer.sections for one in section.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "which promises did we keep late?",
        "quali promesse abbiamo mantenuto in ritardo?",
        "哪些承诺是晚兑现的？",
    ],
)
def test_what_was_kept_late_is_not_what_is_late(filled: Context, text: str) -> None:
    lines = told(asked(filled, text))
    assert "the manual" in lines
    assert "the audit" not in lines
    assert "the sandbox" not in lines


@pytest.mark.parametrize(
    "text",
    [
        "which promises were kept on time?",
        "quali promesse abbiamo mantenuto in tempo?",
        "哪些承诺按时兑现了？",
    ],
)
def test_what_was_kept_on_time(filled: Context, text: str) -> None:
    lines = told(asked(filled, text))
    assert "the sandbox" in lines
    assert "the manual" not in lines


def test_how_promises_were_kept_is_counted(filled: Context) -> None:
    lead = asked(filled, "which promises have we kept?").lead.text
    assert "2 promises were kept" in lead
    assert "1 on time, 1 late, 0 without a date" in lead


@pytest.mark.parametrize(
    "text",
    [
        "which promises fall due next week?",
        "quali promesse scadono la prossima settimana?",
        "下周哪些承诺到期？",
    ],
)
def test_what_falls_due_in_a_time_is_that_alone(filled: Context, text: str) -> None:
    answer = asked(filled, text)
    assert "the report" in told(answer)
    for other in ("the audit", "the map", "the offer"):
        assert other not in told(answer)
    assert "续约" not in answer.lead.text


@pytest.mark.parametrize("standing", [True, False])
def test_what_only_an_old_note_promises_is_told_as_not_known(
    context: Context, standing: bool
) -> None:
    with context.workspace.writing() as writer:
        writer.put(Member("maya", "Maya Ray", "maya", role=Role.CSM))
        writer.put(Account("A1", "Harbour Tea", owner="maya"))
        writer.put(Note("N1", "A1", ago(90), "Good talk. I promised them a map of the docks."))
        writer.put(Promise("P1", "A1", "a map of the docks", None, "N1", "maya"))
        writer.put(Note("N2", "A1", ago(80), "I will send the price list by Friday."))
        writer.put(Promise("P2", "A1", "send the price list", None, "N2", "maya", ago(76)))
        writer.put(Note("N3", "A1", ago(70), "Sent the price list to Ann."))
        if standing:
            writer.put(Promise("P3", "A1", "the audit", None, None, "maya", ago(-5)))
    lines = told(asked(context, "what did we promise Harbour Tea?", "maya"))
    assert "not known" in lines
    assert "I promised them a map of the docks." in lines
    assert "price list" not in lines


@pytest.mark.parametrize(
    "text",
    [
        "Which promises are due in December?",
        "Quali promesse scadono a dicembre?",
        "12月到期的承诺有哪些？",
    ],
)
def test_a_month_in_which_something_falls_due_is_the_nearest(filled: Context, text: str) -> None:
    lines = told(asked(filled, text))
    assert "the map" in lines
    assert "the report" not in lines


def test_what_is_due_tomorrow_is_of_that_day(filled: Context) -> None:
    assert "the offer" in told(asked(filled, "which promises are due tomorrow?"))
    none = asked(filled, "which promises are due today?")
    assert "the offer" not in told(none)


def test_what_somebody_promised_in_a_time_goes_by_the_day_of_the_note(filled: Context) -> None:
    answer = asked(filled, "what did I promise last week?", "maya")
    assert "the offer" in told(answer)
    assert "the map" not in told(answer)


@pytest.mark.parametrize(
    "text", ["how many late promises do I have?", "quante promesse in ritardo ho?"]
)
def test_ones_own_are_meant_however_i_is_said(filled: Context, text: str) -> None:
    assert "Theo Brand" in asked(filled, text, "theo").lead.text


@pytest.mark.parametrize(
    "text",
    [
        "who in my team has the most late promises?",
        "who keeps their promises best?",
        "chi ha più promesse in ritardo?",
        "谁逾期的承诺最多？",
    ],
)
def test_by_person_it_is_said_who_keeps_how(filled: Context, text: str) -> None:
    answer = asked(filled, text)
    assert "Theo Brand" in answer.lead.text
    assert "Maya Ray" in told(answer)


def test_a_list_that_is_cut_says_so_and_goes_on(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        for place in range(9):
            writer.put(Promise(f"L{place}", "A1", f"paper {place}", owner="maya", due=ago(40)))
    first = asked(filled, "which promises are late?", thread="t1")
    assert "The first 8 of 10 are shown" in first.lead.text
    rest = told(asked(filled, "show me the rest", thread="t1"))
    assert len(rest.splitlines()) == 2
    assert not set(rest.splitlines()) & set(told(first).splitlines())


def test_what_one_of_us_promised_is_their_list(filled: Context) -> None:
    assert asked(filled, "what has Theo promised?").lead.text.startswith("Theo Brand is to keep 2")


def test_without_any_it_is_said_of_which_time(filled: Context) -> None:
    none = asked(filled, "which promises were kept in 2024?")
    assert none.abstained
    assert "1 Jan 2024" in none.lead.text


def test_in_one_conversation_each_list_is_of_everybody_and_of_its_own_time(filled: Context) -> None:
    due = asked(filled, "which promises fall due next week?", thread="t5")
    assert "the report" in told(due)
    kept = asked(filled, "which promises did we keep late?", thread="t5")
    assert "the manual" in told(kept)
    asked(filled, "How is Harbour Tea doing?", thread="t6")
    people = asked(filled, "who in my team has the most late promises?", thread="t6")
    assert "Theo Brand" in people.lead.text
