"""Names that a question leaves out."""

import re
from dataclasses import dataclass

import pytest

from knowledge import excluding


@dataclass(frozen=True)
class Name:
    start: int
    end: int


def names(text: str) -> list[Name]:
    return [Name(*match.span()) for match in re.finditer("Acme|Globex", text)]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("which accounts are at risk except Acme?", ["Acme"]),
        ("all but at risk, apart from Acme and Globex", ["Acme", "Globex"]),
        ("without Acme?", ["Acme"]),
        ("a parte Acme, chi è a rischio?", ["Acme"]),
        ("tranne Acme e Globex?", ["Acme", "Globex"]),
        ("除了Acme呢？", ["Acme"]),
        ("除Acme以外还有谁有风险", ["Acme"]),
        ("compare Acme and Globex", []),
        ("how would we do without Acme's help?", []),
        ("is Globex better than Acme except in price?", []),
        ("except Acme, how is Globex?", ["Acme"]),
    ],
)
def test_a_name_is_left_out_where_the_words_before_it_say_so(
    text: str, left_out: list[str]
) -> None:
    found = names(text)
    places = excluding.places(text, found)
    assert [text[found[n].start : found[n].end] for n in sorted(places)] == left_out


def test_the_words_that_leave_out_belong_to_the_place() -> None:
    text = "除Acme以外还有谁"
    ((start, end),) = excluding.places(text, names(text)).values()
    assert text[start:end] == "除Acme以外"
