"""Notes of one account that say nearly the same within days."""

import datetime
from collections.abc import Iterable

from rapidfuzz import fuzz, utils

from handlers.access import Viewer
from playbooks.accounts import Account
from playbooks.notes import Note
from playbooks.people import Channel
from storage.workspace import Reader

DAYS = 3
"""Days before and after a note's own in which the same event is written down again."""

LIKENESS = 90.0
"""Per cent of likeness from which two notes say the same."""

COMPARED = 4_000
"""Characters of a note that are compared with others."""


def find(reader: Reader, viewer: Viewer, account: Account, note: Note) -> tuple[Note, ...]:
    """Notes that the viewer may read and that say nearly the same, the likest first."""
    days = datetime.timedelta(days=DAYS)
    around = reader.find(
        Note, account_id=account.id, since=note.date - days, until=note.date + days
    )
    alike = [(_likeness(note, other), other) for other in around if other.id != note.id]
    likest = sorted((one for one in alike if one[0]), key=lambda one: -one[0])
    return tuple(_readable(reader, viewer, account, [other for _likeness, other in likest]))


def _likeness(note: Note, other: Note) -> float:
    """Per cent, 0 below what counts; the order of the words may differ."""
    text, said = (utils.default_process(one.text[:COMPARED]) for one in (note, other))
    if not text or not said:
        return 100.0 if note.text.strip() == other.text.strip() else 0.0
    as_written = fuzz.ratio(text, said, score_cutoff=LIKENESS)
    return as_written or fuzz.token_sort_ratio(text, said, score_cutoff=LIKENESS)


def _readable(
    reader: Reader, viewer: Viewer, account: Account, notes: Iterable[Note]
) -> Iterable[Note]:
    for note in notes:
        channel = reader.get(Channel, note.channel) if note.channel else None
        if viewer.sees_note(note, account, channel):
            yield note
