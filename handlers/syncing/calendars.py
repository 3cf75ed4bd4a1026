"""Meetings out of calendars: whom of ours and of theirs they bring together, for which account."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.context import Context
from handlers.imports import transactions
from playbooks.accounts import Account
from playbooks.meetings import Meeting
from playbooks.people import Contact, Member
from playbooks.remotes import Run, RunState
from storage.changes import Change
from storage.workspace import Reader, Writer

CONNECTOR = "calendar"
BACK = timedelta(days=1)
AHEAD = timedelta(days=60)
"""Meetings are kept from yesterday on, and so far ahead as a series is followed."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One occurrence in a calendar; `people` are mail addresses in lower case, times are UTC.

    `key` stays the same when it is moved.
    """

    key: str
    starts: datetime
    ends: datetime
    title: str
    place: str | None = None
    people: tuple[str, ...] = ()
    cancelled: bool = False
    private: bool = False


def horizon(now: datetime) -> tuple[datetime, datetime]:
    """From when to when calendars are read."""
    return now - BACK, now + AHEAD


def keep(
    context: Context,
    calendars: Mapping[str, Sequence[Invitation]],
    why: str | None = None,
    *,
    dry_run: bool = False,
) -> Run:
    """Keep the meetings of these calendars by name, in one transaction; returns the run.

    A meeting that a calendar does not hold any more is called off. `why` says what failed with
    calendars that are not among these: theirs stay as they are. A dry run writes nothing.
    """
    now = context.now()
    state = RunState.FAILED if why else RunState.DONE
    run = Run(context.new_id("sync"), CONNECTOR, now, state, full=True, ended=now, why=why)
    with transactions.writing(context, dry_run=dry_run) as writer:
        known = _Known(writer)
        for name, invitations in calendars.items():
            counts = _keep(writer, known, name, invitations, now)
            run = replace(run, counts={**run.counts, name: dict(counts)})
        writer.put(run)
    return run


def _keep(
    writer: Writer, known: "_Known", name: str, invitations: Sequence[Invitation], now: datetime
) -> Counter[str]:
    counts: Counter[str] = Counter(read=len(invitations))
    meetings: list[Meeting] = []
    for invitation in invitations:
        found = [] if invitation.private else known.meetings(name, invitation)
        counts["skipped"] += not found
        meetings += found
    if meetings:
        changes = writer.put_each(meetings)
        counts.update(str(change) for change in changes.values() if change in Change)
    counts["archived"] = _call_off(writer, name, {meeting.id for meeting in meetings}, now)
    return counts


def _call_off(writer: Writer, name: str, kept: set[str], now: datetime) -> int:
    """Meetings of a calendar that it does not hold any more."""
    since, until = horizon(now)
    there = writer.find(Meeting, source=name, cancelled=False, since=since, until=until)
    gone = [replace(meeting, cancelled=True) for meeting in there if meeting.id not in kept]
    if gone:
        writer.put_many(gone)
    return len(gone)


class _Known:
    """Who is who by mail address."""

    def __init__(self, reader: Reader) -> None:
        self._members = {m.email.lower(): m.id for m in reader.find(Member) if m.email}
        self._ours = {_domain(mail) for mail in self._members}
        self._contacts = _by_mail(reader.find(Contact))
        self._accounts = {a.domain.lower(): a.id for a in reader.find(Account) if a.domain}

    def meetings(self, name: str, invitation: Invitation) -> list[Meeting]:
        """The meeting as each account that takes part sees it; none when no account does."""
        members = [self._members[mail] for mail in invitation.people if mail in self._members]
        return [
            Meeting(
                id=f"calendar:{invitation.key}:{account_id}",
                account_id=account_id,
                starts=invitation.starts,
                ends=invitation.ends,
                title=invitation.title,
                contacts=tuple(contact.id for contact, _ in people if contact),
                members=tuple(members),
                others=tuple(mail for contact, mail in people if contact is None),
                place=invitation.place,
                cancelled=invitation.cancelled,
                source=name,
            )
            for account_id, people in sorted(self._guests(invitation.people).items())
        ]

    def _guests(self, people: Iterable[str]) -> dict[str, list[tuple[Contact | None, str]]]:
        """Those who are not ours, by account; a contact is known by address, others by domain."""
        guests: dict[str, list[tuple[Contact | None, str]]] = defaultdict(list)
        for mail in people:
            if mail in self._members or _domain(mail) in self._ours:
                continue
            for contact in self._contacts.get(mail, []):
                guests[contact.account_id].append((contact, mail))
            account_id = self._of_domain(_domain(mail))
            if account_id and mail not in self._contacts:
                guests[account_id].append((None, mail))
        return guests

    def _of_domain(self, domain: str) -> str | None:
        """The account of a domain, or of one that it is a part of: mail.acme.com of acme.com."""
        while "." in domain:
            if domain in self._accounts:
                return self._accounts[domain]
            domain = domain.partition(".")[2]
        return None


def _by_mail(contacts: Iterable[Contact]) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = defaultdict(list)
    for contact in contacts:
        if contact.email:
            found[contact.email.lower()].append(contact)
    return found


def _domain(mail: str) -> str:
    return mail.rpartition("@")[2]
