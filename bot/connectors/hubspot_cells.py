"""HubSpot's properties as cells, and what is derived from them for the plan to name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.connectors import plaintext

NO_COMPANY = ("companies",)

ALWAYS = {
    "companies": ("name", "domain", "hs_merged_object_ids", "hubspot_owner_id"),
    "contacts": (
        "firstname",
        "lastname",
        "email",
        "associatedcompanyid",
        "hs_buying_role",
        "hubspot_owner_id",
    ),
    "deals": (
        "dealname",
        "pipeline",
        "dealstage",
        "closedate",
        "hs_is_closed",
        "hs_is_closed_won",
        "hubspot_owner_id",
    ),
    "notes": ("hs_note_body", "hubspot_owner_id"),
    "calls": ("hs_call_title", "hs_call_body", "hubspot_owner_id"),
    "meetings": (
        "hs_meeting_title",
        "hs_meeting_body",
        "hs_internal_meeting_notes",
        "hs_meeting_outcome",
        "hubspot_owner_id",
    ),
}
"""Properties from which others are derived, or by which records hang together."""

DERIVED = frozenset(
    (
        "owner_email",
        "company_name",
        "person",
        "buying_role",
        "pipeline_name",
        "stage_name",
        "closed",
        "won",
        "closed_on",
        "said",
        "called_off",
        "link",
    )
)

WORDS = {
    "notes": ("hs_note_body",),
    "calls": ("hs_call_title", "hs_call_body"),
    "meetings": ("hs_meeting_title", "hs_meeting_body", "hs_internal_meeting_notes"),
}

UNSAID = {
    "calls": "A call without a note.",
    "meetings": "A meeting without a note.",
}
"""That people spoke is worth knowing also when nobody wrote what about."""

TYPES = {
    "contacts": "0-1",
    "companies": "0-2",
    "deals": "0-3",
    "notes": "0-46",
    "meetings": "0-47",
    "calls": "0-48",
}
"""HubSpot's numbers for its object types, as its own addresses have them."""

ROLES = {
    "budget_holder": "economic_buyer",
    "decision_maker": "economic_buyer",
    "end_user": "user",
    "blocker": "detractor",
}
"""Buying roles in our field's words; the others are called the same."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the properties of a page refer to: owners, pipelines and the account's own address."""

    thing: str
    people: Mapping[str, str]
    pipelines: Mapping[str, str]
    link: str

    def cells(self, item_id: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The properties, with what is derived from them."""
        owner = self.people.get(str(given.get("hubspot_owner_id") or ""))
        kind = TYPES.get(self.thing, self.thing)
        derived = {"owner_email": owner, "link": f"{self.link}/{kind}/{item_id}"}
        return {**given, **derived, **self._of_the_thing(given)}

    def _of_the_thing(self, given: Mapping[str, Any]) -> dict[str, Any]:
        match self.thing:
            case "companies":
                return {"company_name": given.get("name") or given.get("domain")}
            case "contacts":
                return {"person": _person(given), "buying_role": _role(given)}
            case "deals":
                return self._deal(given)
            case "meetings":
                called_off = given.get("hs_meeting_outcome") in ("CANCELED", "CANCELLED")
                return {"said": self._said(given), "called_off": called_off}
        return {"said": self._said(given)} if self.thing in WORDS else {}

    def _deal(self, given: Mapping[str, Any]) -> dict[str, Any]:
        pipeline, stage = given.get("pipeline"), given.get("dealstage")
        closed = str(given.get("hs_is_closed") or "false").lower()
        return {
            "pipeline_name": self.pipelines.get(str(pipeline)),
            "stage_name": self.pipelines.get(f"{pipeline}/{stage}"),
            "closed": closed,
            "won": str(given.get("hs_is_closed_won") or "false").lower(),
            "closed_on": given.get("closedate") if closed == "true" else None,
        }

    def _said(self, given: Mapping[str, Any]) -> str | None:
        parts = (plaintext.of(given.get(name)) for name in WORDS[self.thing])
        said = "\n".join(dict.fromkeys(part for part in parts if part))
        return said or UNSAID.get(self.thing)


def properties(thing: str, fields: Collection[str]) -> list[str]:
    """The properties to ask for, so that `fields` can be given."""
    return sorted({*ALWAYS.get(thing, ("hubspot_owner_id",)), *fields} - DERIVED)


def primary_companies(found: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The primary company of each contact, which stands among its properties."""
    named = {one["id"]: one.get("properties") for one in found}
    return {
        key: str(given["associatedcompanyid"])
        for key, given in named.items()
        if isinstance(given, Mapping) and given.get("associatedcompanyid")
    }


def listed(ids: Any) -> tuple[str, ...]:
    """Several ids in one property, between semicolons."""
    return tuple(one.strip() for one in str(ids or "").split(";") if one.strip())


def _person(given: Mapping[str, Any]) -> str | None:
    names = (given.get("firstname"), given.get("lastname"))
    return " ".join(name for name in names if name) or given.get("email")


def _role(given: Mapping[str, Any]) -> str | None:
    roles = listed(given.get("hs_buying_role"))
    return ROLES.get(roles[0].lower(), roles[0].lower()) if roles else None
