"""Facts, answers and nudges as people read them, in three languages."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from handlers import texts, units, wording
from handlers.nudges import saying
from playbooks import catalogue, intents, journey
from playbooks.facts import Fact
from playbooks.health import rules as health_rules
from playbooks.health.values import Answer, Source, Verdict
from playbooks.intents import Intent
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.values import Due

AT = date(2026, 11, 20)
HEALTH = health_rules.load()
NUDGES = nudge_rules.load()


def messages() -> Iterator[str]:
    """Every text of the rule files that a person reads."""
    for question in HEALTH.questions.values():
        yield from (question.text, question.ask)
    yield from (cap.reason for cap in HEALTH.caps)
    yield from (part.title for part in HEALTH.file.components.values())
    yield from (meaning.label for meaning in catalogue.CATALOGUE.values())
    for rule in NUDGES.rules.values():
        yield from (rule.title, rule.step, *(case.reason for case in rule.cases))
        yield from (text for text in (rule.draft, rule.reason) if text)
        if rule.workspace:
            yield from (rule.workspace.reason, rule.workspace.step)
    for intent in Intent:
        yield from (intents.title(intent), *intents.implications(intent))
    yield from wording.CHANGES.values()
    for stage in journey.stages().values():
        yield from (stage.title, stage.objective, stage.leaves_when)
        yield from (goal.goal for goal in stage.goals)
        yield from (check.check for check in (*stage.entry, *stage.exit))
        for point in stage.touchpoints:
            yield from (point.title, point.does, point.thinks, point.feels, point.asks)


SAME_IN_ITALIAN = {"Net Promoter Score", "Onboarding", "Kickoff", "In onboarding", "In escalation"}
SAME_IN_ITALIAN |= {"Escalation"}


@pytest.mark.parametrize("language", ["it", "zh"])
def test_everything_in_the_rule_files_is_translated(language: str) -> None:
    _ = texts.of(language)
    same = {message for message in messages() if _(message) == message}
    assert same - (SAME_IN_ITALIAN if language == "it" else set()) == set()


@pytest.mark.parametrize("language", ["it", "zh"])
def test_a_translation_fills_the_same_places(language: str) -> None:
    _ = texts.of(language)
    places = re.compile(r"\{[^}]*\}")
    for message in messages():
        assert set(places.findall(_(message))) == set(places.findall(message)), message


def fact(name: str, value: float | bool | str, **more: object) -> Fact:
    meaning = catalogue.CATALOGUE[name]
    given = {"unit": meaning.unit, "window_days": meaning.window_days} | more
    return Fact(name, value, AT, "metric", "M1", **given)


SENTENCES = [
    (
        fact("licence_utilisation", 0.38, unit="share of licences bought with an active user"),
        "Licence utilisation: 38% of licences bought, by active users (as of 20 Nov 2026).",
        "Utilizzo delle licenze: 38% delle licenze acquistate, per utenti attivi (al 20 nov 2026).",
        "许可证利用率：已购许可证的 38%（按活跃用户计）（截至2026年11月20日）。",
    ),
    (
        fact("active_users_trend", -23.4),
        "Change in active users: −23% (last 30 days against the 90 before, as of 20 Nov 2026).",
        "Variazione degli utenti attivi: −23% (ultimi 30 giorni rispetto ai 90 precedenti, "
        "al 20 nov 2026).",
        "活跃用户的变化：−23%（最近 30 天与此前 90 天相比，截至2026年11月20日）。",
    ),
    (
        fact("cue.unhappy", True, quote="troppo lento"),
        "A note says that they are unhappy (as of 20 Nov 2026): “troppo lento”",
        "Una nota dice che sono scontenti (al 20 nov 2026): «troppo lento»",
        "有笔记说他们不满意（截至2026年11月20日）：“troppo lento”",
    ),
    (
        fact("days_without_two_way", 1),
        "Time without two-way engagement: 1 day (as of 20 Nov 2026).",
        "Tempo senza dialogo nei due sensi: 1 giorno (al 20 nov 2026).",
        "没有双向互动的时间：1 天（截至2026年11月20日）。",
    ),
    (
        fact("handoff_fields_missing_names", "problem, time_expectation"),
        "Missing from the handoff: the problem to solve, when they expect value "
        "(as of 20 Nov 2026).",
        None,
        None,
    ),
    (
        fact("onboarding_expected_days", 48, unit="days, median of 14 (30-66)"),
        "Expected time in onboarding: 48 days (median of 14 earlier accounts, range 30 to 66) "
        "(as of 20 Nov 2026).",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("known", "english", "italian", "chinese"), SENTENCES)
def test_a_fact_says_unit_window_day_and_words(
    known: Fact, english: str, italian: str | None, chinese: str | None
) -> None:
    assert wording.fact(texts.of("en"), known) == english
    if italian and chinese:
        assert wording.fact(texts.of("it"), known) == italian
        assert wording.fact(texts.of("zh"), known) == chinese


def test_a_broken_number_is_said_in_the_readers_language() -> None:
    assert units.say(texts.of("it"), "hours", 4.5) == "4,5 ore"
    assert units.say(texts.of("it"), "attempts", 2.5) == "2,5 tentativi"
    assert units.say(texts.of("en"), "boards", 4.0) == "4 boards"
    assert units.say(texts.of("en"), "EUR a year", 90000) == "€90,000 a year"


def test_an_unknown_answer_says_what_to_ask() -> None:
    unknown = Answer("intent.approach_adapted", Verdict.UNKNOWN)
    said = wording.answer(texts.of("en"), HEALTH, unknown)
    assert "Unknown. To find out: What do we do differently" in said


def test_a_stale_answer_says_that_it_is_old() -> None:
    stale = Answer(
        "adoption.depth", Verdict.NO, (fact("csat", 2),), stale=True, source=Source.METRIC
    )
    assert "old" in wording.answer(texts.of("en"), HEALTH, stale)


def test_a_nudge_gives_its_reasons_with_their_figures() -> None:
    due = Due(
        rule="silence",
        account_id="A1",
        episode="N1",
        priority=2,
        role="csm",
        owner="maya",
        facts=(fact("days_without_two_way", 60),),
        reasons=(NUDGES.rules["silence"].cases[0].reason,),
        step=NUDGES.rules["silence"].step,
        within_days=3,
        revenue=Decimal(1),
    )
    english, italian = texts.of("en"), texts.of("it")
    assert saying.reasons(english, due, "Harbour") == (
        "There has been no two-way engagement with Harbour for 60 days."
    )
    assert saying.reasons(italian, due, "Harbour") == (
        "Con Harbour non c’è un dialogo nei due sensi da 60 giorni."
    )
    assert saying.step(italian, due).endswith("(entro 3 giorni)")
