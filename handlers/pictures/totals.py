"""What is counted on a map: who lies where, who is left out, in which order."""

from collections.abc import Sequence

from handlers.pictures.values import Dot, MapPicture
from playbooks.trajectory.values import Quadrant


def placed(picture: MapPicture) -> list[Dot]:
    """The accounts of which both axes are known."""
    return [dot for dot in picture.dots if dot.quadrant is not None]


def half_known(picture: MapPicture) -> list[Dot]:
    """The accounts of which one axis is known."""
    return [d for d in picture.dots if (d.attitude is None) != (d.behaviour is None)]


def neither(picture: MapPicture) -> int:
    """How many accounts have neither axis."""
    return sum(dot.attitude is None and dot.behaviour is None for dot in picture.dots)


def within(dots: Sequence[Dot], quadrant: Quadrant) -> list[Dot]:
    """The accounts in a quadrant, those that pay most first."""
    return [dot for dot in _sized(dots) if dot.quadrant is quadrant]


def by_size(picture: MapPicture) -> list[Dot]:
    """All accounts, those that pay most first."""
    return _sized(picture.dots)


def _sized(dots: Sequence[Dot]) -> list[Dot]:
    return sorted(dots, key=lambda dot: (-(dot.arr or 0.0), dot.name))
