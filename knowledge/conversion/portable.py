"""PDF documents as Markdown; runs in the process apart."""

import re
from collections import Counter
from collections.abc import Iterable

import pdf_inspector

from knowledge.conversion import titles
from knowledge.conversion.converted import Converted

MOST_PAGES = 3_000
"""Pages of a PDF that are read."""

RUNNING = 2
"""A heading that stands on more pages than this is the head of the pages, not of a section."""

_HEADING = re.compile(r"(#{1,6}) +(.+)")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]) (?=[\u3400-\u9fff])")
_BULLET = re.compile(r"\s*[•‣▪●◦∙·]\s*")
_MARKS = re.compile(r"</?[us]>")


def pdf(content: bytes) -> Converted:
    """A PDF with its headings, each with its page; raises `ValueError` when it cannot be read."""
    read = pdf_inspector.process_pdf_bytes(content)
    wanted = list(range(min(read.page_count, MOST_PAGES)))
    found = pdf_inspector.extract_pages_markdown_bytes(content, wanted).pages
    pages = {page.page + 1: page.markdown for page in found}
    pictures = tuple(number for number, text in pages.items() if not text.strip())
    return Converted(_joined(pages), titles.own(read.title), read.page_count, pictures)


def _joined(pages: dict[int, str]) -> str:
    running = _running_heads(pages.values())
    lines = [
        _paged(line, number) for number, text in pages.items() for line in _page(text, running)
    ]
    if not any(_HEADING.match(line) for line in lines):
        lines = [f"## p. {number}\n\n{text}\n" for number, text in pages.items() if text.strip()]
    markdown = _MARKS.sub("", "\n".join(lines))
    # The page that its title stands on goes without saying, and it is the document's title.
    markdown = re.sub(r"\A(\s*#{1,6} .+?) \(p\. \d+\)$", r"\1", markdown, flags=re.MULTILINE)
    return _BETWEEN_CHINESE.sub("", markdown)


def _running_heads(pages: Iterable[str]) -> set[str]:
    heads = Counter(
        head for text in pages for head in {line for line in text.splitlines() if _is_head(line)}
    )
    return {head for head, count in heads.items() if count > RUNNING}


def _page(text: str, running: set[str]) -> list[str]:
    return [*(line for line in text.splitlines() if line not in running), ""]


def _is_head(line: str) -> bool:
    return _HEADING.match(line) is not None


def _paged(line: str, number: int) -> str:
    heading = _HEADING.match(line)
    if heading is None:
        return line
    if _BULLET.match(heading[2]):
        # A list in large print is a list all the same.
        return "\n".join(f"- {point}" for point in _BULLET.split(heading[2]) if point)
    return f"{heading[1]} {heading[2].strip()} (p. {number})"
