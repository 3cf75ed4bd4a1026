"""What becomes of a document that was turned into Markdown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Converted:
    """A document's Markdown, its own title if it names one, and the pages that hold no text.

    `pictures` are the numbers, from 1, of pages that are pictures; `pages` is 0 where a format
    has no pages.
    """

    markdown: str
    title: str | None = None
    pages: int = 0
    pictures: tuple[int, ...] = ()
