"""What HubSpot's answers say, and what those mean that are none."""

import json
from typing import Any

from handlers.syncing.remote import RemoteBusy, RemoteFault, RemoteRefusal
from playbooks.errors import CairnError

TITLE = "HubSpot"
DAILY = "DAILY"
HOUR = 3600.0

Answer = dict[str, Any]


def parsed(body: bytes) -> Answer:
    """The JSON object in a body; raises `RemoteFault` for a page of the web or half a one."""
    try:
        answer = json.loads(body)
    except ValueError:
        shown = "a web page" if body.lstrip()[:1] == b"<" else f"{len(body):,} bytes of no JSON"
        raise RemoteFault(TITLE, f"the answer is {shown}") from None
    if not isinstance(answer, dict):
        raise RemoteFault(TITLE, "the answer is no JSON object")
    return answer


def results(answer: Answer) -> list[Answer]:
    """The listed records; raises `RemoteFault` when there is no such list."""
    found = answer.get("results")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise RemoteFault(TITLE, "the answer has no list of results")
    if any("id" in one and not str(one["id"]).isdigit() for one in found if "properties" in one):
        raise RemoteFault(TITLE, "a record has an id that is no number")
    return found


def following(answer: Answer) -> str | None:
    """HubSpot's own name for the next page, when there is one."""
    paging = answer.get("paging") or {}
    after = (paging.get("next") or {}).get("after")
    return str(after) if after else None


def failure(error: Any) -> RemoteBusy | RemoteFault | RemoteRefusal:
    """What an answer that is none means; the body may say more, the headers hold nothing secret."""
    title, status = TITLE, error.status
    if status == 401:
        return RemoteRefusal(
            title,
            CairnError("it does not accept the token (401)"),
            CairnError("Set {variables} anew.", variables=["CAIRN_HUBSPOT_TOKEN"]),
        )
    if status == 403:
        return RemoteRefusal(
            title,
            CairnError("the token may not read this (403): {said}", said=_message(error)),
            CairnError("Give the app that scope."),
        )
    if status == 429:
        return _too_many(error)
    if status in (400, 404, 414):
        return RemoteRefusal(
            title,
            CairnError(
                "it does not understand the request ({code}): {said}",
                code=str(status),
                said=_message(error),
            ),
            CairnError("Look whether the plan names a field that you do not have there."),
        )
    return RemoteFault(title, f"it answers {status}")


def _too_many(error: Any) -> RemoteBusy:
    body = _body(error)
    if body.get("policyName") == DAILY:
        return RemoteBusy(TITLE, "the requests of the day are used up", HOUR)
    asked = str((error.headers or {}).get("Retry-After", ""))
    seconds = float(asked) if asked.replace(".", "", 1).isdigit() else None
    return RemoteBusy(TITLE, "too many requests (429)", seconds)


def _message(error: Any) -> str:
    return str(_body(error).get("message", "no reason is given"))[:300]


def _body(error: Any) -> Answer:
    try:
        body = json.loads(error.body)
    except (ValueError, TypeError):
        return {}
    return body if isinstance(body, dict) else {}


def kind_of(error: Exception) -> str:
    """The kind of failure alone: the sentence of urllib3 names our own address and port."""
    reason = getattr(error, "reason", None) or error
    return type(reason).__name__
