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
    """The pages below each other; each begins with a heading, so that a passage has its page."""
    running = _running_heads(pages.values())
    title, above, said = None, None, []
    for number, text in pages.items():
        lines = [line for line in text.splitlines() if line.strip() and line not in running]
        if lines and title is None and _is_head(lines[0]):
            title, lines = lines[0], lines[1:]
            said.append(title)
        if lines and not _is_head(lines[0]):
            lines = [above or "##", *lines]
        above = next((line for line in reversed(lines) if _is_section(line)), above)
        said += [_paged(line, number) for line in lines]
    markdown = _MARKS.sub("", "\n\n".join(said)).replace("|\n\n|", "|\n|")
    return _BETWEEN_CHINESE.sub("", markdown)


def _running_heads(pages: Iterable[str]) -> set[str]:
    heads = Counter(
        head for text in pages for head in {line for line in text.splitlines() if _is_head(line)}
    )
    return {head for head, count in heads.items() if count > RUNNING}


def _is_head(line: str) -> bool:
    return _HEADING.match(line) is not None


def _is_section(line: str) -> bool:
    heading = _HEADING.match(line)
    return heading is not None and not _BULLET.match(heading[2])


def _paged(line: str, number: int) -> str:
    if line == "##":
        return f"## p. {number}"
    heading = _HEADING.match(line)
    if heading is None:
        return line
    if _BULLET.match(heading[2]):
        # A list in large print is a list all the same.
        return "\n".join(f"- {point}" for point in _BULLET.split(heading[2]) if point)
    return f"{heading[1]} {heading[2].strip()} (p. {number})"
