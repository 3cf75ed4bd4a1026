"""The queries of a reading run and fetched with nothing made of them: its least possible cost."""

from datetime import date

from storage.facts import SOURCES, journey
from storage.facts.scope import Query, Scope, scopes
from storage.workspace import Reader


def fetch(reader: Reader, at: date) -> int:
    """Fetch all rows that the facts of all accounts rest on; returns how many there are."""
    queries = _queries(reader, at)
    parts = scopes(reader, at, None)
    return sum(len(part.lines(query)[1]) for part in parts for query in queries)


def _queries(reader: Reader, at: date) -> list[Query]:
    """All that a reading asks, noted while one of nobody is made."""
    nobody = Scope(reader, at, [])
    for add in SOURCES:
        add(nobody)
    journey.add(nobody, journey.Expectations(reader, at))
    return nobody.asked
