"""The forms in which people judge: within Slack's limits, inert, and in the reader's language."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.playground.blockkit import blocks as message_rules
from bot.playground.blockkit import views as view_rules
from bot.views import answer as answer_view
from bot.views import diagnosis as questions
from bot.views import health as judged
from bot.views import intent as reasons
from handlers import diagnosis, intent, texts
from handlers.answers import Answer as Given
from handlers.answers import Deed, Offer, Request, Sentence
from handlers.diagnosis import Saved, Sheet
from playbooks.accounts import Account
from playbooks.facts import Fact
from playbooks.health import changes, reading
from playbooks.health import rules as health_rules
from playbooks.health.values import Answer, Band, Override, PersonAnswer, Source, Verdict
from playbooks.intents import Intent, IntentReading

DAY = date(2026, 11, 20)
RULES = health_rules.load()
ORIGIN = {"user": "U1", "channel": "C1", "thread_ts": "1.2", "direct": False, "ephemeral": False}
LONG = "x" * 5000
HOSTILE = "Acme & <@U1> <!channel> <https://evil.example|here> @here \u202e[1]"
LIVE = re.compile(r"<[@!#]|<https://evil|@here|[\u202e]")
OWN = [question for question in RULES.questions if question != "journey.proactive"]


def sheet(text: str) -> Sheet:
    """Every question is answered by a person, with a note against the first two."""
    given = [PersonAnswer(f"p{q}", "a1", q, Verdict.NO, DAY, "U1", text) for q in OWN]
    cue = Fact("cue.outcome_reached", value=True, as_of=DAY, evidence_kind="note", evidence_id="n1")
    facts = {cue.name: replace(cue, quote=text)}
    found = reading.assess("a1", facts, given, None, DAY, RULES)
    return Sheet(Account("a1", text), found, RULES)


def saved(text: str) -> Saved:
    before = reading.assess("a1", {}, [], None, DAY, RULES)
    after = sheet(text).reading
    return Saved(Account("a1", text), RULES, before, after, changes.between(before, after), "e1")


def stated(text: str) -> intent.Stated:
    said = IntentReading(
        "i1", "a1", Intent.OTHER, DAY, 1.0, "person", "i1", quote=text, free_text=text
    )
    return intent.Stated(Account("a1", text), said, "e1")


def forms(text: str) -> Iterator[tuple[str, Any]]:
    whole, said = sheet(text), stated(text)
    noted = replace(said.reading, id="i2", intent=Intent.COMPETITIVE_SWITCH, source_kind="note")
    known = intent.summary("a1", [said.reading, noted], DAY)
    for language in ("en", "it", "zh"):
        _ = texts.of(language)
        yield f"answers {language}", questions.form(_, whole, whole.answered, ORIGIN)
        yield f"open {language}", questions.form(_, whole, whole.open, ORIGIN)
        yield f"override {language}", judged.form(_, whole, DAY, ORIGIN)
        yield f"intent {language}", reasons.form(_, said.account, known, ORIGIN)


def messages(text: str) -> Iterator[tuple[str, Any]]:
    said = stated(text)
    known = intent.summary("a1", [said.reading], DAY)
    offers = tuple(Offer(deed, "a1") for deed in Deed)
    found = Given("en", Request.HEALTH, Sentence(text), offers=offers)
    for language in ("en", "it", "zh"):
        _ = texts.of(language)
        yield f"saved {language}", questions.saved(_, saved(text))
        yield f"stated {language}", reasons.saved(_, said, known)
        yield f"offers {language}", answer_view.message(found, _)


def shown(part: Any) -> Iterator[str]:
    """Every text that Slack renders."""
    if isinstance(part, dict):
        if part.get("type") in ("mrkdwn", "plain_text"):
            yield part["text"]
        for inner in part.values():
            yield from shown(inner)
    if isinstance(part, list):
        for inner in part:
            yield from shown(inner)


@pytest.mark.parametrize("text", ["Harbour", HOSTILE, LONG], ids=["plain", "hostile", "long"])
def test_forms_and_thanks_keep_within_slacks_limits(text: str) -> None:
    faults = {name: list(view_rules.check_modal(form)) for name, form in forms(text)}
    faults |= {name: list(message_rules.check(said, "message")) for name, said in messages(text)}
    assert {name: found for name, found in faults.items() if found} == {}


def test_nothing_that_people_wrote_is_live_in_them() -> None:
    for name, part in [*forms(HOSTILE), *messages(HOSTILE)]:
        assert [text for text in shown(part) if LIVE.search(text)] == [], name


@pytest.mark.parametrize("language", ["it", "zh"])
def test_they_speak_the_readers_language(language: str) -> None:
    parts = dict([*forms("X"), *messages("X")])
    names = [name.removesuffix(" en") for name in parts if name.endswith(" en")]
    same = {
        text
        for name in names
        for text in set(shown(parts[f"{name} en"])) & set(shown(parts[f"{name} {language}"]))
        if re.search(r"[A-Za-z]{3}", text)
    }
    assert same <= {"No", "Sponsor"}


def test_each_question_shows_its_answer_its_ground_and_what_disputes_it() -> None:
    whole = sheet("They cut costs by half")
    form = questions.form(texts.of("en"), whole, whole.answered, ORIGIN)
    said = "\n".join(shown(form))
    assert "Today: *no* (answered by a person), as of 20 Nov 2026." in said
    assert "Against it (notes and handoff), yes" in said
    assert "Take this answer back" in said


def test_what_records_tell_cannot_be_answered_with_not_knowing() -> None:
    fact = Fact("licence_utilisation", 0.9, DAY, "metric", "m1")
    found = reading.assess("a1", {fact.name: fact}, [], None, DAY, RULES)
    form = questions.form(
        texts.of("en"), Sheet(Account("a1", "X"), found, RULES), found.answers, ORIGIN
    )
    menus = {b["block_id"]: b["accessory"] for b in form["blocks"] if "accessory" in b}
    offered = {name: [one["value"] for one in menu["options"]] for name, menu in menus.items()}
    assert offered["diagnosis_verdict:adoption.depth"] == ["yes", "no"]
    assert offered["diagnosis_verdict:adoption.breadth"] == ["yes", "no", "unknown"]


def test_a_dispute_is_an_answer_against_records_and_no_change_of_mind() -> None:
    measured = Answer("q", Verdict.NO, source=Source.METRIC)
    own = Answer("q", Verdict.NO, source=Source.PERSON)
    assert diagnosis.disputes(measured, Verdict.YES)
    assert not diagnosis.disputes(measured, Verdict.NO)
    assert not diagnosis.disputes(own, Verdict.YES)
    assert not diagnosis.disputes(Answer("q", Verdict.UNKNOWN), Verdict.YES)


def test_an_override_says_what_counts_now() -> None:
    before = reading.assess("a1", {}, [], None, DAY, RULES)
    given = Override("o1", "a1", Band.AT_RISK, "why", "U1", DAY, DAY)
    after = reading.assess("a1", {}, [], given, DAY, RULES)
    result = Saved(Account("a1", "X"), RULES, before, after, (), "e1")
    said = "\n".join(shown(questions.saved(texts.of("en"), result)))
    assert "Health now counts as *at risk* until 20 Nov 2026." in said
