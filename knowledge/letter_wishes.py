"""A wish for a letter to a customer, read out of words: whether it is one, and what it is about."""

from pathlib import Path

from knowledge import lists, wording

FILE = Path(__file__).parent / "letter_wishes.yaml"


def is_meant(text: str) -> bool:
    """Whether the text asks to write to somebody, in English, Italian or Chinese."""
    return any(pattern.search(wording.plain(text)) for pattern in lists.patterns(FILE)["wishes"])


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
