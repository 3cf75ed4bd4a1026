"""Word and PowerPoint documents as Markdown; runs in the process apart."""

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from markitdown import StreamInfo
from markitdown.converters import DocxConverter, PptxConverter

from knowledge.conversion import titles
from knowledge.conversion.converted import Converted

STYLES = "\n".join(
    f"p[style-name='{name}'] => h{level}:fresh"
    for name, level in (
        ("Title", 1),
        ("Subtitle", 2),
        ("heading 7", 6),
        ("heading 8", 6),
        ("heading 9", 6),
    )
)
"""Word's headings beyond those that the converter knows by itself."""

PROPERTIES = "docProps/core.xml"
TITLE = "{http://purl.org/dc/elements/1.1/}title"

_SLIDE = re.compile(r"^<!-- Slide number: (\d+) -->$", re.MULTILINE)
_HEADING = re.compile(r"\s*# *(.+)")


def word(content: bytes) -> Converted:
    """A Word document with its headings, lists and tables."""
    made = DocxConverter().convert(
        BytesIO(content), StreamInfo(extension=".docx"), style_map=STYLES
    )
    return Converted(made.markdown, _title(content))


def powerpoint(content: bytes) -> Converted:
    """A deck: each slide's title, with its number, is the heading of what the slide says."""
    made = PptxConverter().convert(BytesIO(content), StreamInfo(extension=".pptx"))
    before, *pieces = _SLIDE.split(made.markdown)
    numbers, slides = pieces[::2], pieces[1::2]
    said = [_slide(number, text) for number, text in zip(numbers, slides, strict=True)]
    title = _title(content) or next((_title_of(slide) for slide in slides), None)
    return Converted("\n\n".join([before, *said]), title, pages=len(slides))


def _slide(number: str, text: str) -> str:
    title = _title_of(text)
    below = _HEADING.sub("", text, count=1) if title else text
    heading = f"{title} (slide {number})" if title else f"Slide {number}"
    return f"## {heading}{_apart(below)}" if below.strip() else ""


def _title_of(slide: str) -> str | None:
    heading = _HEADING.match(slide)
    return " ".join(heading[1].split()) if heading else None


def _apart(text: str) -> str:
    """Each line of a slide is a paragraph of its own; the rows of a table stay together."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    apart = []
    for before, line in zip(["", *lines], lines, strict=False):
        is_next_row = line.startswith("|") and before.startswith("|")
        apart.append(f"\n{line}" if is_next_row else f"\n\n{line}")
    return "".join(apart)


def _title(content: bytes) -> str | None:
    """The title in the document's properties."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            properties = ElementTree.fromstring(parts.read(PROPERTIES))
    except (KeyError, ElementTree.ParseError):
        return None
    return titles.own(properties.findtext(TITLE))
