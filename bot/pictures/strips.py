"""A figure of 0 to 100 month by month: its value, its interval, and the months left open."""

from collections.abc import Sequence
from datetime import date

from babel import dates
from matplotlib.axes import Axes

from bot.pictures import canvas
from bot.pictures.canvas import BAND, BLUE, SMALL, WORDS
from handlers.pictures.values import Axis
from handlers.texts import Texts

MOST_TICKS = 8
ROOM = 0.43
"""Half of a month's bar."""


def draw(axes: Axes, _: Texts, months: Sequence[date], values: Sequence[Axis], title: str) -> None:
    """Bars for the intervals, a line where months follow each other, a hatch for the unknown."""
    canvas.plain(axes)
    axes.set(xlim=(-0.6, len(months) - 0.4), ylim=(0, 104))
    axes.grid(axis="y", color=canvas.GRID, linewidth=0.7)
    axes.set_yticks((0, 20, 40, 60, 80, 100))
    axes.set_title(title, loc="left", size=WORDS, color=canvas.INK, pad=8)
    for place, value in enumerate(values):
        if value.value is None:
            axes.bar(place, 100, 2 * ROOM, color=canvas.UNKNOWN, hatch="///", linewidth=0, zorder=1)
        else:
            bottom, height = value.low, max(value.high - value.low, 0.8)
            axes.bar(place, height, 2 * ROOM, bottom=bottom, color=BAND, alpha=0.55, zorder=2)
    _line(axes, [value.value for value in values])
    name_months(axes, _, months)


def name_months(axes: Axes, _: Texts, months: Sequence[date]) -> None:
    """Months below the axis, as many as can be read; a year where it begins."""
    step = -(-len(months) // MOST_TICKS)
    shown = [place for place in range(len(months)) if (len(months) - 1 - place) % step == 0]
    axes.set_xticks(shown)
    axes.set_xticklabels([_month(_, months[place], place == shown[0]) for place in shown])


def short_month(_: Texts, day: date) -> str:
    """A month alone: Nov, nov, 11月."""
    return dates.format_date(day, "LLL", locale=_.locale)


def _month(_: Texts, day: date, first: bool) -> str:
    said = short_month(_, day)
    begins = first or day.month <= 1
    return f"{said}\n{day.year}" if begins else said


def _line(axes: Axes, values: Sequence[float | None]) -> None:
    known = [float("nan") if value is None else value for value in values]
    axes.plot(range(len(known)), known, "-o", color=BLUE, markersize=6, linewidth=2, zorder=3)
    last = max((place for place, value in enumerate(values) if value is not None), default=None)
    if last is None:
        return
    value = values[last] or 0.0
    above = value < 88
    axes.annotate(
        f"{value:.0f}",
        (last, value),
        xytext=(0, 9 if above else -9),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        size=SMALL + 1,
        color=BLUE,
        zorder=6,
    )
