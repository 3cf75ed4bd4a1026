"""To whom a message goes, in which language, and by which way that this person welcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers import texts
from playbooks import preferences
from playbooks.people import Contact
from storage.workspace import Reader


class Way(StrEnum):
    """How somebody is reached: a letter to send, or what to say by voice."""

    EMAIL = "email"
    CALL = "call"
    MEETING = "meeting"


VOICE = (Way.CALL, Way.MEETING)


@dataclass(frozen=True, slots=True)
class Address:
    """The reader of a message. `contact` is None when nobody is on record.

    `may_talk` is false for somebody who wants neither calls nor meetings; `unwanted` is set where
    the way was chosen against their wish. `language_known` and `way_known` are false where nothing
    is recorded of it; `spoken` is a language that is recorded and that we do not write.
    """

    contact: Contact | None
    language: str
    way: Way
    may_talk: bool = True
    language_known: bool = True
    way_known: bool = True
    spoken: str | None = None
    unwanted: bool = False


def choose(
    contacts: Sequence[Contact],
    roles: Sequence[str],
    own: str,
    wanted: str | None = None,
    language: str | None = None,
    by: Way | None = None,
) -> Address:
    """The address: the contact that is `wanted` (an id), else the first of `roles`; `by` a way.

    The language is theirs, else that of their colleagues when all share one, else `own`.
    """
    present = [one for one in contacts if is_there(one)]
    contact = _who(present, roles, wanted)
    code = language or _language(contact, present)
    written = code if code in texts.LANGUAGES else None
    way, known = _way(contact)
    no = preferences.refused(_spelt(contact)) if contact else frozenset()
    return Address(
        contact,
        written or (own if code is None else "en"),
        by or way,
        may_talk=not {Way.CALL, Way.MEETING} <= no,
        language_known=code is not None,
        way_known=known,
        spoken=code if code and written is None else None,
        unwanted=by in no,
    )


def at(reader: Reader, account_id: str) -> list[Contact]:
    """Everybody at an account who can be written to, by name."""
    known = reader.find(Contact, account_id=account_id)
    return sorted(filter(is_there, known), key=lambda one: one.name)


def is_there(contact: Contact) -> bool:
    """False for somebody who has left, or was taken out of the list."""
    return contact.active and contact.left_on is None


def named(contacts: Sequence[Contact], wanted: str | None) -> Contact | None:
    """The contact with that id or name, else the only one with that as a part of their name."""
    name = (wanted or "").strip().casefold()
    exact = [one for one in contacts if name in (one.id.casefold(), one.name.casefold())]
    found = exact or [one for one in contacts if name in one.name.casefold().split()]
    return found[0] if len(found) == 1 else None


def _who(present: Sequence[Contact], roles: Sequence[str], wanted: str | None) -> Contact | None:
    for contact in present:
        if contact.id == wanted:
            return contact
    order = {role: place for place, role in enumerate(roles)}
    ranked = sorted(present, key=lambda c: (order.get(c.role or "", len(order)), c.name))
    return ranked[0] if ranked else None


def _language(contact: Contact | None, present: Sequence[Contact]) -> str | None:
    if contact is not None and contact.language:
        return _code(contact.language)
    spoken = {_code(one.language) for one in present if one.language}
    return spoken.pop() if len(spoken) == 1 else None


def _code(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].casefold()


def _way(contact: Contact | None) -> tuple[Way, bool]:
    """The first way that they welcome, and whether they said so; else one not refused."""
    if contact is None or not contact.channel_preference:
        return Way.EMAIL, False
    for wish in preferences.wishes(_spelt(contact)):
        for way in Way if wish.willing else ():
            if preferences.CHANNELS[way].search(wish.channel):
                return way, True
    no = preferences.refused(_spelt(contact))
    return next((way for way in Way if way not in no), Way.EMAIL), True


def _spelt(contact: Contact) -> str:
    return (contact.channel_preference or "").replace("_", " ")
