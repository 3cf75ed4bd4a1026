"""Salesforce's fields as cells, and what is derived from them for the plan to name."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlparse

from bot.connectors import moments, plaintext

BASE = ("Id", "SystemModstamp", "IsDeleted")
ALWAYS = {
    "Account": ("Name", "Website", "MasterRecordId"),
    "Contact": ("AccountId", "MasterRecordId"),
    "Opportunity": ("AccountId", "IsClosed", "CloseDate"),
    "Task": ("AccountId", "Subject", "Description", "ActivityDate", "CompletedDateTime"),
    "Event": ("AccountId", "Subject", "Description", "StartDateTime", "EndDateTime"),
}
"""Fields from which others are derived, or by which records hang together."""

DERIVED = frozenset(["web_domain", "closed_on", "said", "held", "day", "link"])
TIMED = "%Y-%m-%dT%H:%M:%SZ"


def fields(thing: str, asked: Collection[str]) -> list[str]:
    """The fields to query, so that `asked` can be given."""
    return sorted({*BASE, *ALWAYS.get(thing, ("AccountId",)), *asked} - DERIVED)


def changed_since(thing: str, since: datetime, now: datetime) -> str:
    """The condition for what is other than it was then: an event also when it has ended since."""
    start = since.strftime(TIMED)
    if thing != "Event":
        return f"SystemModstamp >= {start}"
    ended = f"(EndDateTime >= {start} AND EndDateTime <= {now.strftime(TIMED)})"
    return f"(SystemModstamp >= {start} OR {ended})"


def cells(thing: str, one: Mapping[str, Any], url: str, now: datetime) -> dict[str, Any]:
    """A record's fields by their names (`Owner.Email`), with what is derived from them."""
    given = dict(_flat(one))
    return {**given, "link": f"{url}/{one['Id']}", **_of_the_thing(thing, given, now)}


def _flat(one: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in one.items():
        if name == "attributes":
            continue
        if isinstance(value, Mapping):
            found += _flat(value, f"{before}{name}.")
        else:
            found.append((f"{before}{name}", value))
    return found


def _of_the_thing(thing: str, given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    match thing:
        case "Account":
            return {"web_domain": _domain(given.get("Website"))}
        case "Opportunity":
            return {"closed_on": given.get("CloseDate") if given.get("IsClosed") else None}
        case "Task":
            day = given.get("CompletedDateTime") or given.get("ActivityDate")
            return {"said": _said(given), "day": day}
        case "Event":
            ended = moments.of(given.get("EndDateTime") or given.get("StartDateTime"))
            held = ended is not None and ended <= now
            return {"said": _said(given), "held": str(held).lower()}
    return {}


def _said(given: Mapping[str, Any]) -> str | None:
    parts = (plaintext.of(given.get(name)) for name in ("Subject", "Description"))
    return "\n".join(part for part in parts if part) or None


def _domain(website: Any) -> str | None:
    """acme.com of https://www.acme.com/start, or of www.acme.com."""
    text = str(website or "").strip().lower()
    if not text:
        return None
    host = urlparse(text if "://" in text else f"https://{text}").hostname or ""
    return host.removeprefix("www.") or None
