"""Health: reading it, saying what changed, and what people add to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers import access, audit, rulebook
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.facts import Fact
from playbooks.health import changes as health_changes
from playbooks.health import reading as health_reading
from playbooks.health.rules import HealthRules
from playbooks.health.values import (
    Band,
    Change,
    Override,
    PersonAnswer,
    Reading,
    Snapshot,
    Verdict,
)
from storage import facts as fact_store
from storage.workspace import Reader

TREND_DAYS = 90
"""Health is compared with the health of this many days before."""

Facts = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Examined:
    """An account with its reading and facts; the facts hold the reading as well."""

    account: Account
    reading: Reading
    facts: Facts


def read(context: Context, account_id: str, at: date | None = None) -> Reading:
    """The account's health on a day, today when none is given. Raises `NotFound`."""
    return examine(context, account_id, at).reading


def examine(context: Context, account_id: str, at: date | None = None) -> Examined:
    """The account's reading with the facts that it rests on."""
    rules = rulebook.health(context)
    with context.workspace.reading() as reader:
        found = list(within(reader, at or context.today(), rules, [account_id]))
    if not found:
        raise NotFound("There is no such account. Nothing was read.")
    return found[0]


def changes(context: Context, account_id: str, since: date, until: date) -> list[Change]:
    """What differs between the readings of two days, the biggest move first, with its evidence.

    Both days are read anew with today's rules from what was dated up to each of them.
    """
    if since > until:
        raise BadInput(f"{since} is later than {until}. Give the earlier day first.")
    before, after = read(context, account_id, since), read(context, account_id, until)
    return list(health_changes.between(before, after))


def within(
    reader: Reader,
    at: date,
    rules: HealthRules,
    account_ids: Sequence[str] | None = None,
    *,
    trend: bool = False,
) -> Iterator[Examined]:
    """Readings of the accounts, or of all of them, in a transaction that is already open.

    A fixed number of queries serves each thousand accounts. With `trend`, the facts also hold the
    change in health since 90 days before, for which that day is read as well.
    """
    for facts in _batches(reader, at, account_ids):
        readings = _read(reader, facts, at, rules)
        trends = _trends(reader, readings, at, rules) if trend else {}
        for account in reader.find(Account, id=list(facts)):
            reading = readings[account.id]
            known = facts[account.id] | health_reading.facts_of(reading)
            yield Examined(account, reading, known | trends.get(account.id, {}))


def answer_question(
    context: Context,
    account_id: str,
    question: str,
    verdict: Verdict,
    author: str | None,
    reason: str | None = None,
) -> PersonAnswer:
    """Keep what a person answers; `unknown` takes an earlier answer back. It can be undone.

    Raises `BadInput` for a question that is not asked and `NotFound` for an account or person
    that is not there, or whose health they may not see.
    """
    if question not in rulebook.health(context).questions:
        raise BadInput(f"There is no health question {question!r}. Nothing was saved.")
    with context.workspace.writing() as writer:
        actor = _insider(writer, account_id, author)
        given = PersonAnswer(
            id=context.new_id("answer"),
            account_id=account_id,
            question=question,
            verdict=verdict,
            date=context.today(),
            author=actor,
            reason=(reason or "").strip() or None,
        )
        writer.put(given)
        audit.record(context, writer, actor, "health.answered", given, after=[given])
    return given


def override(
    context: Context,
    account_id: str,
    band: Band,
    reason: str,
    expires: date,
    author: str | None,
) -> Override:
    """Put a person's band in place of the computed one until it expires; both stay visible.

    Raises `BadInput` without a reason or with an end in the past. It can be undone.
    """
    if not reason.strip():
        raise BadInput("An override needs a reason that others can judge. Nothing was saved.")
    if expires < context.today():
        raise BadInput(f"{expires} has passed; an override ends on a day to come. Nothing saved.")
    with context.workspace.writing() as writer:
        actor = _insider(writer, account_id, author)
        given = Override(
            id=context.new_id("override"),
            account_id=account_id,
            band=band,
            reason=reason.strip(),
            author=actor,
            expires=expires,
            date=context.today(),
        )
        writer.put(given)
        audit.record(context, writer, actor, "health.overridden", given, after=[given])
    return given


def take_snapshots(context: Context, at: date | None = None) -> int:
    """Store the day's reading of every account; once a day, however often it is called."""
    day, rules = at or context.today(), rulebook.health(context)
    with context.workspace.writing() as writer:
        made = [snapshot_of(found.reading) for found in within(writer, day, rules)]
        return writer.put_many(made).created if made else 0


def history(context: Context, account_id: str) -> list[Snapshot]:
    """The readings that were stored, oldest first, each with the version of its weights."""
    with context.workspace.reading() as reader:
        return reader.find(Snapshot, account_id=account_id)


def snapshot_of(reading: Reading) -> Snapshot:
    """What is kept of a reading; its id makes it one a day."""
    return Snapshot(
        id=f"health:{reading.account_id}:{reading.as_of}",
        account_id=reading.account_id,
        as_of=reading.as_of,
        score=reading.score,
        low=reading.low,
        high=reading.high,
        coverage=reading.coverage,
        band=reading.computed_band,
        weights_version=reading.weights_version,
        answers={answer.question: answer.verdict.value for answer in reading.answers},
    )


def _batches(
    reader: Reader, at: date, account_ids: Sequence[str] | None
) -> Iterator[dict[str, Facts]]:
    if account_ids is None:
        yield from fact_store.in_batches(reader, at)
        return
    for start in range(0, len(account_ids), fact_store.BATCH):
        asked = list(account_ids[start : start + fact_store.BATCH])
        known = [account.id for account in reader.find(Account, id=asked)]
        yield fact_store.gather(reader, at, known)


def _read(
    reader: Reader, facts: dict[str, Facts], at: date, rules: HealthRules
) -> dict[str, Reading]:
    persons: dict[str, list[PersonAnswer]] = {}
    for answer in reader.find(PersonAnswer, until=at, account_id=list(facts)):
        persons.setdefault(answer.account_id, []).append(answer)
    # In the order of their dates, so that the newest one stands.
    overrides = {o.account_id: o for o in reader.find(Override, until=at, account_id=list(facts))}
    return {
        account_id: health_reading.assess(
            account_id, known, persons.get(account_id, ()), overrides.get(account_id), at, rules
        )
        for account_id, known in facts.items()
    }


def _trends(
    reader: Reader, readings: dict[str, Reading], at: date, rules: HealthRules
) -> dict[str, Facts]:
    """The trend of every account that has a band; the others are not read a second time."""
    known = [i for i, now in readings.items() if now.computed_band is not Band.UNKNOWN]
    earlier = at - timedelta(days=TREND_DAYS)
    before = _read(reader, fact_store.gather(reader, earlier, known), earlier, rules)
    return {account_id: _trend(readings[account_id], then) for account_id, then in before.items()}


def _trend(now: Reading, before: Reading) -> Facts:
    """The change in health, when both days have a band; a blind spot has no trend."""
    if Band.UNKNOWN in (now.computed_band, before.computed_band):
        return {}
    if now.score is None or before.score is None:
        return {}
    change = now.score - before.score
    fact = Fact("health_trend", change, now.as_of, "health", now.account_id, "points", TREND_DAYS)
    return {fact.name: fact}


def _insider(reader: Reader, account_id: str, who: str | None) -> str:
    """The member's id, when they may see and so judge the account's health."""
    viewer = access.audience(reader, who).asker
    account = reader.get(Account, account_id)
    if account is None or not viewer.sees_internals(account):
        raise NotFound("There is no such account. Nothing was saved.")
    return viewer.member.id
