"""Figures with their units: 47%, 67 days, 4.2 of 5, +0.5 points, in the reader's language."""

import re
from collections.abc import Callable

from handlers.texts import Texts

Say = Callable[[Texts, float], str]


def say(_: Texts, unit: str, figure: float) -> str:
    """The figure with its unit; a unit that we do not know is written as it is."""
    if unit.endswith(A_YEAR):
        return _money(_, unit, figure)
    if unit.startswith("share"):
        return _share(_, unit, figure)
    if unit.startswith("days, median of"):
        return _expected(_, unit, figure)
    if unit.startswith("points, mean"):
        return _change(_, unit, figure)
    if unit.startswith("per cent against"):
        return _against(_, unit, figure)
    if unit in PLURALS:
        one, many = PLURALS[unit]
        if figure == int(figure):
            return _.plural(one, many, int(figure))
        return _.plural(one, many, SEVERAL, count=_.number(figure, 1))
    if unit in FIGURES:
        return FIGURES[unit](_, figure)
    return f"{_.number(figure, 0 if figure == int(figure) else 2)} {unit}".strip()


def signed(_: Texts, figure: float, digits: int = 0) -> str:
    """A difference, always with its sign unless it rounds to nothing."""
    sign = "+" if round(figure, digits) > 0 else "−" if round(figure, digits) < 0 else ""
    return sign + _.number(abs(figure), digits)


def _money(_: Texts, unit: str, figure: float) -> str:
    currency = unit.removesuffix(A_YEAR)
    amount = _.money(figure, currency if currency.isupper() else None)
    return _("{amount} a year", amount=amount)


def _share(_: Texts, unit: str, figure: float) -> str:
    return _(SHARES.get(unit, "{share}"), share=_.percent(figure))


def _expected(_: Texts, unit: str, figure: float) -> str:
    """The unit of an expected time carries its ground: `days, median of N (LOW-HIGH)`."""
    n, _space, interval = unit.removeprefix("days, median of ").partition(" ")
    low, _dash, high = interval.strip("()").partition("-")
    return _(
        "{days} days (median of {n} earlier accounts, range {low} to {high})",
        days=_.number(figure),
        n=n,
        low=low,
        high=high,
    )


def _change(_: Texts, unit: str, figure: float) -> str:
    """A change whose unit carries its ground: `points, mean 4.5 (n=2) to 3.5 (n=3)`."""
    before, n_before, now, n_now = (float(found) for found in FIGURE.findall(unit))
    return _(
        "{change} points (from a mean of {before}, n={n_before}, to {now}, n={n_now})",
        change=signed(_, figure, 1),
        before=_.number(before, 1),
        n_before=int(n_before),
        now=_.number(now, 1),
        n_now=int(n_now),
    )


def _against(_: Texts, unit: str, figure: float) -> str:
    """A difference that carries its ground: `per cent against a median share of 0.6 (n=9)`."""
    median, n = (float(found) for found in FIGURE.findall(unit))
    in_per_cent = "share" in unit
    return _(
        "{change}% (median {median}, n={n} accounts alike)",
        change=signed(_, figure),
        median=_.percent(median) if in_per_cent else _.number(median, 0 if median % 1 == 0 else 1),
        n=int(n),
    )


SEVERAL = 2
"""Parts of one are counted in the plural: 0.5 days."""

FIGURE = re.compile(r"\d+(?:\.\d+)?")
A_YEAR = " a year"

SHARES = {
    "share of licences bought with an active user": ("{share} of licences bought, by active users"),
    "share of licences bought that are assigned": "{share} of licences bought, by assignment",
}
"""Shares that say what they are a share of."""

PLURALS = {
    "days": ("{count} day", "{count} days"),
    "hours": ("{count} hour", "{count} hours"),
    "minutes": ("{count} minute", "{count} minutes"),
    "users": ("{count} user", "{count} users"),
    "licences": ("{count} licence", "{count} licences"),
    "features": ("{count} feature", "{count} features"),
    "uses": ("{count} use", "{count} uses"),
    "errors": ("{count} error", "{count} errors"),
    "logins": ("{count} login", "{count} logins"),
    "tickets": ("{count} ticket", "{count} tickets"),
    "notes": ("{count} note", "{count} notes"),
    "attempts": ("{count} attempt", "{count} attempts"),
    "contacts": ("{count} contact", "{count} contacts"),
    "promises": ("{count} promise", "{count} promises"),
    "goals": ("{count} goal", "{count} goals"),
    "fields": ("{count} field", "{count} fields"),
    "stages": ("{count} stage", "{count} stages"),
    "gaps": ("{count} gap", "{count} gaps"),
}
"""Units that are counted, as messages."""

FIGURES: dict[str, Say] = {
    "per cent": lambda _, figure: _("{figure}%", figure=signed(_, figure)),
    "points": lambda _, figure: _("{figure} points", figure=signed(_, figure, 1)),
    "points of 5": lambda _, figure: _("{figure} of 5", figure=_.number(figure, 1)),
    "points of 7": lambda _, figure: _("{figure} of 7", figure=_.number(figure, 1)),
    "points of 10": lambda _, figure: _("{figure} of 10", figure=_.number(figure, 1)),
    "points of 100": lambda _, figure: _("{figure} of 100", figure=_.number(figure)),
    "points from -100 to 100": lambda _, figure: _(
        "{figure} (from −100 to 100)", figure=signed(_, figure)
    ),
    "balance": lambda _, figure: _(
        "{figure} (of 2 between all good and all bad)", figure=signed(_, figure, 2)
    ),
    "balance from -1 to 1": lambda _, figure: _(
        "{figure} (from −1 all bad to +1 all good)", figure=signed(_, figure, 2)
    ),
    "times": lambda _, figure: _("{figure} times", figure=_.number(figure, 1)),
}
"""Units that are measured."""
