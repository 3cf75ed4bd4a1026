"""The sheet that every picture is drawn on: its size, colours and frame, and the bytes of it."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from bot.pictures import fonts
from playbooks.trajectory.values import Quadrant

WIDTH, HEIGHT, DOTS = 12.0, 8.0, 100
"""Inches and dots an inch: 1200 by 800."""

PAPER, EDGE = "#fbfaf7", "#8a8f98"
"""An own background with an edge: Slack may be light or dark around it."""

INK, SOFT, FAINT, GRID = "#1d2129", "#4c525c", "#8a8f98", "#dcdad3"

BLUE, BAND = "#0b4f8a", "#9cc3e6"

UNKNOWN = "#e9e6de"
"""The ground of what is unknown, under a hatch."""

COLOURS = {
    Quadrant.ADVOCATE: "#009e73",
    Quadrant.CAPTIVE: "#e69f00",
    Quadrant.ADMIRER: "#0072b2",
    Quadrant.DRIFTING: "#d55e00",
}
"""Okabe and Ito's palette, told apart by every kind of colour vision."""

SHAPES = {
    Quadrant.ADVOCATE: ("o", 1.0),
    Quadrant.CAPTIVE: ("s", 0.89),
    Quadrant.ADMIRER: ("^", 1.2),
    Quadrant.DRIFTING: ("D", 0.85),
}
"""No colour alone tells anything; each shape with what makes it as large as a disc."""

TITLE, WORDS, SMALL = 21.0, 13.5, 11.5
"""Points."""

PIECES = re.compile(r"[\u2e80-\uffff][，。、；：）”]*|[^\s\u2e80-\uffff]+\s*|\s+")
"""What a line is not broken within: a word, a Chinese letter with the mark behind it."""

UNSEEN = 3

NARROW = ("pwid",)
"""A font for Chinese writes ’ and · as wide as a sign unless it is told not to."""

WIDE = 2
"""Latin letters that take the room of a Chinese one."""

STYLE: dict[Any, Any] = {
    "font.size": WORDS,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": SOFT,
    "axes.facecolor": "white",
    "axes.unicode_minus": False,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "hatch.color": "#b8b3a6",
    "hatch.linewidth": 0.8,
    "text.parse_math": False,
}

_ONE_AT_A_TIME = threading.Lock()
"""matplotlib keeps its settings and fonts for the whole process."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page under drawing; areas are named by shares of it: left, bottom, width, height."""

    figure: Figure
    features: tuple[str, ...] = ()

    def area(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """A part of the page to draw in."""
        return self.figure.add_axes((left, bottom, width, height))

    def foot(self, source: str) -> None:
        """Where the figures come from."""
        for row, line in enumerate(reversed(wrapped(source, 160))):
            # A text of several lines loses the features of its font.
            height = 0.022 + 0.0265 * row
            self.figure.text(0.035, height, line, size=SMALL - 1, color=SOFT, va="bottom")

    def png(self) -> bytes:
        """The page as bytes, the same for the same drawing."""
        for words in self.figure.findobj(Text):
            words.set_fontfeatures(self.features)
        painter = FigureCanvasAgg(self.figure)
        painter.draw()
        # The last bits of a colour nobody sees; without them a picture is much smaller.
        drawn = Image.fromarray(np.asarray(painter.buffer_rgba())[:, :, :3] | UNSEEN)
        written = BytesIO()
        drawn.save(written, "PNG", optimize=True)
        return written.getvalue()


@contextmanager
def sheet(language: str, title: str, about: Sequence[str], source: str) -> Iterator[Sheet]:
    """A page with its title, what it is about in a line or two, and its sources at the foot."""
    with _ONE_AT_A_TIME, mpl.rc_context({**STYLE, "font.family": list(fonts.families())}):
        figure = Figure((WIDTH, HEIGHT), dpi=DOTS, facecolor=PAPER)
        figure.patch.set_edgecolor(EDGE)
        figure.patch.set_linewidth(3)
        figure.text(0.035, 0.945, shortened(title, 68), size=TITLE, va="center")
        for row, line in enumerate(about):
            figure.text(0.035, 0.892 - 0.034 * row, line, size=WORDS, color=SOFT, va="center")
        page = Sheet(figure, () if language == "zh" else NARROW)
        page.foot(source)
        yield page


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many Latin letters.

    A Chinese letter takes the room of two; a line ends behind one as well as at a space.
    """
    line, room = "", width
    lines: list[str] = []
    for piece in PIECES.findall(text):
        needed = sum(map(_room, piece.rstrip()))
        if needed > room and line:
            lines, line, room = [*lines, line.rstrip()], "", width
        line, room = line + piece, room - sum(map(_room, piece))
    return [*lines, line.rstrip()] if line else lines


def shortened(text: str, width: int) -> str:
    """The text with an ellipsis where it would be wider than so many Latin letters."""
    room = width
    for place, letter in enumerate(text):
        room -= _room(letter)
        if room < 0:
            return text[:place].rstrip() + "…"
    return text


def plain(axes: Axes) -> None:
    """Leave only the lines that help to read a value."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.set_axisbelow(True)


def _room(letter: str) -> int:
    return WIDE if ord(letter) >= 0x2E80 else 1
