"""Ids of what people say on one occasion: a form counts once, and of one day the last word stands.

Statements are dated by day; of those of one day the last id goes first, so that ids begin with the
moment.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from handlers.context import Context


class Kept(Protocol):
    """A record by its id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Kept)


def name(context: Context, kind: str, occasion: str, number: int = 0) -> str:
    """The id of the `number`th thing of a kind that is said on an occasion, such as a form's."""
    return f"{kind}_{context.now():%Y%m%d%H%M%S%f}_{occasion}_{number}"


def said(kept: Iterable[T], occasion: str) -> T | None:
    """What was said first on that occasion, of what is kept; None when nothing was."""
    own = (one for one in kept if f"_{occasion}_" in one.id)
    return min(own, key=lambda one: one.id, default=None)
