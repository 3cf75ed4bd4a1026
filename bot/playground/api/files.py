"""`files.info`: what is known of a file that somebody shared."""

from __future__ import annotations

from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def info(workspace: Workspace, arguments: Arguments) -> Json:
    found = workspace.files.get(arguments.text("file"))
    if found is None:
        raise Refused("file_not_found")
    return {"file": found.as_json(), "comments": []}


METHODS = {"files.info": Method(info, ("file",), "files:read")}
