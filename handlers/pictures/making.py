"""Pictures made from readings and paths."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from handlers import health
from handlers.pictures.values import (
    Axis,
    Bar,
    BarsPicture,
    Dot,
    HistoryPicture,
    MapPicture,
    PathPicture,
    Score,
    Spot,
)
from playbooks.accounts import Account
from playbooks.health.rules import HealthRules
from playbooks.health.values import Band, Component, Reading, Snapshot
from playbooks.trajectory import indices, months
from playbooks.trajectory.values import Comparison, Index, Path, Position
from storage.workspace import Reader

WHOLE = "Health"


def path(
    account: Account, path: Path, today: date, around: Comparison | None = None
) -> PathPicture:
    """The months of one account, with the time before and after an action when one is given."""
    return PathPicture(
        as_of=today,
        months=tuple(_spot(month) for month in path.months),
        account=account.name,
        attached=path.attached,
        day=around.day if around else None,
        before=_spot(around.before) if around else None,
        after=_spot(around.after) if around and around.after else None,
    )


def together(paths: Sequence[Path], today: date, segment: str | None) -> PathPicture:
    """The months of several accounts: the median of each axis, and their middle half."""
    shown = tuple(_spot(month) for month in indices.pooled(paths).months)
    return PathPicture(today, shown, accounts=len(paths), segment=segment)


def portfolio(accounts: Sequence[Account], paths: Mapping[str, Path]) -> MapPicture:
    """Where each account lies in the last month of its path; there must be at least one."""
    last = {account.id: paths[account.id].months[-1] for account in accounts}
    month = next(iter(last.values()))
    dots = tuple(_dot(account, last[account.id]) for account in accounts)
    return MapPicture(month.since, month.until, dots)


def history(
    reader: Reader, account: Account, today: date, rules: HealthRules, span: int
) -> HistoryPicture:
    """Health at the end of each of the last `span` months, and as it was stored meanwhile."""
    days = [_month_end(first, today) for first in months.last(span, today)]
    scores = tuple(_score(read(reader, account, day, rules)) for day in days)
    kept = reader.find(Snapshot, account_id=account.id)
    return HistoryPicture(
        account=account.name,
        as_of=today,
        weights=rules.version,
        healthy=rules.file.bands.healthy,
        at_risk=rules.file.bands.at_risk,
        scores=scores,
        kept=tuple(_stored(one) for one in kept if days[0] <= one.as_of <= today),
    )


def components(account: Account, reading: Reading, rules: HealthRules) -> BarsPicture:
    """The components of a reading in the order of the rules."""
    known = reading.computed_band is not Band.UNKNOWN
    score = reading.score if known else None
    total = Bar(WHOLE, 100.0, score, reading.low, reading.high, reading.coverage)
    bars = tuple(_bar(component, rules) for component in reading.components)
    return BarsPicture(account.name, reading.as_of, reading.weights_version, total, bars)


def read(reader: Reader, account: Account, day: date, rules: HealthRules) -> Reading:
    """Health of an account on a day."""
    return next(iter(health.within(reader, day, rules, [account.id]))).reading


def _spot(position: Position) -> Spot:
    axes = (_axis(position.attitude), _axis(position.behaviour))
    return Spot(position.since, position.until, *axes)


def _axis(index: Index) -> Axis:
    return Axis(index.value, index.low, index.high, index.n)


def _dot(account: Account, position: Position) -> Dot:
    return Dot(
        name=account.name,
        attitude=position.attitude.value,
        behaviour=position.behaviour.value,
        arr=float(account.arr) if account.arr is not None else None,
        currency=account.currency,
        is_certain=position.is_certain,
    )


def _month_end(first: date, today: date) -> date:
    return min(months.after(first, 1) - timedelta(days=1), today)


def _score(reading: Reading) -> Score:
    known = reading.computed_band is not Band.UNKNOWN
    score = reading.score if known else None
    return Score(reading.as_of, score, reading.low, reading.high, reading.coverage)


def _stored(one: Snapshot) -> Score:
    score = one.score if one.band is not Band.UNKNOWN else None
    return Score(one.as_of, score, one.low, one.high, one.coverage)


def _bar(component: Component, rules: HealthRules) -> Bar:
    return Bar(
        title=rules.file.components[component.name].title,
        weight=component.weight,
        score=component.score,
        low=component.low,
        high=component.high,
        coverage=component.coverage,
    )
