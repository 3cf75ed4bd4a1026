"""When somebody gets a digest or a brief without asking: once for each week, meeting or renewal."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

from handlers import brief, working_hours
from handlers.answers import Answer, Request
from handlers.context import Context
from handlers.digests import opening, updates
from playbooks.accounts import Account
from playbooks.meetings import Meeting
from playbooks.member_preferences import MemberPreferences
from playbooks.people import Member, Role
from storage.workspace import Reader


class Kind(StrEnum):
    """The regular messages; a member can do without each of them."""

    PORTFOLIO = "portfolio_digest"
    TEAM = "team_digest"
    MEETING = "meeting_brief"
    RENEWAL = "renewal_brief"
    UPDATE = "escalation_update"


def offered(role: Role) -> tuple[Kind, ...]:
    """The kinds that somebody with this role gets and may do without."""
    weekly = Kind.TEAM if role is Role.MANAGER else Kind.PORTFOLIO
    return (weekly, Kind.MEETING, Kind.RENEWAL, Kind.UPDATE)


WEEK_BEGINS = 2
"""Working days of a week on which its digest goes out, if nothing ran on the first of them."""

EVENING = 16
"""The hour of the working day before a meeting from which its brief goes out."""

SHORTLY = timedelta(minutes=90)
"""Before a meeting that came up later; looked for every hour, so it is an hour on average."""

RENEWAL_DAYS = 120
CAUGHT_UP_DAYS = 15
"""A renewal brief that was missed is made up for within these days, and then no more."""

RENEWALS_A_DAY = 2
LATEST_DAYS = 10
"""Of several accounts of one person that renew on the same date, so many are prepared for on one
day, those that bring in the most first; the others on the days after, at most so much later."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to send to a member; `key` names it so that it goes out once.

    `account_id` and `item_id` (a meeting or a ticket) are what a brief is about.
    """

    kind: Kind
    member: str
    key: str
    account_id: str | None = None
    item_id: str | None = None


def due(context: Context, now: datetime) -> list[Occasion]:
    """What is due now, for those who are at work and have not chosen to do without it."""
    with context.workspace.reading() as reader:
        members = [m for m in reader.find(Member) if m.active and m.role is not Role.GUEST]
        at_work = {m.id: m for m in members if is_at_work(m, now)}
        if not at_work:
            return []
        wishes = {one.id: one for one in reader.find(MemberPreferences)}
        found = [*_weekly(at_work, now), *_briefs(reader, at_work, now)]
    return [one for one in found if not _does_without(wishes, one)]


def prepare(context: Context, occasion: Occasion) -> Answer | None:
    """The message for an occasion, in the member's language; None when there is nothing to say."""
    with context.workspace.reading() as reader:
        member = reader.get(Member, occasion.member)
    if member is None:
        return None
    own, account = member.language, occasion.account_id or ""
    day = context.today(member)
    if occasion.kind is Kind.PORTFOLIO:
        return opening.of_portfolio(context, member.id, at=day, language=own)
    if occasion.kind is Kind.TEAM:
        return opening.of_team(context, member.id, at=day, language=own)
    if occasion.kind is Kind.RENEWAL:
        return brief.before_renewal(context, account, member.id, at=day, language=own)
    if occasion.kind is Kind.UPDATE:
        compose = partial(updates.compose, ticket_id=occasion.item_id)
        summary = Request.SUMMARY
        return brief.about(context, account, member.id, compose, summary, at=day, language=own)
    return brief.before_meeting(
        context, account, member.id, meeting_id=occasion.item_id, at=day, language=own
    )


def is_at_work(member: Member, now: datetime) -> bool:
    """Whether the moment lies in the member's working hours of a working day."""
    local = working_hours.local(member, now)
    inside = working_hours.START <= local.time() < working_hours.END
    return inside and working_hours.works_on(member, local.date())


def _does_without(wishes: Mapping[str, MemberPreferences], occasion: Occasion) -> bool:
    wish = wishes.get(occasion.member)
    return wish is not None and occasion.kind in wish.without


def _weekly(at_work: Mapping[str, Member], now: datetime) -> Iterator[Occasion]:
    """The digests of a week, on the first working day of each member's own week."""
    for member in at_work.values():
        today = working_hours.local(member, now).date()
        if working_days_so_far(member, today) <= WEEK_BEGINS:
            year, week, _day = today.isocalendar()
            kind = offered(member.role)[0]
            yield Occasion(kind, member.id, f"{kind}:{member.id}:{year}-W{week:02}")


def working_days_so_far(member: Member, today: date) -> int:
    """Working days of the week up to and including today."""
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=number) for number in range(today.weekday() + 1))
    return sum(working_hours.works_on(member, day) for day in days)


def _briefs(reader: Reader, at_work: Mapping[str, Member], now: datetime) -> Iterator[Occasion]:
    accounts = {account.id: account for account in reader.find(Account)}
    soon = reader.find(Meeting, since=now, cancelled=False)
    yield from _meetings(soon, accounts, at_work, now)
    yield from _updates(reader, accounts, at_work, now)
    yield from _renewals(accounts.values(), at_work, now)


def _renewals(
    accounts: Collection[Account], at_work: Mapping[str, Member], now: datetime
) -> Iterator[Occasion]:
    """To the owner of the account, when it renews soon."""
    later = _later(accounts)
    for account in accounts:
        owner = at_work.get(account.owner or "")
        if owner is None:
            continue
        today = working_hours.local(owner, now).date()
        if _renews_soon(account, today, later.get(account.id, 0)):
            key = f"{Kind.RENEWAL}:{account.id}:{account.renewal_date}"
            yield Occasion(Kind.RENEWAL, owner.id, key, account.id)


def _updates(
    reader: Reader, accounts: Mapping[str, Account], at_work: Mapping[str, Member], now: datetime
) -> Iterator[Occasion]:
    """To the owner of the account, at each step of the rhythm."""
    owners = {a.id: at_work[a.owner] for a in accounts.values() if a.owner and a.owner in at_work}
    days = {id_: working_hours.local(owner, now).date() for id_, owner in owners.items()}
    for one in updates.due(reader, days):
        account_id, owner = one.ticket.account_id, owners[one.ticket.account_id].id
        key = f"{Kind.UPDATE}:{one.ticket.id}:{owner}:{one.due}"
        yield Occasion(Kind.UPDATE, owner, key, account_id, one.ticket.id)


def _meetings(
    meetings: Sequence[Meeting],
    accounts: Mapping[str, Account],
    at_work: Mapping[str, Member],
    now: datetime,
) -> Iterator[Occasion]:
    """To those of ours who take part; to the account's owner where nobody is named."""
    for meeting in meetings:
        account = accounts.get(meeting.account_id)
        owner = account.owner if account else None
        for who in meeting.members or ((owner,) if owner else ()):
            member = at_work.get(who)
            if member is not None and _is_near(meeting, member, now):
                key = f"{Kind.MEETING}:{meeting.id}:{who}:{meeting.starts:%Y-%m-%dT%H:%M}"
                yield Occasion(Kind.MEETING, who, key, meeting.account_id, meeting.id)


def _is_near(meeting: Meeting, member: Member, now: datetime) -> bool:
    """Within the hour, or on the next working day once this one is in its evening."""
    if meeting.starts - now <= SHORTLY:
        return True
    local = working_hours.local(member, now)
    day = working_hours.local(member, meeting.starts).date()
    return local.hour >= EVENING and local.date() < day <= _next_working_day(member, local.date())


def _next_working_day(member: Member, today: date) -> date:
    day = today + timedelta(days=1)
    while not working_hours.works_on(member, day):
        day += timedelta(days=1)
    return day


def _later(accounts: Iterable[Account]) -> dict[str, int]:
    """By how many days a brief comes later, so that a day on which many renew is no flood."""
    together: defaultdict[tuple[str, date], list[Account]] = defaultdict(list)
    for account in accounts:
        if account.owner is not None and account.renewal_date is not None:
            together[account.owner, account.renewal_date].append(account)
    return {
        account.id: min(place // RENEWALS_A_DAY, LATEST_DAYS)
        for those in together.values()
        for place, account in enumerate(sorted(those, key=lambda a: (-(a.arr or 0), a.id)))
    }


def _renews_soon(account: Account, today: date, later: int) -> bool:
    if account.renewal_date is None:
        return False
    days = (account.renewal_date - today).days
    return RENEWAL_DAYS - CAUGHT_UP_DAYS < days <= RENEWAL_DAYS - later
