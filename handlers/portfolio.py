"""The portfolio: which accounts need somebody, with their health and what is at stake."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from handlers import access, health, rulebook
from handlers.access import Viewer
from handlers.context import Context
from handlers.health import Examined
from playbooks.accounts import Account
from playbooks.criteria import Criterion
from playbooks.errors import BadInput
from playbooks.facts import Fact
from playbooks.health.values import Band, Reading
from playbooks.stages import Stage
from storage.workspace import Reader

SHOWN_ANYWAY = "health_band"
"""A fact that each line of the list shows by itself."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which accounts are asked for; what is not set does not narrow the list.

    `criteria` are all to be met. `renewal_within_days` counts from the day of the reading;
    `silent_days` means no two-way engagement for at least that many days; `blind_spots` are
    accounts whose band is unknown.
    """

    owner: str | None = None
    segment: str | None = None
    at_risk: bool = False
    blind_spots: bool = False
    renewal_within_days: int | None = None
    silent_days: int | None = None
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class Line:
    """One account of the list; its reading and its reasons are made when they are asked for.

    `open` are the criteria of which it is not known whether the account meets them. Whoever may not
    see health is `outside`: there is no reading, no revenue at risk and no reason then.
    """

    account: Account
    stages: tuple[Stage, ...]
    last_engagement: date | None
    revenue_at_risk: float | None
    open: tuple[Criterion, ...]
    _examined: Examined
    _criteria: tuple[Criterion, ...]
    _outside: bool

    @property
    def band(self) -> Band | None:
        """How the account is doing in a word."""
        return None if self._outside else self._examined.band

    @cached_property
    def reading(self) -> Reading | None:
        """Its health with all answers and their evidence."""
        return None if self._outside else self._examined.reading

    @cached_property
    def why(self) -> tuple[Fact, ...]:
        """The facts that put it on the list, the heaviest first."""
        if self._outside:
            return ()
        return _grounds(self._examined, self._criteria) or _why(self._examined)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The accounts that fit the filter, those with the most revenue at risk first."""

    filter: Filter
    as_of: date
    lines: tuple[Line, ...]


def read(
    context: Context, wanted: Filter, viewer: str | None = None, at: date | None = None
) -> Portfolio:
    """The accounts that fit, as far as the viewer may see them.

    `owner` is a member's id or handle. Raises `NotFound` for an owner or viewer who is not there
    and `BadInput` for a negative number of days.
    """
    _check(wanted)
    day = at or context.today()
    with context.workspace.reading() as reader:
        rules = rulebook.health(context, reader)
        who = access.audience(reader, viewer).asker
        owner = access.find_member(reader, wanted.owner).id if wanted.owner else None
        ids = [account.id for account in _candidates(reader, who, wanted, owner)]
        lines = select(health.within(reader, day, rules, ids), wanted, who)
    return Portfolio(wanted, day, lines)


def is_doubtful(reading: Reading) -> bool:
    """Whether an account is on watch for what is unknown alone: nothing known speaks against it."""
    held = reading.cap is not None or reading.override is not None
    return reading.band is Band.WATCH and not held and not reading.drags


def select(examined: Iterable[Examined], wanted: Filter, viewer: Viewer) -> tuple[Line, ...]:
    """The lines of those that fit the filter, whoever owns them, the most revenue at risk first."""
    return sorted_out(examined, wanted, viewer)[0]


def sorted_out(
    examined: Iterable[Examined], wanted: Filter, viewer: Viewer
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines that fit, and those of which nobody knows whether they do, in the same order."""
    found = [_line(one, wanted, viewer) for one in examined if _fits(one, wanted, viewer)]
    ordered = sorted(found, key=_by_revenue_at_risk)
    return tuple(x for x in ordered if not x.open), tuple(x for x in ordered if x.open)


def _check(wanted: Filter) -> None:
    for days in (wanted.renewal_within_days, wanted.silent_days):
        if days is not None and days < 0:
            raise BadInput("A number of days starts at 0. Nothing was read.")


def _candidates(
    reader: Reader, viewer: Viewer, wanted: Filter, owner: str | None
) -> Sequence[Account]:
    return [
        account
        for account in reader.find(Account)
        if viewer.sees_account(account)
        and owner in (None, account.owner)
        and wanted.segment in (None, account.segment)
    ]


def _fits(one: Examined, wanted: Filter, viewer: Viewer) -> bool:
    internal = wanted.at_risk or wanted.blind_spots or wanted.criteria
    if internal and not viewer.sees_internals(one.account):
        return False
    if any(one.meets(criterion) is False for criterion in wanted.criteria):
        return False
    if wanted.at_risk and one.band is not Band.AT_RISK:
        return False
    if wanted.blind_spots and one.band is not Band.UNKNOWN:
        return False
    if wanted.renewal_within_days is not None:
        days = _figure(one, "days_to_renewal")
        if days is None or not 0 <= days <= wanted.renewal_within_days:
            return False
    if wanted.silent_days is not None:
        silent = _figure(one, "days_without_two_way")
        return silent is None or silent >= wanted.silent_days
    return True


def _line(one: Examined, wanted: Filter, viewer: Viewer) -> Line:
    outside = not viewer.sees_internals(one.account)
    return Line(
        account=one.account,
        stages=tuple(stage for stage in Stage if one.fact(f"days_in_{stage}")),
        last_engagement=_last_engagement(one),
        revenue_at_risk=None if outside else one.revenue_at_risk,
        open=tuple(each for each in wanted.criteria if one.meets(each) is None),
        _examined=one,
        _criteria=wanted.criteria,
        _outside=outside,
    )


def _grounds(one: Examined, criteria: Sequence[Criterion]) -> tuple[Fact, ...]:
    """The facts by which the account meets the criteria, the first of each."""
    segment, day = one.account.segment, one.as_of
    found = (
        criterion.evidence(one.some(criterion.facts), segment, day)[:1] for criterion in criteria
    )
    told = {fact.name: fact for facts in found for fact in facts if fact.name != SHOWN_ANYWAY}
    return tuple(told.values())


def _last_engagement(one: Examined) -> date | None:
    fact = one.fact("last_two_way")
    return fact.as_of if fact else None


def _why(one: Examined) -> tuple[Fact, ...]:
    """What holds the band down, then the first fact of each of the biggest drags; for a blind spot,
    its coverage."""
    facts = [answer.evidence[0] for answer in one.reading.drags if answer.evidence]
    if one.reading.cap is not None:
        facts = [*one.reading.cap.evidence[:1], *facts]
    if one.reading.band is Band.UNKNOWN or is_doubtful(one.reading):
        facts.insert(0, one.facts["health_coverage"])
    return tuple({fact.name: fact for fact in facts}.values())


def _figure(one: Examined, name: str) -> float | None:
    fact = one.fact(name)
    return float(fact.value) if fact else None


def _by_revenue_at_risk(line: Line) -> tuple[bool, float, float, str]:
    """Known revenue at risk first, the most first; then by ARR, then by name."""
    arr = float(line.account.arr or 0)
    return line.revenue_at_risk is None, -(line.revenue_at_risk or 0), -arr, line.account.name
