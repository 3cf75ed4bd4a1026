"""Calendar files: fetched from where an administrator allows it, read by their occurrences."""

import hashlib
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from http.client import HTTPMessage
from itertools import islice
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

import recurring_ical_events
from icalendar import Calendar

from handlers.syncing.calendars import Invitation
from handlers.syncing.remote import RemoteFault, RemoteRefusal
from playbooks.errors import BadInput, CairnError

LARGEST = 20_000_000
"""Bytes of a calendar file."""

MOST = 5_000
"""Occurrences that are read of one calendar: a rule may repeat every second."""

TIMEOUT = 30
PRIVATE = ("PRIVATE", "CONFIDENTIAL")
ROOMS = ("RESOURCE", "ROOM")
TITLE = "The calendar"


def name_of(source: str) -> str:
    """What a calendar is called: its file's name; of an address no more than the host, with a mark
    of its own, for the rest of it is often a secret."""
    if "://" not in source:
        return Path(source).name
    mark = hashlib.sha256(source.encode()).hexdigest()[:6]
    return f"{urlsplit(source).hostname} ({mark})"


def read(source: str, hosts: frozenset[str]) -> str:
    """The calendar's text; `hosts` are those from which one may be fetched.

    Raises `BadInput` for an address that is not allowed or a file that is not there.
    """
    content = _fetched(source, hosts) if "://" in source else _from_file(Path(source))
    if len(content) > LARGEST:
        raise BadInput(
            "The calendar {name} is larger than 20 MB. Nothing was synced.", name=name_of(source)
        )
    return content.decode("utf-8", errors="replace")


def invitations(text: str, start: datetime, end: datetime, name: str) -> list[Invitation]:
    """The occurrences between two moments, private ones marked.

    Raises `RemoteFault` for what is no calendar, such as half of one.
    """
    try:
        calendar = Calendar.from_ical(text)
        series = _repeating(calendar)
        query = recurring_ical_events.of(calendar, skip_bad_series=True)
        found = [_invitation(event, series) for event in _until(query.after(start), end)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        said = " ".join(str(error).split())[:120]
        raise RemoteFault(TITLE, f"{name} is no whole calendar ({said})") from error
    return [one for one in found if one is not None]


def _until(events: Iterator[Any], end: datetime) -> Iterator[Any]:
    for event in islice(events, MOST):
        if _moment(event["DTSTART"].dt) >= end:
            return
        yield event


def _repeating(calendar: Calendar) -> set[str]:
    """Ids of the events that come more than once, whose occurrences are told apart by their day."""
    return {
        str(event["UID"])
        for event in calendar.walk("VEVENT")
        if "UID" in event and {"RRULE", "RDATE", "RECURRENCE-ID"} & set(event)
    }


def _invitation(event: Any, series: set[str]) -> Invitation | None:
    if "UID" not in event:
        return None
    uid, starts = str(event["UID"]), _moment(event.start)
    if uid in series and "RECURRENCE-ID" in event:
        uid = f"{uid}/{_moment(event['RECURRENCE-ID'].dt):%Y%m%dT%H%M}"
    return Invitation(
        key=hashlib.sha256(uid.encode()).hexdigest()[:24],
        starts=starts,
        ends=max(starts, _moment(event.end)),
        title=str(event.get("SUMMARY", "")).strip() or "Meeting",
        place=str(event.get("LOCATION", "")).strip() or None,
        people=tuple(dict.fromkeys(_people(event))),
        cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
        private=str(event.get("CLASS", "")).upper() in PRIVATE,
    )


def _people(event: Any) -> Iterator[str]:
    """Mail addresses of those who are invited and have not declined, and of the organiser."""
    attendees = event.get("ATTENDEE", [])
    for person in attendees if isinstance(attendees, list) else [attendees]:
        kind = str(person.params.get("CUTYPE", "")).upper()
        declined = str(person.params.get("PARTSTAT", "")).upper() == "DECLINED"
        if kind not in ROOMS and not declined and (mail := _mail(person)):
            yield mail
    if "ORGANIZER" in event and (mail := _mail(event["ORGANIZER"])):
        yield mail


def _mail(person: Any) -> str | None:
    text = str(person).strip().lower().removeprefix("mailto:")
    return text if "@" in text else None


def _moment(said: date | datetime) -> datetime:
    """A moment in UTC; what has no zone (a whole day, say) is taken as UTC."""
    if not isinstance(said, datetime):
        said = datetime.combine(said, time(), UTC)
    return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)


def _from_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(
            "The calendar {name} cannot be read: {why}. Nothing was synced.",
            name=path.name,
            why=error.strerror or str(error),
        ) from error


def _fetched(source: str, hosts: frozenset[str]) -> bytes:
    _check(source, hosts)
    opener = build_opener(HTTPSHandler(context=ssl.create_default_context()), _Allowed(hosts))
    try:
        with opener.open(Request(source), timeout=TIMEOUT) as answer:
            content: bytes = answer.read(LARGEST + 1)
    except HTTPError as error:
        error.close()
        if error.code in (401, 403, 404, 410):
            said = CairnError("it does not let us in ({code})", code=str(error.code))
            remedy = CairnError("Copy the calendar's address anew.")
            raise RemoteRefusal(name_of(source), said, remedy) from None
        raise RemoteFault(name_of(source), f"it answers {error.code}") from None
    except (URLError, OSError) as error:
        failed = f"the connection failed ({type(error).__name__})"
        raise RemoteFault(name_of(source), failed) from None
    return content


def _check(address: str, hosts: frozenset[str]) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" or (parts.hostname or "") not in hosts:
        raise BadInput(
            "The calendar {name} is not fetched: it must be on https and its host stand in "
            "CAIRN_CALENDAR_HOSTS. Nothing was synced.",
            name=name_of(address),
        )


class _Allowed(HTTPRedirectHandler):
    """Follows a redirect only to where a calendar may be fetched from."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        _check(newurl, self._hosts)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
