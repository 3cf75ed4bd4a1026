"""Cutting documents into passages."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge import chunks

LONG = "The champion agrees on one goal. " * 40


def test_a_document_is_cut_at_its_headings() -> None:
    cut = chunks.cut(f"# Kickoff\n\n## Before\n\n{LONG}\n\n## After\n\n### Notes\n\n{LONG}")
    assert cut.title == "Kickoff"
    assert [piece.heading for piece in cut.pieces] == ["Before", "After › Notes"]


def test_short_sections_stand_together_with_their_headings() -> None:
    cut = chunks.cut("# T\n\n## One\n\nfirst\n\n### Two\n\nsecond")
    assert [piece.text for piece in cut.pieces] == ["first\n\n**Two**\n\nsecond"]


def test_no_passage_is_longer_than_allowed() -> None:
    listed = "\n".join(f"- step {n} " + "word " * 20 for n in range(60))
    for text in (LONG * 5, listed, "客户" * 3000, "word " * 2000):
        pieces = chunks.cut(f"# T\n\n{text}").pieces
        assert max(chunks.count_words(piece.text) for piece in pieces) <= chunks.MOST_WORDS


def test_tables_and_code_are_kept() -> None:
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |"
    code = "```sh\ncairn search x  # two  spaces\n```"
    [piece] = chunks.cut(f"# T\n\n{table}\n\n{code}").pieces
    assert table in piece.text
    assert code in piece.text


def test_a_heading_inside_code_is_no_heading() -> None:
    cut = chunks.cut("# T\n\n```\n# not a heading\n```")
    assert [piece.heading for piece in cut.pieces] == [""]


def test_links_lose_their_address_and_pictures_are_left_out() -> None:
    text = "See [the *plan*](https://evil.example/x) ![logo](a.png) and <https://evil.example>."
    [piece] = chunks.cut(f"# T\n\n{text}").pieces
    assert piece.text == "See the *plan* and ."


def test_comments_and_tags_are_left_out() -> None:
    [piece] = chunks.cut("# T\n\n<!-- secret -->\n\n<table><tr><td>Level</td></tr></table>").pieces
    assert piece.text.strip() == "Level"


def test_an_empty_document_has_no_passage() -> None:
    assert chunks.cut("") == chunks.Cut(None, ())
    assert chunks.cut("# Only a title").pieces == ()


@given(st.text(alphabet="#-*|` \nabc客。[](<>!", max_size=300))
def test_any_text_can_be_cut(text: str) -> None:
    for piece in chunks.cut(text).pieces:
        assert chunks.count_words(piece.text) <= chunks.MOST_WORDS
