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
