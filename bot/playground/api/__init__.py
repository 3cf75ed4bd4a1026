"""Slack's Web API over a workspace: one function for each method, and the way in."""

from __future__ import annotations

from bot.playground.api import (
    apps,
    assistant,
    chat,
    conversations,
    dnd,
    files,
    reactions,
    streams,
    users,
    views,
)
from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **assistant.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **dnd.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **streams.METHODS,
    **users.METHODS,
    **views.METHODS,
}


def answer(workspace: Workspace, name: str, arguments: Arguments) -> Json:
    """What Slack answers to a call, in its own shape whether it is taken or refused."""
    try:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        _authorise(workspace, method, arguments)
        arguments.require(method.required)
        _require_scope(workspace, method, arguments)
        return {"ok": True, **method.run(workspace, arguments)}
    except Refused as refused:
        return refused.as_json()


def _authorise(workspace: Workspace, method: Method, arguments: Arguments) -> None:
    if method.token == "none":
        return
    token = arguments.token
    if not token:
        raise Refused("not_authed")
    known = workspace.credentials
    expected = known.bot_token if method.token == "bot" else known.app_token
    if token in (known.bot_token, known.app_token) and token != expected:
        raise Refused("not_allowed_token_type")
    if token != expected:
        raise Refused("invalid_auth")


def _require_scope(workspace: Workspace, method: Method, arguments: Arguments) -> None:
    if method.scope is None:
        return
    channel = workspace.channels.get(str(arguments.values.get("channel")))
    if method.scope.startswith("*") and channel is not None:
        workspace.require_scope(method.scope.replace("*", channel.kind))
    elif not method.scope.startswith("*"):
        workspace.require_scope(method.scope)
