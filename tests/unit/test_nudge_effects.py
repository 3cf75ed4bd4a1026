"""What is said of nudges from what became of them: shares, comparisons and proposals."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers import texts
from handlers.nudges import judging
from playbooks.nudges import effects
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.values import Nudge, NudgeState

SENT = datetime(2026, 9, 1, 9, tzinfo=UTC)
RULE = nudge_rules.load().rules["silence"]


def nudge(number: int, state: NudgeState = NudgeState.SENT, days: int = 2) -> Nudge:
    closed = state in (NudgeState.DONE, NudgeState.NOT_USEFUL)
    return Nudge(
        f"N{number}",
        f"A{number}",
        RULE.name,
        f"E{number}",
        "U1",
        2,
        SENT.date(),
        state,
        facts=({"name": "days_without_two_way", "value": 45},),
        sent_at=SENT,
        closed_at=SENT + timedelta(days=days) if closed else None,
    )


def several(count: int, state: NudgeState, **changes: object) -> list[Nudge]:
    return [replace(nudge(n, state), id=f"{state}{n}", **changes) for n in range(count)]


def test_a_share_carries_its_interval() -> None:
    found = effects.share(7, 10)
    assert found.share == pytest.approx(0.7)
    assert (found.low, found.high) == (
        pytest.approx(0.397, abs=1e-3),
        pytest.approx(0.892, abs=1e-3),
    )
    assert effects.share(0, 0).share is None
    assert effects.share(0, 5).low == 0.0


def test_what_became_of_nudges_is_counted() -> None:
    nudges = [
        *several(3, NudgeState.DONE, outcome="helped"),
        *several(1, NudgeState.NOT_USEFUL),
        *several(2, NudgeState.LAPSED),
        *several(4, NudgeState.SENT),
    ]
    found = effects.counts(nudges)
    assert (found.sent, found.seen, found.acted, found.helped) == (10, 4, 3, 3)
    assert (found.not_useful, found.lapsed, found.closed, found.still_open) == (1, 2, 6, 4)
    assert (found.useful.n, found.useful.of) == (3, 4)
    assert found.median_days_to_act == 2


def test_the_goal_is_compared_with_the_play_and_without() -> None:
    done, late = several(4, NudgeState.DONE), nudge(90, NudgeState.DONE, days=30)
    open_ones = several(5, NudgeState.SENT)
    reached = {one.id: True for one in done[:3]} | {done[3].id: False, late.id: True}
    reached |= {one.id: False for one in open_ones[:3]}
    found = effects.compared([*done, late, *open_ones], reached, {open_ones[4].id})
    assert (found.done.n, found.done.of) == (3, 4)
    assert (found.not_done.n, found.not_done.of) == (1, 4)
    assert (found.unknown, found.too_early) == (1, 1)


def test_a_rule_that_is_answered_is_left_as_it_is() -> None:
    assert effects.proposal(several(9, NudgeState.NOT_USEFUL), RULE) is None
    assert effects.proposal(several(8, NudgeState.DONE) + several(8, NudgeState.SENT), RULE) is None


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("wrong_person", effects.RECEIVER),
        ("wrong_facts", effects.FACTS),
        ("already_known", effects.THRESHOLD),
        ("not_important", effects.OFF),
    ],
)
def test_an_ignored_rule_is_proposed_for_the_change_that_people_ask_for(
    why: str, change: str
) -> None:
    nudges = several(12, NudgeState.SENT) + several(3, NudgeState.NOT_USEFUL, reason=why)
    found = effects.proposal(nudges, RULE)
    assert found is not None
    assert (found.change, found.why, found.given) == (change, why, 3)


def test_a_rule_that_is_passed_on_wants_another_receiver() -> None:
    nudges = several(12, NudgeState.SENT, passed_by="U1", passed_from="U1")
    found = effects.proposal(nudges, RULE)
    assert found is not None
    assert found.change == effects.RECEIVER


def test_without_reasons_the_figures_say_which_limit_would_be_better() -> None:
    late = ({"name": "days_without_two_way", "value": 90},)
    nudges = several(27, NudgeState.SENT) + several(3, NudgeState.DONE, facts=late)
    found = effects.proposal(nudges, RULE)
    assert found is not None
    assert found.change == effects.THRESHOLD
    said = judging.proposal(texts.of("en"), found)
    assert "90 days in the median where people acted (n=3), 45 days where they did not" in said
    assert effects.proposal(several(30, NudgeState.SENT), RULE).change == effects.OFF


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "70% (7 of 10; between 40% and 89%)"), ("it", "7 su 10"), ("zh", "10 个中 7 个")],
)
def test_a_share_is_said_with_its_count_and_interval(language: str, words: str) -> None:
    assert words in judging.share(texts.of(language), effects.share(7, 10))
