"""The account that is meant where none is named: by somebody's name, or by what its notes say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.scene import Scene
from handlers.understanding.reading import Read
from handlers.understanding.values import Lead, Understanding
from knowledge import leads, letter_wishes
from playbooks.accounts import Account
from storage.mentions import Known, Written

LEAST = 0.1
"""The share of a question's words that must stand in the notes of the account meant."""

APART = 1.6
"""How many times as much must lead to it as to any other account."""

OFFERED = 5
"""Accounts among which an answer is looked for when nothing tells one from the others."""

ABOUT_NOBODY = frozenset(("portfolio", "help"))
"""Requests in which the name of somebody at a customer's tells of no account."""

OF_THE_LIBRARY = frozenset(("guidance", "education"))
OF_ALL = OF_THE_LIBRARY | frozenset(("portfolio", "capacity", "gaps", "revenue", "help"))
"""Requests that make sense without an account."""

CERTAIN = 0.35
"""How sure it must be that a particular thing is asked for before one account is looked for."""


def by_person(
    found: Understanding,
    read: Read,
    setting: Scene,
    talked_of: Sequence[Account],
    asker: str | None,
) -> Understanding:
    """The question about the account of the people whom it names; several are to choose from.

    Somebody known only at one other account than those `talked_of` leads away from these.
    """
    named = read.names.accounts or found.candidates or read.everyone
    in_full = any(one.whole for one in read.names.contacts)
    if named or not (in_full or _may_name_somebody(found)):
        return found
    people = _people(read, setting, talked_of, asker)
    by_id = {account.id: account for account in setting.accounts}
    meant = tuple(by_id[key] for key in dict.fromkeys(one.account_id for one in people))
    if not meant or (found.accounts and not _leads_away(found, read, meant)):
        return found
    found = replace(found, unknown_name=None, nearest=())
    if len(meant) > 1:
        return replace(found, candidates=meant)
    lead = Lead("contact", people[0].id, people[0].name)
    return replace(found, accounts=meant, lead=lead, person=people[0].name)


def wants_a_search(found: Understanding) -> bool:
    """Whether the notes may tell which account is meant, since the words do not."""
    settled = found.accounts or found.candidates or found.sub_kind not in (None, "out_of_scope")
    if settled or found.request == "write":
        return False
    return found.particular > (CERTAIN if found.request in OF_ALL else 0)


def by_notes(
    found: Understanding,
    text: str,
    accounts: Sequence[Account],
    pools: Iterable[Sequence[Written]],
) -> Understanding:
    """The question about the account whose notes hold its words.

    `pools` are notes that the asker may read: those of their own accounts, then those of all.
    """
    by_id = {account.id: account for account in accounts}
    ranked: list[leads.Destination] = []
    for notes in pools:
        ranked = leads.find(text, notes)
        if ranked and _is_apart(ranked):
            if found.unknown_name and not _is_written(found.unknown_name, ranked[:1]):
                break
            meant, lead = by_id[ranked[0].account_id], Lead("note", ranked[0].note_id, "")
            return replace(found, accounts=(meant,), lead=lead, unknown_name=None, nearest=())
    if found.unknown_name and not _is_written(found.unknown_name, ranked):
        return found
    among = tuple(by_id[lead.account_id] for lead in ranked[:OFFERED])
    return replace(found, among=among, unknown_name=None, nearest=())


def _may_name_somebody(found: Understanding) -> bool:
    if found.sub_kind not in (None, "out_of_scope") or found.request in ABOUT_NOBODY:
        return False
    return found.request not in OF_THE_LIBRARY or found.particular > 0


def _leads_away(found: Understanding, read: Read, meant: Sequence[Account]) -> bool:
    """Whether to leave the accounts talked of; a note stays where it is being written."""
    stays = found.request == "write" and not letter_wishes.is_meant(read.names.text)
    return len(meant) == 1 and meant[0] not in found.accounts and not stays


def _people(
    read: Read, setting: Scene, talked_of: Sequence[Account], asker: str | None
) -> list[Known]:
    """Whom the names mean: rather by a whole name than by a part of it.

    Of several, somebody at the accounts talked of, then somebody at the asker's own.
    """
    met = sorted(read.names.contacts, key=lambda one: not one.whole)
    fits = [[setting.contacts[position] for position in one.positions] for one in met]
    here = {account.id for account in talked_of}
    known = [person for several in fits for person in several if person.account_id in here]
    if known or not fits:
        return known
    own = {account.id for account in setting.accounts if asker in account.team}
    return [person for person in fits[0] if person.account_id in own] or fits[0]


def _is_written(name: str, ranked: Iterable[leads.Destination]) -> bool:
    """Whether the name of no account stands in a note: then it is that of a person or a place."""
    words = leads.terms(name)
    return any(term in lead.words for lead in ranked for term in words)


def _is_apart(ranked: Sequence[leads.Destination]) -> bool:
    second = ranked[1].share if len(ranked) > 1 else 0.0
    return ranked[0].share >= LEAST and ranked[0].share >= APART * second
