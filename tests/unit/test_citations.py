"""The check of citations: what is not carried, or not to be seen, is not said."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import citations, figures, texts
from handlers.answers import Answer, Draft, Part, Ref, Request, Section, Sentence
from handlers.evidence import Evidence

NOTE = Ref("note", "n1")
TICKET = Ref("ticket", "t1")


def item(
    ref: Ref = NOTE, words: str = "", *, allowed: bool = True, shared: bool = True
) -> Evidence:
    return Evidence(
        ref, "Note", words[:50], words, allowed, shared, date(2026, 11, 3), account_id="a1"
    )


def left(sentence: Sentence, *evidence: Evidence, names: tuple[str, ...] = ()) -> Sentence | None:
    return citations.check(Draft(sentence), {e.ref: e for e in evidence}, names).lead


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("63 of 150 licences are in use.", "active_users 63 licences_bought 150"),
        ("They use 42 % of their licences.", "ratio 0.4237"),
        ("Worth €120,000 a year.", "arr 120000.00 EUR"),
        ("Vale 120.000 € l'anno.", "arr 120000 EUR"),
        ("每年价值 12万 欧元。", "arr 119800"),
        ("Since 3 Nov 2026.", "entered 2026-11-03"),
        ("2026年11月3日起。", "entered 2026-11-03"),
        ("CSAT is 4.2.", "score 4.21"),
        ("She said “we may leave … next year”.", "Well, we may leave if this fails next year, ok"),
        ("In Q3 nothing happened.", "no figure here"),
        ("Two licences are free.", "licences 2"),
        ("Due licenze sono libere.", "两个许可"),
        ("还有两个许可。", "due licenze libere"),
        ("Ninety-six thousand euros.", "96000 EUR"),
        ("Novantaseimila euro l’anno.", "九万六欧元"),
        ("九万六欧元。", "96.000 €"),
        ("百分之四十二的许可。", "share 0.42"),
        ("£96k a year.", "arr 96,432.10 GBP"),
        ("1,2 mln di euro.", "1234567 EUR"),
        ("On 3 November.", "2026-11-03"),
        ("Il 3 nov 2026.", "on 3 November 2026"),
        ("11月3日。", "03/11/2026"),
        ("In two weeks.", "within 2 weeks"),
        ("It fell by 25%.", "active_users_trend -0.25"),
        ("Use rose by +25 %.", "+25%"),
        ("The 3rd escalation.", "escalations 3"),
        ("A two-way engagement.", "they answered"),
        ("Between 40 and 60 days.", "range 40-60 days"),
    ],
)
def test_a_sentence_stands_when_its_source_states_the_same_figures(text: str, words: str) -> None:
    assert left(Sentence(text, (NOTE,)), item(words=words)) is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("64 of 150 licences are in use.", "active_users 63 licences_bought 150"),
        ("They use 43 % of their licences.", "ratio 0.4237"),
        ("Worth €125,000 a year.", "arr 120000"),
        ("Since 4 Nov 2026.", "entered 2026-10-05"),
        ("Since 5 Nov 2026.", "entered 2026-10-05"),
        ("11 licences.", "entered 2026-11-03"),
        ("42% of users.", "42 users"),
        ("42 users.", "42% of users"),
        ("$96,000.", "96000 EUR"),
        ("九万六美元。", "96000 EUR"),
        ("In 2 weeks.", "in 2 days"),
        ("Up +25%.", "−25%"),
        ("Three tickets.", "2 tickets"),
        ("Tre ticket.", "due ticket"),
        ("三个工单。", "两个工单"),
        ("一百零五个用户。", "一百五十个用户"),
        ("In December.", "2026-10-03"),
        ("12月。", "2026-11-03"),
        ("1.2 M.", "1.4 million"),
        ('She said "we will leave".', "we may leave"),
        ("She said “we will leave”.", "we may leave"),
        ("他们说“我们要走”。", "他们很满意"),
    ],
)
def test_a_sentence_whose_source_says_something_else_is_dropped(text: str, words: str) -> None:
    assert left(Sentence(text, (NOTE,)), item(words=words)) is None


def test_a_figure_that_rules_computed_stands_beside_its_source() -> None:
    overdue = Sentence("45 days overdue.", (TICKET,), said=("45",))
    assert left(overdue, item(TICKET, "promised 2026-10-06")) is not None


def test_what_rules_computed_from_a_source_out_of_sight_is_not_said() -> None:
    both = Sentence("45 days overdue.", (TICKET, NOTE), said=("45",))
    assert left(both, item(TICKET, "promised"), item(words="x", allowed=False)) is None


def test_a_source_that_does_not_exist_or_may_not_be_seen_reads_the_same() -> None:
    sentence = Sentence("They are unhappy.", (NOTE,))
    assert left(sentence) is None
    assert left(sentence, item(words="They are unhappy", allowed=False)) is None


def test_a_name_must_stand_in_the_source() -> None:
    sentence = Sentence("Anna Berg left.", (NOTE,))
    assert left(sentence, item(words="Anna Berg left"), names=("Anna Berg",)) is not None
    assert left(sentence, item(words="The champion left"), names=("Anna Berg",)) is None
    longer = Sentence("The Annapurna team left.", (NOTE,))
    assert left(longer, item(words="The Annapurna team"), names=("Anna",)) is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [("Due Mulini 还欠我们一份合同。", "Due Mulini"), ("3Rivers is to send it.", "3Rivers")],
)
def test_a_number_inside_a_name_is_no_figure(text: str, name: str) -> None:
    about = item(words="合同 · is to send it · " + name)
    assert left(Sentence(text, (NOTE,)), about, names=(name,)) is not None
    assert left(Sentence(text), names=(name,)) is not None
    assert left(Sentence(text + " 40"), names=(name,)) is None


def test_a_name_of_digits_alone_hides_no_figure() -> None:
    assert left(Sentence("360 users are active."), names=("360",)) is None


def test_a_chinese_name_must_stand_in_the_source() -> None:
    sentence = Sentence("王伟明离开了。", (NOTE,))
    assert left(sentence, item(words="负责人离开了"), names=("王伟明",)) is None


def test_an_answer_is_private_when_somebody_who_reads_along_may_not_see_a_source() -> None:
    draft = Draft(Sentence("They are unhappy.", (NOTE,)))
    assert not citations.check(draft, {NOTE: item(words="unhappy", shared=False)}).shared
    assert citations.check(draft, {NOTE: item(words="unhappy")}).shared


def test_sources_are_numbered_in_the_order_in_which_they_are_read() -> None:
    lines = (Sentence("Second.", (NOTE,)), Sentence("First again.", (TICKET, NOTE)))
    draft = Draft(Sentence("First.", (TICKET,)), (Section(Part.REASONS, lines),))
    checked = citations.check(draft, {NOTE: item(), TICKET: item(TICKET)})
    assert [citation.ref for citation in checked.citations] == [TICKET, NOTE]


def test_dropped_sentences_are_counted_and_empty_parts_go_with_them() -> None:
    draft = Draft(Sentence("Fine."), (Section(Part.REASONS, (Sentence("7 tickets.", (NOTE,)),)),))
    checked = citations.check(draft, {NOTE: item(words="6 tickets")})
    assert checked.sections == ()
    assert checked.dropped == 1


def test_markers_of_sources_are_no_figures() -> None:
    assert figures.unsupported("They left [12].", []) == []


def free(text: str, words: str, *names: str) -> bool:
    """Whether a sentence in a model's own words stands on a source that says `words`."""
    return left(Sentence(text, (NOTE,), free=True), item(words=words), names=names) is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They will renew the contract.", "They will not renew the contract."),
        ("They no longer use the dock planner.", "They use the dock planner every day."),
        ("Non rinnovano il contratto a gennaio.", "Rinnovano il contratto a gennaio, dice Anna."),
        ("他们不再使用排程功能。", "他们每天使用排程功能。"),
        ("Usage of the planner rose in the team.", "Usage of the planner fell in the team."),
    ],
)
def test_a_model_may_not_turn_around_what_its_source_says(text: str, words: str) -> None:
    assert not free(text, words)
    assert free(text, text)


def test_a_denial_elsewhere_in_the_source_turns_nothing_around() -> None:
    words = "They will renew the contract. The workshop did not take place."
    assert free("They will renew the contract.", words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The champion is Roberto now.", "the champion changed"),
        ("They compare us with Flowmaster.", "they compare us with another tool"),
        ("Anna left.", "the champion left"),
        ("Il nuovo referente è Marco.", "il referente è cambiato"),
        ("王总不满意。", "客户不满意"),
        ("Their CFO asked.", "their COO asked"),
    ],
)
def test_a_model_may_not_name_whom_no_source_names(text: str, words: str) -> None:
    assert not free(text, words, "Anna Berg")
    assert free(text, text, "Anna Berg")


@pytest.mark.parametrize(
    "text",
    [
        "Since Monday the team plans the dock in English.",
        "I dati di CSAT e NPS mancano da novembre.",
        "Onboarding is late; the CSM has not heard from them.",
        "高级经理不满意。",
    ],
)
def test_months_days_and_terms_of_the_field_are_no_names(text: str) -> None:
    assert free(text, "the team plans 2026-11-09 " + text.lower())


@pytest.mark.parametrize(
    "text",
    [
        "Ask obeyed.example why.",
        "Send it to audit@obeyed.example.",
        "Look at sub.obeyed.example/x.",
    ],
)
def test_a_model_may_send_nobody_to_an_address_that_no_source_has(text: str) -> None:
    assert left(Sentence(text, free=True)) is None
    assert not free(text, "ask why, send it, look at it")
    assert free(text, text)


@pytest.mark.parametrize("text", ["They have 3 open tickets.", "两个工单未解决。", "Worth €9,000."])
def test_a_sentence_that_counts_needs_a_source(text: str) -> None:
    assert left(Sentence(text)) is None
    assert left(Sentence(text, said=(text,))) is not None


def test_what_was_looked_for_may_be_named_without_a_source() -> None:
    text = "Nothing is recorded at Acme Freight from 3 Nov 2026 to 20 Nov 2026, 17 days."
    assert left(Sentence(text), names=("Acme Freight",)) is not None
    assert left(Sentence(text, free=True), names=("Acme Freight",)) is None


def test_an_answer_that_was_given_can_be_checked_again() -> None:
    sentence = Sentence("63 licences.", (NOTE,))
    shown = citations.check(Draft(sentence), {NOTE: item(words="63 licences")})
    answer = Answer("en", Request.HEALTH, sentence, citations=shown.citations)
    assert citations.faults(answer, {NOTE: item(words="63 licences")}) == []
    assert [fault.what for fault in citations.faults(answer, {NOTE: item(words="64")})] == ["63"]
    assert len(citations.faults(answer, {})) == 2


def test_a_thousand_and_a_half_is_not_rounded_to_two() -> None:
    assert figures.unsupported("2 users", ["1,500 users"]) == ["2"]
    assert figures.unsupported("Satisfaction is 4.2.", ["4.213"]) == []
    assert figures.unsupported("+5 points", ["5.019014"]) == []
    assert figures.unsupported("1.500 utenti", ["1,500 users"]) == []


SAID = {
    "en": [lambda n: f"{n:,} users", lambda n: f"the {n}th user"],
    "it": [lambda n: f"{n} utenti", lambda n: f"{n:,}".replace(",", ".") + " utenti"],
    "zh": [lambda n: f"{n}个用户", lambda n: f"{n:,} 个用户"],
}


@settings(max_examples=80, deadline=None)
@given(
    st.integers(2, 999_999),
    st.integers(2, 999_999),
    st.sampled_from(list(itertools.product(SAID, repeat=2))),
    st.integers(0, 1),
)
def test_a_number_is_the_same_however_it_is_written_and_no_other(
    mine: int, other: int, languages: tuple[str, str], way: int
) -> None:
    said, source = (SAID[language][way] for language in languages)
    assert figures.unsupported(said(mine), [source(mine)]) == []
    assert (figures.unsupported(said(mine), [source(other)]) == []) == (mine == other)


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["en", "it", "zh"]),
    st.sampled_from(["en", "it", "zh"]),
)
def test_a_day_is_the_same_in_every_language_and_no_other(
    mine: date, other: date, one: str, two: str
) -> None:
    said = texts.of(one).date(mine)
    assert figures.unsupported(said, [texts.of(two).date(mine), ""]) == []
    assert figures.unsupported(said, [mine.isoformat()]) == []
    assert (figures.unsupported(said, [texts.of(two).date(other)]) == []) == (mine == other)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_its_own_words_carry_it(text: str, more: str) -> None:
    assert figures.unsupported(text, [text, more]) == []


def test_sources_of_several_accounts_say_whose_they_are() -> None:
    ours = replace(item(words="licences 2"), account="Acme")
    theirs = replace(item(TICKET, "days 5"), account="Boreal")
    said = Draft(Sentence("2 licences and 5 days.", (NOTE, TICKET)))
    told = citations.check(said, {NOTE: ours, TICKET: theirs}).citations
    assert [source.title for source in told] == ["Note (Acme)", "Note (Boreal)"]
    one = citations.check(Draft(Sentence("2 licences.", (NOTE,))), {NOTE: ours}).citations
    assert [source.title for source in one] == ["Note"]
