"""Facts of what was said: cues with their quotes, engagement, and the mood of the notes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, case, distinct, func, select

from playbooks.catalogue import CUE, HALF_YEAR_DAYS, QUARTER_DAYS, RECENT_DAYS
from playbooks.handoffs import Promise
from playbooks.notes import Cue, Direction, Note
from storage.facts.scope import AT, Scope, ago, newest, within
from storage.values import table_of

MOOD_DAYS = 2 * RECENT_DAYS
MOOD_BEFORE_DAYS = 120
FEWEST_CONTACTS = 3
"""Contacts in the window below which a share of them says nothing."""

FEWEST_MOODS = 2
"""Notes with a mood that the earlier days must hold, for the recent ones to be a turn."""

MOODS = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}


def add(scope: Scope) -> None:
    """Add cues, engagement and mood."""
    for row in scope.newest(_cues(), by=("name",)):
        evidence = ("note", row.note_id)
        scope.add(row.account_id, CUE + row.name, True, evidence, row.date, row.quote)
    last = {row.account_id: row for row in scope.newest(_last())}
    two_way = {row.account_id: row for row in scope.newest(_two_way())}
    commitments = {row.account_id: row.n for row in scope.rows(_commitments())}
    for row in scope.rows(_figures()):
        _add_engagement(scope, row, last[row.account_id], two_way.get(row.account_id))
        _add_shares(scope, row, last[row.account_id], commitments.get(row.account_id, 0))
    for row in scope.rows(_attempts()):
        _add_attempt(scope, row)
    _add_moods(scope)


@cache
def _cues() -> Select[Any]:
    return newest(table_of(Cue), "date", by=("name",))


@cache
def _last() -> Select[Any]:
    return newest(table_of(Note), "date")


@cache
def _two_way() -> Select[Any]:
    note = table_of(Note)
    return newest(note, "date", note.c.direction == Direction.TWO_WAY.value)


@cache
def _figures() -> Select[Any]:
    note = table_of(Note)
    recent = note.c.date > ago(QUARTER_DAYS)
    one_way = recent & (note.c.direction == Direction.ONE_WAY.value)
    two_way = recent & (note.c.direction == Direction.TWO_WAY.value)
    return (
        select(
            note.c.account_id,
            func.min(note.c.date).label("first"),
            _count(note, one_way).label("one_way"),
            _count(note, two_way).label("two_way"),
            *_mood_columns(note),
        )
        .where(*within(note), note.c.date <= AT)
        .group_by(note.c.account_id)
    )


def _count(note: Table, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, note.c.id)))


def _mood_columns(note: Table) -> list[ColumnElement[Any]]:
    mood = case(MOODS, value=note.c.sentiment)
    recent = note.c.date > ago(MOOD_DAYS)
    before = (note.c.date > ago(MOOD_DAYS + MOOD_BEFORE_DAYS)) & ~recent
    return [
        func.avg(case((recent, mood))).label("mood"),
        func.avg(case((before, mood))).label("mood_before"),
        func.count(case((before, mood))).label("moods_before"),
    ]


def _add_engagement(scope: Scope, row: Row[Any], last: Row[Any], two_way: Row[Any] | None) -> None:
    """Time since the last two-way contact; without one, since the first note there is."""
    account_id, note = row.account_id, ("note", last.id)
    scope.add(account_id, "days_since_note", (scope.at - last.date).days, note, quote=last.text)
    since, evidence, quote = row.first, note, None
    if two_way is not None:
        since, evidence, quote = two_way.date, ("note", two_way.id), two_way.text
    cue = scope.get(account_id, CUE + "two_way_engagement")
    if cue is not None and (two_way is None or cue.as_of > since):
        since, evidence, quote = cue.as_of, ("note", cue.evidence_id), cue.quote
    days = (scope.at - since).days
    scope.add(account_id, "days_without_two_way", days, evidence, quote=quote)
    if quote is not None:
        scope.add(account_id, "last_two_way", True, evidence, since, quote)


@cache
def _attempts() -> Select[Any]:
    note = table_of(Note)
    recent = (note.c.date <= AT) & (note.c.date > ago(HALF_YEAR_DAYS))
    query = select(note.c.account_id, note.c.id, note.c.date, note.c.text)
    one_way = note.c.direction == Direction.ONE_WAY.value
    return query.where(*within(note), recent, one_way).order_by(note.c.date, note.c.id)


def _add_attempt(scope: Scope, row: Row[Any]) -> None:
    """Rows come oldest first; those from before the customer last answered do not count."""
    answered = scope.get(row.account_id, "last_two_way")
    if answered is not None and row.date <= answered.as_of:
        return
    known = scope.get(row.account_id, "one_way_unanswered")
    count = 1 + (float(known.value) if known else 0)
    evidence = ("note", row.id)
    scope.add(row.account_id, "one_way_unanswered", count, evidence, row.date, row.text)


def _add_shares(scope: Scope, row: Row[Any], last: Row[Any], commitments: int) -> None:
    account_id, evidence = row.account_id, ("note", last.id)
    contacts = row.one_way + row.two_way
    scope.add(account_id, "two_way_notes", row.two_way, evidence)
    if contacts >= FEWEST_CONTACTS:
        scope.add(account_id, "one_way_share", row.one_way / contacts, evidence, last.date)
        share = min(1.0, commitments / contacts)
        scope.add(account_id, "commitment_share", share, evidence, last.date)
    if row.mood is None:
        return
    scope.add(account_id, "sentiment", float(row.mood), evidence, last.date)
    if row.moods_before >= FEWEST_MOODS:
        turn = float(row.mood) - float(row.mood_before)
        scope.add(account_id, "sentiment_turn", turn, evidence, last.date)


def _add_moods(scope: Scope) -> None:
    """A mood cites the newest note that carries it: a negative one when the balance is."""
    carriers: dict[str, dict[str, Row[Any]]] = {}
    for row in scope.newest(_moods(), by=("sentiment",)):
        carriers.setdefault(row.account_id, {})[row.sentiment] = row
    for account_id, found in carriers.items():
        _cite_mood(scope, account_id, found)


@cache
def _moods() -> Select[Any]:
    note = table_of(Note)
    recent = note.c.date > ago(MOOD_DAYS)
    judged = note.c.sentiment.in_(list(MOODS))
    return newest(note, "date", recent, judged, by=("sentiment",))


def _cite_mood(scope: Scope, account_id: str, found: Mapping[str, Row[Any]]) -> None:
    balance = scope.get(account_id, "sentiment")
    if balance is None:
        return
    order = ("negative", "neutral", "positive")
    moods = order if float(balance.value) < 0 else tuple(reversed(order))
    row = next(found[mood] for mood in moods if mood in found)
    for name in ("sentiment", "sentiment_turn"):
        fact = scope.get(account_id, name)
        if fact is not None:
            scope.add(account_id, name, fact.value, ("note", row.id), row.date, row.text)


@cache
def _commitments() -> Select[Any]:
    """How many contacts of the quarter led to a promise, by account."""
    note, promise = table_of(Note), table_of(Promise)
    return (
        select(note.c.account_id, func.count(distinct(note.c.id)).label("n"))
        .join(
            promise,
            (promise.c.team_id == note.c.team_id)
            & (promise.c.account_id == note.c.account_id)
            & (promise.c.note_id == note.c.id),
        )
        .where(
            *within(note),
            note.c.date <= AT,
            note.c.date > ago(QUARTER_DAYS),
            note.c.direction.in_([Direction.ONE_WAY.value, Direction.TWO_WAY.value]),
        )
        .group_by(note.c.account_id)
    )
