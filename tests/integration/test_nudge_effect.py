"""The effect of nudges over real records: the goal afterwards, per person and per playbook."""

from datetime import timedelta
from pathlib import Path

import pytest

from handlers import ask
from handlers.answers import Question
from handlers.context import Context
from handlers.nudges import effect
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks import shipped
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.notes import Cue, Direction, Note
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Member, Role
from storage.shelf import Shelf
from storage.workspace import Workspace
from tests.conftest import NOW

TODAY = NOW.date()
MAYA, LIN = Member("U1", "Maya"), Member("U2", "Lin")
RUTH = Member("U9", "Ruth", role=Role.MANAGER)
SENT = NOW - timedelta(days=100)


def nudge(number: int, state: NudgeState, days_ago: int = 100) -> Nudge:
    sent = NOW - timedelta(days=days_ago)
    return Nudge(
        f"N{number}",
        f"A{number}",
        "silence",
        f"E{number}",
        "U1" if number % 2 else "U2",
        2,
        sent.date(),
        state,
        sent_at=sent,
        closed_at=sent + timedelta(days=3) if state is NudgeState.DONE else None,
    )


def answered(number: int) -> Note:
    """They spoke with us three weeks after the nudge."""
    day = (SENT + timedelta(days=21)).date()
    return Note(f"T{number}", f"A{number}", day, "We spoke.", direction=Direction.TWO_WAY)


def written(number: int) -> Note:
    day = (SENT - timedelta(days=70)).date()
    return Note(f"O{number}", f"A{number}", day, "We spoke.", direction=Direction.TWO_WAY)


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path) -> Context:
    done, sent = NudgeState.DONE, NudgeState.SENT
    nudges = [nudge(n, done) for n in range(4)] + [nudge(n, sent) for n in range(4, 8)]
    nudges += [nudge(8, sent), nudge(9, done, days_ago=20)]
    with workspace.writing() as writer:
        writer.put_many([MAYA, LIN, RUTH])
        writer.put_many([Account(f"A{n}", f"Customer {n}", owner="U1") for n in range(10)])
        writer.put_many([written(n) for n in range(8)])
        writer.put_many([answered(n) for n in (0, 1, 2, 4)])
        unhappy = (SENT - timedelta(days=3)).date()
        writer.put(Note("B5", "A5", unhappy, "They are cross."))
        writer.put(Cue("C5", "A5", "B5", unhappy, "unhappy", "cross"))
        writer.put_many(nudges)
        writer.put_many([d for d in shipped.documents() if "silence" in d.triggers])
    return Context(
        workspace=workspace,
        library=Library(embedders.default(), Index(tmp_path / "index", None), Shelf),
        now=lambda: NOW,
        new_id=lambda prefix: prefix,
    )


def test_the_goal_is_looked_at_afterwards_with_the_play_and_without(context: Context) -> None:
    found = effect.of(context, RUTH)
    (silence,) = found.rules
    assert silence.goal is not None
    assert (silence.goal.done.n, silence.goal.done.of) == (3, 4)
    assert (silence.goal.not_done.n, silence.goal.not_done.of) == (1, 4)
    assert (silence.goal.unknown, silence.goal.too_early) == (1, 1)
    assert {one.member: one.counts.acted for one in found.people} == {"U1": 3, "U2": 2}
    (play,) = [one for one in found.plays if one.proactive.of]
    assert play.rules == ("silence",)
    assert (play.proactive.n, play.proactive.of) == (9, 10)
    assert play.goal.done == silence.goal.done
    assert play.segments == ()


def test_a_csm_sees_what_became_of_their_own_nudges_alone(context: Context) -> None:
    found = effect.of(context, MAYA)
    assert [one.member for one in found.people] == ["U1"]
    assert found.rules[0].counts.sent == 5
    assert found.plays == ()


def test_a_rule_that_is_not_there_is_refused(context: Context) -> None:
    assert effect.of(context, RUTH, rule="kickoff_missing").rules == ()
    with pytest.raises(BadInput, match="There is no rule silense"):
        effect.of(context, RUTH, rule="silense")
    with pytest.raises(BadInput, match="is later than"):
        effect.of(context, RUTH, TODAY, TODAY - timedelta(days=1))


def test_a_manager_asks_which_reminders_help(context: Context) -> None:
    for text, words in (
        ("Which reminders help?", "10 reminders were sent and 5 acted on"),
        ("Quali promemoria aiutano?", "10 promemoria e a 5 è seguita un’azione"),
        ("哪些提醒有帮助？", "共发送 10 条提醒，其中 5 条有行动"),
    ):
        answer = ask.answer(context, Question(text, asker="U9"))
        assert words in answer.text
        assert answer.citations
        assert answer.private
