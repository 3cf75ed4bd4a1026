"""People: members of the workspace that uses Cairn, and contacts on the customer's side."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a member does here; decides what they may see and what they are nudged for."""

    CSM = "csm"
    SALES = "sales"
    PRESALES = "presales"
    MANAGER = "manager"
    ADMIN = "admin"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of our own organisation; `id` is the Slack user id."""

    id: str
    name: str
    handle: str | None = None
    email: str | None = None
    role: Role = Role.CSM
    time_zone: str = "UTC"
    language: str = "en"
    manager: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at the customer's, with the role they play and what contact they welcome.

    `asked_on` is when they were last asked to speak for us, as a reference or in a review.
    """

    id: str
    account_id: str
    name: str
    title: str | None = None
    email: str | None = None
    role: str | None = None
    language: str | None = None
    channel_preference: str | None = None
    active: bool = True
    left_on: date | None = None
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A Slack channel as far as it decides who can read what is said in it.

    `shared` means that people of another organisation are in it. `members` are Slack user ids.
    """

    id: str
    name: str | None = None
    private: bool = False
    shared: bool = False
    members: tuple[str, ...] = ()
