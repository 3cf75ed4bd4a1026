"""The two indices of a trajectory: scales, windows, what is unknown, and where it lies."""

from datetime import date
from typing import Any

import pytest

from playbooks.accounts import Subscription
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import MetricSample, Outcome, SurveyResponse, Ticket
from playbooks.trajectory import indices, months
from playbooks.trajectory.measures import Records
from playbooks.trajectory.values import Index, Path, Position, Quadrant, quadrant

TODAY = date(2026, 11, 20)
NOVEMBER = date(2026, 11, 1)


def survey(kind: str, score: float, day: date = TODAY, id: str = "v1") -> SurveyResponse:
    return SurveyResponse(id, "a", day, kind, score)


def sample(metric: str, value: float, day: date = TODAY, id: str = "m1") -> MetricSample:
    return MetricSample(id, "a", day, metric, value)


def month(first: date = NOVEMBER, **kept: Any) -> Position:
    return indices.path(Records(**kept), [first], TODAY).months[0]


def values(index: Index) -> dict[str, float | None]:
    return {part.name: part.value for part in index.measures}


@pytest.mark.parametrize(
    ("kind", "score", "part", "value"),
    [
        ("csat", 4, "like", 75),
        ("csat", 3, "like", 50),
        ("csat", 88, "like", 88),
        ("nps", 10, "trust", 100),
        ("nps", 8, "trust", 50),
        ("nps", 6, "trust", 0),
        ("nps", -40, "trust", 30),
        ("ces", 4, "trust", 50),
    ],
)
def test_an_answer_is_read_on_its_own_scale_with_neutral_at_50(
    kind: str, score: float, part: str, value: float
) -> None:
    assert values(month(surveys=[survey(kind, score)]).attitude)[part] == value


def test_a_figure_that_came_in_as_a_metric_counts_like_the_answer() -> None:
    assert values(month(samples=[sample("csat", 2)]).attitude)["like"] == 25


def test_the_tone_is_that_of_the_customer_not_what_we_say_among_ourselves() -> None:
    notes = [
        Note("n1", "a", TODAY, "Thanks", direction=Direction.TWO_WAY, sentiment="positive"),
        Note("n2", "a", TODAY, "Hm", direction=Direction.TWO_WAY, sentiment="neutral"),
        Note("n3", "a", TODAY, "Ours", direction=Direction.INTERNAL, sentiment="negative"),
        Note("n4", "a", TODAY, "Unread", direction=Direction.TWO_WAY),
    ]
    respect = month(notes=notes).attitude.measures[2]
    assert (respect.value, respect.n) == (75, 2)
    assert respect.evidence == (("note", "n1"), ("note", "n2"))


def test_what_was_heard_speaks_for_its_month_and_the_two_after_it() -> None:
    heard = [survey("csat", 5, date(2026, 8, 31))]
    ticket = Ticket("t1", "a", date(2026, 5, 1), closed=date(2026, 8, 3), satisfaction=3)
    path = indices.path(Records(surveys=heard, tickets=[ticket]), months.last(6, TODAY), TODAY)
    like = [values(one.attitude)["like"] for one in path.months]
    assert like == [None, None, 75, 75, 75, None]


def test_use_is_active_users_by_the_licences_of_the_time() -> None:
    samples = [
        sample("licences_bought", 50, date(2026, 9, 1)),
        sample("active_users", 20, date(2026, 11, 2)),
        sample("licences_bought", 40, date(2026, 11, 5)),
        sample("active_users", 20, date(2026, 11, 9)),
    ]
    assert values(month(samples=samples).behaviour)["use"] == 45
    seats = Subscription("s1", "a", seats=80, start_date=date(2026, 1, 1))
    only_users = [sample("active_users", 20)]
    assert values(month(samples=only_users, subscriptions=[seats]).behaviour)["use"] == 25
    assert values(month(samples=only_users).behaviour)["use"] is None


def test_a_renewal_counts_for_a_year_and_growth_against_a_year_ago() -> None:
    renewed = Outcome("o1", "a", date(2026, 2, 3), "renewal")
    bought = [
        sample("licences_bought", 100, date(2026, 1, 5), "m1"),
        sample("licences_bought", 103, TODAY, "m2"),
    ]
    found = month(outcomes=[renewed], samples=bought)
    assert values(found.behaviour) == {
        "use": None,
        "renewal": 100,
        "expansion": 50,
        "advocacy": None,
    }
    shrunk = Outcome("o2", "a", date(2026, 6, 1), "contraction")
    assert values(month(outcomes=[renewed, shrunk], samples=bought).behaviour)["expansion"] == 0


def test_that_nobody_spoke_for_us_is_unknown_and_not_zero() -> None:
    assert values(month().behaviour)["advocacy"] is None
    spoken = Cue("c1", "a", "n1", date(2026, 1, 9), "advocate", "They recommend us")
    assert values(month(cues=[spoken]).behaviour)["advocacy"] == 100


def test_what_is_unknown_widens_the_interval_and_is_not_handed_to_the_rest() -> None:
    attitude = month(surveys=[survey("csat", 4)]).attitude
    assert (attitude.value, attitude.coverage) == (75, 0.4)
    assert (attitude.low, attitude.high) == pytest.approx((30, 90))


def test_below_the_floor_a_month_stays_open() -> None:
    grown = Outcome("o1", "a", date(2026, 6, 1), "expansion")
    behaviour = month(outcomes=[grown]).behaviour
    assert behaviour.value is None
    assert (behaviour.low, behaviour.high) == pytest.approx((15, 100))


def test_no_month_is_filled_in_between_two_known_ones() -> None:
    answers = [survey("csat", 5, date(2026, 1, 9)), survey("csat", 5, TODAY)]
    path = indices.path(Records(surveys=answers), months.last(11, TODAY), TODAY)
    known = [one.attitude.value is not None for one in path.months]
    assert known == [True, True, True, *[False] * 7, True]


def test_the_months_after_a_customer_left_stay_open() -> None:
    left = Outcome("o1", "a", date(2026, 9, 10), "churn")
    path = indices.path(Records(outcomes=[left]), months.last(4, TODAY), TODAY)
    assert [one.behaviour.value for one in path.months] == [None, 0, None, None]


@pytest.mark.parametrize(
    ("attitude", "behaviour", "place"),
    [
        (60, 60, Quadrant.ADVOCATE),
        (59.6, 80, Quadrant.ADVOCATE),
        (59.4, 80, Quadrant.CAPTIVE),
        (80, 10, Quadrant.ADMIRER),
        (10, 10, Quadrant.DRIFTING),
        (None, 80, None),
    ],
)
def test_a_quadrant_is_told_by_the_figures_as_they_are_read(
    attitude: float | None, behaviour: float, place: Quadrant | None
) -> None:
    assert quadrant(attitude, behaviour) is place


def test_a_place_is_certain_when_the_unknown_could_not_move_it() -> None:
    full = [survey("csat", 5, id="1"), survey("nps", 10, id="2"), survey("ces", 7, id="3")]
    note = Note("n1", "a", TODAY, "Great", sentiment="positive")
    used = [sample("licence_utilisation", 0.95)]
    renewed = [Outcome("o1", "a", TODAY, "renewal")]
    known = month(surveys=full, notes=[note], samples=used, outcomes=renewed)
    assert known.is_certain
    assert not month(surveys=full, samples=used).is_certain


def test_attachment_is_looked_for_a_year_after_the_start() -> None:
    path = indices.path(Records(), [NOVEMBER], TODAY, date(2025, 6, 13))
    assert path.attached == date(2026, 6, 1)
    assert indices.path(Records(), [NOVEMBER], TODAY).attached is None


def test_before_and_after_an_action_are_read_by_the_same_days() -> None:
    answers = [
        survey("csat", 1, date(2026, 6, 1), "old"),
        survey("csat", 2, date(2026, 8, 20), "before"),
        survey("csat", 3, date(2026, 9, 1), "that day"),
        survey("csat", 5, date(2026, 9, 2), "after"),
    ]
    found = indices.around(Records(surveys=answers), date(2026, 9, 1), TODAY)
    assert found.before.attitude.evidence == (("survey", "before"),)
    assert found.after is not None
    assert found.after.attitude.evidence == (("survey", "after"),)
    assert indices.around(Records(), TODAY, TODAY).after is None


def test_several_accounts_together_are_their_median_with_the_unknown_counted() -> None:
    scores = [1, 3, 5, None]
    paths: list[Path] = [
        indices.path(Records(surveys=[survey("csat", score)] if score else []), [NOVEMBER], TODAY)
        for score in scores
    ]
    attitude = indices.pooled(paths).months[0].attitude
    assert (attitude.value, attitude.low, attitude.high) == (50, 25, 75)
    assert (attitude.n, attitude.coverage) == (3, 0.75)
