"""Names beside dots: put where they cover neither each other nor a dot, or left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray

from bot.pictures import canvas

DIRECTIONS = (0, 4, 2, 6, 1, 7, 3, 5)
"""Eighths of a turn, the best place first: to the right, to the left, above, below."""

GAPS = (3.0, 10.0, 20.0)
"""Pixels between a dot and its name; from the second on a line leads to it."""

Boxes = NDArray[np.float64]
"""A rectangle a row, in pixels: left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name for the dot at `x`, `y`, whose radius is `reach` pixels."""

    x: float
    y: float
    text: str
    reach: float = 5.0
    colour: str = canvas.INK


def place(axes: Axes, wanted: Sequence[Label], in_way: Sequence[Label], size: float) -> int:
    """Write the names that find room, the first ones first; how many did.

    `in_way` is all that they may not cover, the dots of the wanted names among it.
    """
    taken = np.array([_square(axes, one) for one in in_way], np.float64).reshape(-1, 4)
    inside = axes.get_window_extent()
    edges = (inside.x0 + 2, inside.y0 + 2, inside.x1 - 2, inside.y1 - 2)
    written = 0
    for label in wanted:
        width, height = _extent(axes, label.text, size)
        for box, led in _places(axes, label, width, height):
            if _fits(box, edges, taken):
                _write(axes, label, box, size, led)
                taken = np.vstack([taken, box])
                written += 1
                break
    return written


def _places(axes: Axes, label: Label, width: float, height: float) -> Iterator[tuple[Boxes, bool]]:
    x, y = axes.transData.transform((label.x, label.y))
    for gap in GAPS:
        away = label.reach + gap
        for eighth in DIRECTIONS:
            turn = eighth * pi / 4
            left = x + away * cos(turn) - width * (1 - cos(turn)) / 2
            bottom = y + away * sin(turn) - height * (1 - sin(turn)) / 2
            yield np.array([left, bottom, left + width, bottom + height]), gap > GAPS[0]


def _fits(box: Boxes, edges: tuple[float, float, float, float], taken: Boxes) -> bool:
    left, bottom, right, top = box
    if left < edges[0] or bottom < edges[1] or right > edges[2] or top > edges[3]:
        return False
    apart = (taken[:, 0] >= right) | (taken[:, 2] <= left)
    apart |= (taken[:, 1] >= top) | (taken[:, 3] <= bottom)
    return bool(apart.all())


def _write(axes: Axes, label: Label, box: Boxes, size: float, led: bool) -> None:
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    point = axes.transData.inverted().transform(middle)
    if led:
        x, y = axes.transData.transform((label.x, label.y))
        near = (np.clip(x, box[0], box[2]), np.clip(y, box[1], box[3]))
        end = axes.transData.inverted().transform(near)
        ends = ([label.x, end[0]], [label.y, end[1]])
        axes.plot(*ends, color=canvas.FAINT, linewidth=0.7, zorder=2)
    axes.text(
        point[0],
        point[1],
        label.text,
        size=size,
        color=label.colour,
        ha="center",
        va="center",
        zorder=6,
    )


def _extent(axes: Axes, text: str, size: float) -> tuple[float, float]:
    """Width and height in pixels."""
    drawn = axes.text(0, 0, text, size=size)
    box = drawn.get_window_extent(_renderer(axes))
    drawn.remove()
    return box.width + 2, box.height + 1


def _renderer(axes: Axes) -> RendererBase:
    figure = axes.get_figure(root=True)
    assert figure is not None
    renderer: RendererBase = FigureCanvasAgg(figure).get_renderer()
    return renderer


def _square(axes: Axes, dot: Label) -> tuple[float, float, float, float]:
    x, y = axes.transData.transform((dot.x, dot.y))
    # The square within the circle: a name may touch the rim of a large dot.
    reach = dot.reach * 0.85
    return x - reach, y - reach, x + reach, y + reach
