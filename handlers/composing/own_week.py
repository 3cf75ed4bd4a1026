"""Beside the steps of a day: what somebody promised for these days, and whom they meet."""

from datetime import UTC, date, datetime, time, timedelta

from handlers.answers import Part, Section, Sentence
from handlers.composing import meeting, phrases, promise_lists
from handlers.composing.desk import Desk
from playbooks.meetings import Meeting
from playbooks.people import Member

AHEAD = timedelta(days=7)
MOST = 4


def sections(desk: Desk, whose: Member) -> list[Section]:
    """Their promises that are late or fall due within a week, and their meetings of that week."""
    promised = promise_lists.soon(desk, whose.id, None, desk.today + AHEAD)
    return _sections(desk, whose, promised, desk.today, desk.today + AHEAD)


def between(desk: Desk, whose: Member, since: date, until: date) -> list[Section]:
    """Their promises that fall due in these days, and their meetings."""
    promised = promise_lists.soon(desk, whose.id, since, until)
    return _sections(desk, whose, promised, since, until)


def _sections(
    desk: Desk, whose: Member, promised: list[Sentence], since: date, until: date
) -> list[Section]:
    return [
        *phrases.section(Part.PROMISES, promised, most=MOST),
        *phrases.section(Part.STATE, _meetings(desk, whose, since, until), most=MOST),
    ]


def _meetings(desk: Desk, whose: Member, since: date, until: date) -> list[Sentence]:
    """Meetings to which they are invited, or of an account of theirs where nobody of us is."""
    by_id = {account.id: account for account in desk.current}
    begins = datetime.combine(since, time(), UTC)
    ends = datetime.combine(until + timedelta(days=1), time(), UTC)
    found = desk.reader.find(Meeting, since=begins, until=ends, cancelled=False)
    own = [
        one
        for one in found
        if one.account_id in by_id and (whose.id in (one.members or by_id[one.account_id].team))
    ]
    own.sort(key=lambda one: one.starts)
    return [meeting.line(desk, by_id[one.account_id], one) for one in own]
