"""Commitments: who promised what, until when."""

from pathlib import Path

import pytest

from bot.bench import commitments as bench
from bot.bench import labelled
from knowledge.notes import reader
from playbooks import commitments
from playbooks.commitments import Commitment

FRESH = Path(__file__).parents[1] / "data" / "commitments" / "fresh_2.jsonl"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I'll send the migration guide by Friday.",
            Commitment("send the migration guide", True, None, "Friday"),
        ),
        (
            "Anna will send us the export next Tuesday.",
            Commitment("send us the export", False, "Anna", "next Tuesday"),
        ),
        (
            "By Monday I will have the numbers ready.",
            Commitment("have the numbers ready", True, None, "Monday"),
        ),
        (
            "Ho promesso a Marta di correggere il report entro fine mese.",
            Commitment("correggere il report", True, None, "fine mese"),
        ),
        (
            "Le mando la guida entro venerdì.",
            Commitment("Le mando la guida", True, None, "venerdì"),
        ),
        (
            "我会在下周五前把迁移指南发给她。",
            Commitment("把迁移指南发给她", True, None, "下周五"),
        ),
        ("冯佳会在月底前提供数据。", Commitment("提供数据", False, "冯佳", "月底")),
        (
            "We'll deliver the connector, but she doubts it.",
            Commitment("deliver the connector", True, None, None),
        ),
    ],
)
def test_a_promise_is_read_with_its_owner_and_date(text: str, expected: Commitment) -> None:
    assert commitments.read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Le serve una pagina. Gliela mando entro venerdì.", "Gliela mando entro venerdì"),
        ("Li richiamo lunedì.", "Li richiamo lunedì"),
        ("我答应本周五前书面回复。", "我答应本周五前书面回复"),
        ("我们答应 Quillon 下周五前给海关报表模板。", "Quillon 给海关报表模板"),
        (
            "I promised a summary of what they got in two years, by next Friday, mine.",
            "a summary of what they got in two years",
        ),
        ("Promised: a seat plan by site, mine, due in four weeks.", "a seat plan by site"),
    ],
)
def test_a_promise_says_enough_to_be_understood_alone(text: str, what: str) -> None:
    assert [said.what for said in commitments.read(text)] == [what]


def test_both_sides_promise_in_one_sentence() -> None:
    text = "We promised Anna a fix within two weeks, and she agreed to test it by the end of May."
    assert [(said.what, said.by_us) for said in commitments.read(text)] == [
        ("a fix", True),
        ("test it", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "If they sign, we will send a gift.",
        "Will she send the file?",
        "She will be happy about it.",
        "They will probably churn.",
        "客户会流失吗？",
        "You promised two weeks and that is over.",
        "Inside the promised 48 hours: a retry released it twice.",
        "It changes what we must prove and to whom.",
        'She said: "I know the old one, yours I have to learn."',
        "Non scrivo il riassunto finché non ho sentito Carlo.",
        "Nessun richiamo.",
        "承诺的日期已过，还没有交付。",
        "The meeting went well.",
    ],
)
def test_a_guess_a_condition_or_a_question_is_no_promise(text: str) -> None:
    assert commitments.read(text) == []


def read(text: str) -> list[Commitment]:
    return list(reader.read(text).promises)


@pytest.mark.parametrize("language", ["en", "it", "zh"])
def test_promises_of_an_unknown_writer_are_found_with_side_and_day(language: str) -> None:
    lines = [line for line in labelled.lines(FRESH) if line["language"] == language]
    assert (bench.read(lines)["all"].f1 or 0) >= 0.5


@pytest.mark.parametrize(
    ("text", "what", "by_us", "when"),
    [
        ("We promised them SSO by Friday.", "SSO", True, "Friday"),
        ("Their legal owes us the redlines by Monday.", "redlines", False, "Monday"),
        (
            "Il certificato glielo consegniamo entro l'8 novembre.",
            "certificato",
            True,
            "8 novembre",
        ),
        ("扫描件客户下周发来。", "扫描件", False, "下周"),
    ],
)
def test_a_promise_without_the_usual_opening_is_heard(
    text: str, what: str, by_us: bool, when: str
) -> None:
    (said,) = read(text)
    assert what in said.what
    assert (said.by_us, said.when) == (by_us, when)


def test_two_promises_in_one_sentence_keep_their_own_days() -> None:
    text = "We clean the list by Monday; their clerk sends the scans by Thursday."
    assert [(said.by_us, said.when) for said in read(text)] == [
        (True, "Monday"),
        (False, "Thursday"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "If the grant comes through they would sign for three years.",
        "They'd love a dark mode one day.",
        "Gus delivered the training material in July as agreed, closed.",
        "Forse spostano la riunione a novembre, forse no.",
        "最好能去现场看看。",
        "周五的报告这周也没交，因为没有新数据。",
    ],
)
def test_a_wish_a_condition_or_what_is_done_is_heard_as_no_promise(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Mando il contratto entro il 15 novembre.", "15 novembre"),
        ("Mando il contratto entro il 12/03/2027.", "12/03/2027"),
        ("Mando il contratto entro il 1° marzo 2027.", "1° marzo 2027"),
        ("Mando il contratto entro il 27 ai colleghi.", "27"),
        ("Mando il contratto per il 27,5% degli utenti.", None),
        ("Mando il contratto per il 30 percento degli utenti.", None),
        ("Mando il contratto per il 3 per cento di sconto.", None),
        ("Mando il contratto per il 45 della fattura.", None),
        ("我会在十五号前把合同发给客户。", "十五号"),
        ("我会把九十日的合同发给客户。", None),
        ("我会后晚把合同发给客户。", "后晚"),
        ("我会最后晚点把合同发给客户。", None),
        ("我会说明日期并发给客户。", None),
    ],
)
def test_a_number_or_a_piece_of_a_word_is_no_day(text: str, when: str | None) -> None:
    assert [one.when for one in commitments.read(text)] == [when]


def test_a_sentence_is_no_promise_because_one_is_made_beside_it() -> None:
    made = reader.read("Dana, our champion, has left. I promised a new plan by Friday.").promises
    assert [one.what for one in made] == ["a new plan"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I owe Solvane a price for the second room. Said Monday.", ["Monday"]),
        (
            "Tom is bringing the soil samples on the 12th. Our Petra sends the loader by then.",
            ["the 12th", "the 12th"],
        ),
        ("Entro l'8 maggio ci mandano i nomi delle filiali.", ["8 maggio"]),
    ],
)
def test_a_promise_has_the_day_that_is_said_of_it_elsewhere(text: str, days: list[str]) -> None:
    assert [one.when for one in reader.read(text).promises] == days
