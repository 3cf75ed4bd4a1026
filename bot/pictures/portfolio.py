"""The map of a portfolio: each account by both indices, as large as what it pays."""

from collections.abc import Sequence
from math import sqrt

from matplotlib.axes import Axes

from bot.pictures import canvas, fonts, labels, plane
from bot.pictures.canvas import SMALL
from bot.pictures.labels import Label
from handlers.pictures import totals
from handlers.pictures.values import Dot, MapPicture
from handlers.texts import Texts

SMALLEST = 4.0
LARGEST, LARGEST_OF_MANY = 34.0, 15.0
"""Radius in pixels of the account that pays most, when there are few, and when there are many."""

FEW, MANY = 14, 150
LONGEST_NAME = 26
MOST_NAMES = 60


def png(picture: MapPicture, _: Texts) -> bytes:
    """The plane with a dot for each account; names where there is room, the largest first."""
    placed = totals.placed(picture)
    with canvas.sheet(_.language, _title(picture, _), _about(picture, _), "") as page:
        axes = page.area(0.07, 0.165, 0.905, 0.64)
        plane.draw(axes, _, plane.counts([dot.quadrant for dot in placed]))
        plane.with_unknown(axes, _)
        named = _dots(axes, picture, _)
        if not picture.dots or not named[1]:
            plane.say(axes, _("No account has a known attitude or behaviour."))
        page.foot(_source(picture, named, _))
        return page.png()


def _title(picture: MapPicture, _: Texts) -> str:
    return _.plural(
        "Map of {count} account: attitude and behaviour",
        "Map of {count} accounts: attitude and behaviour",
        len(picture.dots),
    )


def _about(picture: MapPicture, _: Texts) -> list[str]:
    first = _(
        "{month}, as of {date}. An axis is high from 60 up. Area: revenue a year, {scale}.",
        month=_.month(picture.since),
        date=_.date(picture.until),
        scale=_scale(picture, _),
    )
    neither = totals.neither(picture)
    rest = _.plural(
        "{count} account with neither axis known is not on the map.",
        "{count} accounts with neither axis known are not on the map.",
        neither,
    )
    hollow = _("Hollow: could lie elsewhere if more were known.")
    return [first, f"{hollow} {rest}" if neither else hollow]


def _scale(picture: MapPicture, _: Texts) -> str:
    """What the largest dot stands for."""
    paying = [dot for dot in picture.dots if dot.arr]
    if not paying:
        return _("unknown for all")
    if len({dot.currency for dot in paying}) > 1:
        return _("in each account’s own currency, not converted")
    most = max(paying, key=lambda dot: dot.arr or 0)
    return _("at most {money}", money=_.money(most.arr or 0, most.currency))


def _source(picture: MapPicture, named: tuple[int, int], _: Texts) -> str:
    written, shown = named
    source = _(
        "Source: surveys, tickets and notes of the month and the two before it; licences in use in "
        "the month; contracts of twelve months."
    )
    if written == shown:
        return source
    counted = _(
        "{written} of {shown} accounts are named, those that pay most first, where there is room.",
        written=written,
        shown=shown,
    )
    return f"{counted} {source}"


def _dots(axes: Axes, picture: MapPicture, _: Texts) -> tuple[int, int]:
    """How many accounts are named, and how many are shown."""
    shown = [dot for dot in totals.by_size(picture) if _at(dot) is not None]
    radii = _radii(shown)
    every = []
    # The largest first, so that the small ones lie on top of them.
    for number, (dot, radius) in enumerate(zip(shown, radii, strict=True), 1):
        at = _at(dot)
        assert at is not None
        plane.dot(axes, at, dot.quadrant, radius, filled=dot.is_certain and dot.arr is not None)
        name = fonts.legible(dot.name, f"№ {number}")
        every.append(
            Label(*at, canvas.shortened(name, LONGEST_NAME), plane.reach(dot.quadrant, radius))
        )
    size = SMALL if len(shown) <= MANY else SMALL - 1.5
    return labels.place(axes, every[:MOST_NAMES], [*every, *plane.IN_WAY], size), len(shown)


def _radii(dots: Sequence[Dot]) -> list[float]:
    largest = max(LARGEST_OF_MANY, LARGEST * sqrt(FEW / max(len(dots), FEW)))
    most = max((dot.arr or 0.0 for dot in dots), default=0.0) or 1.0
    return [max(SMALLEST, largest * sqrt((dot.arr or 0.0) / most)) for dot in dots]


def _at(dot: Dot) -> tuple[float, float] | None:
    """Behaviour and attitude; in the strip of the unknown when one is not known."""
    if dot.attitude is None and dot.behaviour is None:
        return None
    aside = (plane.UNKNOWN_FROM + plane.UNKNOWN_TO) / 2
    across = aside if dot.behaviour is None else dot.behaviour
    return across, aside if dot.attitude is None else dot.attitude
