"""Beside the steps of a day stand what one promised for these days and whom one meets; the last
note of an account is the newest."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers import ask
from handlers.answers import Answer, Part, Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.handoffs import Promise
from playbooks.meetings import Meeting
from playbooks.notes import Note
from playbooks.people import Member, Role
from tests.conftest import NOW

TODAY = NOW.date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def filled(context: Context) -> Context:
    tuesday = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with context.workspace.writing() as writer:
        writer.put(Member("sam", "Sam Oak", "sam", role=Role.SALES))
        writer.put(Member("maya", "Maya Ray", "maya", role=Role.CSM))
        writer.put(Account("A1", "Harbour Tea", owner="maya", account_executive="sam"))
        writer.put(Promise("P1", "A1", "the offer", owner="sam", due=ago(2)))
        writer.put(Promise("P2", "A1", "the price list", owner="sam", due=ago(-5)))
        writer.put(Promise("P3", "A1", "the review", owner="sam", due=ago(-30)))
        writer.put(Promise("P4", "A1", "the map", owner="maya", due=ago(2)))
        writer.put(Meeting("M1", "A1", tuesday, "Price talk", members=("sam",)))
        writer.put(Meeting("M2", "A1", tuesday + timedelta(days=20), "Review"))
        writer.put(Meeting("M3", "A1", tuesday, "Tasting", members=("maya",)))
        writer.put(Note("N1", "A1", ago(30), "They like the new blend."))
        writer.put(Note("N2", "A1", ago(3), "Irene asked for a discount on the second harbour."))
    return context


def part(answer: Answer, name: Part) -> str:
    found = (
        one for section in answer.sections if section.part is name for one in section.sentences
    )
    return "\n".join(one.text for one in found)


@pytest.mark.parametrize(
    "text", ["what should I do today?", "cosa devo fare questa settimana?", "我今天要做什么？"]
)
def test_a_sellers_day_holds_their_promises_and_meetings(filled: Context, text: str) -> None:
    answer = ask.answer(filled, Question(text, "sam"))
    promised = part(answer, Part.PROMISES)
    assert "the offer" in promised
    assert "the price list" in promised
    assert "the review" not in promised
    assert "the map" not in promised
    met = part(answer, Part.STATE)
    assert "Price talk" in met
    assert "Review" not in met
    assert "Tasting" not in met


@pytest.mark.parametrize(
    "text",
    [
        "show me the last note on Harbour Tea",
        "fammi vedere l'ultima nota di Harbour Tea",
        "Harbour Tea 最新的一条笔记",
    ],
)
def test_the_last_note_is_the_newest(filled: Context, text: str) -> None:
    answer = ask.answer(filled, Question(text, "maya"))
    assert "Irene asked for a discount" in answer.lead.text
    assert "the new blend" in part(answer, Part.ALSO)
