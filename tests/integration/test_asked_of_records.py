"""Everyday questions that one kind of record answers, or that nothing does; on both databases."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handlers import ask
from handlers.answers import Answer, Part, Question
from handlers.context import Context
from playbooks.accounts import Account, Subscription
from playbooks.handoffs import Promise
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import MetricSample, Outcome, SurveyResponse, Ticket
from playbooks.people import Channel, Contact, Member

TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def note(id_: str, account: str, days: int, text: str, direction: Direction | None = None) -> Note:
    kept = direction or Direction.TWO_WAY
    return Note(id_, account, ago(days), text, author="U1", direction=kept)


@pytest.fixture
def filled(context: Context) -> Context:
    """Harbour Tea complains and grows, Mill Lane is silent, Old Quay has left."""
    records: list[list[Any]] = [
        [
            Member("U1", "Maya Ellis", "@maya"),
            Member("U2", "Sam Reed", "@sam"),
        ],
        [
            Account("A1", "Harbour Tea", owner="U1", arr=Decimal(24_000), currency="EUR"),
            Account("A2", "Mill Lane Paper", owner="U1"),
            Account("A3", "Old Quay", owner="U1", arr=Decimal(0), currency="EUR"),
        ],
        [
            Contact("C1", "A1", "Nora Bell", "CFO", role="economic_buyer"),
            Contact("C2", "A1", "Ivo Reed", "Warehouse lead", role="champion"),
            Contact("C3", "A2", "Petra Holm", "Owner"),
        ],
        [
            Subscription("S1", "A1", "Plan", 60, ago(400), None, Decimal(2_000), "EUR"),
            Subscription("S2", "A3", "Floor", 12, ago(500), ago(100), Decimal(500), "EUR"),
        ],
        [
            note("N1", "A1", 60, "Ivo wants the two Irish depots too, some 40 more planners."),
            note("N2", "A1", 9, "Nora was angry: nobody told her about the outage."),
            note("N3", "A1", 4, "Nora has a quote from someone else for EUR 17,000."),
            note("N4", "A1", 2, "Left a message for Nora.", Direction.ONE_WAY),
            note("N5", "A3", 110, "They leave: their own market fell by a third."),
            note("N6", "A1", 30, "Sent Ivo the seat plan, as promised."),
        ],
        [
            Cue("Q1", "A1", "N1", ago(60), "expansion", "Ivo wants the two Irish depots too"),
            Cue("Q2", "A1", "N2", ago(9), "unhappy", "Nora was angry"),
            Cue("Q3", "A1", "N3", ago(4), "competitor", "Nora has a quote from someone else"),
        ],
        [
            SurveyResponse("V1", "A1", ago(40), "nps", 9, "Ivo Reed", "champion", "Less walking."),
            SurveyResponse(
                "V2", "A1", ago(8), "csat", 2, "Nora Bell", "economic_buyer", "Silence."
            ),
        ],
        [
            Outcome("O1", "A3", ago(100), "churn", Decimal(6_000), "EUR", "Costs cut"),
        ],
        [
            MetricSample("M1", "A1", ago(200), "active_users", 52, "users"),
            MetricSample("M2", "A1", ago(3), "active_users", 31, "users"),
            MetricSample("M3", "A1", ago(3), "licences_bought", 60, "licences"),
        ],
        [
            Ticket("T1", "A1", ago(30), title="Labels are cut", promised_date=ago(5)),
            Ticket("T2", "A1", ago(9), title="Slow export", promised_date=ago(-5)),
            Ticket("T3", "A1", ago(60), ago(50), title="Done long ago", promised_date=ago(55)),
        ],
        [
            Promise("P1", "A1", "a seat plan by depot", owner="U1", due=ago(20)),
            Promise("P2", "A1", "the outage report", owner="U2", due=ago(3)),
        ],
    ]
    with context.workspace.writing() as writer:
        for values in records:
            for value in values:
                writer.put(value)
    return context


def asked(context: Context, text: str) -> Answer:
    return ask.answer(context, Question(text, "U1"))


def shown(answer: Answer, part: Part) -> str:
    told = (
        one.text for section in answer.sections if section.part == part for one in section.sentences
    )
    return " ".join(told)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("who is the CFO at Harbour Tea?", "Nora Bell, CFO"),
        ("Harbour Tea 的财务总监是谁？", "Nora Bell"),
        ("chi è il capo magazzino di Harbour Tea?", "Ivo Reed"),
        ("who signs at Harbour Tea?", "Nora Bell"),
        ("What did Nora at Harbour Tea say last?", "a quote from someone else"),
        ("cosa ha detto per ultimo Nora di Harbour Tea?", "a quote from someone else"),
        ("what became of Nora at Harbour Tea?", "Left a message for Nora"),
        ("what did Nora give us in the last survey at Harbour Tea?", "2 of 5"),
        ("Harbour Tea 的 Ivo 在问卷里打了几分？", "Less walking."),
        ("any room to sell more to Harbour Tea?", "Irish depots"),
        ("c'è spazio per vendere altro a Harbour Tea?", "Irish depots"),
        ("why is Harbour Tea so unhappy with us?", "Nora was angry"),
        ("Harbour Tea 为什么不满？", "Nora was angry"),
        ("is Harbour Tea talking to a competitor?", "a quote from someone else"),
        ("why did Old Quay leave?", "Costs cut"),
        ("Old Quay 为什么流失了？", "Costs cut"),
        ("Quanto pagava Old Quay?", "ha pagato 500"),
        ("how has usage changed at Harbour Tea this year?", "from 52"),
        ("com'è cambiato l'utilizzo di Harbour Tea quest'anno?", "da 52"),
        ("Did we send Harbour Tea the seat plan we promised?", "Perhaps it was kept"),
        ("what did Sam promise Harbour Tea?", "the outage report"),
        ("how many of the seats at Harbour Tea are in use?", "52%"),
    ],
)
def test_the_record_that_tells_it_comes_first(filled: Context, question: str, told: str) -> None:
    answer = asked(filled, question)
    assert told in answer.lead.text
    assert not answer.abstained


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("who is the CFO at Mill Lane Paper?", "CFO"),
        ("chi è il direttore finanziario di Mill Lane Paper?", "direttore finanziario"),
        ("Mill Lane Paper 的财务总监是谁？", "财务总监"),
        ("who is our solution architect for Harbour Tea?", "solution architect"),
        ("what do the surveys say at Mill Lane Paper?", "survey answer"),
        ("What NPS did Nora of Harbour Tea give?", "NPS"),
        ("why is Mill Lane Paper unhappy?", "unhappy"),
        ("any upsell at Mill Lane Paper?", "more"),
        ("how is usage at Mill Lane Paper?", "use of the product"),
    ],
)
def test_what_is_not_recorded_is_named_and_nothing_else_is_passed_off_as_it(
    filled: Context, question: str, named: str
) -> None:
    answer = asked(filled, question)
    assert answer.abstained
    assert named.casefold() in answer.lead.text.casefold()


def test_two_questions_in_one_message_get_two_answers(filled: Context) -> None:
    answer = asked(filled, "Who is the CFO at Harbour Tea and what did she say last?")
    assert "Nora Bell, CFO" in answer.lead.text
    assert "a quote from someone else" in shown(answer, Part.ALSO)


def test_of_two_questions_the_one_without_an_answer_is_named(filled: Context) -> None:
    answer = asked(filled, "What is the ARR of Mill Lane Paper, and who is the owner there?")
    assert "Petra Holm" in answer.lead.text
    assert "Annual recurring revenue" in shown(answer, Part.UNKNOWN)


def test_before_a_call_the_brief_has_what_the_one_met_said_last(filled: Context) -> None:
    answer = asked(filled, "prep me for the call with Nora from Harbour Tea")
    assert "a quote from someone else" in shown(answer, Part.ALSO)
    assert "the outage report" in shown(answer, Part.PROMISES)


def test_what_holds_a_customer_up_begins_with_the_newest_note(filled: Context) -> None:
    answer = asked(filled, "what is holding Harbour Tea up?")
    assert "Left a message" in answer.lead.text
    assert "the outage report" in shown(answer, Part.PROMISES)


@pytest.mark.parametrize(
    "question",
    [
        "what happened at my accounts this week?",
        "novità sui miei clienti in questa settimana?",
        "我的客户这周都发生了什么？",
    ],
)
def test_the_week_at_all_accounts_tells_who_moved_and_who_was_silent(
    filled: Context, question: str
) -> None:
    answer = asked(filled, question)
    assert "Harbour Tea" in shown(answer, Part.CHANGES)
    assert "Mill Lane Paper" in shown(answer, Part.SILENT)
    assert "Old Quay" not in answer.text


def test_days_promised_in_open_tickets_stand_beside_the_promises(filled: Context) -> None:
    told = shown(asked(filled, "what did we promise Harbour Tea?"), Part.WATCH)
    assert "5 days overdue: “Labels are cut”" in told
    assert "for 25 Nov 2026: “Slow export”" in told
    assert "Done long ago" not in told


def test_what_only_another_may_read_does_not_count_as_news(filled: Context) -> None:
    told = "Between us: they may leave."
    with filled.workspace.writing() as writer:
        writer.put(Channel("CX", "owners", private=True, members=("U2",)))
        writer.put(Note("N9", "A2", ago(1), told, author="U2", channel="CX"))
    answer = asked(filled, "what happened at my accounts this week?")
    assert "at 1 of 2 accounts" in answer.lead.text
    assert "Mill Lane Paper" in shown(answer, Part.SILENT)
