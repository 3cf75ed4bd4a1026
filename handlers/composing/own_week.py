"""Beside the steps of a day: what somebody promised for these days, and whom they meet."""

from datetime import UTC, datetime, time, timedelta

from handlers.answers import Part, Section, Sentence
from handlers.composing import meeting, phrases, promise_lists
from handlers.composing.desk import Desk
from playbooks.meetings import Meeting
from playbooks.people import Member

AHEAD = timedelta(days=7)
MOST = 4


def sections(desk: Desk, whose: Member) -> list[Section]:
    """Their promises that are late or fall due within a week, and their meetings of that week."""
    promised = promise_lists.soon(desk, whose.id, desk.today + AHEAD)
    return [
        *phrases.section(Part.PROMISES, promised, most=MOST),
        *phrases.section(Part.STATE, _meetings(desk, whose), most=MOST),
    ]


def _meetings(desk: Desk, whose: Member) -> list[Sentence]:
    """Meetings to which they are invited, or of an account of theirs where nobody of us is."""
    by_id = {account.id: account for account in desk.current}
    begins = datetime.combine(desk.today, time(), UTC)
    found = desk.reader.find(
        Meeting, since=begins, until=begins + AHEAD + timedelta(days=1), cancelled=False
    )
    own = [
        one
        for one in found
        if one.account_id in by_id and (whose.id in (one.members or by_id[one.account_id].team))
    ]
    own.sort(key=lambda one: one.starts)
    return [meeting.line(desk, by_id[one.account_id], one) for one in own]
