"""Handoffs on their way to be accepted: which one an account has, and who may go on with it."""

from handlers import access
from handlers.access import Viewer
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Handoff, HandoffState
from playbooks.people import Member, Role
from storage.workspace import Reader

ON_THEIR_WAY = (HandoffState.DRAFT, HandoffState.RETURNED, HandoffState.SUBMITTED)


def of(reader: Reader, account_id: str) -> Handoff | None:
    """The account's handoff that is still on its way to be accepted, the newest of several."""
    found = reader.find(Handoff, account_id=account_id, state=ON_THEIR_WAY)
    return found[-1] if found else None


def check(reader: Reader, handoff: Handoff, viewer: Viewer) -> Handoff | None:
    """The handoff as it stands; another seller's, or one that was accepted, is not written over.

    Nor is a second one begun for an account while somebody is handing it over.
    """
    there = reader.get(Handoff, handoff.id)
    if there is not None and there.account_id != handoff.account_id:
        raise BadInput(
            "Handoff {handoff} is another account's. Nothing was changed.", handoff=handoff.id
        )
    if there is not None and there.state is HandoffState.ACCEPTED:
        raise BadInput("This handoff was accepted already. Write what changed as a note.")
    standing = there or of(reader, handoff.account_id)
    if standing is not None and not _may_go_on(reader, standing, viewer):
        raise BadInput(
            "{name} is handing this account over already. Nothing was changed; ask them to "
            "add what you know.",
            name=_name(reader, standing.author),
        )
    if there is None and standing is not None:
        raise BadInput(
            "This account's handoff was begun already, in another window. Nothing was changed; "
            "close this one and open it again."
        )
    return there


def _may_go_on(reader: Reader, handoff: Handoff, viewer: Viewer) -> bool:
    """Its seller, an admin, and anybody when its seller has left."""
    if handoff.author in (None, viewer.member.id) or viewer.member.role is Role.ADMIN:
        return True
    seller = reader.get(Member, handoff.author or "")
    return seller is not None and not seller.active


def _name(reader: Reader, member_id: str | None) -> str:
    try:
        return access.find_member(reader, member_id).name
    except NotFound:
        return str(member_id)
