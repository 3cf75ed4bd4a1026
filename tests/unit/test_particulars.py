"""Questions for one particular thing: what they ask, and which sentences answer."""

from datetime import date

import pytest

from knowledge.particulars import (
    answering,
    calendar,
    entries,
    inquiry,
    likeness,
    prior,
    telling,
    weights,
)
from knowledge.particulars.entries import Entry, Stretch
from knowledge.particulars.inquiry import Want

DAY = date(2026, 9, 14)
ENTRIES = [
    Entry("n1", "Quarterly review with Anna. Adoption is fine, 80 of 96 seats active.", at=DAY),
    Entry(
        "n2", "Root cause of the scanner freezes: old firmware. Anna updates 40 devices.", at=DAY
    ),
    Entry("n3", "Il corriere aspetta due ore in banchina. Anna vuole dimezzare l'attesa.", at=DAY),
    Entry("n4", "She says the contractors need gloves that work with the screen.", at=DAY),
    Entry("c1", "Contact: Anna Berg: head of logistics, champion, phone", "champion", own=False),
]
NAMES = ("Acme Freight", "Acme")
PEOPLE = ("Anna Berg", "Maya Ellison")


def found(question: str) -> answering.Found:
    return answering.find(inquiry.read(question, NAMES, PEOPLE), ENTRIES, PEOPLE)


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("What was the root cause of the freezes at Acme?", ("root", "cause", "freezes")),
        ("Quanto aspettano i corrieri da Acme?", ("aspettano", "corrieri")),
        ("Acme的租约哪年到期？", ("租约", "到期")),
    ],
)
def test_a_question_is_about_what_is_left_without_names_and_words_of_asking(
    question: str, units: tuple[str, ...]
) -> None:
    assert inquiry.read(question, NAMES).units == units


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How many vessels were late, and by when is it fixed?", ["number", "time"]),
        ("Chi ha firmato, e perché?", ["person", "reason"]),
        ("合同多少钱？谁签的？", ["money", "person"]),
        ("What's her mobile number?", ["phone"]),
        ("Is the pilot over?", ["choice"]),
        ("When the site stopped for four hours, how many orders were late?", ["number"]),
        ("quante cassette fanno in Olmetta alla settimana?", ["number"]),
        ("Che diceva Chiara della formazione?", ["words"]),
        ("which ERP do they run?", ["called"]),
        ("那家公司叫啥", ["called"]),
        ("what is her limit, in pounds", ["money"]),
        ("Acme的培训完成率是多少？", ["share"]),
        ("Acme的工单现在什么状态", ["thing"]),
    ],
)
def test_a_question_wants_answers_of_certain_kinds(question: str, kinds: list[str]) -> None:
    assert [want.kind for want in inquiry.read(question, NAMES).wants] == kinds


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How many forklifts does Acme have?", "forklifts"),
        ("Quanti carrelli elevatori ha Acme?", "carrelli elevatori"),
        ("quante persone entrano davvero?", "persone"),
        ("Acme有几家实体店？", "实体店"),
        ("how many vessels got delayed?", ""),
    ],
)
def test_what_is_counted_is_a_noun_by_itself_or_not_told(question: str, thing: str) -> None:
    assert [want.thing for want in inquiry.read(question, NAMES).wants] == [thing]


def test_a_question_of_small_words_alone_is_about_these() -> None:
    assert inquiry.read("Perché se n'è andata Acme?", NAMES).units == ("andata",)


def test_what_records_hold_seldom_is_less_likely_recorded_than_what_somebody_said() -> None:
    by = weights.learned().prior
    said = inquiry.read("What comment did Anna leave with her score?", NAMES, PEOPLE)
    employed = inquiry.read("How many people does Acme employ in total?", NAMES, PEOPLE)
    assert prior.log_odds(said, by) > 0 > prior.log_odds(employed, by)


def test_of_a_long_message_the_sentence_that_asks_counts() -> None:
    said = "I am off to Acme tomorrow and need a slide. How many seats are active? Thanks a lot."
    assert inquiry.asked_in(said) == "How many seats are active?"


def test_a_question_of_few_words_goes_on_with_the_sentence_before_it() -> None:
    said = "Priya said no to two of the questions. Which two?"
    assert inquiry.asked_in(said) == said


@pytest.mark.parametrize(
    "question",
    [
        "What was the root cause of the freezes at Acme?",
        "Qual è stata la causa dei blocchi degli scanner da Acme?",
        "Acme 的扫描仪死机的原因是什么？",
    ],
)
def test_the_sentence_that_tells_what_is_asked_comes_first_in_any_language(question: str) -> None:
    best = found(question).stretches[0]
    assert best.entry.id == "n2"
    assert "old firmware" in best.text


@pytest.mark.parametrize(
    "question",
    [
        "What does Anna think of our new logo?",
        "Che banca usa Acme per gli stipendi?",
        "Acme的食堂在哪里？",
        "Which airline do they fly with?",
    ],
)
def test_a_thing_that_nobody_recorded_is_answered_by_no_record(question: str) -> None:
    assert not found(question).answers


@pytest.mark.parametrize(
    "question",
    [
        "How many protocols does Anna still have to write at Acme?",
        "Quanti protocolli ha scritto Anna di Acme finora?",
    ],
)
def test_of_what_changes_the_newest_comes_first_where_it_is_asked_how_things_are_now(
    question: str,
) -> None:
    told = [
        Entry("p1", "Anna: 3 of 9 protocols written, template helps.", at=date(2026, 9, 22)),
        Entry("p2", "Protocol writing day with Anna, 6 of 9 done.", at=date(2026, 11, 13)),
        Entry("p3", "Anna writes the protocols, every change needs one.", at=date(2026, 3, 25)),
        Entry("p4", "Seats: 118 of 150", own=False, at=date(2026, 11, 20)),
    ]
    asked = inquiry.read(question, NAMES, PEOPLE)
    now = answering.find(asked, told, PEOPLE, now=True)
    assert now.stretches[0].entry.id == "p2"


def test_an_account_without_records_answers_nothing() -> None:
    asked = inquiry.read("How many trucks do they own?", NAMES)
    assert answering.find(asked, []) == answering.Found()


def test_a_figure_counts_when_what_is_counted_stands_behind_it() -> None:
    asked = inquiry.read("How many devices does she update?", NAMES)
    wanted = Want("number", ("devices",))
    assert telling.counted(wanted, "Anna updates 40 devices.", asked) == 1.0
    assert telling.counted(wanted, "The devices wait for 40 weeks.", asked) < 0.8


@pytest.mark.parametrize(
    ("kind", "passage", "holds"),
    [
        ("money", "The offer is USD 17,000 a year.", True),
        ("money", "The offer is 17 pages long.", False),
        ("called", "The two tools are Loftware and Bartender.", True),
        ("called", "They run two other tools.", False),
        ("person", "Bea Lindqvist stands in.", True),
        ("person", "Two heads still use a button phone.", False),
        ("phone", "Reach her at +39 02 1234567.", True),
        ("phone", "She prefers the phone.", False),
    ],
)
def test_a_passage_holds_an_answer_of_a_kind_or_does_not(
    kind: str, passage: str, holds: bool
) -> None:
    asked = inquiry.read("Which ones?", NAMES)
    assert telling.holds(Want(kind), passage, asked, PEOPLE) is holds


@pytest.mark.parametrize(
    ("word", "said"),
    [("培训", "客户"), ("roadmap", "plan"), ("birthday", "monday"), ("会议", "周一")],
)
def test_a_word_is_not_said_by_a_part_of_a_longer_term_nor_by_a_day(word: str, said: str) -> None:
    assert likeness.words((word,), (said,))[0, 0] < 0.6


@pytest.mark.parametrize(("word", "said"), [("培训", "formazione"), ("roadmap", "规划")])
def test_a_word_is_said_by_its_translation(word: str, said: str) -> None:
    assert likeness.words((word,), (said,))[0, 0] >= 0.8


def test_a_word_in_quotation_marks_is_only_spoken_of() -> None:
    assert telling.tells("planned", "The workshop is planned for May.")
    assert not telling.tells("planned", 'All answered, 3 with "planned".')


@pytest.mark.parametrize(
    ("kind", "own", "doubtful"), [("words", 0, True), ("words", 1, False), ("person", 1, True)]
)
def test_what_is_of_another_kind_than_asked_for_is_hardly_an_answer(
    kind: str, own: int, doubtful: bool
) -> None:
    values = {"said": 1.0, "planned": 0.0, "kind": 0.0, "own": own}
    values |= {"wants_words": kind == "words", "wants_person": kind == "person"}
    assert answering.is_doubtful(values) is doubtful


def test_months_are_read_in_three_languages_and_from_the_day_of_a_record() -> None:
    assert calendar.months("in May and a giugno, 十一月") == {5, 6, 11}
    assert calendar.months("they may come", date(2026, 2, 1)) == {2}


def test_a_short_stretch_is_shown_with_the_sentences_beside_it() -> None:
    wider = entries.whole(Stretch(ENTRIES[1], 0, 1))
    assert wider.text == ENTRIES[1].text


def test_the_weights_fit_the_features_and_can_be_learned_again() -> None:
    known = weights.learned()
    rows = [{"near": near, "rank": 0.0} for near in (0.1, 0.2, 0.8, 0.9)]
    again = weights.fit(("near", "rank"), rows, [False, False, True, True], [1.0] * 4, 0.1)
    assert again.score(rows[3]) > 0 > again.score(rows[0])
    assert "near" in known.judging.names
