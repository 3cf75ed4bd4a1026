"""Fetching a file from Slack: from Slack's own host alone, and no more of it than may be read."""

import ssl
from collections.abc import Callable
from email.message import Message
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.calling import patience
from handlers.content import files
from handlers.content.sharing import SharedFile
from playbooks.errors import BadInput
from storage.jobs import TryLater

SLACK_HOSTS = ("slack.com", "slack-gov.com")
"""Where files of a workspace lie: files.slack.com, and the like of it."""

TIMEOUT = 30
"""Seconds without a byte after which Slack is asked again later."""

Check = Callable[[str, int], None]

GONE = ("file_not_found", "file_deleted", "not_visible", "access_denied")
OUTSIDE = ("external", "remote")


def fetch(client: WebClient, file_id: str, check: Check | None = None) -> SharedFile:
    """The file with its bytes; raises `BadInput` that says why there is none.

    `check` is told the file's name and its size in bytes, and raises `BadInput` for one that is
    of no use; without it the file is one for the library.
    Raises `SlackApiError`, `OSError` or `TryLater` for what may pass by itself.
    """
    info = _info(client, file_id)
    if info.get("is_external") or info.get("mode") in OUTSIDE:
        raise BadInput(
            "The file lies outside of Slack, where I cannot read it. Nothing was added; download "
            "it and share it here."
        )
    (check or _is_for_the_library)(str(info["name"]), int(info["size"]))
    content = _content(client, str(info["url_private_download"]), int(info["size"]))
    location = info.get("permalink") or info["url_private_download"]
    return SharedFile(file_id, str(info["name"]), content, str(location))


def _is_for_the_library(name: str, size: int) -> None:
    files.check_name(name)
    files.check_size(size)


def _info(client: WebClient, file_id: str) -> dict[str, Any]:
    try:
        info: dict[str, Any] = client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        if error.response.get("error") == "missing_scope":
            raise _not_handed_over() from error
        if error.response.get("error") not in GONE:
            raise
        info = {}
    if not info.get("url_private_download") and not info.get("is_external"):
        raise BadInput(
            "Slack does not have this file any more, or does not show it to me. Nothing was added; "
            "share it again."
        )
    return info


def _content(client: WebClient, url: str, size: int) -> bytes:
    """The bytes at `url`; the token goes to no other host, also when that one sends us on."""
    if not is_slacks(url, client.base_url):
        raise _not_handed_over()
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})
    try:
        with opener(client).open(request, timeout=TIMEOUT) as answer:
            content: bytes = answer.read(files.LARGEST + 1)
            broke_off = bool(answer.length) and len(content) < size
    except HTTPError as error:
        error.close()
        if error.code == 429 or error.code >= 500:
            raise TryLater(patience(error.headers), "Slack asks to wait") from error
        raise _not_handed_over() from error
    if broke_off:
        raise ConnectionError("The file broke off on its way.")
    # To an app that may not read files Slack gives its sign-in page instead.
    if len(content) != size:
        raise _not_handed_over()
    return content


def is_slacks(url: str, base_url: str) -> bool:
    """Whether a file's address is Slack's: on its hosts, or where the Web API itself is."""
    asked, known = urlsplit(url), urlsplit(base_url)
    if (asked.scheme, asked.netloc) == (known.scheme, known.netloc):
        return True
    return asked.scheme == "https" and all(
        any(f".{host or ''}".endswith(f".{slack}") for slack in SLACK_HOSTS)
        for host in (asked.hostname, known.hostname)
    )


def opener(client: WebClient) -> Any:
    proxies = {"http": client.proxy, "https": client.proxy} if client.proxy else {}
    context = client.ssl or ssl.create_default_context()
    return build_opener(ProxyHandler(proxies), HTTPSHandler(context=context), _StayThere())


def _not_handed_over() -> BadInput:
    return BadInput(
        "Slack did not hand the file over. Nothing was added; ask an admin whether the app has the "
        "scope files:read, then share the file again."
    )


class _StayThere(HTTPRedirectHandler):
    """Follows no redirect: it would carry the token along."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> Request | None:
        return None
