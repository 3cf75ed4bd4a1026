"""`users.*`: who is in the workspace."""

from __future__ import annotations

from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.api.paging import page
from bot.playground.members import Member
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def info(workspace: Workspace, arguments: Arguments) -> Json:
    member = workspace.member(arguments.text("user"))
    return {"user": _shown(workspace, member, arguments.flag("include_locale"))}


def list_(workspace: Workspace, arguments: Arguments) -> Json:
    limit = arguments.number("limit", default=200, most=1000)
    everyone = [
        _shown(workspace, member, arguments.flag("include_locale"))
        for member in workspace.members.values()
    ]
    found, metadata = page(everyone, limit, arguments.optional_text("cursor"))
    return {"members": found, "cache_ts": int(workspace.clock()), "response_metadata": metadata}


def lookup_by_email(workspace: Workspace, arguments: Arguments) -> Json:
    wanted = arguments.text("email").casefold()
    for member in workspace.members.values():
        if (member.email or "").casefold() == wanted and not member.is_deactivated:
            return {"user": _shown(workspace, member)}
    raise Refused("users_not_found")


def _shown(workspace: Workspace, member: Member, include_locale: bool = False) -> Json:
    """A user object; the e-mail address is there only with its own scope."""
    shown = member.as_json(workspace.team_id, workspace.clock(), include_locale)
    granted = workspace.grants.scopes
    if granted is not None and "users:read.email" not in granted:
        shown["profile"].pop("email", None)
    return shown


METHODS = {
    "users.info": Method(info, ("user",), "users:read"),
    "users.list": Method(list_, (), "users:read"),
    "users.lookupByEmail": Method(lookup_by_email, ("email",), "users:read.email"),
}
