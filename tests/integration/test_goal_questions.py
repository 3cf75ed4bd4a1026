"""Questions for what a goal measures are answered by where it stands; on both databases."""

from datetime import date

import pytest

from handlers import ask
from handlers.answers import Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.observations import Goal
from playbooks.people import Member


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", owner="U1"))
        writer.put(Member("U1", "Maya", "@maya"))
        day = date(2026, 11, 11)
        writer.put(Goal("G1", "A1", "Pick rate in the main hall", "lines per hour", 120, 97, day))
        writer.put(Goal("G2", "A1", "库存准确率", "percent", 99.5, 99.2, day))
    return context


def told(context: Context, text: str) -> str:
    return ask.answer(context, Question(text, "U1")).text


@pytest.mark.parametrize(
    "question",
    [
        "What is the pick rate at Harbour Tea?",
        "how high is the pick rate of harbour tea",
        "Qual è il pick rate di Harbour Tea?",
    ],
)
def test_what_a_goal_measures_is_answered_by_its_last_figure_with_its_day(
    filled: Context, question: str
) -> None:
    lead = told(filled, question).splitlines()[0]
    assert "97" in lead
    assert "120" in lead
    assert "2026" in lead


def test_a_goal_is_found_in_the_language_in_which_it_is_written(filled: Context) -> None:
    assert "99.2" in told(filled, "Harbour Tea 的库存准确率是多少？").splitlines()[0]


@pytest.mark.parametrize(
    "question", ["How is Harbour Tea doing?", "What is the return rate at Harbour Tea?"]
)
def test_other_questions_do_not_begin_with_a_goal(filled: Context, question: str) -> None:
    assert "97" not in told(filled, question).splitlines()[0]


@pytest.mark.parametrize(
    "question",
    [
        "Is Harbour Tea hitting its goals?",
        "Harbour Tea sta raggiungendo gli obiettivi?",
        "Harbour Tea 的目标达成了吗？",
    ],
)
def test_whether_goals_are_reached_is_told_goal_by_goal(filled: Context, question: str) -> None:
    text = told(filled, question)
    assert "Pick rate in the main hall" in text
    assert "库存准确率" in text
    assert "97" in text
