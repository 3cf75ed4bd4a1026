"""What a handoff must say, and which promises we are held to."""

from datetime import date, timedelta

from playbooks import handoffs
from playbooks.handoffs import Handoff, Promise

TODAY = date(2026, 11, 20)


def _promise(key: str, what: str, days: int | None, **given: str) -> Promise:
    due = None if days is None else TODAY + timedelta(days=days)
    return Promise(key, "A1", what, due=due, **given)


def test_a_blank_mandatory_field_is_missing() -> None:
    handoff = Handoff("H1", "A1", why_bought="To leave paper.", problem="  ")
    assert handoffs.missing(handoff) == ["problem", "time_expectation"]


def test_a_handoff_with_the_three_mandatory_fields_is_half_complete() -> None:
    handoff = Handoff("H1", "A1", why_bought="a", problem="b", time_expectation="c")
    assert 0.4 < handoffs.completeness(handoff) < 0.5


def test_a_promise_of_the_handoff_stands_until_it_is_delivered() -> None:
    promise = _promise("P1", "A label layout", -270, handoff_id="H1")
    assert handoffs.standing([promise], TODAY) == [promise]


def test_a_promise_read_out_of_a_note_lapses_a_month_after_its_date() -> None:
    late = _promise("P1", "send the checklist", -30, note_id="N1")
    lapsed = _promise("P2", "send the slides", -31, note_id="N1")
    assert handoffs.standing([late, lapsed], TODAY) == [late]


def test_what_a_note_repeats_of_a_handoff_is_one_promise() -> None:
    recorded = _promise("P1", "Return label layout for their thermal printer", -5, handoff_id="H1")
    read = _promise("P2", "a returns label layout for their printer", -5, note_id="N1")
    assert handoffs.standing([recorded, read], TODAY) == [recorded]


def test_a_promise_without_a_date_counts_from_the_day_of_its_note() -> None:
    promise = _promise("P1", "send the slides", None, note_id="N1")
    assert handoffs.standing([promise], TODAY, {"N1": TODAY}) == [promise]
    assert handoffs.standing([promise], TODAY, {"N1": TODAY - timedelta(days=60)}) == []
