"""People at the customers' found in a text, in either script."""

import pytest

from knowledge import persons
from storage.mentions import Known

PEOPLE = (
    Known("c1", "a1", "Fiona Tarn"),
    Known("c2", "a2", "周若岚"),
    Known("c3", "a2", "邵卫东"),
    Known("c4", "a3", "Rosa Mattioli"),
    Known("c5", "a4", "Helen Marsh-Dyer"),
    Known("c6", "a5", "Helen Okafor"),
    Known("c7", "a2", "何启明"),
)
INDEX = persons.Index(PEOPLE)


def met(text: str) -> list[list[str]]:
    return [[PEOPLE[at].name for at in one.positions] for one in INDEX.find(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What did Fiona ask for?", "Fiona Tarn"),
        ("fiona tarn's last mail", "Fiona Tarn"),
        ("le parole di Tarn", "Fiona Tarn"),
        ("Did Zhou Ruolan quote a figure?", "周若岚"),
        ("ZhouRuolan?", "周若岚"),
        ("what does Ruolan think", "周若岚"),
        ("according to Ms Zhou", "周若岚"),
        ("周若岚怎么说", "周若岚"),
        ("若岚怎么说", "周若岚"),
        ("周总的意见", "周若岚"),
        ("给邵经理的回复", "邵卫东"),
        ("Perché Rosa rinnova?", "Rosa Mattioli"),
        ("how is Marsh-Dyer", "Helen Marsh-Dyer"),
    ],
)
def test_somebody_is_found_by_what_people_call_them(text: str, name: str) -> None:
    assert met(text) == [[name]]


def test_a_first_name_that_several_bear_means_each_of_them() -> None:
    assert met("ask Helen about it") == [["Helen Marsh-Dyer", "Helen Okafor"]]


@pytest.mark.parametrize("text", ["he said no", "una rosa rossa", "che sia", "周末再说"])
def test_an_ordinary_word_is_nobody(text: str) -> None:
    assert met(text) == []
