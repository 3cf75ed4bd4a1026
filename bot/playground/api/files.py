"""`files.*`: what is known of a file, and the three steps in which an app uploads one.

Slack looks at a file after it has said that the upload is complete; here it has done so after
somebody has asked once.
"""

from __future__ import annotations

import mimetypes
from dataclasses import replace

from bot.playground.api import chat
from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.files import SharedFile
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

LARGEST = 1_000_000_000
"""Bytes of a file that Slack takes."""


def info(workspace: Workspace, arguments: Arguments) -> Json:
    found = workspace.files.get(arguments.text("file"))
    if found is None:
        raise Refused("file_not_found")
    workspace.files[found.id] = replace(found, looked_at=True)
    return {"file": found.as_json(), "comments": []}


def get_upload_url(workspace: Workspace, arguments: Arguments) -> Json:
    """The first step: a place to send the bytes to."""
    name, length = arguments.text("filename"), arguments.number("length", 0, LARGEST)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = workspace.new_file(name, b"", kind, workspace.bot_user)
    workspace.uploads[file.id] = replace(file, announced=length)
    return {"upload_url": f"{workspace.base_url}/upload/v1/{file.id}", "file_id": file.id}


def receive(workspace: Workspace, file_id: str, content: bytes) -> bool:
    """The second step, which is no method: the bytes; False when they are not those announced."""
    file = workspace.uploads.get(file_id)
    if file is None or file.announced is None or len(content) != file.announced:
        return False
    workspace.uploads[file_id] = replace(file, content=content, announced=None)
    return True


def complete_upload(workspace: Workspace, arguments: Arguments) -> Json:
    """The third step: the files are there, and shown in a channel when one is named."""
    listed = arguments.structure("files")
    if not isinstance(listed, list) or not listed:
        raise Refused("invalid_arguments")
    files = [_uploaded(workspace, one) for one in listed]
    for file in files:
        workspace.files[file.id] = file
        del workspace.uploads[file.id]
    if arguments.optional_text("channel_id"):
        _show(workspace, arguments, files)
    return {"files": [file.as_json() for file in files]}


def _uploaded(workspace: Workspace, listed: Json) -> SharedFile:
    file = workspace.uploads.get(str(listed.get("id")))
    if file is None or file.announced is not None:
        raise Refused("file_not_found")
    return replace(file, title=str(listed.get("title") or ""), looked_at=False)


def _show(workspace: Workspace, arguments: Arguments, files: list[SharedFile]) -> None:
    channel = workspace.joined(arguments.text("channel_id"))
    message = {
        **chat.authored(workspace),
        "subtype": "file_share",
        "text": arguments.optional_text("initial_comment") or "",
        "files": [file.as_json() for file in files],
        "ts": workspace.timestamps.next(),
    }
    thread = arguments.optional_text("thread_ts")
    root = channel.root_ts(thread) if thread else None
    channel.add(message | ({"thread_ts": root} if root else {}))
    workspace.changed.notify_all()


METHODS = {
    "files.info": Method(info, ("file",), "files:read"),
    "files.getUploadURLExternal": Method(get_upload_url, ("filename", "length"), "files:write"),
    "files.completeUploadExternal": Method(complete_upload, ("files",), "files:write"),
}
