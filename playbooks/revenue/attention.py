"""Value against attention: who gets much less of our time than they are worth, and who more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playbooks.frame import Figures
from playbooks.revenue.values import Attention

FEWEST = 5
"""Accounts of one currency that are ranked against each other; there are no exchange rates."""

MUCH = 0.5
"""So many of all ranks between value and attention are named; our default."""


@dataclass(frozen=True, slots=True)
class Given:
    """What an account is worth, and what it got in so many `days` of the window as a customer.

    `touches` are contacts; `hours` are None when nobody logged any.
    """

    account_id: str
    currency: str | None
    value: float
    touches: int
    two_way: int
    hours: float | None
    days: int


def ranked(given: Sequence[Given]) -> list[Attention]:
    """Every account of a currency with enough of them, the most under-served first."""
    by_currency: dict[str | None, list[Given]] = {}
    for one in given:
        by_currency.setdefault(one.currency, []).append(one)
    found = [one for some in by_currency.values() if len(some) >= FEWEST for one in _ranked(some)]
    return sorted(found, key=lambda one: (-one.lacks, one.account_id))


def _ranked(some: Sequence[Given]) -> list[Attention]:
    values = _ranks(np.array([one.value for one in some]))
    touches = _ranks(np.array([_rate(one) for one in some]))
    return [
        Attention(
            one.account_id,
            one.value,
            one.currency,
            one.touches,
            one.two_way,
            one.hours,
            one.days,
            float(value),
            float(touched),
        )
        for one, value, touched in zip(some, values, touches, strict=True)
    ]


def _rate(one: Given) -> float:
    """Contacts a day; hours break ties between accounts that were touched as often."""
    return (one.touches + min(one.hours or 0.0, 999) / 1000) / max(1, one.days)


def _ranks(figures: Figures) -> Figures:
    """From 0, the least, to 1, the most; equal figures share the middle of their ranks."""
    below = (figures[:, None] > figures[None, :]).sum(axis=1)
    alike = (figures[:, None] == figures[None, :]).sum(axis=1) - 1
    shares: Figures = (below + alike / 2) / max(1, len(figures) - 1)
    return shares
