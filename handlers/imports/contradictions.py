"""Where sources disagree: reported with both sides, never resolved."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from playbooks import catalogue
from playbooks.accounts import Account, Subscription
from playbooks.observations import MetricSample, Outcome, Ticket
from storage.workspace import Reader

CLAIM_OF_CHURN = "churn_flag"
"""A metric that claims, for an account, that it has left (1) or not (0)."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot both hold. `items` are the ids of the records that make them."""

    account: str
    kind: str
    what: str
    items: tuple[str, ...]


def find(
    reader: Reader, imported: Sequence[Any], samples: Sequence[MetricSample], today: date
) -> list[Contradiction]:
    """Contradictions in which the imported records take part, in the order of their account."""
    accounts = {account.id: account for account in reader.find(Account)}
    found = [
        *_before_the_contract(accounts, imported),
        *_ends_before_it_starts(imported),
        *_in_the_future(imported, today),
        *_flags_against_events(reader, imported, samples),
        *_two_figures(reader, [*(i for i in imported if isinstance(i, MetricSample)), *samples]),
    ]
    return sorted(set(found), key=lambda one: (one.kind, one.account, one.items))


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure that the same source gives anew, with the sample that keeps what it was."""

    told: Contradiction
    before: MetricSample


def restated(reader: Reader, samples: Sequence[MetricSample], today: date) -> list[Restated]:
    """Levels that are about to be overwritten by another value; read before they are written.

    What it was is kept as a metric of its own, so that no mean counts it and answers can show it.
    """
    levels = {one.id: one for one in samples if one.metric not in catalogue.FLOWS}
    stored = reader.find(MetricSample, id=list(levels)) if levels else []
    pairs = ((was, levels[was.id]) for was in stored)
    return [_restated(was, now, today) for was, now in pairs if _differ(was, now)]


def _differ(was: MetricSample, now: MetricSample) -> bool:
    same = (was.account_id, was.date, was.metric) == (now.account_id, now.date, now.metric)
    return same and was.value != now.value


def _restated(was: MetricSample, now: MetricSample, today: date) -> Restated:
    what = (
        f"{was.metric} on {was.date} was {was.value:g} and is {now.value:g} now ({was.id}), "
        f"restated on {today}"
    )
    before = replace(was, id=f"{was.id}:before", metric=was.metric + catalogue.ELSEWHERE)
    told = Contradiction(was.account_id, "restated", what, (was.id, before.id))
    return Restated(told, before)


def outside_subscription(
    subscriptions: dict[str, Subscription], used: Iterable[tuple[str, MetricSample]]
) -> list[Contradiction]:
    """Usage dated before its subscription began or after it ended; one line a subscription."""
    outside: dict[str, list[MetricSample]] = defaultdict(list)
    for subscription_id, sample in used:
        subscription = subscriptions.get(subscription_id)
        if subscription and not _covers(subscription, sample.date):
            outside[subscription_id].append(sample)
    return [_outside(subscriptions[key], found) for key, found in sorted(outside.items())]


def _covers(subscription: Subscription, day: date) -> bool:
    start, end = subscription.start_date, subscription.end_date
    return (start is None or start <= day) and (end is None or day <= end)


def _outside(subscription: Subscription, samples: list[MetricSample]) -> Contradiction:
    days = sorted(sample.date for sample in samples)
    end = subscription.end_date or "open"
    what = (
        f"usage on {len(set(days))} days between {days[0]} and {days[-1]} lies outside "
        f"subscription {subscription.id} ({subscription.start_date} to {end})"
    )
    ids = dict.fromkeys(sample.id for sample in samples)
    return Contradiction(
        subscription.account_id, "usage_outside_subscription", what, (subscription.id, *ids)
    )


def _before_the_contract(
    accounts: dict[str, Account], imported: Iterable[Any]
) -> Iterable[Contradiction]:
    for item in imported:
        day = _tied_to_contract(item)
        account = accounts.get(getattr(item, "account_id", ""))
        if account and day and account.contract_start and day < account.contract_start:
            what = (
                f"{type(item).__name__.lower()} {item.id} is dated {day}, before the contract "
                f"began on {account.contract_start}"
            )
            yield Contradiction(account.id, "before_contract_start", what, (account.id, item.id))


def _tied_to_contract(item: Any) -> date | None:
    if isinstance(item, Ticket):
        return item.opened
    if isinstance(item, Outcome):
        return item.date
    return item.start_date if isinstance(item, Subscription) else None


def _ends_before_it_starts(imported: Iterable[Any]) -> Iterable[Contradiction]:
    spans = {Ticket: ("opened", "closed"), Subscription: ("start_date", "end_date")}
    for item in imported:
        first, last = spans.get(type(item), (None, None))
        start, end = getattr(item, first or "", None), getattr(item, last or "", None)
        if start and end and end < start:
            what = f"{item.id} ends on {end}, before it starts on {start}"
            yield Contradiction(item.account_id, "ends_before_start", what, (item.id,))


def _in_the_future(imported: Iterable[Any], today: date) -> Iterable[Contradiction]:
    for item in imported:
        day = item.date if isinstance(item, MetricSample) else getattr(item, "opened", None)
        if day and day > today:
            what = f"{item.id} was measured on {day}, which is after today, {today}"
            yield Contradiction(item.account_id, "in_the_future", what, (item.id,))


def _flags_against_events(
    reader: Reader, imported: Sequence[Any], samples: Sequence[MetricSample]
) -> Iterable[Contradiction]:
    touched = any(isinstance(item, Outcome) for item in imported) or any(
        sample.metric == CLAIM_OF_CHURN for sample in samples
    )
    if not touched:
        return
    churns: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in reader.find(Outcome, kind="churn"):
        churns[outcome.account_id].append(outcome)
    for flag in reader.find(MetricSample, metric=CLAIM_OF_CHURN):
        events = churns.get(flag.account_id, [])
        if bool(flag.value) != bool(events):
            yield _flag_against(flag, events)


def _flag_against(flag: MetricSample, events: list[Outcome]) -> Contradiction:
    says = "has left" if flag.value else "has not left"
    dates = ", ".join(str(event.date) for event in events) or "none"
    what = f"churn flag says the account {says} (as of {flag.date}); churn events: {dates}"
    ids = (flag.id, *(event.id for event in events))
    return Contradiction(flag.account_id, "flag_against_events", what, ids)


def _two_figures(reader: Reader, samples: Sequence[MetricSample]) -> Iterable[Contradiction]:
    """Two figures for one metric on one day.

    Counts of several sources add up (of a feature each, say); a level is the same whoever tells it.
    """
    plain = [sample for sample in samples if _is_whole(sample)]
    days = {sample.date for sample in plain}
    if not plain:
        return
    metrics = {sample.metric for sample in plain}
    stored = reader.find(MetricSample, since=min(days), until=max(days), metric=metrics)
    by_key: dict[tuple[str, date, str], dict[str, float]] = defaultdict(dict)
    for sample in [*stored, *plain]:
        if _is_whole(sample):
            by_key[sample.account_id, sample.date, sample.metric][sample.id] = sample.value
    for (account_id, day, metric), figures in by_key.items():
        if len(set(figures.values())) > 1:
            said = " and ".join(f"{value:g} ({key})" for key, value in sorted(figures.items()))
            what = f"two figures for {metric} on {day}: {said}"
            yield Contradiction(account_id, "two_figures", what, tuple(sorted(figures)))


def _is_whole(sample: MetricSample) -> bool:
    return sample.source is None or sample.metric not in catalogue.FLOWS
