"""Does the score predict who leaves? Tested on what happened, with what was known before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter

from handlers import access, health, rulebook
from handlers.context import Context
from playbooks.accounts import Account, Subscription
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput, NotFound
from playbooks.health.rules import HealthRules
from playbooks.notes import Note
from playbooks.observations import MetricSample, Outcome, SurveyResponse, Ticket
from playbooks.people import Member, Role
from playbooks.prediction import history as histories
from playbooks.prediction import signals, testing
from playbooks.prediction.history import History
from playbooks.prediction.testing import Findings, Progress
from playbooks.prediction.values import Backtest, Caution, Target, Verdict
from storage.workspace import Reader

OfAccount = TypeVar("OfAccount", Outcome, Subscription)

ACTION = "backtest.run"
ADAPTER = TypeAdapter(Backtest)
SHOWN = 3
JUDGES = (Role.CSM, Role.MANAGER, Role.ADMIN)
"""Who reads the health of all accounts, and so may test it."""


HORIZON_DAYS = 180
MOST_CUTOFFS = 4
SOON_DAYS = 30
"""Who leaves so soon after the cut-off may already have stopped using the product."""

CHURN, RENEWAL = "churn", "renewal"
BACK = (RENEWAL, "expansion")
LATE_SIGNAL = "ticket_satisfaction"
DATED: tuple[type[Any], ...] = (Outcome, MetricSample, SurveyResponse, Ticket, Note)


@dataclass(frozen=True, slots=True)
class Plan:
    """Cut-offs, the earliest first, and how many days after each are looked at."""

    cutoffs: tuple[date, ...]
    horizon_days: int
    observed_until: date


@dataclass(frozen=True)
class Records:
    """What the outcomes and the checks are read from."""

    accounts: Sequence[Account]
    outcomes: Mapping[str, Sequence[Outcome]]
    subscriptions: Mapping[str, Sequence[Subscription]]
    rated: Sequence[Ticket]


def run(
    context: Context,
    cutoff: date | None = None,
    horizon_days: int | None = None,
    target: Target = Target.CHURN,
    progress: Progress | None = None,
) -> Backtest:
    """Test score, components and signals as they were known at each cut-off.

    Without a cut-off, the latest whose horizon is over and up to three earlier ones are taken,
    with horizons that do not overlap; where all figures bear one day, that day. Raises `BadInput`
    for a cut-off or a horizon after which nothing can have been recorded.
    """
    rules = rulebook.health(context)
    return tested(context, rules, cutoff, horizon_days, target, progress)[0]


def tested(
    context: Context,
    rules: HealthRules,
    cutoff: date | None,
    horizon_days: int | None,
    target: Target,
    progress: Progress | None,
) -> tuple[Backtest, History]:
    """The finding with the history that it was read from; raises as `run` does."""
    with context.workspace.reading() as reader:
        records = _records(reader)
        chosen = plan(context, reader, cutoff, horizon_days)
        history = _history(reader, records, chosen, target, rules)
        cautions = [*_cautions(reader, records, chosen, target, history)]
    found = replace(
        _told(testing.measure(history, rules, progress), history, chosen, target, cautions),
        weights_version=rules.version,
        tested_on=context.today(),
        examples=_examples(records, chosen),
    )
    return found, history


def check_may_judge(member: Member) -> None:
    """Raise `NotFound` for whoever may not read the health of the whole workspace."""
    if member.role not in JUDGES:
        raise NotFound("There is no test of the score that I can show you. Nothing was read.")


def keep(context: Context, found: Backtest, author: str | None) -> AuditEntry:
    """Keep the finding in the audit log, so that it can be shown beside the score."""
    with context.workspace.writing() as writer:
        entry = AuditEntry(
            id=context.new_id("audit"),
            at=context.now(),
            actor=access.find_member(writer, author).id,
            action=ACTION,
            item_kind="backtest",
            item_id=found.weights_version,
            after={"backtest": ADAPTER.dump_python(found, mode="json")},
        )
        writer.put(entry)
    return entry


def latest(reader: Reader, rules: HealthRules) -> Backtest | None:
    """The newest finding that was kept about the weights in force, None when there is none."""
    kept = reader.find(AuditEntry, action=ACTION, item_id=rules.version, newest_first=True, limit=1)
    return ADAPTER.validate_python(kept[0].after["backtest"]) if kept and kept[0].after else None


def plan(context: Context, reader: Reader, cutoff: date | None, horizon_days: int | None) -> Plan:
    """Where to cut, from how far the records reach."""
    if horizon_days is not None and horizon_days < 1:
        raise BadInput("A horizon has at least one day. Nothing was tested.")
    last = _observed_until(reader, context.today())
    if cutoff is not None:
        if last is not None and cutoff >= last:
            raise BadInput(
                "Nothing is recorded after {day}, so nothing shows who left after {cutoff}. Give "
                "an earlier cut-off. Nothing was tested.",
                day=last,
                cutoff=cutoff,
            )
        days = horizon_days or min(HORIZON_DAYS, ((last or cutoff) - cutoff).days or HORIZON_DAYS)
        return Plan((cutoff,), days, last or cutoff)
    days = horizon_days or HORIZON_DAYS
    if last is None:
        return Plan((), days, context.today())
    single = _single_day(reader)
    if single is not None and single < last:
        return Plan((single,), horizon_days or (last - single).days, last)
    first = _first_day(reader) or last
    cuts = (last - timedelta(days=days * step) for step in range(1, MOST_CUTOFFS + 1))
    return Plan(tuple(sorted(cut for cut in cuts if cut > first)), days, last)


def _observed_until(reader: Reader, today: date) -> date | None:
    """The last day on which anything is recorded: silence after it is no sign of staying."""
    days = [_newest(reader, kind, today) for kind in DATED]
    return max((day for day in days if day is not None), default=None)


def _newest(reader: Reader, kind: type[Any], today: date) -> date | None:
    found = reader.find(kind, until=today, newest_first=True, limit=1)
    return _day(found[0]) if found else None


def _first_day(reader: Reader) -> date | None:
    found = [found[0] for kind in DATED if (found := reader.find(kind, limit=1))]
    return min((_day(one) for one in found), default=None)


def _day(item: Any) -> date:
    day: date = item.opened if isinstance(item, Ticket) else item.date
    return day


def _single_day(reader: Reader) -> date | None:
    """The day of all figures, where they bear one day only: a table without a history."""
    first = reader.find(MetricSample, limit=1)
    last = reader.find(MetricSample, newest_first=True, limit=1)
    others = any(reader.count(kind) for kind in (SurveyResponse, Ticket, Note))
    return first[0].date if first and first[0].date == last[0].date and not others else None


def _records(reader: Reader) -> Records:
    return Records(
        accounts=reader.find(Account),
        outcomes=_by_account(reader.find(Outcome)),
        subscriptions=_by_account(reader.find(Subscription)),
        rated=[one for one in reader.find(Ticket) if one.satisfaction is not None],
    )


def _by_account(items: Iterable[OfAccount]) -> dict[str, list[OfAccount]]:
    found: dict[str, list[OfAccount]] = defaultdict(list)
    for item in items:
        found[item.account_id].append(item)
    return found


def _history(
    reader: Reader, records: Records, chosen: Plan, target: Target, rules: HealthRules
) -> History:
    parts = []
    without = frozenset([signals.REVENUE] if _without_revenue(records) else [])
    for cutoff in chosen.cutoffs:
        judged = _judged(records, cutoff, chosen.horizon_days, target)
        late = {LATE_SIGNAL: frozenset(t.account_id for t in _rated_later(records, cutoff))}
        for readings in health.side_by_side(reader, cutoff, rules):
            parts.append(histories.part(readings, judged, late, without))
    return History([part for part in parts if len(part.events)])


def _judged(records: Records, cutoff: date, horizon_days: int, target: Target) -> dict[str, bool]:
    """The customers of that day, and whether each left within the horizon."""
    until = cutoff + timedelta(days=horizon_days)
    found = {}
    for account in records.accounts:
        ends = records.outcomes.get(account.id, ())
        if not _is_customer(account, ends, records.subscriptions.get(account.id, ()), cutoff):
            continue
        within = [o.kind for o in ends if cutoff < o.date <= until]
        decided = [kind for kind in within if kind in (CHURN, RENEWAL)]
        if target is Target.CHURN:
            found[account.id] = CHURN in within
        elif decided:
            found[account.id] = decided[0] == CHURN
    return found


def _is_customer(
    account: Account, ends: Sequence[Outcome], bought: Sequence[Subscription], day: date
) -> bool:
    if account.contract_start is not None and account.contract_start > day:
        return False
    if bought:
        return any(_is_in_force(one, day) for one in bought)
    before = [o.kind for o in ends if o.date <= day and o.kind in (CHURN, *BACK)]
    return not before or before[-1] != CHURN


def _is_in_force(bought: Subscription, day: date) -> bool:
    begun = bought.start_date is None or bought.start_date <= day
    return begun and (bought.end_date is None or bought.end_date > day)


def _rated_later(records: Records, cutoff: date) -> Iterator[Ticket]:
    """Tickets of before the cut-off whose satisfaction was given when they closed, after it."""
    for ticket in records.rated:
        done = ticket.closed or ticket.resolved_date
        if ticket.opened <= cutoff and done is not None and done > cutoff:
            yield ticket


def _cautions(
    reader: Reader, records: Records, chosen: Plan, target: Target, history: History
) -> Iterator[Caution]:
    """What may flatter or spoil the figures, each with how much of it there is."""
    yield from _counted("left_before", _left_before(records, chosen))
    soon = sum(
        sum(_judged(records, cutoff, min(SOON_DAYS, chosen.horizon_days), target).values())
        for cutoff in chosen.cutoffs
    )
    if chosen.horizon_days > SOON_DAYS:
        yield from _counted("left_soon", soon, days=SOON_DAYS, events=int(history.events.sum()))
    yield from _counted("after_leaving", _after_leaving(reader, records))
    yield from _counted("before_the_contract", _before_the_contract(reader, records))
    late = sum(1 for cutoff in chosen.cutoffs for _ in _rated_later(records, cutoff))
    yield from _counted("satisfaction_later", late)
    yield from _counted("notes_entered_later", _entered_later(reader, chosen))
    yield from _counted("no_revenue_left", _without_revenue(records))
    if history.left_out:
        yield Caution("named_as_outcome", {"signals": list(history.left_out)})
    if chosen.cutoffs:
        yield Caution("business_dates")
        yield Caution("as_they_stand")


def _counted(code: str, count: int, **values: object) -> Iterator[Caution]:
    if count:
        yield Caution(code, {"count": count, **values})


def _left_before(records: Records, chosen: Plan) -> int:
    """Accounts that had left by the last cut-off; there they are not judged."""
    if not chosen.cutoffs:
        return 0
    day = chosen.cutoffs[-1]
    gone = 0
    for account in records.accounts:
        ends = records.outcomes.get(account.id, ())
        bought = records.subscriptions.get(account.id, ())
        started = account.contract_start is None or account.contract_start <= day
        left = any(o.kind == CHURN and o.date <= day for o in ends)
        gone += started and left and not _is_customer(account, ends, bought, day)
    return gone


def _after_leaving(reader: Reader, records: Records) -> int:
    """Figures and surveys dated after an account left for good."""
    found = 0
    for account_id, ends in records.outcomes.items():
        last = [o for o in ends if o.kind in (CHURN, *BACK)][-1:]
        bought = records.subscriptions.get(account_id, ())
        if last and last[0].kind == CHURN and not any(b.end_date is None for b in bought):
            since = last[0].date + timedelta(days=1)
            for kind in (MetricSample, SurveyResponse, Ticket):
                found += reader.count(kind, since=since, account_id=account_id)
    return found


def _before_the_contract(reader: Reader, records: Records) -> int:
    starts = {one.id: one.contract_start for one in records.accounts}
    opened = ((starts.get(ticket.account_id), ticket.opened) for ticket in reader.find(Ticket))
    return sum(1 for start, day in opened if start is not None and day < start)


def _entered_later(reader: Reader, chosen: Plan) -> int:
    """Notes dated up to the last cut-off, but written down after it."""
    if not chosen.cutoffs:
        return 0
    cutoff = chosen.cutoffs[-1]
    notes = reader.find(Note, until=cutoff)
    return sum(1 for n in notes if n.recorded_at is not None and n.recorded_at.date() > cutoff)


def _without_revenue(records: Records) -> int:
    """Accounts that left and whose revenue was set to nought: today's figure knows the outcome."""
    left = {key for key, ends in records.outcomes.items() if any(o.kind == CHURN for o in ends)}
    return sum(1 for one in records.accounts if one.arr == 0 and one.id in left)


def _told(
    found: Findings, history: History, chosen: Plan, target: Target, cautions: list[Caution]
) -> Backtest:
    by_score = found.score.verdict is not Verdict.TOO_LITTLE or found.model is None
    verdict = found.score.verdict if by_score or found.model is None else found.model.verdict
    events = history.events
    return Backtest(
        verdict=verdict,
        about="score" if by_score else "model",
        target=target,
        cutoffs=chosen.cutoffs,
        horizon_days=chosen.horizon_days,
        accounts=len(set(history.clusters.tolist())),
        n=len(events),
        events=int(events.sum()),
        score=found.score,
        readings=found.readings,
        baselines=found.baselines,
        base_rate=float(events.mean()) if len(events) else None,
        model=found.model,
        tried=len(found.signals),
        cautions=(*cautions, *found.cautions),
        weights_version="",
        tested_on=chosen.observed_until,
    )


def _examples(records: Records, chosen: Plan) -> tuple[str, ...]:
    if not chosen.cutoffs:
        return ()
    until = chosen.cutoffs[-1] + timedelta(days=chosen.horizon_days)
    left = [
        one
        for ends in records.outcomes.values()
        for one in ends
        if one.kind == CHURN and chosen.cutoffs[0] < one.date <= until
    ]
    newest = sorted(left, key=lambda one: (one.date, one.id), reverse=True)
    return tuple(one.id for one in newest[:SHOWN])
