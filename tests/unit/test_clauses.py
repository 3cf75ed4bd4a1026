"""The part of a message that asks."""

import pytest

from knowledge import clauses


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("I'm the engineer on this one. What tends to go wrong?", "What tends to go wrong?"),
        ("Post mortem: how many stores did they have?", "how many stores did they have?"),
        ("Non li ho mai seguiti. A che punto siamo?", "A che punto siamo?"),
        ("老板在催。他们为什么走了？", "他们为什么走了？"),
    ],
)
def test_the_story_around_a_question_is_left_out(text: str, asks: str) -> None:
    assert clauses.asking(text) == asks


@pytest.mark.parametrize("text", ["Acme, one pager", "Danny has left. Nobody knows why", "and?"])
def test_a_message_of_which_no_part_asks_is_read_whole(text: str) -> None:
    assert clauses.asking(text) == text


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("ouch. and Acme?", "and Acme?"),
        ("Accidenti! E da loro?", "E da loro?"),
        ("哎呀……那他们呢", "那他们呢"),
    ],
)
def test_a_remark_before_somebody_goes_on_is_told_apart(text: str, goes_on: str) -> None:
    assert text[clauses.remark(text) :] == goes_on


@pytest.mark.parametrize(
    "text",
    ["and Acme?", "How is Acme? And Kestrel?", "We met them at the fair. And they signed.", "hm."],
)
def test_what_is_asked_or_told_before_is_no_remark(text: str) -> None:
    assert clauses.remark(text) == 0


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who signs at Acme and what did he say?", ["Who signs at Acme", "what did he say?"]),
        ("chi decide? Ci abbiamo già parlato?", ["chi decide?", "Ci abbiamo già parlato?"]),
        ("Acme 续约有没有风险？主要卡在什么上？", ["Acme 续约有没有风险？", "主要卡在什么上？"]),
        (
            "prossimo passo con Acme e chi se ne occupa?",
            ["prossimo passo con Acme", "chi se ne occupa?"],
        ),
        ("How is Acme doing?", ["How is Acme doing?"]),
        ("Acme says it is too dear, what now?", ["Acme says it is too dear, what now?"]),
    ],
)
def test_several_questions_of_one_message_are_told_apart(text: str, parts: list[str]) -> None:
    assert clauses.questions(text) == parts


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("'s champion has left, what should I do?", "champion has left"),
        ("的支持者走了，我该怎么办？", "支持者走了"),
        ("what should I do about their falling usage?", "their falling usage?"),
        ("what should I do next?", ""),
        ("fine. what should I do?", ""),
        ("their champion has left", ""),
    ],
)
def test_the_case_is_what_is_told_beside_the_question(text: str, case: str) -> None:
    assert clauses.case(text) == case
