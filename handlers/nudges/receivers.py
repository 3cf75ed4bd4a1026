"""Who receives what fires: the owner, whoever stands in for them, or nobody, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.nudges import passing
from playbooks.accounts import Account
from playbooks.nudges.values import Due
from playbooks.people import Member, Role
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class Planned:
    """What fires, with the member who receives it; `stands_in` for an owner who cannot any more."""

    due: Due
    receiver: str
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What fires and reaches nobody, and why."""

    due: Due
    why: str


def addressed(
    reader: Reader, dues: Sequence[Due], members: Mapping[str, Member]
) -> tuple[list[Planned], list[Held]]:
    """Who receives each of these, or why nobody does."""
    accounts = _left_alone(reader, dues, members)
    planned, held = [], []
    for due in dues:
        receiver = _receiver(due, members)
        stand_in = None
        if receiver is None and due.role != Role.MANAGER and has_left(due.owner, members):
            stand_in = passing.heir(due.owner or "", accounts.get(due.account_id), members)
        if stand_in is not None:
            planned.append(Planned(due, stand_in.id, stands_in=True))
        elif receiver is not None:
            planned.append(Planned(due, receiver))
        else:
            held.append(Held(due, _why_held(due, members)))
    return planned, held


def has_left(person: str | None, members: Mapping[str, Member]) -> bool:
    """Whether a member who is known cannot receive anything any more."""
    known = members.get(person or "")
    return known is not None and not passing.can_receive(known)


def _left_alone(
    reader: Reader, dues: Iterable[Due], members: Mapping[str, Member]
) -> Mapping[str, Account]:
    """The accounts whose turn it is for somebody who cannot receive anything any more."""
    ids = {due.account_id for due in dues if has_left(due.owner, members)}
    return {one.id: one for one in reader.find(Account, id=ids)} if ids else {}


def _receiver(due: Due, members: Mapping[str, Member]) -> str | None:
    """The owner, when they are here and see accounts.

    What is for a manager is told to the manager of the CSM who has the account.
    """
    owner = members.get(due.owner or "")
    if owner is not None and due.role == Role.MANAGER and owner.role is not Role.MANAGER:
        owner = members.get(owner.manager or "")
    return owner.id if owner and passing.can_receive(owner) else None


def _why_held(due: Due, members: Mapping[str, Member]) -> str:
    if due.owner is None:
        return f"The account has no {due.role} on record. Import or name one."
    if due.owner not in members:
        return f"{due.owner} is not a member of this workspace. Import the members."
    if due.role == Role.MANAGER:
        return f"{members[due.owner].name} has no manager on record. Import or name one."
    return (
        f"{members[due.owner].name} has left, and nobody stands in for them. Name a new {due.role}."
    )
