"""The attention that accounts get: contacts from notes, and hours from activities."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from playbooks.catalogue import YEAR_DAYS
from playbooks.notes import Direction, Note
from playbooks.observations import Activity
from playbooks.revenue import attention
from playbooks.revenue.attention import MUCH, Given
from playbooks.revenue.values import AccountValue, Attendance, Attention, Lifetime
from storage.workspace import Reader

WINDOW_DAYS = 180
TOUCHES = (Direction.ONE_WAY, Direction.TWO_WAY)
NAMED = 10
"""Accounts that are named on either side."""


def attendance(reader: Reader, lifetime: Lifetime, at: date) -> Attendance:
    """Value against attention of the accounts that pay something on the day."""
    notes = reader.find(Note, since=at - timedelta(days=YEAR_DAYS), until=at)
    spent = reader.find(Activity, since=at - timedelta(days=YEAR_DAYS), until=at)
    logged = {note.account_id for note in notes} | {one.account_id for one in spent}
    since = at - timedelta(days=WINDOW_DAYS)
    recent = [note for note in notes if note.date > since and note.direction in TOUCHES]
    hours = _hours(one for one in spent if one.date > since)
    valued = lifetime.accounts
    given = [_given(one, recent_of, hours) for one, recent_of in _apart(valued, recent, logged)]
    found = attention.ranked(given)
    return Attendance(
        as_of=at,
        window_days=WINDOW_DAYS,
        by="lifetime" if any(one.value for one in valued) else "arr",
        accounts=len(valued),
        known=len(given),
        with_hours=sum(1 for one in given if one.hours is not None),
        unranked=len(given) - len(found),
        under=tuple(one for one in found if one.lacks >= MUCH)[:NAMED],
        over=_over(found),
    )


def _over(found: Sequence[Attention]) -> tuple[Attention, ...]:
    return tuple(one for one in reversed(found) if one.lacks <= -MUCH)[:NAMED]


def _apart(
    valued: Iterable[AccountValue], recent: Iterable[Note], logged: set[str]
) -> Iterable[tuple[AccountValue, list[Note]]]:
    """The accounts of which anything was logged within a year, each with its recent contacts."""
    touches: dict[str, list[Note]] = defaultdict(list)
    for note in recent:
        touches[note.account_id].append(note)
    return ((one, touches[one.account_id]) for one in valued if one.account_id in logged)


def _given(one: AccountValue, touches: Sequence[Note], hours: dict[str, float]) -> Given:
    return Given(
        one.account_id,
        one.currency,
        one.value.value if one.value else one.arr,
        len(touches),
        sum(1 for note in touches if note.direction is Direction.TWO_WAY),
        hours.get(one.account_id),
        max(1, min(WINDOW_DAYS, one.tenure_days)),
    )


def _hours(spent: Iterable[Activity]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for one in spent:
        if one.hours is not None:
            found[one.account_id] += one.hours
    return dict(found)
