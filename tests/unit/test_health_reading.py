"""How answers become a score, an interval, a coverage and a band."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from playbooks.facts import Fact
from playbooks.health import changes, reading
from playbooks.health import rules as health_rules
from playbooks.health.values import (
    Answer,
    Band,
    ChangeKind,
    Override,
    PersonAnswer,
    Reading,
    Source,
    Verdict,
)

AT = date(2026, 11, 20)
RULES = health_rules.load()


def measured(name: str, value: float | bool | str, as_of: date = AT) -> Fact:
    return Fact(name, value, as_of, "metric", f"M-{name}")


def cue(name: str, note: str = "N1", as_of: date = AT, quote: str = "their words") -> Fact:
    return Fact(f"cue.{name}", True, as_of, "note", note, quote=quote)


def said(question: str, verdict: Verdict, day: date = AT) -> PersonAnswer:
    return PersonAnswer(f"P-{day}", "A1", question, verdict, day, "maya", "she told me")


def assess(
    *facts: Fact,
    persons: tuple[PersonAnswer, ...] = (),
    override: Override | None = None,
    at: date = AT,
) -> Reading:
    by_name = {fact.name: fact for fact in facts}
    return reading.assess("A1", by_name, persons, override, at, RULES)


def answer(found: Reading, question: str) -> Answer:
    return next(a for a in found.answers if a.question == question)


def test_all_eight_components_ask_their_questions() -> None:
    assert list(RULES.by_component) == [
        "intent",
        "needs",
        "adoption",
        "outcomes",
        "relationships",
        "communication",
        "education",
        "journey",
    ]
    assert len(RULES.questions) == 33


def test_knowing_nothing_is_unknown_and_not_zero() -> None:
    found = assess()
    assert found.score is None
    assert (found.low, found.high, found.coverage) == (0, 100, 0)
    assert found.band is Band.UNKNOWN
    assert len(found.unknown) == 33


def test_unknowns_widen_the_interval_on_both_sides() -> None:
    found = assess(measured("licence_utilisation", 0.9), measured("feature_breadth", 0.1))
    assert found.score is not None
    assert found.low < found.score < found.high
    assert found.high - found.low == pytest.approx(100 * (1 - found.coverage))


def test_the_total_is_the_weighted_sum_of_the_components() -> None:
    found = assess(measured("csat", 2), measured("training_completed", 0.9))
    assert sum(part.weight for part in found.components) == pytest.approx(100)
    low = sum(part.weight * part.low for part in found.components) / 100
    high = sum(part.weight * part.high for part in found.components) / 100
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_below_the_coverage_floor_the_band_is_unknown_whatever_the_score() -> None:
    found = assess(measured("licence_utilisation", 0.9))
    assert found.score == 100
    assert found.band is Band.UNKNOWN


def everything(verdict: Verdict, day: date = AT) -> tuple[PersonAnswer, ...]:
    return tuple(replace(said(q, verdict, day), id=f"P-{q}") for q in RULES.questions)


@pytest.mark.parametrize(
    ("verdict", "band"), [(Verdict.YES, Band.HEALTHY), (Verdict.NO, Band.AT_RISK)]
)
def test_with_every_question_answered_the_band_is_known(verdict: Verdict, band: Band) -> None:
    found = assess(persons=everything(verdict))
    assert found.coverage == pytest.approx(1)
    assert found.low == pytest.approx(found.high)
    assert found.band is band


def good(*worse: Fact) -> Reading:
    persons = tuple(said(question, Verdict.YES) for question in RULES.questions)
    return assess(*worse, persons=persons)


def test_severe_recent_evidence_caps_the_band_and_leaves_the_score() -> None:
    found = good(cue("churn_threat"))
    assert found.computed_band is Band.AT_RISK
    assert found.score == pytest.approx(good().score)
    assert found.cap is not None
    assert found.cap.scored is Band.HEALTHY
    assert [fact.evidence_id for fact in found.cap.evidence] == ["N1"]


def test_old_evidence_caps_nothing() -> None:
    assert good(cue("churn_threat", as_of=AT - timedelta(days=61))).cap is None


@pytest.mark.parametrize(("days", "band"), [(1, Band.WATCH), (29, Band.WATCH), (30, Band.AT_RISK)])
def test_an_overdue_escalation_weighs_more_the_longer_it_is_overdue(days: int, band: Band) -> None:
    assert good(measured("escalation_days_overdue", days)).band is band


def test_a_cap_makes_nothing_better_and_nothing_known() -> None:
    bad = tuple(said(question, Verdict.NO) for question in RULES.questions)
    assert assess(measured("detractor", value=True), persons=bad).cap is None
    unknown = assess(cue("churn_threat"))
    assert (unknown.band, unknown.cap) == (Band.UNKNOWN, None)


def test_an_answer_counts_half_after_one_half_life_and_is_stale_after_it() -> None:
    half_life = RULES.questions["intent.approach_adapted"].half_life_days
    question, day = "intent.approach_adapted", AT - timedelta(days=half_life)
    found = assess(persons=(said(question, Verdict.YES, day),))
    assert answer(found, question).weight == pytest.approx(0.5)
    assert not answer(found, question).stale
    later = assess(persons=(said(question, Verdict.YES, day),), at=AT + timedelta(days=1))
    assert answer(later, question).stale


def test_an_answer_that_counts_next_to_nothing_is_unknown_again() -> None:
    day = AT - timedelta(days=3000)
    found = assess(persons=(said("intent.approach_adapted", Verdict.YES, day),))
    old = answer(found, "intent.approach_adapted")
    assert old.verdict is Verdict.UNKNOWN
    assert found.coverage == 0
    assert old.evidence


def test_thresholds_differ_by_segment() -> None:
    share = measured("licence_utilisation", 0.65)
    large = assess(share, measured("segment", "enterprise"))
    small = assess(share, measured("segment", "smb"))
    assert answer(large, "adoption.depth").verdict is Verdict.YES
    assert answer(small, "adoption.depth").verdict is Verdict.UNKNOWN


def test_what_a_person_says_goes_before_what_was_measured_and_both_are_shown() -> None:
    found = assess(
        measured("licence_utilisation", 0.9), persons=(said("adoption.depth", Verdict.NO),)
    )
    depth = answer(found, "adoption.depth")
    assert depth.verdict is Verdict.NO
    assert depth.source is Source.PERSON
    assert [f.source for f in depth.against] == [Source.METRIC]
    assert depth.against[0].evidence[0].evidence_id == "M-licence_utilisation"


def test_a_newer_note_goes_before_an_older_answer_of_a_person() -> None:
    older = said("relationships.supported", Verdict.YES, AT - timedelta(days=30))
    found = assess(cue("unhappy"), persons=(older,))
    supported = answer(found, "relationships.supported")
    assert supported.verdict is Verdict.NO
    assert supported.source is Source.TEXT
    assert supported.against[0].author == "maya"


def test_a_fresh_figure_goes_before_stale_words() -> None:
    found = assess(cue("unhappy", as_of=AT - timedelta(days=200)), measured("csat", 5))
    assert answer(found, "relationships.supported").verdict is Verdict.YES


def test_answering_unknown_takes_an_answer_back() -> None:
    first = said("needs.content_ready", Verdict.YES, AT - timedelta(days=2))
    found = assess(persons=(first, said("needs.content_ready", Verdict.UNKNOWN)))
    assert answer(found, "needs.content_ready").verdict is Verdict.UNKNOWN


def test_answers_that_rest_on_the_same_words_share_their_weight() -> None:
    found = assess(cue("outcome_reached"))
    resting = [a for a in found.answers if a.verdict is Verdict.YES]
    assert len(resting) == 4
    assert sum(a.weight for a in resting) == pytest.approx(1)
    assert set(resting[0].also_in) == {a.question for a in resting[1:]}


def test_other_words_of_the_same_note_count_on_their_own_and_say_so() -> None:
    found = assess(cue("advocate"), cue("two_way_engagement", quote="they asked us for a plan"))
    two_way = answer(found, "communication.two_way")
    assert two_way.weight == 1
    assert "relationships.advocate" in two_way.also_in


def test_every_answer_that_is_not_unknown_cites_what_carries_it() -> None:
    found = assess(cue("unhappy"), measured("csat", 2), persons=everything(Verdict.NO)[:5])
    assert all(a.evidence for a in found.answers if a.verdict is not Verdict.UNKNOWN)


def test_an_override_is_shown_beside_the_computed_band_until_it_ends() -> None:
    given = Override("O1", "A1", Band.AT_RISK, "their CFO froze us", "maya", AT, AT)
    found = assess(persons=everything(Verdict.YES), override=given)
    assert (found.band, found.computed_band) == (Band.AT_RISK, Band.HEALTHY)
    later = assess(persons=everything(Verdict.YES), override=given, at=AT + timedelta(days=1))
    assert later.override is None
    assert later.band is Band.HEALTHY


def test_lifts_and_drags_are_the_answers_that_move_most() -> None:
    found = assess(persons=everything(Verdict.NO))
    assert found.lifts == ()
    most = max(a.points for a in found.answers)
    assert found.drags[0].points == pytest.approx(most)


def test_one_more_note_makes_exactly_that_difference() -> None:
    before = assess(measured("csat", 5), cue("advocate", "N1"))
    after = assess(measured("csat", 5), cue("advocate", "N1"), cue("training_done", "N2"))
    (moved,) = changes.between(before, after)
    assert moved.question == "education.teaches"
    assert moved.kind is ChangeKind.ANSWERED
    assert [fact.evidence_id for fact in moved.came] == ["N2"]
    assert moved.points > 0


def test_nothing_changed_is_no_change() -> None:
    found = assess(measured("csat", 5), cue("advocate"))
    assert changes.between(found, found) == ()


def test_a_figure_that_moves_within_its_verdict_is_no_change() -> None:
    before = assess(measured("licence_utilisation", 0.8))
    after = assess(measured("licence_utilisation", 0.9))
    assert changes.between(before, after) == ()


def test_a_turned_answer_and_one_that_went_stale_say_which_they_are() -> None:
    later = AT + timedelta(days=100)
    before = assess(measured("csat", 5), cue("training_done"))
    after = assess(
        measured("csat", 2, later), cue("training_done"), cue("advocate", "N9", later), at=later
    )
    kinds = {moved.question: moved.kind for moved in changes.between(before, after)}
    assert kinds["adoption.solves_problem"] is ChangeKind.TURNED
    assert kinds["relationships.advocate"] is ChangeKind.ANSWERED
    assert "education.teaches" not in kinds
