"""The letters of pictures: always the same two fonts, and what these cannot write."""

from functools import cache
from importlib import util
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from handlers import texts

LATIN = "DejaVu Sans"
"""Comes with matplotlib; has Greek, Cyrillic and more for names."""

HAN = "Noto Sans SC"
PACKAGE = "pylopdf_fonts_zh_cn"
FILE = "NotoSansSC-Regular.otf"

SAMPLE = {"zh": "客户健康"}
"""What a language needs; the others do with Latin letters."""


@cache
def families() -> tuple[str, ...]:
    """Names of the fonts to write with, the preferred one first.

    The fonts of the machine are left aside, so that a picture is the same wherever it is drawn.
    """
    manager = font_manager.fontManager
    own = matplotlib.get_data_path()
    manager.ttflist[:] = [font for font in manager.ttflist if font.fname.startswith(own)]
    if han_file() is None:
        return (LATIN,)
    manager.addfont(str(han_file()))
    return (HAN, LATIN)


@cache
def han_file() -> Path | None:
    """The font for Chinese; None where its package is not installed."""
    found = util.find_spec(PACKAGE)
    file = Path(found.origin).parent / FILE if found and found.origin else None
    return file if file is not None and file.exists() else None


def language(wanted: str) -> str:
    """The language in which a picture can be written: English where letters are missing."""
    code = texts.of(wanted).language
    return code if can_write(SAMPLE.get(code, "")) else "en"


def can_write(text: str) -> bool:
    """Whether no letter of the text would be drawn as an empty box."""
    return all(ord(letter) in _letters() for letter in text if not letter.isspace())


def legible(name: str, otherwise: str) -> str:
    """A name, or something to write in its place where letters of it are missing."""
    return name if can_write(name) else otherwise


@cache
def _letters() -> frozenset[int]:
    found = (font_manager.findfont(family, fallback_to_default=False) for family in families())
    return frozenset(code for file in found for code in FT2Font(file).get_charmap())
