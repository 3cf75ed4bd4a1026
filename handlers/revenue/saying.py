"""What satisfaction goes with, in words: verdicts, effects, and what to beware of."""

from collections.abc import Sequence
from datetime import date

from handlers import terms, units
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks.prediction.values import Caution, Interval
from playbooks.revenue import effects
from playbooks.revenue.values import (
    Comparison,
    Effect,
    Measure,
    Report,
    Spending,
    Verdict,
)

FEWEST_SHOWN = 5
"""Readings of a band whose mean is told; of fewer it is about single accounts."""


def headline(_: Texts, found: Comparison) -> str:
    """The answer to "do satisfied customers spend more?" in one sentence."""
    said = _(VERDICTS[found.verdict], segment=segment(_, found.segment))
    if found.verdict is Verdict.TOO_FEW:
        few = _(
            "{top} accounts answered {measure} with {good} or more and {others} with less; "
            "{needed} of each are needed.",
            top=found.top,
            others=found.n - found.top,
            needed=effects.FEWEST,
            measure=_(MEASURES[found.measure]),
            good=_good(_, found),
        )
        return phrases.joined(_, said, few)
    return said


def comparison(_: Texts, found: Comparison, report: Report) -> str:
    """One comparison in short: the adjusted effect and the plain one, n, and the verdict."""
    what = spending(_, found, report)
    if found.between is None:
        return _(
            "{what}: too few (n = {n}, {top} of them at {good} or more)",
            what=what,
            n=found.n,
            top=found.top,
            good=_good(_, found),
        )
    return _(
        "{what}: {adjusted}, unadjusted {raw} (n = {n}): {verdict}",
        what=what,
        adjusted=_interval(_, found, found.between.adjusted),
        raw=_interval(_, found, found.between.raw),
        n=found.n,
        verdict=_(WORDS[found.verdict]),
    )


def ground(_: Texts, found: Comparison, report: Report) -> str:
    """What the figures of a measure compare, and how they are to be read."""
    return _(
        "Compared are accounts whose mean {measure} in the {window} days up to the reading was "
        "{good} or more with all others, adjusted for {controls}; in brackets the interval that "
        "holds 95 of 100 draws of the accounts, and how many accounts there are.",
        measure=_(MEASURES[found.measure]),
        window=report.window_days,
        good=_good(_, found),
        controls=phrases.listed(_, [_(CONTROLS[one]) for one in found.controls]) or _("nothing"),
    )


def a_point(_: Texts, found: Comparison) -> str:
    """What one more point of the measure goes with, and the days of the readings."""
    if found.a_point is None:
        return ""
    return _(
        "For each point of {measure}: {adjusted}, unadjusted {raw}. Readings: {days}; {top} of {n} "
        "accounts at {good} or more.",
        measure=_(MEASURES[found.measure]),
        adjusted=_interval(_, found, found.a_point.adjusted),
        raw=_interval(_, found, found.a_point.raw),
        days=_days(_, found.days),
        top=found.top,
        n=found.n,
        good=_good(_, found),
    )


def bands(_: Texts, found: Comparison, report: Report) -> str:
    """The mean of each band as it is, with n; empty where fewer than two have enough."""
    said = [
        _(
            "{band} {mean} (n = {n})",
            band=_band(_, one.low, one.high),
            mean=_amount(_, found, one.mean, signed=found.spending is Spending.GROWTH),
            n=one.n,
        )
        for one in found.bands
        if one.n >= FEWEST_SHOWN
    ]
    if len(said) < 2:
        return ""
    return _(
        "{what}, mean by {measure}: {bands}",
        what=spending(_, found, report),
        measure=_(MEASURES[found.measure]),
        bands=phrases.sequence(_, said),
    )


def spending(_: Texts, found: Comparison, report: Report) -> str:
    """What is compared, and in which segment."""
    what = _(SPENDINGS[found.spending], days=report.horizon_days)
    return _("{what}, {segment}", what=what, segment=segment(_, found.segment))


def segment(_: Texts, name: str | None) -> str:
    """The segment, or all of them."""
    return terms.say(_, name) if name else _("all segments")


def compared(_: Texts, report: Report) -> str:
    """How many comparisons the figures are counted against, and what they do not show."""
    return _.plural(
        "{count} comparison was made. It does not show that satisfaction is the cause.",
        "{count} comparisons were made, and the verdicts count that. None shows that satisfaction "
        "is the cause.",
        report.compared,
    )


def turned(_: Texts, found: Sequence[Comparison], report: Report) -> str:
    """The sign depends on what the amount is divided by."""
    sides = [
        _("{what} {figure}", what=_(SPENDINGS[one.spending]), figure=_point(_, one, one.between))
        for one in found
        if one.between is not None
    ]
    real = any(one.verdict in (Verdict.HOLDS, Verdict.OPPOSITE) for one in found)
    said = (
        "The sign depends on the denominator ({segment}): {sides}."
        if real
        else "The sign depends on the denominator ({segment}), all within noise: {sides}."
    )
    return _(
        said,
        segment=segment(_, found[0].segment),
        sides=phrases.sequence(_, sides),
    )


def caution(_: Texts, one: Caution) -> str:
    """One thing to beware of."""
    return _(CAUTIONS[one.code], **{name: _shown(_, value) for name, value in one.values.items()})


def _band(_: Texts, low: float | None, high: float | None) -> str:
    if low is None:
        return _("below {high}", high=_figure(_, high or 0.0))
    if high is None:
        return _("{low} or more", low=_figure(_, low))
    return _("{low} to below {high}", low=_figure(_, low), high=_figure(_, high))


def _good(_: Texts, found: Comparison) -> str:
    return _figure(_, found.bands[-1].low or 0.0)


def _figure(_: Texts, value: float) -> str:
    return _.number(value, 0 if value == int(value) else 1)


def _interval(_: Texts, found: Comparison, one: Interval) -> str:
    return _(
        "{figure} ({low} to {high})",
        figure=_amount(_, found, one.value),
        low=_bound(_, found, one.low),
        high=_bound(_, found, one.high),
    )


def _point(_: Texts, found: Comparison, one: Effect) -> str:
    return _amount(_, found, one.adjusted.value)


def _amount(_: Texts, found: Comparison, value: float | None, *, signed: bool = True) -> str:
    """An amount in the unit of the comparison; growth in points of per cent."""
    figure = value or 0.0
    if found.spending is Spending.GROWTH:
        return _("{points} percentage points", points=units.signed(_, figure, 1))
    sign = ("+" if figure > 0 else "−" if figure < 0 else "") if signed else ""
    return sign + _.money(abs(figure), found.currency)


def _bound(_: Texts, found: Comparison, value: float) -> str:
    if found.spending is Spending.GROWTH:
        return units.signed(_, value, 1)
    return _amount(_, found, value)


def _days(_: Texts, days: Sequence[date]) -> str:
    return phrases.listed(_, [_.date(day) for day in days])


def _shown(_: Texts, value: object) -> object:
    return _.number(value) if isinstance(value, int) else value


VERDICTS = {
    Verdict.HOLDS: "It holds: satisfied customers spend more ({segment}).",
    Verdict.OPPOSITE: "It is the opposite: satisfied customers spend less ({segment}).",
    Verdict.NOISE: (
        "Within noise: whether satisfied customers spend more or less cannot be told ({segment})."
    ),
    Verdict.TOO_FEW: "Too few to say whether satisfied customers spend more ({segment}).",
}

WORDS = {
    Verdict.HOLDS: "holds",
    Verdict.OPPOSITE: "the opposite",
    Verdict.NOISE: "within noise",
    Verdict.TOO_FEW: "too few",
}

MEASURES = {
    Measure.CSAT: "CSAT (1 to 5)",
    Measure.NPS: "NPS (0 to 10)",
    Measure.CES: "CES (1 to 7)",
    Measure.TICKETS: "satisfaction with tickets (1 to 5)",
}

SPENDINGS = {
    Spending.ACCOUNT: "ARR per account",
    Spending.SEAT: "ARR per licence",
    Spending.MONTH: "Paid so far per month as a customer",
    Spending.GROWTH: "Change of ARR in the {days} days after the reading",
}

CONTROLS = {
    effects.TENURE: "tenure",
    effects.SEATS: "licences",
    effects.SEGMENT: "segment",
    effects.CUTOFF: "day of the reading",
}

CAUTIONS = {
    "answered_after_change": (
        "Accounts whose amount changed in the {days} days before their last answer: {count} of "
        "{accounts}. They may be satisfied, or not, because of it; only what came after the "
        "reading is free of that."
    ),
    "answered_after_leaving": (
        "Answers dated when the account paid nothing any more: {count}. They count nowhere."
    ),
    "rated_later": (
        "Tickets of before a cut-off whose satisfaction was given after it: {count}. They count "
        "only from the day they were given."
    ),
    "left_soon": (
        "Of {readings} readings, {count} were followed by leaving within {days} days: those may "
        "have answered while they were leaving."
    ),
    "steep_growth": (
        "Of {readings} readings, {count} were followed by ARR more than doubling; it counts as "
        "doubled."
    ),
    "rebuilt": (
        "Accounts without subscriptions: {count}. Their amounts are today's, with recorded "
        "expansions and contractions undone."
    ),
    "unpriced": "Accounts of which no amount is known, and which count nowhere: {count}.",
}
