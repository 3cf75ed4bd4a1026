"""Whose a nudge is: passed on by somebody, or because its owner cannot get it any more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers import access
from handlers.context import Context
from handlers.nudges import life
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.nudges.values import OPEN_STATES, Nudge, NudgeState
from playbooks.people import Member, Role
from storage.workspace import Reader

ACTION = "nudge.reassigned"


@dataclass(frozen=True, slots=True)
class Passed:
    """A nudge before and after it went to somebody else."""

    before: Nudge
    after: Nudge


def reassign(context: Context, nudge_id: str, member: str, to: str) -> Passed:
    """Give an open nudge to another member, who gets it anew. Doing so twice is the same as once.

    Raises `NotFound` as the answers to a nudge do and for somebody whom nobody knows, `BadInput`
    for one who may not see the account, for its owner, and for a nudge that is closed.
    """
    with context.workspace.writing() as writer:
        nudge = life.answerable(writer, nudge_id, member)
        receiver = access.find_member(writer, to)
        account = writer.get(Account, nudge.account_id)
        if account is None or not access.audience(writer, receiver.id).asker.sees_account(account):
            raise BadInput(
                "{name} may not see this account, so the nudge stays where it is. Name another "
                "member.",
                name=receiver.name,
            )
        if nudge.state not in OPEN_STATES:
            raise BadInput("This nudge is closed already, so nobody needs to take it over.")
        if receiver.id == nudge.owner and nudge.passed_by == member:
            return Passed(nudge, nudge)
        if receiver.id == nudge.owner:
            raise BadInput("It is {name}'s already. Name another member.", name=receiver.name)
        after = _handed(nudge, receiver.id, member)
        return Passed(nudge, life.keep(context, writer, member, ACTION, nudge, after))


def from_those_who_left(context: Context) -> list[Passed]:
    """Open nudges of people who left or may see nothing any more, given to who stands in for them.

    What nobody stands in for stays where it is.
    """
    # One transaction: what somebody closes meanwhile is not opened again.
    with context.workspace.writing() as writer:
        members = {member.id: member for member in writer.find(Member)}
        gone = [person for person, member in members.items() if not can_receive(member)]
        left = writer.find(Nudge, owner=gone, state=OPEN_STATES) if gone else []
        passed = _passed(writer, left, members)
        for one in passed:
            life.keep(context, writer, access.ADMINISTRATOR.id, ACTION, one.before, one.after)
    return passed


def heir(person: str, account: Account | None, members: Mapping[str, Member]) -> Member | None:
    """Who gets what `person` would get: the account's owner, the manager, or the rest of the team.

    None when there is nobody.
    """
    known = members.get(person)
    team = account.team if account else ()
    others = [account.owner if account else None, known.manager if known else None, *team]
    for one in others:
        found = members.get(one or "")
        if found is not None and found.id != person and can_receive(found):
            return found
    return None


def can_receive(member: Member) -> bool:
    """True for members who are here and see accounts."""
    return member.active and member.role is not Role.GUEST


def _passed(reader: Reader, nudges: list[Nudge], members: Mapping[str, Member]) -> list[Passed]:
    ids = sorted({nudge.account_id for nudge in nudges})
    accounts = {account.id: account for account in reader.find(Account, id=ids)} if ids else {}
    found = []
    for nudge in nudges:
        receiver = heir(nudge.owner or "", accounts.get(nudge.account_id), members)
        if receiver is not None:
            found.append(Passed(nudge, _handed(nudge, receiver.id, None)))
    return found


def _handed(nudge: Nudge, to: str, by: str | None) -> Nudge:
    """The nudge as it waits for its new owner; one that is put off stays so.

    Whether anybody's manager has to hear of it is a new question: this owner was not told yet.
    """
    waits = nudge.state is NudgeState.SNOOZED and by is None
    return replace(
        nudge,
        state=nudge.state if waits else NudgeState.PLANNED,
        owner=to,
        passed_from=nudge.owner,
        passed_by=by,
        snoozed_until=nudge.snoozed_until if waits else None,
        watched=nudge.watched if waits else (),
        channel=None,
        message_ts=None,
        escalated_to=None,
        escalated_at=None,
        turn=nudge.turn + 1,
    )
