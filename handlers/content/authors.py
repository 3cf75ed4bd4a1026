"""Who may write the library: what one adds, everyone reads."""

from handlers import access
from playbooks.errors import BadInput
from playbooks.people import Member, Role
from storage.workspace import Reader

ROLES = (Role.CSM, Role.PRESALES, Role.MANAGER, Role.ADMIN)
"""Those who answer for what customers are told; sales and guests read."""


def allowed(reader: Reader, who: str | None) -> Member:
    """The member who may add and remove; None is the administrator.

    Raises `NotFound` for a stranger and `BadInput` for a member without the right.
    """
    member = access.find_member(reader, who)
    if not may_write(member):
        raise BadInput(
            "Only CSMs, PreSales, managers and admins add to the library or remove from it. "
            "Nothing was changed; ask one of them."
        )
    return member


def may_write(member: Member) -> bool:
    """Whether a member may add and remove."""
    return member.active and member.role in ROLES
