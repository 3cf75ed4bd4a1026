"""Whose records are meant: a note, a customer, somebody at a customer's, a colleague."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers import access, naming, note_records
from playbooks.accounts import Account
from playbooks.conversations import Feedback, Reply
from playbooks.customer_promises import CustomerPromise
from playbooks.errors import BadInput, NotFound
from playbooks.meetings import Meeting
from playbooks.member_preferences import MemberPreferences
from playbooks.notes import Draft, Note
from playbooks.nudges.tellings import Telling
from playbooks.observations import Activity, SurveyResponse, Ticket
from playbooks.people import Contact, Role
from storage.values import columns_of, kinds
from storage.workspace import Reader

OF_ACCOUNTS = tuple(kind for kind in kinds() if "account_id" in columns_of(kind))


@dataclass(frozen=True, slots=True)
class Subject:
    """What is kept of somebody or something.

    `records` are theirs and go with them. `others` name them and stay: each as it is, and as it
    is without them. `telling` are ids of notes whose words name them.
    """

    kind: str
    id: str
    records: tuple[Any, ...]
    others: tuple[tuple[Any, Any], ...] = ()
    telling: tuple[str, ...] = ()


def find(reader: Reader, kind: str, named: str, actor: str | None) -> Subject:
    """The subject of one of `KINDS` by id or name; only an admin may ask.

    Raises `NotFound` for one that is not there and for whoever is no admin.
    """
    if access.find_member(reader, actor).role is not Role.ADMIN:
        raise NotFound("Only an admin may export or erase records. Nothing was changed.")
    return KINDS[kind](reader, named)


def _note(reader: Reader, note_id: str) -> Subject:
    note = reader.get(Note, note_id)
    if note is None:
        raise NotFound("There is no note {note_id}. Nothing was changed.", note_id=note_id)
    return Subject("note", note.id, (note, *_of_notes(reader, [note.id])))


def _account(reader: Reader, named: str) -> Subject:
    account = naming.among(reader.find(Account), named)
    records = [one for kind in OF_ACCOUNTS for one in reader.find(kind, account_id=account.id)]
    drafts = reader.find(Draft, id=[one.id for one in records if isinstance(one, Note)])
    return Subject("account", account.id, (account, *records, *drafts))


def _contact(reader: Reader, named: str) -> Subject:
    wanted = named.strip().casefold()
    known = reader.find(Contact)
    found = [one for one in known if one.id == named.strip()]
    found = found or [one for one in known if wanted in _names(one)]
    if not found:
        raise NotFound(
            "There is no contact “{name}”. Give the name, the mail address or the id; nothing was "
            "changed.",
            name=named,
        )
    if len(found) > 1:
        ids = [one.id for one in found]
        raise BadInput(
            "“{name}” fits several contacts: {ids}. Give the id; nothing was changed.",
            name=named,
            ids=ids,
        )
    [contact] = found
    return Subject(
        "contact", contact.id, (contact,), tuple(_naming(reader, contact)), _told(reader, contact)
    )


def _member(reader: Reader, named: str) -> Subject:
    member = access.find_member(reader, named)
    if member.id == access.ADMINISTRATOR.id:
        raise NotFound("The administrator is nobody in particular. Nothing was changed.")
    own = [
        *reader.find(MemberPreferences, id=member.id),
        *reader.find(Draft, member=member.id),
        *reader.find(Reply, asker=member.id),
        *reader.find(Feedback, member=member.id),
        *reader.find(Telling, member=member.id),
    ]
    return Subject("member", member.id, (member, *own))


KINDS = {"account": _account, "contact": _contact, "member": _member, "note": _note}
"""How each kind of subject is found, by its name."""


def _of_notes(reader: Reader, note_ids: Sequence[str]) -> list[Any]:
    """What was read out of notes, the hours that were written down in them, and their drafts."""
    hours = reader.find(Activity, note_id=list(note_ids))
    drafts = reader.find(Draft, id=list(note_ids))
    return [*note_records.derived(reader, note_ids), *hours, *drafts]


def _naming(reader: Reader, contact: Contact) -> list[tuple[Any, Any]]:
    """Records of the account that name the contact, each with what it is without them."""
    account_id, names = contact.account_id, _names(contact)
    found: list[tuple[Any, Any]] = []
    for meeting in reader.find(Meeting, account_id=account_id):
        contacts = tuple(one for one in meeting.contacts if one != contact.id)
        others = tuple(one for one in meeting.others if one.casefold() not in names)
        found.append((meeting, replace(meeting, contacts=contacts, others=others)))
    for note in reader.find(Note, account_id=account_id):
        present = tuple(one for one in note.participants if one.casefold() not in names)
        found.append((note, replace(note, participants=present)))
    for promise in reader.find(CustomerPromise, account_id=account_id):
        if (promise.owner or "").casefold() in names:
            found.append((promise, replace(promise, owner=None)))
    for survey in reader.find(SurveyResponse, account_id=account_id):
        if (survey.respondent or "").casefold() in names:
            found.append((survey, replace(survey, respondent=None)))
    for ticket in reader.find(Ticket, update_contact=contact.id):
        found.append((ticket, replace(ticket, update_contact=None)))
    return [(before, after) for before, after in found if before != after]


def _told(reader: Reader, contact: Contact) -> tuple[str, ...]:
    """Notes whose words name the contact: what they say of others stays for somebody to judge."""
    names = [re.escape(name) for name in _names(contact)]
    spoken = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE)
    notes = reader.find(Note, account_id=contact.account_id)
    return tuple(note.id for note in notes if spoken.search(note.text))


def _names(contact: Contact) -> set[str]:
    return {name.casefold() for name in (contact.id, contact.name, contact.email) if name}
