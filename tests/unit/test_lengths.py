"""How short an answer is wished to be."""

import pytest

from knowledge import lengths


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("how is Northgate doing, in one line?", 1),
        ("In one sentence: why did Brightholm buy?", 1),
        ("give me a one-liner on Muhe", 1),
        ("two lines about Quillon please", 2),
        ("tl;dr on Kestrow?", 3),
        ("briefly: what do we owe Pellworth", 3),
        ("come sta Valdora? in tre righe", 3),
        ("riassumimi Montelago in due frasi", 2),
        ("Valdora, in breve", 3),
        ("用一句话说说澜江现在怎么样", 1),
        ("三句话概括一下云栈", 3),
        ("简单说说沐禾", 3),
    ],
)
def test_a_question_says_how_short_its_answer_is_to_be(text: str, most: int) -> None:
    assert lengths.wished(text) == most


@pytest.mark.parametrize(
    "text",
    [
        "what went wrong in three lines at the plant?",
        "how many lines do they run?",
        "the exact words of Helen?",
        "why is it so short",
        "Which two lines of products did they buy?",
        "due righe per Paolo",
        "他说了一句话",
        "几行代码?",
    ],
)
def test_lines_that_are_spoken_of_are_no_wish(text: str) -> None:
    assert lengths.wished(text) is None
