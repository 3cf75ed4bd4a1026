"""Facts of contact against preference: somebody was reached by what they asked us not to use."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from playbooks import preferences
from playbooks.catalogue import HALF_YEAR_DAYS
from playbooks.notes import Direction, Note
from playbooks.observations import SurveyResponse
from playbooks.people import Contact
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope, ago
from storage.values import table_of

SURVEY = "survey"
People = dict[int, list[tuple[str, frozenset[str]]]]
"""By row: names of contacts, each with the kinds of contact that they do not want."""


def add(scope: Scope) -> None:
    """Add the newest contact against a preference; without any refusal on record, nothing.

    Only what we started counts: a customer who writes does so by their own choice.
    """
    people = _people(scope.found(_contacts))
    if not people:
        return
    _add(scope, "survey", scope.found(_surveys), _surveyed, people)
    _add(scope, "note", scope.found(_attempts), _written_to, people)


def _people(found: Found) -> People:
    """All contacts of the accounts where somebody refuses something."""
    by_row: People = defaultdict(list)
    columns = (found.rows.tolist(), found.texts("name"), found.texts("channel_preference"))
    for row, name, written in zip(*columns, strict=True):
        by_row[row].append((name, preferences.refused(written or "")))
    return {row: some for row, some in by_row.items() if any(kinds for _, kinds in some)}


def _add(scope: Scope, kind: str, found: Found, against: Any, people: People) -> None:
    """Lines come oldest first, so the newest stands; of two kinds, the newer."""
    hit = found.where(np.array(list(against(found, people)), np.bool_)).last()
    known = scope.column("preference_violated")
    newer = ~known.known[hit.rows] | (known.as_of[hit.rows] <= hit.days("date"))
    hit = hit.where(newer)
    evidence, day = (kind, hit.texts("id")), hit.days("date")
    scope.add("preference_violated", hit.rows, True, evidence, day, hit.texts("said"))


def _surveyed(found: Found, people: People) -> Iterator[bool]:
    for row, who in zip(found.rows.tolist(), found.texts("who"), strict=True):
        yield any(SURVEY in kinds and name == who for name, kinds in people.get(row, ()))


def _written_to(found: Found, people: People) -> Iterator[bool]:
    """Whom a note names first is taken for the one who was written to."""
    columns = (found.rows.tolist(), found.texts("kind"), found.texts("said"))
    for row, kind, text in zip(*columns, strict=True):
        named = ((_names(name).search(text), kinds) for name, kinds in people.get(row, ()))
        places = [(hit.start(), kind in kinds) for hit, kinds in named if hit]
        yield bool(places) and min(places)[1]


@cache
def _names(name: str) -> re.Pattern[str]:
    """The whole name, or its first word: "Wrote to Fiona"."""
    first = re.escape(name.split()[0])
    if not name.isascii():
        return re.compile(re.escape(name))
    return re.compile(rf"\b{first}\b")


@cache
def _contacts(reach: Reach) -> Select[Any]:
    """All contacts of the accounts where somebody says how they want to be reached."""
    contact, one = table_of(Contact), table_of(Contact).alias()
    given = (contact.c[name] for name in ("account_id", "id", "name", "channel_preference"))
    said = select(one.c.account_id).where(*reach.within(one), one.c.channel_preference > "")
    where = [*reach.within(contact), contact.c.account_id.in_(said)]
    return select(*given).where(*where).order_by(contact.c.id)


@cache
def _surveys(reach: Reach) -> Select[Any]:
    table = table_of(SurveyResponse)
    recent = (table.c.date <= AT) & (table.c.date > ago(HALF_YEAR_DAYS))
    where = [*reach.within(table), recent, table.c.respondent.is_not(None)]
    given = (table.c.account_id, table.c.id, table.c.date, table.c.respondent.label("who"))
    query = select(*given, table.c.comment.label("said")).where(*where)
    return query.order_by(table.c.date, table.c.id)


@cache
def _attempts(reach: Reach) -> Select[Any]:
    note = table_of(Note)
    recent = (note.c.date <= AT) & (note.c.date > ago(HALF_YEAR_DAYS))
    ours = note.c.direction == Direction.ONE_WAY.value
    given = (note.c.account_id, note.c.id, note.c.date, note.c.kind, note.c.text.label("said"))
    query = select(*given).where(*reach.within(note), recent, ours)
    return query.order_by(note.c.date, note.c.id)
