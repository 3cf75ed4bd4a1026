"""HTML pages as Markdown; runs in the process apart."""

from io import BytesIO

from bs4 import BeautifulSoup
from markitdown import StreamInfo
from markitdown.converters import HtmlConverter

from knowledge.conversion import titles
from knowledge.conversion.converted import Converted

AROUND = ("nav", "footer", "aside", "form", "iframe", "svg", "template", "noscript")
"""What stands around a page's text."""


def html(content: bytes) -> Converted:
    """A page's text with its headings, lists and tables; nothing that it points to is fetched."""
    page = BeautifulSoup(content, "html.parser")
    for part in page(AROUND):
        part.decompose()
    title = page.title.get_text() if page.title else None
    text = BytesIO(str(page).encode())
    made = HtmlConverter().convert(text, StreamInfo(extension=".html", charset="utf-8"))
    return Converted(made.markdown, titles.own(title))
