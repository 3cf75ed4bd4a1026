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


REPLACE, SWITCH, WHOLE, PILOT = (
    Intent.REPLACE_OUTDATED_PROCESS,
    Intent.COMPETITIVE_SWITCH,
    Intent.STRATEGIC_INTEGRATION,
    Intent.PILOT_TO_EXPAND,
)

LABELLED: list[tuple[str, Intent | None]] = [
    ("Every rota is still a sheet that one person keeps on her laptop", REPLACE),
    ("Orders are phoned in and written on a whiteboard; they want that to end", REPLACE),
    ("No more spreadsheets by the end of the year", REPLACE),
    ("The planner of twenty years ago runs on a PC that nobody dares to restart", REPLACE),
    ("They plan shifts in Excel and lose an hour a day", REPLACE),
    ("Everything is on paper forms and gets typed in twice", REPLACE),
    ("Le consegne si segnano su un quaderno e nessuno lo trova più", REPLACE),
    ("Oggi i turni stanno in un foglio Excel che conosce solo il capo", REPLACE),
    ("Togliere la carta dal reparto spedizioni", REPLACE),
    ("Il gestionale del 2004 non regge più", REPLACE),
    ("Basta moduli cartacei in magazzino", REPLACE),
    ("排班一直靠 Excel，改一次要半天", REPLACE),
    ("现在还是手写单据，月底对不上", REPLACE),
    ("老系统用了十五年，没人会维护", REPLACE),
    ("不想再用纸和微信群派单", REPLACE),
    ("Their present supplier raised prices by a third, so they looked around", SWITCH),
    ("They come from another tool whose support answers after a week", SWITCH),
    ("Il fornitore di prima li ha lasciati senza assistenza", SWITCH),
    ("Vengono da un altro prodotto che non regge i volumi", SWITCH),
    ("之前用的是别家的系统，客服一直没人", SWITCH),
    ("原来的供应商涨价，合同到期不续", SWITCH),
    ("A shared way of working for the whole group, from drivers to directors", WHOLE),
    ("One set of figures for every branch", WHOLE),
    ("The board wants the same process at all sites", WHOLE),
    ("Part of the merger programme: both companies on common processes", WHOLE),
    ("Un unico modo di lavorare per tutti gli stabilimenti", WHOLE),
    ("Fa parte del piano industriale: dal magazzino alla direzione", WHOLE),
    ("Stessi processi in ogni sede del gruppo", WHOLE),
    ("集团要求各分公司用同一套流程", WHOLE),
    ("从一线到管理层都用同一个平台", WHOLE),
    ("They try it in one depot; the regional director decides on the others in May", PILOT),
    ("A first step with ten licences to convince the finance director", PILOT),
    ("Cominciano con una linea sola; se funziona si passa alle altre", PILOT),
    ("Pochi soldi per ora: vogliono convincere la proprietà", PILOT),
    ("先拿一个仓试，效果好再上其他仓", PILOT),
    ("老板只批了一小笔钱，做出成绩再加", PILOT),
    ("They asked for an invoice copy for the whole quarter", None),
    ("The export to Excel works again", None),
    ("She printed the agenda on paper for the meeting", None),
    ("We spoke about the same ticket at all three calls", None),
    ("Ha mandato il foglio Excel con i nominativi", None),
    ("La sede di Bari ha cambiato indirizzo", None),
    ("她把表格发过来了", None),
    ("各位同事下周放假", None),
    ("They are not replacing the spreadsheets this year", None),
    ("Il nostro prezzo è salito, ma restano", None),
    ("The first step of the set-up took one day", None),
    ("He tried it on one screen and it froze", None),
]
"""Sentences labelled before the phrases were written, those without an intent among them."""

FEWEST = 0.85


def test_labelled_sentences_are_read_well() -> None:
    read = [(intents.find(text), intent) for text, intent in LABELLED]
    sure = [(f.intent if f and f.confidence >= intents.DECISIVE else None, i) for f, i in read]
    hits = sum(found is intent for found, intent in sure if intent is not None)
    said = sum(found is not None for found, _ in sure)
    true = sum(intent is not None for _, intent in sure)
    f1 = 2 * hits / (said + true)
    wrong = [t for (t, i), (found, _) in zip(LABELLED, sure, strict=True) if found is not i]
    assert f1 >= FEWEST, f"F1 {f1:.2f}: {wrong}"


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


def test_a_displaced_competitor_says_more_than_how_the_problem_shows() -> None:
    handed = Handoff(
        "H1",
        "A1",
        why_bought="Better service",
        problem="Shifts are planned by hand in Excel",
        competitor_displaced="Old vendor",
    )
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


def test_how_success_is_measured_is_not_told_as_what_they_plan() -> None:
    handed = Handoff("H1", "A1", why_bought="To leave paper.", success_criteria="Errors below 1 %")
    found = intents.of_handoff(handed)
    assert found is not None
    assert "planned_behaviour" not in found.attributes
