"""The plane of both indices: its quadrants, and the dots on it."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bot.pictures import canvas
from bot.pictures.canvas import COLOURS, SHAPES, SMALL, WORDS
from bot.pictures.labels import Label
from handlers.pictures import alternative
from handlers.texts import Texts
from playbooks.trajectory.values import HIGH, Quadrant

TINT = 0.07
UNKNOWN_FROM, UNKNOWN_TO = -13.0, -3.0
"""Where an account lies of which one axis is unknown."""

CORNERS = {
    Quadrant.ADVOCATE: (100, 101, "right"),
    Quadrant.ADMIRER: (0, 101, "left"),
    Quadrant.CAPTIVE: (98.5, 1.5, "right"),
    Quadrant.DRIFTING: (1.5, 1.5, "left"),
}
"""Where the names of the quadrants stand: in the lower corners and, where advocates lie, above."""

IN_WAY = (Label(4, 3, "", 12), Label(10, 3, "", 12), Label(90, 3, "", 12), Label(96, 3, "", 12))
"""The names in the lower corners, which others may not cover."""


def draw(axes: Axes, _: Texts, counts: dict[Quadrant, int] | None = None) -> None:
    """The empty plane; with `counts`, each quadrant says how many lie in it."""
    axes.set(xlim=(0, 100), ylim=(0, 100))
    canvas.plain(axes)
    for quadrant, (x, y, side) in CORNERS.items():
        _tint(axes, quadrant)
        words = alternative.quadrant(_, quadrant)
        if counts is not None:
            words = _("{label}: {words}", label=words, words=counts.get(quadrant, 0))
        axes.text(x, y, words, color=canvas.SOFT, size=WORDS, ha=side, va="bottom", zorder=1)
    axes.axhline(HIGH, color=canvas.FAINT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    axes.axvline(HIGH, color=canvas.FAINT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    ticks = (0, 20, 40, HIGH, 80, 100)
    axes.set_xticks(ticks)
    axes.set_yticks(ticks)
    axes.set_xlabel(_("Behaviour: use, renewal, expansion, advocacy (0 to 100)"), size=WORDS)
    axes.set_ylabel(_("Attitude: like, trust, respect (0 to 100)"), size=WORDS)


def with_unknown(axes: Axes, _: Texts) -> None:
    """Widen the plane by two strips for accounts of which one axis is unknown."""
    axes.set(xlim=(UNKNOWN_FROM - 1, 100), ylim=(UNKNOWN_FROM - 1, 100))
    axes.set_facecolor(canvas.PAPER)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    wide, long = UNKNOWN_TO - UNKNOWN_FROM, 100.0
    strips = (((UNKNOWN_FROM, 0.0), wide, long), ((0.0, UNKNOWN_FROM), long, wide))
    for corner, across, up in strips:
        axes.add_patch(
            Rectangle(corner, across, up, facecolor=canvas.UNKNOWN, hatch="///", zorder=0)
        )
    middle = (UNKNOWN_FROM + UNKNOWN_TO) / 2
    words = canvas.wrapped(_("one axis unknown"), 10)
    axes.text(
        middle, middle, "\n".join(words), size=SMALL, color=canvas.SOFT, ha="center", va="center"
    )


def dot(
    axes: Axes,
    at: tuple[float, float],
    quadrant: Quadrant | None,
    radius: float,
    *,
    filled: bool = True,
) -> None:
    """A dot of so many pixels; hollow when what is unknown could move it elsewhere."""
    colour = COLOURS[quadrant] if quadrant else canvas.FAINT
    shape, scale = SHAPES[quadrant] if quadrant else ("o", 1.0)
    axes.plot(
        *at,
        shape,
        # From pixels to points, of which 72 make an inch.
        markersize=2 * radius * scale * 72 / canvas.DOTS,
        markerfacecolor=colour if filled else "white",
        markeredgecolor=colour if not filled else "white",
        markeredgewidth=2.0 if not filled else 0.8,
        zorder=4,
        clip_on=False,
    )


def reach(quadrant: Quadrant | None, radius: float) -> float:
    """How far the shape of a dot reaches; pointed ones reach further than a disc."""
    pointed = quadrant in (Quadrant.DRIFTING, Quadrant.ADMIRER)
    return radius * 1.25 if pointed else radius


def say(axes: Axes, words: str) -> None:
    """A sentence in the middle of a plane on which there is nothing."""
    paper: dict[str, Any] = {"facecolor": "white", "edgecolor": canvas.GRID, "pad": 6}
    axes.text(50, 50, words, color=canvas.SOFT, bbox=paper, ha="center", va="center", zorder=6)


def counts(places: Sequence[Quadrant | None]) -> dict[Quadrant, int]:
    """How many lie in each quadrant."""
    return {quadrant: sum(place is quadrant for place in places) for quadrant in Quadrant}


def _tint(axes: Axes, quadrant: Quadrant) -> None:
    x, y, _side = CORNERS[quadrant]
    left, bottom = (HIGH if x > HIGH else 0), (HIGH if y > HIGH else 0)
    width, height = (100 - HIGH if left else HIGH), (100 - HIGH if bottom else HIGH)
    axes.add_patch(
        Rectangle((left, bottom), width, height, facecolor=COLOURS[quadrant], alpha=TINT, zorder=0)
    )
