"""How a member wants to be spoken to: their quiet hours, and what they do without."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, time

from handlers import working_hours
from handlers.context import Context
from playbooks.errors import BadInput
from playbooks.member_preferences import MemberPreferences
from playbooks.people import Member


def read(context: Context, member_id: str) -> MemberPreferences:
    """What the member asked for; nothing special where they never did."""
    with context.workspace.reading() as reader:
        return reader.get(MemberPreferences, member_id) or MemberPreferences(member_id)


def keep_quiet(
    context: Context, member_id: str, begins: time | None, ends: time | None
) -> MemberPreferences:
    """Send the member nothing between the two times of their day; without both, end this.

    Raises `BadInput` when one time is missing or both are the same.
    """
    if (begins is None) is not (ends is None):
        raise BadInput("Quiet hours need a beginning and an end. Give both, or none to end them.")
    if begins is not None and begins == ends:
        raise BadInput("Quiet hours cannot end when they begin. Choose another time.")
    with context.workspace.writing() as writer:
        known = writer.get(MemberPreferences, member_id) or MemberPreferences(member_id)
        kept = replace(known, quiet_from=begins, quiet_until=ends)
        writer.put(kept)
    return kept


def do_without(
    context: Context, member_id: str, regular: str, *, without: bool
) -> MemberPreferences:
    """Send the member no more of a regular message, or send it again."""
    with context.workspace.writing() as writer:
        known = writer.get(MemberPreferences, member_id) or MemberPreferences(member_id)
        left = [one for one in known.without if one != regular]
        kept = replace(known, without=(*left, regular) if without else tuple(left))
        writer.put(kept)
    return kept


def choose(
    context: Context, member_id: str, offered: Collection[str], wanted: Collection[str]
) -> MemberPreferences:
    """Of the regular messages that are `offered`, send the member those that are `wanted`."""
    with context.workspace.writing() as writer:
        known = writer.get(MemberPreferences, member_id) or MemberPreferences(member_id)
        others = [one for one in known.without if one not in offered]
        without = [one for one in offered if one not in wanted]
        kept = replace(known, without=(*others, *without))
        writer.put(kept)
    return kept


def quiet_ends(context: Context, member: Member) -> datetime | None:
    """When the member's quiet hours end, in UTC; None outside them."""
    now = working_hours.local(member, context.now())
    ends = read(context, member.id).quiet_ends(now)
    return ends.astimezone(UTC) if ends is not None else None
