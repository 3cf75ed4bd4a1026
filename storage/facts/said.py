"""Facts of what was said: cues with their quotes, engagement, and the mood of the notes."""

from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    Table,
    bindparam,
    case,
    distinct,
    func,
    select,
)

from playbooks.catalogue import CUE, HALF_YEAR_DAYS, QUARTER_DAYS, RECENT_DAYS
from playbooks.frame import Cells, Flags
from playbooks.handoffs import Promise
from playbooks.notes import Cue, Direction, Note
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope, ago, newest
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
    for name, cues in scope.found(_cues).apart("name"):
        found = cues.newest("id")
        evidence, day = ("note", found.texts("note_id")), found.days("date")
        scope.add(CUE + name, found.rows, True, evidence, day, found.texts("quote"))
    last = scope.found(_last).newest()
    _add_last(scope, last)
    _add_two_way(scope, last, scope.found(_two_way).newest())
    _add_shares(scope, last, scope.found(_commitments))
    _add_attempts(scope, scope.found(_attempts))
    _add_moods(scope, last)


@cache
def _cues(reach: Reach) -> Select[Any]:
    return newest(reach, table_of(Cue), "date", by=("name",), gives=("id", "note_id", "quote"))


@cache
def _last(reach: Reach) -> Select[Any]:
    """The newest notes, with figures over all of the account's beside them."""
    table = table_of(Note)
    return newest(reach, table, "date", gives=("id", "text"), figures=_figures(table))


@cache
def _two_way(reach: Reach) -> Select[Any]:
    note = table_of(Note)
    both = note.c.direction == Direction.TWO_WAY.value
    return newest(reach, note, "date", both, gives=("id", "text"))


def _figures(note: Table) -> list[Label[Any]]:
    recent = note.c.date > ago(QUARTER_DAYS)
    one_way = recent & (note.c.direction == Direction.ONE_WAY.value)
    two_way = recent & (note.c.direction == Direction.TWO_WAY.value)
    return [
        func.min(note.c.date).label("first"),
        _count(note, one_way).label("one_way"),
        _count(note, two_way).label("two_way"),
        *_mood_columns(note),
    ]


def _count(note: Table, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, note.c.id)))


def _mood_columns(note: Table) -> list[Label[Any]]:
    mood = case(MOODS, value=note.c.sentiment)
    recent = note.c.date > ago(MOOD_DAYS)
    before = (note.c.date > ago(MOOD_DAYS + MOOD_BEFORE_DAYS)) & ~recent
    return [
        func.avg(case((recent, mood))).label("mood"),
        func.avg(case((before, mood))).label("mood_before"),
        func.count(case((before, mood))).label("moods_before"),
    ]


def _add_last(scope: Scope, last: Found) -> None:
    days = scope.days_since(last.days("date"))
    scope.add("days_since_note", last.rows, days, _note(last), quote=last.texts("text"))


def _add_two_way(scope: Scope, last: Found, answered: Found) -> None:
    """Time since the last two-way contact; without one, since the first note there is."""
    silent = scope.days_since(last.days("first"))
    scope.add("days_without_two_way", last.rows, silent, _note(last))
    _add_answer(scope, answered, _note(answered), answered.texts("text"))
    cue = scope.column(CUE + "two_way_engagement")
    contact = scope.column("last_two_way")
    rows = last.rows
    newer = ~contact.known[rows] | (cue.as_of[rows] > contact.as_of[rows])
    later = rows[cue.known[rows] & newer]
    days, evidence = cue.as_of[later], ("note", cue.ids[later])
    scope.add("last_two_way", later, True, evidence, days, cue.quotes[later])
    silent = scope.days_since(days)
    scope.add("days_without_two_way", later, silent, evidence, quote=cue.quotes[later])


def _add_answer(scope: Scope, found: Found, evidence: tuple[str, Cells], quote: Cells) -> None:
    day = found.days("date")
    scope.add("last_two_way", found.rows, True, evidence, day, quote)
    scope.add("days_without_two_way", found.rows, scope.days_since(day), evidence, quote=quote)


@cache
def _attempts(reach: Reach) -> Select[Any]:
    note = table_of(Note)
    recent = (note.c.date <= AT) & (note.c.date > ago(HALF_YEAR_DAYS))
    query = select(note.c.account_id, note.c.id, note.c.date, note.c.text)
    one_way = note.c.direction == Direction.ONE_WAY.value
    return query.where(*reach.within(note), recent, one_way).order_by(note.c.date, note.c.id)


def _add_attempts(scope: Scope, found: Found) -> None:
    """Lines come oldest first; those from before the customer last answered do not count."""
    answered = scope.column("last_two_way")
    rows = np.flatnonzero(answered.known)
    days, item = scope.days_since(answered.as_of[rows]), (answered.kinds[rows], answered.ids[rows])
    scope.add("days_since_contact", rows, days, item, quote=answered.quotes[rows])
    before = answered.known[found.rows] & (found.days("date") <= answered.as_of[found.rows])
    since = found.where(~before)
    day, quote = since.days("date"), since.texts("text")
    scope.add("one_way_unanswered", since.rows, since.count(), _note(since), day, quote)
    scope.add("days_since_contact", since.rows, scope.days_since(day), _note(since), quote=quote)


def _add_shares(scope: Scope, last: Found, commitments: Found) -> None:
    one_way, two_way = last.counts("one_way"), last.counts("two_way")
    scope.add("two_way_notes", last.rows, two_way, _note(last))
    contacts = one_way + two_way
    enough = contacts >= FEWEST_CONTACTS
    led = np.zeros(len(scope.frame), np.int64)
    led[commitments.rows] = commitments.counts("n")
    with np.errstate(divide="ignore", invalid="ignore"):
        _add_some(scope, "one_way_share", one_way / contacts, enough, last)
        share = np.minimum(1.0, led[last.rows] / contacts)
    _add_some(scope, "commitment_share", share, enough, last)


def _add_moods(scope: Scope, last: Found) -> None:
    """A mood cites the newest note that carries it: a negative one when the balance is."""
    mood, before = last.figures("mood"), last.figures("mood_before")
    turned = last.counts("moods_before") >= FEWEST_MOODS
    _add_some(scope, "sentiment", mood, ~np.isnan(mood), last)
    _add_some(scope, "sentiment_turn", mood - before, turned & ~np.isnan(mood), last)
    found = {mood: each.newest() for mood, each in scope.found(_moods).apart("sentiment")}
    balance = scope.column("sentiment")
    for below_zero, carriers in ((True, ("positive", "neutral", "negative")), (False, [*MOODS])):
        for carrier in (found[one] for one in carriers if one in found):
            balances = balance.values[carrier.rows].astype(np.float64)
            wanted = balance.known[carrier.rows] & ((balances < 0) == below_zero)
            _cite(scope, carrier.where(wanted))


def _add_some(scope: Scope, name: str, value: Cells, known: Flags, last: Found) -> None:
    found = last.where(known)
    scope.add(name, found.rows, value[known], _note(found), found.days("date"))


@cache
def _moods(reach: Reach) -> Select[Any]:
    note = table_of(Note)
    recent = note.c.date > ago(MOOD_DAYS)
    judged = note.c.sentiment.in_(list(MOODS))
    return newest(reach, note, "date", recent, judged, by=("sentiment",), gives=("id", "text"))


def _cite(scope: Scope, found: Found) -> None:
    for name in ("sentiment", "sentiment_turn"):
        column = scope.column(name)
        carried = found.where(column.known[found.rows])
        value, day = column.values[carried.rows], carried.days("date")
        scope.add(name, carried.rows, value, _note(carried), day, carried.texts("text"))


def _note(found: Found) -> tuple[str, Cells]:
    return "note", found.texts("id")


@cache
def _commitments(reach: Reach) -> Select[Any]:
    """How many contacts of the quarter led to a promise, by account."""
    note, promise = table_of(Note), table_of(Promise)
    return (
        select(promise.c.account_id, func.count(distinct(note.c.id)).label("n"))
        .select_from(promise)
        .join(note, (note.c.team_id == bindparam("team")) & (note.c.id == promise.c.note_id))
        .where(
            *reach.within(promise),
            promise.c.note_id.is_not(None),
            note.c.account_id == promise.c.account_id,
            note.c.date <= AT,
            note.c.date > ago(QUARTER_DAYS),
            note.c.direction.in_([Direction.ONE_WAY.value, Direction.TWO_WAY.value]),
        )
        .group_by(promise.c.account_id)
    )
