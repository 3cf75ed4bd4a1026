"""Feedback on replies and nudges, kept once for each person; on both databases."""

import pytest

from handlers import feedback
from handlers.context import Context
from playbooks.conversations import Feedback, Reply
from playbooks.errors import BadInput, NotFound
from playbooks.people import Member


@pytest.fixture
def answered(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Member("U1", "Maya"))
        writer.put(Reply("R1", "T1", context.now(), "How?", "Well.", "health", "en"))
    return context


def test_a_second_verdict_of_the_same_person_replaces_the_first(answered: Context) -> None:
    feedback.give(answered, "reply", "R1", "good", "U1")
    feedback.give(answered, "reply", "R1", "bad", "U1", " too long ")
    with answered.workspace.reading() as reader:
        (kept,) = reader.find(Feedback)
    assert (kept.verdict, kept.comment, kept.member) == ("bad", "too long", "U1")


def test_a_reply_that_is_not_there_cannot_be_judged(answered: Context) -> None:
    with pytest.raises(NotFound):
        feedback.give(answered, "reply", "R9", "good", "U1")


@pytest.mark.parametrize(("kind", "verdict"), [("reply", "great"), ("note", "good")])
def test_other_verdicts_and_kinds_are_refused(answered: Context, kind: str, verdict: str) -> None:
    with pytest.raises(BadInput):
        feedback.give(answered, kind, "R1", verdict, "U1")
