"""Sentences read out of a model's words, whatever stands around them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.claims import PARTS, Claim, Listener


def heard(*pieces: str) -> list[Claim]:
    """What is understood of words that arrive in these pieces."""
    listener = Listener()
    told = [claim for piece in pieces for claim in listener.hear(piece)]
    return [*told, *listener.rest()]


def test_a_sentence_is_given_with_its_last_sign() -> None:
    listener = Listener()
    assert (
        list(listener.hear('{"part": "next", "text": "Call {them} \\"now\\".", "sources": [')) == []
    )
    assert listener.waits
    assert list(listener.hear('"S1"]}')) == [Claim("next", 'Call {them} "now".', ("S1",))]
    assert not listener.waits


@settings(max_examples=40)
@given(
    st.lists(
        st.builds(
            Claim,
            st.sampled_from(PARTS),
            st.text(min_size=1, max_size=40).map(str.strip).filter(bool),
            st.lists(st.from_regex(r"S[1-9]", fullmatch=True), max_size=3, unique=True).map(tuple),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 30),
)
def test_what_was_written_is_understood_however_it_is_cut(claims: list[Claim], size: int) -> None:
    lines = [json.dumps({"part": c.part, "text": c.text, "sources": c.sources}) for c in claims]
    text = "```json\n" + "\n".join(lines) + "\n```"
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert heard(*pieces) == claims


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_no_words_do_any_harm(text: str) -> None:
    assert all(claim.text and claim.part in PARTS for claim in heard(text))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("They pay 1.5 M a year [S2]. Ask.", [Claim("answer", "They pay 1.5 M a year.", ("S2",))]),
        ("他们很满意。[S1]\n预算已批准（S2、S3）。", ["S1", "S2", "S3"]),
        ("Nothing with a source.", []),
    ],
)
def test_prose_counts_as_far_as_it_names_its_sources(written: str, expected: list[object]) -> None:
    found = heard(written)
    keys = [key for claim in found for key in claim.sources]
    assert expected in (found, keys)


def test_a_sentence_without_an_end_is_none() -> None:
    assert heard(json.dumps({"text": "x" * 1001})) == []
