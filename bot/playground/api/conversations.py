"""`conversations.*`: which conversations there are, who is in them and what was said."""

from __future__ import annotations

import copy

from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.api.paging import page
from bot.playground.channels import LISTED_AS, Channel
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

MOST_IN_GROUP = 8


def open_(workspace: Workspace, arguments: Arguments) -> Json:
    known = set(workspace.channels)
    channel = _opened(workspace, arguments)
    answer: Json = {"channel": {"id": channel.id}}
    if arguments.flag("return_im"):
        answer["channel"] = channel.as_json(workspace.bot_user, workspace.team_id)
    if channel.id in known:
        answer |= {"no_op": True, "already_open": True}
    return answer


def info(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.reachable(arguments.text("channel"))
    shown = channel.as_json(workspace.bot_user, workspace.team_id)
    if not arguments.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def members(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.reachable(arguments.text("channel"))
    found, metadata = _page(channel.members, arguments)
    return {"members": found, "response_metadata": metadata}


def history(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.joined(arguments.text("channel"))
    newest_first = [*reversed(_between(channel.top_level(), arguments))]
    return _told(newest_first, arguments)


def replies(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.joined(arguments.text("channel"))
    root = channel.root_ts(arguments.text("ts"))
    if root is None:
        raise Refused("thread_not_found")
    parent, *answers = channel.thread(root)
    return _told([parent, *_between(answers, arguments)], arguments)


def list_(workspace: Workspace, arguments: Arguments) -> Json:
    asked = set((arguments.optional_text("types") or "public_channel").split(","))
    kinds = [kind for kind, name in LISTED_AS.items() if name in asked]
    for kind in kinds:
        workspace.require_scope(f"{kind}:read")
    shown = [
        channel.as_json(workspace.bot_user, workspace.team_id)
        for channel in workspace.channels.values()
        if channel.kind in kinds and _listed(workspace, channel, arguments)
    ]
    found, metadata = _page(shown, arguments)
    return {"channels": found, "response_metadata": metadata}


def _opened(workspace: Workspace, arguments: Arguments) -> Channel:
    asked = arguments.optional_text("channel")
    if asked:
        return workspace.reachable(asked)
    users = (arguments.optional_text("users") or "").split(",")
    if users == [""]:
        raise Refused("users_list_not_supplied")
    return _opened_with([workspace.member(user).id for user in users], workspace)


def _opened_with(users: list[str], workspace: Workspace) -> Channel:
    if any(workspace.members[user].is_deactivated for user in users):
        raise Refused("user_disabled")
    if len(users) == 1:
        workspace.require_scope("im:write")
        return workspace.direct_message(users[0])
    if len(users) > MOST_IN_GROUP:
        raise Refused("too_many_users")
    workspace.require_scope("mpim:write")
    return workspace.group_message(users)


def _listed(workspace: Workspace, channel: Channel, arguments: Arguments) -> bool:
    if channel.is_archived and arguments.flag("exclude_archived"):
        return False
    return channel.kind == "channels" or workspace.bot_user in channel.members


def _between(messages: list[Json], arguments: Arguments) -> list[Json]:
    oldest = arguments.optional_text("oldest")
    latest = arguments.optional_text("latest")
    inclusive = arguments.flag("inclusive")
    return [
        message
        for message in messages
        if (oldest is None or _after(message["ts"], oldest, inclusive))
        and (latest is None or _after(latest, message["ts"], inclusive))
    ]


def _after(later: str, earlier: str, inclusive: bool) -> bool:
    return _number(later) > _number(earlier) or (inclusive and _number(later) == _number(earlier))


def _number(ts: str) -> tuple[int, int]:
    """Timestamps compare as whole microseconds; floats would lose the last digit."""
    seconds, _, micros = ts.partition(".")
    return int(seconds), int((micros or "0").ljust(6, "0"))


def _told(messages: list[Json], arguments: Arguments) -> Json:
    found, metadata = _page(messages, arguments)
    shown = copy.deepcopy(found)
    if not arguments.flag("include_all_metadata"):
        for message in shown:
            message.pop("metadata", None)
    has_more = bool(metadata["next_cursor"])
    return {"messages": shown, "has_more": has_more, "response_metadata": metadata}


def _page(items: list[Json] | list[str], arguments: Arguments) -> tuple[list[Json], Json]:
    limit = arguments.number("limit", default=100, most=1000)
    return page(items, limit, arguments.optional_text("cursor"))


METHODS = {
    "conversations.open": Method(open_),
    "conversations.info": Method(info, ("channel",), "*:read"),
    "conversations.members": Method(members, ("channel",), "*:read"),
    "conversations.history": Method(history, ("channel",), "*:history"),
    "conversations.replies": Method(replies, ("channel", "ts"), "*:history"),
    "conversations.list": Method(list_),
}
