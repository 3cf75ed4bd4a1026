"""Tickets of one account or of all, and one kind of product gap alone; on both databases."""

from datetime import date

import pytest

from handlers import ask
from handlers.answers import Answer, Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.observations import ProductGap, Ticket
from playbooks.people import Member

OPENED, CLOSED = date(2026, 9, 16), date(2026, 10, 26)


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Member("U1", "Maya", "@maya"))
        for key, name in (("A1", "Harbour Tea"), ("A2", "Quarry Lane"), ("A3", "Lone Mill")):
            writer.put(Account(key, name, owner="U1"))
        writer.put(Ticket("T1", "A1", CLOSED, severity="low", title="Export has no header"))
        promised = date(2026, 10, 14)
        writer.put(Ticket("T2", "A1", OPENED, None, "high", "Line stops", True, promised))
        writer.put(Ticket("T3", "A1", OPENED, CLOSED, "medium", "Login fails"))
        writer.put(Ticket("T4", "A2", OPENED, CLOSED, "medium", "Slow start"))
        writer.put(ProductGap("G1", "A1", CLOSED, "offline mode", "deal_breaker"))
        writer.put(ProductGap("G2", "A2", CLOSED, "dark theme", "nice_to_have"))
    return context


def asked(context: Context, text: str) -> Answer:
    return ask.answer(context, Question(text, "U1"))


def lines(answer: Answer) -> list[str]:
    return [sentence.text for section in answer.sections for sentence in section.sentences]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("what tickets are open at Harbour Tea?", "severity high"),
        ("quali ticket sono aperti di Harbour Tea?", "gravità alta"),
        ("Harbour Tea 有哪些工单没关？", "严重程度高"),
    ],
)
def test_open_tickets_are_told_one_by_one_what_burns_first(
    filled: Context, text: str, severity: str
) -> None:
    answer = asked(filled, text)
    assert "2" in answer.lead.text
    told = lines(answer)
    assert "Line stops" in told[0]
    assert severity in told[0]
    assert "37" in told[0]
    assert "Export has no header" in told[1]
    assert "Login fails" in told[2]


def test_none_open_is_said_with_what_was_closed_last(filled: Context) -> None:
    answer = asked(filled, "any open tickets at Quarry Lane?")
    assert "no ticket is open" in answer.lead.text
    assert "Slow start" in lines(answer)[0]


def test_without_any_ticket_on_record_none_is_not_taken_for_fine(filled: Context) -> None:
    assert asked(filled, "any open tickets at Lone Mill?").abstained


@pytest.mark.parametrize(
    "text",
    [
        "which product gaps are deal breakers?",
        "quali lacune sono bloccanti?",
        "哪些产品缺口是致命的？",
    ],
)
def test_one_kind_of_gap_is_listed_alone(filled: Context, text: str) -> None:
    told = "\n".join(lines(asked(filled, text)))
    assert "offline mode" in told
    assert "dark theme" not in told


def test_a_kind_of_gap_that_nobody_recorded_is_not_replaced_by_others(filled: Context) -> None:
    answer = asked(filled, "which product gaps are a challenge?")
    assert answer.abstained
    assert "2 gaps are recorded as something else" in lines(answer)[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("list all open tickets", {"Line stops", "Export has no header"}),
        ("open high tickets", {"Line stops"}),
        ("which tickets are past their promised date?", {"Line stops"}),
        ("open tickets older than two months", {"Line stops"}),
        ("quali ticket sono in ritardo?", {"Line stops"}),
        ("哪些工单超过承诺日期了？", {"Line stops"}),
        ("what are the open escalations?", {"Line stops"}),
    ],
)
def test_tickets_of_all_accounts_are_listed_as_they_are_asked_for(
    filled: Context, text: str, shown: set[str]
) -> None:
    told = "\n".join(lines(asked(filled, text)))
    every = ("Line stops", "Export has no header", "Login fails", "Slow start")
    assert {title for title in every if title in told} == shown


def test_of_a_kind_of_ticket_that_is_not_open_it_is_said_how_many_are(filled: Context) -> None:
    answer = asked(filled, "any open critical tickets?")
    assert answer.abstained
    assert "2 tickets are open in all" in lines(answer)[0]


def test_accounts_with_open_tickets_are_a_list_of_accounts(filled: Context) -> None:
    told = lines(asked(filled, "which customers have open tickets?"))
    assert any("Harbour Tea" in line for line in told)
    assert not any("Line stops" in line for line in told)
