"""Intents read out of handoffs and notes, in three languages."""

from dataclasses import replace
from datetime import date

import pytest

from playbooks import intents
from playbooks.handoffs import Handoff
from playbooks.intents import Intent, IntentReading

AT = date(2026, 11, 20)

SAID = [
    (
        "We met on Tuesday. They bought us to replace the spreadsheets of three plants.",
        Intent.REPLACE_OUTDATED_PROCESS,
    ),
    ("They are switching from another vendor because of slow support.", Intent.COMPETITIVE_SWITCH),
    ("It has to work across all departments, as the one platform.", Intent.STRATEGIC_INTEGRATION),
    (
        "A pilot with a small budget: she must prove value to the board before expanding.",
        Intent.PILOT_TO_EXPAND,
    ),
    ("Vogliono sostituire i fogli Excel delle offerte.", Intent.REPLACE_OUTDATED_PROCESS),
    (
        "Passano da un altro fornitore perché il contratto scade a marzo.",
        Intent.COMPETITIVE_SWITCH,
    ),
    ("Lo vogliono in tutta l'azienda, a tutti i livelli.", Intent.STRATEGIC_INTEGRATION),
    ("È un progetto pilota: poi la direzione decide se estendere.", Intent.PILOT_TO_EXPAND),
    ("客户希望用系统取代手工表格。", Intent.REPLACE_OUTDATED_PROCESS),
    ("他们从竞争对手切换过来。", Intent.COMPETITIVE_SWITCH),
    ("这是全公司的战略平台。", Intent.STRATEGIC_INTEGRATION),
    ("先在一个部门试点，证明价值后再推广。", Intent.PILOT_TO_EXPAND),
]


@pytest.mark.parametrize(("text", "intent"), SAID)
def test_an_intent_is_found_with_a_quote_of_the_text(text: str, intent: Intent) -> None:
    found = intents.find(text)
    assert found is not None
    assert found.intent is intent
    assert found.quote in text
    assert found.confidence >= 0.8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "She will call back on Thursday.",
        "They are not switching from their vendor.",
        "Sentiment is good, no competitor named.",
        "Non vogliono sostituire i fogli Excel.",
        "我们讨论了发票。",
    ],
)
def test_where_no_intent_is_stated_none_is_found(text: str) -> None:
    assert intents.find(text) is None


def test_a_mere_hint_is_not_sure() -> None:
    found = intents.find("There was talk of the incumbent.")
    assert found is not None
    assert found.confidence < intents.DECISIVE


def test_attributes_are_quoted_too() -> None:
    text = "A pilot with a limited budget. The CFO backs it. They plan to extend it in spring."
    found = intents.find(text)
    assert found is not None
    assert found.attributes == {
        "budget_scope": "A pilot with a limited budget.",
        "sponsor": "The CFO backs it.",
        "planned_behaviour": "They plan to extend it in spring.",
    }


def test_a_handoff_whose_reason_fits_no_label_keeps_its_own_words() -> None:
    found = intents.of_handoff(Handoff("H1", "A1", why_bought="Their auditors asked for it"))
    assert found is not None
    assert found.intent is Intent.OTHER
    assert found.free_text == "Their auditors asked for it"


def test_a_displaced_competitor_tells_of_a_switch() -> None:
    handed = Handoff("H1", "A1", why_bought="Better service", competitor_displaced="Old vendor")
    found = intents.of_handoff(handed)
    assert found is not None
    assert found.intent is Intent.COMPETITIVE_SWITCH


def test_an_empty_handoff_states_nothing() -> None:
    assert intents.of_handoff(Handoff("H1", "A1")) is None


HANDED = IntentReading(
    "I1", "A1", Intent.COMPETITIVE_SWITCH, date(2026, 1, 5), 0.9, "handoff", "H1", "they switch"
)
NOTED = IntentReading(
    "I2", "A1", Intent.PILOT_TO_EXPAND, date(2026, 6, 5), 0.8, "note", "N1", "only a pilot"
)


def test_a_note_stands_against_the_handoff_and_does_not_replace_it() -> None:
    assert intents.current([HANDED, NOTED], AT) == HANDED
    (found,) = intents.contradictions([HANDED, NOTED], AT)
    assert (found.one, found.other) == (HANDED, NOTED)


def test_the_newest_statement_of_a_person_counts() -> None:
    said = replace(NOTED, source_kind="person")
    assert intents.current([HANDED, said], AT) == said


def test_a_note_counts_where_nobody_stated_an_intent() -> None:
    assert intents.current([NOTED], AT) == NOTED


def test_a_hint_does_not_replace_what_was_stated() -> None:
    assert intents.current([HANDED, replace(NOTED, confidence=0.4)], AT) == HANDED


def test_as_of_a_day_only_what_was_known_then_counts() -> None:
    assert intents.current([HANDED, NOTED], date(2026, 3, 1)) == HANDED
    assert intents.contradictions([HANDED, NOTED], date(2026, 3, 1)) == []


def test_nothing_known_is_none() -> None:
    assert intents.current([], AT) is None
    assert intents.current([replace(HANDED, intent=Intent.UNKNOWN)], AT) is None
