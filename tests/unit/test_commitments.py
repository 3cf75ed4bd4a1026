"""Commitments: who promised what, until when."""

import pytest

from playbooks import commitments
from playbooks.commitments import Commitment


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
