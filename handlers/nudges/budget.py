"""How much one person is told on a day, and what counts in it: one rule for all that comes unasked.

What Cairn brings up of its own accord counts: each nudge that is a message of its own, also those
that a manager hears of because nobody answered. What the budget leaves over is told in digests.
Not counted is what comes at a time that its reader knows, once for its occasion (the week's digest,
the brief before a meeting or a renewal, the update that a customer was promised:
`occasions.Kind`): each kind of these can be switched off by itself, and all of them keep working
hours, days off, quiet hours and do not disturb as nudges do. Nor is an answer to somebody counted.
"""

from datetime import date

from playbooks.nudges.tellings import Telling
from playbooks.people import Member
from storage.workspace import Reader

BUDGET = 5
"""Nudges that one person gets on one day as messages of their own; the rest go into a digest."""

IN_DIGEST = 20
"""Nudges that one digest holds, for a message cannot show more."""

DIGESTS = 3
"""Digests that one person gets at once at most; the rest waits for the next morning."""


def left(reader: Reader, member: Member, day: date) -> int:
    """How many more the member may get on that day of theirs."""
    sent = reader.find(Telling, member=member.id, day=day, digest=False)
    return max(BUDGET - len({one.message for one in sent}), 0)
