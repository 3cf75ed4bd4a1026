"""A loopback HubSpot: search, lists, archives, associations, owners and pipelines of its API v3.

Its limits are HubSpot's: 200 records a page, 10,000 a search, five searches a second when asked to
count them. https://developers.hubspot.com/docs/api/crm/search
"""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.loopback.faults import Faults, page_of_the_web

TOKEN = "pat-eu1-loopback"
LONGEST_SEARCH = 10_000
LARGEST_PAGE = 200
PORTAL = 4711

Properties = dict[str, Any]


class Json(JSONResponse):
    """JSON in ASCII, which can spell any text that a CRM may hold."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content).encode()


@dataclass(slots=True)
class Thing:
    """One record."""

    id: int
    properties: Properties
    changed: datetime
    archived: datetime | None = None
    companies: tuple[int, ...] = ()


@dataclass(slots=True)
class HubSpot:
    """Records by object type, and what the server is asked."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    token: str = TOKEN
    things: dict[str, dict[int, Thing]] = field(default_factory=lambda: defaultdict(dict))
    owners: dict[str, str] = field(default_factory=dict)
    pipelines: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=lambda: Faults(_failures()))
    _numbers: int = 1000

    def add(self, kind: str, company: int | None = None, **properties: Any) -> int:
        """A new record; its id."""
        self._numbers += 1
        companies = (company,) if company else ()
        if kind == "contacts" and company:
            properties = {**properties, "associatedcompanyid": str(company)}
        thing = Thing(self._numbers, properties, self.clock(), companies=companies)
        self.things[kind][thing.id] = thing
        return thing.id

    def change(self, kind: str, number: int, **properties: Any) -> None:
        """New properties."""
        thing = self.things[kind][number]
        thing.properties = {**thing.properties, **properties}
        thing.changed = self.clock()

    def archive(self, kind: str, number: int) -> None:
        """Delete a record; HubSpot keeps it for a while."""
        self.things[kind][number].archived = self.clock()

    def restore(self, kind: str, number: int) -> None:
        """Take a deleted record back."""
        self.things[kind][number].archived = None
        self.things[kind][number].changed = self.clock()

    def purge(self, kind: str, number: int) -> None:
        """Forget a record for good."""
        del self.things[kind][number]

    def merge_companies(self, one: int, other: int) -> int:
        """Both live on in a new company, as HubSpot does since January 2025; its id."""
        first, second = (self.things["companies"].pop(number) for number in (one, other))
        properties = {**second.properties, **first.properties}
        merged = self.add("companies", **{**properties, "hs_merged_object_ids": f"{one};{other}"})
        for kind, things in self.things.items():
            for thing in things.values():
                if set(thing.companies) & {one, other}:
                    thing.companies = (merged,)
                    if kind == "contacts":
                        thing.properties["associatedcompanyid"] = str(merged)
        return merged

    def app(self) -> Starlette:
        """The server."""
        base = "/crm/v3/objects/{kind}"
        return Starlette(
            routes=[
                Route(f"{base}/search", self._guarded(self._search), methods=["POST"]),
                Route(f"{base}/batch/read", self._guarded(self._read), methods=["POST"]),
                Route(base, self._guarded(self._list)),
                Route(
                    "/crm/v4/associations/{kind}/companies/batch/read",
                    self._guarded(self._associations),
                    methods=["POST"],
                ),
                Route("/crm/v3/owners/", self._guarded(self._owners)),
                Route("/crm/v3/owners", self._guarded(self._owners)),
                Route("/crm/v3/pipelines/deals", self._guarded(self._pipelines)),
                Route("/account-info/v3/details", self._guarded(self._details)),
            ]
        )

    def _guarded(self, answer: Callable[[Request, Any], Response]) -> Any:
        async def guarded(request: Request) -> Response:
            body = json.loads(await request.body() or b"null")
            self.asked.append(f"{request.method} {request.url.path}")
            if request.headers.get("authorization") != f"Bearer {self.token}":
                return _error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found")
            return self.faults.instead_of(answer(request, body))

        return guarded

    def _search(self, request: Request, body: Any) -> Response:
        kind, limit = request.path_params["kind"], int(body.get("limit", 10))
        if limit > LARGEST_PAGE:
            return _error(400, "VALIDATION_ERROR", "limit must be at most 200")
        offset = int(body.get("after") or 0)
        if offset + limit > LONGEST_SEARCH:
            return _error(400, "VALIDATION_ERROR", "10,000 is the most that a search may give")
        filters = [one for group in body["filterGroups"] for one in group["filters"]]
        here = [thing for thing in list(self.things[kind].values()) if thing.archived is None]
        found = [thing for thing in here if all(_fits(thing, one) for one in filters)]
        found.sort(key=lambda thing: thing.id)
        page = found[offset : offset + limit]
        more = offset + limit < len(found)
        return Json(
            {
                "total": len(found),
                "results": [_plain(thing, body.get("properties", [])) for thing in page],
                **({"paging": {"next": {"after": str(offset + limit)}}} if more else {}),
            }
        )

    def _read(self, request: Request, body: Any) -> Response:
        there = self.things[request.path_params["kind"]]
        wanted = [there.get(int(one["id"])) for one in body["inputs"]]
        found = [thing for thing in wanted if thing and thing.archived is None]
        results = [_plain(thing, body["properties"]) for thing in found]
        return Json({"status": "COMPLETE", "results": results})

    def _list(self, request: Request, _body: Any) -> Response:
        archived = request.query_params.get("archived", "").lower() == "true"
        limit, after = int(request.query_params["limit"]), request.query_params.get("after", "0")
        there = sorted([*self.things[request.path_params["kind"]].values()], key=lambda t: t.id)
        found = [t for t in there if bool(t.archived) == archived and t.id > int(after)]
        page, more = found[:limit], len(found) > limit
        paging = {"paging": {"next": {"after": str(page[-1].id), "link": "…"}}} if more else {}
        return Json({"results": [_plain(thing, []) for thing in page], **paging})

    def _associations(self, request: Request, body: Any) -> Response:
        there = self.things[request.path_params["kind"]]
        wanted = [there[int(one["id"])] for one in body["inputs"] if int(one["id"]) in there]
        results = [_associated(thing) for thing in wanted if thing.companies]
        status = 200 if len(results) == len(body["inputs"]) else 207
        return Json({"status": "COMPLETE", "results": results}, status)

    def _owners(self, request: Request, _body: Any) -> Response:
        if request.query_params.get("archived", "").lower() == "true":
            return Json({"results": []})
        listed = [
            {"id": key, "email": mail, "type": "PERSON", "archived": False}
            for key, mail in self.owners.items()
        ]
        return Json({"results": listed})

    def _pipelines(self, _request: Request, _body: Any) -> Response:
        return Json({"results": self.pipelines})

    def _details(self, _request: Request, _body: Any) -> Response:
        details = {"portalId": PORTAL, "uiDomain": "app-eu1.hubspot.com", "timeZone": "UTC"}
        return Json(details)


def _fits(thing: Thing, asked: dict[str, Any]) -> bool:
    name, value = asked["propertyName"], int(asked["value"])
    if name == "hs_object_id":
        own = thing.id
    elif name in ("hs_lastmodifieddate", "lastmodifieddate"):
        own = int(thing.changed.timestamp() * 1000)
    else:
        own = int(thing.properties.get(name) or 0)
    return own > value if asked["operator"] == "GT" else own >= value


def _plain(thing: Thing, names: list[str]) -> dict[str, Any]:
    changed = thing.changed.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    own = {"hs_object_id": str(thing.id), "hs_lastmodifieddate": changed}
    properties = thing.properties
    if isinstance(properties, dict):
        properties = {name: properties.get(name) for name in names} | own
    plain = {"id": str(thing.id), "properties": properties, "updatedAt": changed}
    archived = {"archivedAt": thing.archived.isoformat()} if thing.archived else {}
    return {**plain, "createdAt": changed, "archived": bool(thing.archived), **archived}


def _associated(thing: Thing) -> dict[str, Any]:
    kinds = [{"category": "HUBSPOT_DEFINED", "typeId": 5, "label": "Primary"}]
    to = [{"toObjectId": number, "associationTypes": kinds} for number in thing.companies]
    return {"from": {"id": str(thing.id)}, "to": to}


def _error(status: int, category: str, message: str, **more: Any) -> Json:
    body = {"status": "error", "message": message, "category": category, **more}
    return Json({**body, "correlationId": "aeb5f871-7f07-4993-9211-075dc63e7cbf"}, status)


def _failures() -> dict[str, Response]:
    busy = _error(
        429,
        "RATE_LIMITS",
        "You have reached your secondly limit.",
        errorType="RATE_LIMIT",
        policyName="SECONDLY",
    )
    busy.headers["Retry-After"] = "1"
    return {
        "busy": busy,
        "broken": _error(500, "INTERNAL_ERROR", "internal error"),
        "page": page_of_the_web(),
    }


def used_up() -> Response:
    """The answer when the requests of a day are used up."""
    return _error(
        429,
        "RATE_LIMITS",
        "You have reached your daily limit.",
        errorType="RATE_LIMIT",
        policyName="DAILY",
    )
