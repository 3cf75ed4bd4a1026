"""Short turns that speak of the answer before them."""

import pytest

from knowledge import acts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Why do you say that?", "why"),
        ("e perché lo dici?", "why"),
        ("为什么这么说？", "why"),
        ("show me the note", "show_source"),
        ("fammi vedere la nota", "show_source"),
        ("给我看看那条笔记", "show_source"),
        ("since when?", "since_when"),
        ("da quando?", "since_when"),
        ("从什么时候开始的？", "since_when"),
        ("who said that?", "who_said"),
        ("chi l'ha detto?", "who_said"),
        ("谁说的", "who_said"),
        ("is that still true?", "still"),
        ("è ancora così?", "still"),
        ("现在还是这样吗？", "still"),
        ("the other one", "other_one"),
        ("e l'altro?", "other_one"),
        ("另一个呢", "other_one"),
        ("and the quarter before?", "before"),
        ("tell me more", "more"),
        ("altro?", "more"),
        ("还有别的吗", "more"),
        ("too short, a bit longer", "more"),
        ("troppo corto, allarga un po'", "more"),
        ("太干了，展开讲讲", "more"),
        ("yes, that one", "yes"),
        ("sì, esatto", "yes"),
        ("对的", "yes"),
        ("ok salva", "keep"),
        ("no thanks", "drop"),
        ("lascia perdere", "drop"),
        ("算了", "drop"),
        ("yes, save it", "keep"),
        ("好的，保存吧", "keep"),
        ("what did you say about Acme yesterday?", "recall"),
        ("cosa mi hai detto di Globex ieri?", "recall"),
        ("你昨天关于海蓝说了什么", "recall"),
    ],
)
def test_a_turn_about_the_answer_is_recognised(text: str, name: str) -> None:
    found = acts.of(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("text", "language"),
    [("and in Italian?", "it"), ("in inglese per favore", "en"), ("用中文再说一遍", "zh")],
)
def test_another_language_is_asked_for(text: str, language: str) -> None:
    assert acts.of(text) == acts.Act("again", language)


@pytest.mark.parametrize(
    "text",
    [
        "who decides there?",
        "why is Globex at risk?",
        "since when is Acme a customer?",
        "show me the accounts at risk",
        "more than 100k ARR",
        "谁负责续约",
        "",
        "?" * 200,
    ],
)
def test_a_question_with_a_subject_of_its_own_is_none(text: str) -> None:
    assert acts.of(text) is None
