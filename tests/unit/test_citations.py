"""The check of citations: what is not carried, or not to be seen, is not said."""

from datetime import date

import pytest

from handlers import citations, figures
from handlers.answers import Draft, Part, Ref, Section, Sentence
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
