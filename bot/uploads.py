"""Laying a file down in Slack, where only a message of ours then shows it."""

from urllib.error import HTTPError
from urllib.request import Request

from slack_sdk import WebClient

from bot import downloads
from bot.calling import Calls, Limited, Undeliverable, patience

UPLOAD = "the upload of a file"
"""The step between the two methods, which has no name of Slack's."""


class Uploads:
    """One workspace's way to lay files down. Raises as `Calls` does."""

    def __init__(self, call: Calls, client: WebClient) -> None:
        self._call = call
        self._client = client

    def lay_down(self, name: str, content: bytes, described: str) -> str:
        """The id of the new file, which nobody sees before a message shows it.

        `described` is for screen readers, in 1,000 characters at most. Done again after a crash it
        leaves a second file that no message shows.
        """
        file_id = self.send(name, content, described)
        self._call("files.completeUploadExternal", {"files": [{"id": file_id, "title": name}]})
        return file_id

    def send(self, name: str, content: bytes, described: str) -> str:
        """The id under which Slack holds the bytes, for `share`; nobody sees them before."""
        asked = {"filename": name, "length": len(content), "alt_txt": described}
        begun = self._call("files.getUploadURLExternal", asked)
        self._send(str(begun["upload_url"]), content)
        return str(begun["file_id"])

    def share(self, file_id: str, name: str, channel: str) -> None:
        """Show a file that was sent in a channel, once: shared again it is not there any more."""
        listed = {"files": [{"id": file_id, "title": name}], "channel_id": channel}
        try:
            self._call("files.completeUploadExternal", listed)
        except Undeliverable as refusal:
            if refusal.code != "file_not_found":
                raise

    def is_ready(self, file_id: str) -> bool:
        """Whether Slack has looked at the file; a message may not show it before."""
        info = self._call("files.info", {"file": file_id})
        return bool(info.get("file", {}).get("mimetype"))

    def _send(self, url: str, content: bytes) -> None:
        """The bytes, to Slack alone; the address itself is the right to send them."""
        if not downloads.is_slacks(url, self._client.base_url):
            raise Undeliverable("upload_url_elsewhere", UPLOAD)
        request = Request(url, data=content, method="POST")
        request.add_header("Content-Type", "application/octet-stream")
        try:
            downloads.opener(self._client).open(request, timeout=downloads.TIMEOUT).close()
        except HTTPError as error:
            error.close()
            if error.code == 429 or error.code >= 500:
                raise Limited(patience(error.headers), UPLOAD) from error
            raise Undeliverable(f"http_{error.code}", UPLOAD) from error
