"""Whether the title that a document carries in its properties is one, or what a program left."""

import re

LONGEST = 300
"""Characters of a title; as long as front matter may give."""

_LEFT_BY_PROGRAMS = re.compile(
    r"\W*(untitled|anonymous|unspecified|title|titolo|document|documento|presentation|"
    r"presentazione|powerpoint[ -]presentation|presentazione (standard di )?powerpoint|"
    r"powerpoint 演示文稿|演示文稿|文档|slide|home|index|microsoft word)[\W\d]*",
    re.IGNORECASE,
)
_MADE_BY = re.compile(r"microsoft (word|powerpoint) - ", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.(docx?|pptx?|pdf|html?|odt|odp|indd|tex|dvi|rtf|qxd|pages|key)$", re.I)


def own(given: str | None) -> str | None:
    """The title as one line, or None where it says nothing of the content."""
    line = " ".join((given or "").split())
    line = _MADE_BY.sub("", line)[:LONGEST]
    if not line or _LEFT_BY_PROGRAMS.fullmatch(line) or _FILE_NAME.search(line):
        return None
    return line
