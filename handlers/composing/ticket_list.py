"""Open tickets across accounts: by severity, past their promised date, or open for long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handlers import terms
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import narrowed, phrases, tickets
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.understanding.values import Filters
from knowledge import lists, periods, wording
from playbooks.accounts import Account
from playbooks.observations import Ticket

FILE = Path(__file__).with_suffix(".yaml")
"""How such a list is asked for, in our three languages."""

SEVERITIES = ("critical", "urgent", "high", "medium", "low")
"""The gravest first."""

FROM = (Request.PORTFOLIO, Request.PROMISES, Request.HEALTH, Request.CHANGES, Request.OTHER)
"""Requests as which such a question is understood."""

MOST = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the open tickets: of some severities (none: any), overdue, escalated, opened on a
    day or before it."""

    severities: frozenset[str]
    overdue: bool
    escalated: bool
    opened_by: date | None

    def fits(self, ticket: Ticket, today: date) -> bool:
        """Whether an open ticket is wanted."""
        promised = ticket.promised_date
        return (
            (not self.severities or (ticket.severity or "").lower() in self.severities)
            and (not self.overdue or (promised is not None and promised < today))
            and (not self.escalated or bool(ticket.escalated))
            and (self.opened_by is None or ticket.opened <= self.opened_by)
        )


def compose(desk: Desk) -> Draft | None:
    """The open tickets of all accounts that are asked for; None for other questions."""
    said = wording.folded(desk.question.text)
    if Request(desk.asked.request) not in FROM or not _is_asked(said):
        return None
    wanted = _wanted(said, desk.today)
    # What the tickets are is said by their list, not as what narrows the accounts.
    desk = desk.about(replace(desk.asked, filters=Filters(), stage=None))
    seen = {account.id: account for account in desk.accounts if desk.fits(account)}
    found = desk.reader.find(Ticket, until=desk.today, account_id=list(seen)) if seen else []
    open_ = [one for one in found if not one.is_over(desk.today)]
    chosen = sorted((one for one in open_ if wanted.fits(one, desk.today)), key=_gravest)
    if not chosen:
        return _none(desk, wanted, open_)
    lines = [_line(desk, seen[one.account_id], one) for one in chosen[:MOST]]
    return phrases.draft(_lead(desk, wanted, chosen), phrases.section(Part.STATE, lines, most=MOST))


def _is_asked(said: str) -> bool:
    asked = lists.patterns(FILE)
    return bool(lists.first(asked["tickets"], said)) and not lists.first(asked["of_accounts"], said)


def _wanted(said: str, today: date) -> Wanted:
    asked = lists.patterns(FILE)
    named = {name for name in SEVERITIES if name in asked and lists.first(asked[name], said)}
    older = lists.first(asked["older_than"], said)
    period = periods.find(f"for {older['how_long']}", today) if older else None
    period = period or (periods.find(f"过去{older['how_long']}", today) if older else None)
    return Wanted(
        frozenset(named | ({"urgent"} if "critical" in named else set())),
        bool(lists.first(asked["overdue"], said)),
        bool(lists.first(asked["escalated"], said)),
        period.since if period else None,
    )


def _gravest(ticket: Ticket) -> tuple[bool, int, date, str]:
    """Escalations first, then by severity, then the oldest."""
    severity = (ticket.severity or "").lower()
    place = SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
    return not ticket.escalated, place, ticket.opened, ticket.id


def _line(desk: Desk, account: Account, ticket: Ticket) -> Sentence:
    return phrases.at(desk.texts, account.name, tickets.line(desk, ticket))


def _lead(desk: Desk, wanted: Wanted, chosen: Sequence[Ticket]) -> Sentence:
    _, at = desk.texts, len({one.account_id for one in chosen})
    text = _.plural(
        "{count} ticket is open, as of {date}.",
        "{count} tickets are open at {accounts} accounts, as of {date}; escalations first, then "
        "the gravest.",
        len(chosen),
        accounts=at,
        date=_.date(desk.today),
    )
    if len(chosen) > MOST:
        more = _("The first {shown} of {count} are shown.", shown=MOST, count=len(chosen))
        text = phrases.joined(_, text, more)
    refs = [Ref("ticket", one.id) for one in chosen[:MOST]]
    said = (len(chosen), at, MOST, desk.today, *_days(wanted))
    return claim(_in_front(desk, wanted, text), *refs, said=(*said, narrowed.asked_for(desk)))


def _none(desk: Desk, wanted: Wanted, open_: Sequence[Ticket]) -> Draft:
    """That none is open, or none of those that are wanted."""
    _ = desk.texts
    none = _("No such ticket is open, as of {date}.", date=_.date(desk.today))
    wanted_too = _("Tickets with their severity and the day promised for them.")
    if not open_:
        return phrases.declined(_in_front(desk, wanted, none), wanted_too)
    text = _.plural(
        "{count} ticket is open in all.", "{count} tickets are open in all.", len(open_)
    )
    told = claim(text, *(Ref("ticket", one.id) for one in open_[:MOST]), said=(len(open_),))
    beside = phrases.section(Part.ALSO, [told])
    return phrases.declined(_in_front(desk, wanted, none), wanted_too, beside)


def _in_front(desk: Desk, wanted: Wanted, text: str) -> str:
    """The text behind what the tickets are narrowed to."""
    said = list(_conditions(desk, wanted))
    named = phrases.capitalised(phrases.listed(desk.texts, said))
    return narrowed.in_front(desk, phrases.labelled(desk.texts, named, text) if said else text)


def _conditions(desk: Desk, wanted: Wanted) -> Iterator[str]:
    _ = desk.texts
    for severity in SEVERITIES:
        if severity in wanted.severities and severity != "urgent":
            yield _("severity {severity}", severity=terms.say(_, severity))
    if wanted.escalated:
        yield _("escalation")
    if wanted.overdue:
        yield _("past the promised date")
    if wanted.opened_by is not None:
        yield _("opened by {date}", date=_.date(wanted.opened_by))


def _days(wanted: Wanted) -> list[date]:
    return [wanted.opened_by] if wanted.opened_by else []
