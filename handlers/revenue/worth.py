"""What accounts are worth and what attention they get, in words with window, day and n."""

from handlers import units
from handlers.composing import phrases
from handlers.revenue import saying
from handlers.texts import Texts
from playbooks.prediction.values import Interval
from playbooks.revenue import lifetime
from playbooks.revenue.values import (
    AccountValue,
    Attendance,
    Attention,
    Holdout,
    Lifetime,
    Report,
    SegmentValue,
)


def lead(_: Texts, found: Lifetime) -> str:
    """What a lifetime value is here, or that it is not known."""
    if not any(one.value for one in found.segments):
        return _(
            "Lifetime value is not known: {ends} contracts have ended by {date}, and {needed} are "
            "needed to learn how long contracts last.",
            ends=found.ends,
            date=_.date(found.as_of),
            needed=lifetime.FEWEST_ENDS,
        )
    figures = {
        "months": found.horizon_months,
        "discount": _.percent(found.discount),
        "date": _.date(found.as_of),
    }
    if found.margin is None:
        return _(
            "Lifetime value is what contracts in force are expected to bring in {months} months "
            "from {date}, later money discounted by {discount} a year. It is revenue and not "
            "profit, since no margin is given, and holds no growth.",
            **figures,
        )
    return _(
        "Lifetime value is the margin of {margin} of what contracts in force are expected to bring "
        "in {months} months from {date}, later money discounted by {discount} a year. It holds no "
        "growth.",
        margin=_.percent(found.margin),
        **figures,
    )


def segment_value(_: Texts, found: SegmentValue) -> str:
    """The value of one segment, with the ends it was learned from."""
    name = saying.segment(_, found.segment) if found.segment else _("no segment")
    ground = {
        "segment": name,
        "accounts": found.accounts,
        "ends": found.ends,
        "months": _.number(found.months),
    }
    if found.value is None or found.monthly_loss is None:
        return _(
            "{segment}: not known (n = {accounts} accounts; {ends} contracts ended in {months} "
            "contract months)",
            **ground,
        )
    return _(
        "{segment}: {value} ({low} to {high}) for n = {accounts} accounts; {loss} of contracts end "
        "in a month ({ends} ended in {months} contract months)",
        value=_.money(found.value.value, found.currency),
        low=_.money(found.value.low, found.currency),
        high=_.money(found.value.high, found.currency),
        loss=_percent(_, found.monthly_loss),
        **ground,
    )


def account_value(_: Texts, found: AccountValue, account: str, report: Report) -> str:
    """What one account is expected to bring."""
    if found.value is None:
        return lead(_, report.lifetime)
    return _(
        "{account} is expected to bring {value} ({low} to {high}) in {months} months; it pays "
        "{arr} today, as of {date}.",
        account=account,
        value=_.money(found.value.value, found.currency),
        low=_.money(found.value.low, found.currency),
        high=_.money(found.value.high, found.currency),
        months=report.lifetime.horizon_months,
        arr=_("{money} a year", money=_.money(found.arr, found.currency)),
        date=_.date(report.lifetime.as_of),
    )


def holdout(_: Texts, found: Holdout, report: Report) -> str:
    """How far forecasts at earlier cut-offs lay off, beside the naive ones."""
    name = saying.segment(_, found.segment)
    if found.lead is None:
        return _(
            "{segment}: too few earlier readings to test the forecast (n = {n})",
            segment=name,
            n=found.readings,
        )
    off = {error.name: error for error in found.errors}
    model = off[lifetime.MODEL]
    return _(
        "{segment}: our forecast of the revenue of the next {days} days was {off} off ({bias}); "
        "carrying on the last ARR is {same} off, repeating the {days} days before {before} "
        "(n = {n} readings of {accounts} accounts): {verdict}",
        segment=name,
        days=report.horizon_days,
        off=_.percent(model.off),
        bias=_bias(_, model.bias),
        same=_.percent(off[lifetime.SAME].off),
        before=_.percent(off[lifetime.AS_BEFORE].off),
        n=found.readings,
        accounts=found.accounts,
        verdict=_lead(_, found.lead),
    )


def attended(_: Texts, found: Attendance) -> str:
    """Of how many accounts attention is known, and what it is held against."""
    said = (
        "Attention is known for {known} of {accounts} accounts that pay something: contacts in "
        "notes and logged hours of the {days} days up to {date}, ranked against lifetime value "
        "within each currency. Hours are logged for {hours} of them."
        if found.by == "lifetime"
        else "Attention is known for {known} of {accounts} accounts that pay something: contacts "
        "in notes and logged hours of the {days} days up to {date}, ranked against ARR within each "
        "currency, since lifetime value is not known. Hours are logged for {hours} of them."
    )
    return _(
        said,
        known=found.known,
        accounts=found.accounts,
        days=found.window_days,
        date=_.date(found.as_of),
        hours=found.with_hours,
    )


def given(_: Texts, found: Attention, account: str, lacks: bool) -> str:
    """One account: what it is worth, what it got, and how far the two ranks lie apart."""
    said = (
        "{account} gets much less attention than its value suggests: {figures}"
        if lacks
        else "{account} gets much more attention than its value suggests: {figures}"
    )
    contacts = _.plural(
        "spoken with or written to {count} time in {days} days",
        "spoken with or written to {count} times in {days} days",
        found.touches,
        days=found.days,
    )
    figures = [
        _("worth {value}", value=_.money(found.value, found.currency)),
        _("{contacts}, {two_way} of them two-way", contacts=contacts, two_way=found.two_way),
        _("hours not logged")
        if found.hours is None
        else units.say(_, "hours", round(found.hours, 1)),
        _(
            "of 100 ranks {value_rank} by value and {rank} by attention",
            value_rank=_.number(100 * found.value_rank),
            rank=_.number(100 * found.attention_rank),
        ),
    ]
    return _(said, account=account, figures=phrases.sequence(_, figures))


def unranked(_: Texts, found: Attendance) -> str | None:
    """Accounts that nobody can be compared with."""
    if not found.unranked:
        return None
    return _(
        "{count} of them are not ranked: fewer than five accounts in their currency.",
        count=found.unranked,
    )


def _percent(_: Texts, share: float) -> str:
    return _("{percent}%", percent=_.number(100 * share, 1))


def _bias(_: Texts, bias: float) -> str:
    share = _.percent(abs(bias))
    return _("{share} too little", share=share) if bias < 0 else _("{share} too much", share=share)


def _lead(_: Texts, lead: Interval) -> str:
    if lead.low > 0:
        return _("better than the best of them")
    return _("worse than the best of them") if lead.high < 0 else _("no better than they")
