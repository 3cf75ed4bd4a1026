"""When somebody wants to hear nothing: their own quiet hours, and Slack's do not disturb."""

from bot.listeners.parts import Parts
from handlers import member_preferences
from playbooks.people import Member
from storage.jobs import TryLater


def wait_until_over(parts: Parts, member: Member) -> None:
    """Raise `TryLater` while the member is not to be disturbed.

    Their own quiet hours come first: that needs no question to Slack.
    """
    ends = member_preferences.quiet_ends(parts.context, member)
    ends = ends or parts.messenger.do_not_disturb.ends(member.id)
    if ends is not None:
        left = (ends - parts.context.now()).total_seconds()
        raise TryLater(left, f"{member.name} is not to be disturbed")
