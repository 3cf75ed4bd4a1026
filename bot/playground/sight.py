"""What Slack shows to a person: their channels, messages, controls and modals."""

from __future__ import annotations

from bot.playground.blockkit import controls, forms
from bot.playground.blockkit.controls import Control
from bot.playground.channels import Channel
from bot.playground.members import Member
from bot.playground.openviews import OpenView
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


class NothingThere(AssertionError):
    """A person wanted to use something that Slack does not show them; the message says what is."""


def channel(workspace: Workspace, member: Member, name: str | None) -> Channel:
    """A conversation of this person by id or name; None is the one with the app."""
    if name is None:
        return workspace.direct_message(member.id)
    for found in workspace.channels.values():
        if name in (found.id, found.name) and member.id in found.members:
            return found
    raise NothingThere(f"{member.handle} is in no channel called {name!r}")


def message(where: Channel, ts: str) -> Json:
    found = where.find(ts)
    if found is None:
        raise NothingThere(f"there is no message {ts} in {where.name or where.id}")
    return found


def control_in_messages(
    workspace: Workspace,
    member: Member,
    where: Channel,
    action_id: str,
    ts: str | None,
    value: str | None,
) -> tuple[Json, Control]:
    """The newest message with this control, or the one with this timestamp, and the control."""
    seen: list[str] = []
    for shown in _visible(workspace, member, where):
        if ts in (None, shown["ts"]):
            blocks = shown.get("blocks", [])
            found = controls.matching(blocks, action_id, value)
            if found is not None:
                return shown, found
            seen += [control.action_id for control in controls.within(blocks)]
    place = where.name or "the conversation with the app"
    raise NothingThere(f"no {action_id!r} in {place}; there are: {', '.join(seen) or 'none'}")


def control_in_view(opened: OpenView, action_id: str, value: str | None = None) -> Control:
    blocks = opened.content["blocks"]
    found = controls.matching(blocks, action_id, value)
    if found is None:
        there = ", ".join(control.action_id for control in controls.within(blocks)) or "none"
        raise NothingThere(f"no {action_id!r} in the view; there are: {there}")
    return found


def modal(workspace: Workspace, member: Member) -> OpenView:
    """The modal on top."""
    opened = workspace.views.top(member.id)
    if opened is None:
        raise NothingThere(f"{member.handle} has no modal open")
    return opened


def home(workspace: Workspace, member: Member) -> OpenView:
    published = workspace.views.home(member.id)
    if published is None:
        raise NothingThere(f"{member.handle} has no home view yet")
    return published


def chosen(element: Json, choice: object) -> Json:
    """What a payload says about a choice: nothing for a plain button."""
    if element["type"] == "feedback_buttons":
        button = element[f"{choice}_button"]
        return {"text": button["text"], "value": button["value"]}
    return {} if choice is None else forms.held(element, choice)


def _visible(workspace: Workspace, member: Member, where: Channel) -> list[Json]:
    """The messages of a channel and those that only this person sees, newest first."""
    whispered = [
        message
        for message in workspace.ephemerals
        if message["shown_to"] == member.id and message["channel"] == where.id
    ]
    return sorted([*where.messages, *whispered], key=lambda shown: str(shown["ts"]), reverse=True)
