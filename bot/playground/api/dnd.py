"""`dnd.*`: who does not want to be disturbed."""

from __future__ import annotations

from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def info(workspace: Workspace, arguments: Arguments) -> Json:
    """The next or current pause; without one, Slack names the first second of its time."""
    member = workspace.member(arguments.text("user"))
    begins, ends = workspace.pauses.get(member.id, (1.0, 1.0))
    return {
        "dnd_enabled": ends > 1,
        "next_dnd_start_ts": int(begins),
        "next_dnd_end_ts": int(ends),
    }


METHODS = {"dnd.info": Method(info, ("user",), "dnd:read")}
"""The user is optional with a person's own token; an app has to name one."""
