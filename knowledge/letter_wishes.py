"""A wish for a letter to a customer, read out of words: whether it is one, and what it is about."""

from pathlib import Path

from knowledge import lists, wording

FILE = Path(__file__).parent / "letter_wishes.yaml"


def is_meant(text: str) -> bool:
    """Whether the text asks to write to somebody, in English, Italian or Chinese."""
    said, known = wording.plain(text), lists.patterns(FILE)
    return lists.first((*known["wishes"], *known["to_them"]), said) is not None


def is_to_them(text: str) -> bool:
    """Whether its reader is whoever was spoken of before: "what do I write to him?"."""
    return lists.first(lists.patterns(FILE)["to_them"], wording.plain(text)) is not None


def matter(text: str) -> str | None:
    """What the letter is to be about, in the text's own words; None where it does not say."""
    said = wording.plain(text)
    before = lists.first(lists.patterns(FILE)["before"], said)
    if before is None:
        return None
    rest = said[before.end() :]
    for pattern in lists.patterns(FILE)["behind"]:
        rest = pattern.sub("", rest)
    return rest or None
