"""`api.test`, `auth.test`, `apps.connections.open` and `oauth.v2.access`: the app itself."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error

from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def api_test(workspace: Workspace, arguments: Arguments) -> Json:
    if arguments.values.get("error"):
        raise Refused(arguments.text("error"), args=arguments.values)
    return {"args": arguments.values}


def auth_test(workspace: Workspace, arguments: Arguments) -> Json:
    bot = workspace.members[workspace.bot_user]
    return {
        "url": f"{workspace.base_url}/",
        "team": "Playground",
        "user": bot.handle,
        "team_id": workspace.team_id,
        "user_id": bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(workspace: Workspace, arguments: Arguments) -> Json:
    ticket = workspace.ids.next("ticket")
    workspace.tickets.add(ticket)
    host = workspace.base_url.removeprefix("http://")
    return {"url": f"ws://{host}/link/?ticket={ticket}"}


def exchange_code(workspace: Workspace, arguments: Arguments) -> Json:
    """Swap an OAuth code for the bot token; a code works once."""
    _check_client(workspace, arguments)
    code = arguments.text("code")
    if code not in workspace.codes:
        raise Refused("invalid_code")
    workspace.codes.remove(code)
    return {
        "access_token": workspace.credentials.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(workspace.grants.scopes or ())),
        "bot_user_id": workspace.bot_user,
        "app_id": workspace.app_id,
        "team": {"name": "Playground", "id": workspace.team_id},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": next(iter(workspace.members))},
    }


def _check_client(workspace: Workspace, arguments: Arguments) -> None:
    client_id, client_secret = _client(arguments)
    if client_id != workspace.credentials.client_id:
        raise Refused("invalid_client_id")
    if client_secret != workspace.credentials.client_secret:
        raise Refused("bad_client_secret")


def _client(arguments: Arguments) -> tuple[str | None, str | None]:
    """The client's id and secret, from HTTP Basic authentication or from the arguments."""
    scheme, _, encoded = arguments.authorization.partition(" ")
    if scheme.lower() == "basic":
        return _decoded(encoded)
    return arguments.optional_text("client_id"), arguments.optional_text("client_secret")


def _decoded(encoded: str) -> tuple[str | None, str | None]:
    try:
        client_id, _, client_secret = b64decode(encoded, validate=True).decode().partition(":")
    except (Error, UnicodeDecodeError):
        raise Refused("invalid_client_id") from None
    return client_id, client_secret


METHODS = {
    "api.test": Method(api_test, token="none"),
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(open_connection, (), None, "app"),
    "oauth.v2.access": Method(exchange_code, ("code",), None, "none"),
}
