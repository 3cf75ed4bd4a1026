"""What was said in a thread or a channel, read page by page from Slack, and only when asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import mrkdwn
from bot.calling import Calls, Undeliverable
from bot.listeners.parts import Parts
from handlers import working_hours
from playbooks.errors import BadInput
from playbooks.exchanges import Exchange, Turn
from playbooks.notes import Draft
from playbooks.people import Member, Role

MOST = 1_000
"""Messages that are read at once: the first of a thread, the newest of a channel."""

PAGE = 200
SPOKEN = (None, "file_share", "thread_broadcast")
HIDDEN = ("not_in_channel", "channel_not_found", "missing_scope", "no_permission")

Told = Callable[[int], None]


def gather(
    parts: Parts, draft: Draft, method: str, where: dict[str, Any], member: Member, told: Told
) -> Exchange:
    """The messages of a thread (`conversations.replies`) or channel (`conversations.history`).

    What there is so far stands in the draft after each page, so that a process that was killed, or
    that Slack asked to wait, goes on where it was. `told` hears how many messages there are. Raises
    `BadInput` where the app may not read, and `TryLater` when Slack asks for patience.
    """
    calls = Calls(parts.client, parts.context.now)
    messages: list[dict[str, Any]] = list(_so_far(draft, "messages"))
    cursor = str(draft.gathered.get("cursor") or "")
    total = int(str(draft.gathered.get("total") or 0))
    while not draft.gathered.get("whole"):
        told(len(messages))
        page = _page(calls, method, {**where, "limit": PAGE, "cursor": cursor})
        messages += map(_kept, filter(_is_spoken, page["messages"]))
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        replies = next((m["reply_count"] for m in page["messages"] if m.get("reply_count")), 0)
        total = max(total, len(messages), replies + 1 if replies else 0)
        done = not cursor or len(messages) >= MOST
        # Of a channel nobody says how many messages there are: one more at least.
        total += done and bool(cursor) and total <= len(messages)
        gathered = {"messages": messages[:MOST], "cursor": cursor, "whole": done, "total": total}
        draft = _remember(parts, draft, gathered)
    left_out = max(0, int(str(draft.gathered.get("total") or 0)) - MOST)
    messages = sorted(_so_far(draft, "messages"), key=lambda message: float(message["ts"]))
    turns = tuple(_turns(parts, messages, member))
    return Exchange(turns, left_out=left_out)


def unreadable() -> BadInput:
    """What is said of a channel in which the app, or who asks, may not read."""
    return BadInput(
        "I am not in that channel, so I cannot read what was said there. Nothing was read or "
        "saved; invite me with /invite, or save single messages."
    )


def day(ts: str, member: Member) -> date:
    """The day of a message on a member's calendar."""
    return working_hours.local(member, datetime.fromtimestamp(float(ts), UTC)).date()


def _so_far(draft: Draft, name: str) -> list[dict[str, Any]]:
    found = draft.gathered.get(name)
    return found if isinstance(found, list) else []


def _page(calls: Calls, method: str, where: dict[str, Any]) -> dict[str, Any]:
    try:
        return calls(method, where)
    except Undeliverable as refusal:
        if refusal.code not in HIDDEN:
            raise
        raise unreadable() from refusal


def _is_spoken(message: dict[str, Any]) -> bool:
    """What a person wrote; the app's own words and joins are left out."""
    spoken = message.get("subtype") in SPOKEN and not message.get("bot_id")
    return spoken and bool(message.get("text", "").strip()) and "user" in message


def _kept(message: dict[str, Any]) -> dict[str, Any]:
    return {name: message[name] for name in ("user", "text", "ts")}


def _remember(parts: Parts, draft: Draft, gathered: dict[str, Any]) -> Draft:
    changed = replace(draft, gathered=gathered)
    with parts.context.workspace.writing() as writer:
        writer.put(changed)
    return changed


def _turns(parts: Parts, messages: Sequence[dict[str, Any]], member: Member) -> Iterator[Turn]:
    writers = {message["user"] for message in messages}
    named = {user for message in messages for user in mrkdwn.mentioned(message["text"])}
    known = _members(parts, writers | named)
    names = {user: found.name for user, found in known.items()}
    for user in writers - known.keys():
        names[user] = _asked_name(parts, user)
    for message in messages:
        user = message["user"]
        ours = user in known and known[user].role is not Role.GUEST
        yield Turn(
            names[user],
            mrkdwn.readable(message["text"], names),
            day(message["ts"], member),
            ours,
            user if ours else None,
        )


def _members(parts: Parts, users: set[str]) -> dict[str, Member]:
    with parts.context.workspace.reading() as reader:
        return {member.id: member for member in reader.find(Member, id=sorted(users))}


def _asked_name(parts: Parts, user: str) -> str:
    """The name of somebody who is no member of ours, such as a customer in a shared channel."""
    try:
        found = parts.client.users_info(user=user)["user"]
    except (SlackApiError, OSError):
        return user
    profile = found.get("profile", {})
    return str(found.get("real_name") or profile.get("real_name") or found.get("name") or user)
