"""A loopback Salesforce: as much of its query language and REST API as Cairn asks for.

https://developer.salesforce.com/docs/platform/api-rest/guide/resources-queryall.html
"""

import re
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

TOKEN = "00Dloopback!token"
ORGANISATION = "Loopback Ltd"
PREFIXES = {"Account": "001", "Contact": "003", "Opportunity": "006", "Task": "00T", "Event": "00U"}
QUERY = re.compile(
    r"^SELECT (?P<fields>.+) FROM (?P<thing>\w+)"
    r"(?: WHERE (?P<where>.+?))?(?: ORDER BY Id)?(?: LIMIT \d+)?$"
)
CONDITION = re.compile(r"(?P<field>\w+) (?P<sign>>=|<=|>) '?(?P<value>[^' )]+)'?")

Fields = dict[str, Any]


@dataclass(slots=True)
class Salesforce:
    """Records by object, and what the server is asked."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    token: str = TOKEN
    per_batch: int = 2000
    things: dict[str, dict[str, Fields]] = field(default_factory=lambda: defaultdict(dict))
    asked: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=lambda: Faults(_failures()))
    expired: int = 0
    _numbers: int = 0
    _queries: dict[str, tuple[list[Fields], str]] = field(default_factory=dict)

    def add(self, thing: str, **fields: Any) -> str:
        """A new record; its id of 18 characters."""
        self._numbers += 1
        key = f"{PREFIXES[thing]}5g{self._numbers:010}AAA"
        base = {"Id": key, "IsDeleted": False, "MasterRecordId": None}
        self.things[thing][key] = {**base, **fields, "SystemModstamp": self.clock()}
        return key

    def change(self, thing: str, key: str, **fields: Any) -> None:
        """New values."""
        self.things[thing][key] |= {**fields, "SystemModstamp": self.clock()}

    def delete(self, thing: str, key: str, *, into: str | None = None) -> None:
        """Into the recycle bin, or merged into another record."""
        self.change(thing, key, IsDeleted=True, MasterRecordId=into)

    def app(self) -> Starlette:
        """The server."""
        base = "/services/data/{version}/queryAll"
        return Starlette(
            routes=[
                Route(f"{base}/", self._guarded(self._query)),
                Route(f"{base}/{{locator}}", self._guarded(self._more)),
            ]
        )

    def _guarded(self, answer: Callable[[Request], Response]) -> Any:
        async def guarded(request: Request) -> Response:
            self.asked.append(f"{request.method} {request.url.path}")
            if request.headers.get("authorization") != f"Bearer {self.token}":
                return _error(401, "INVALID_SESSION_ID", "Session expired or invalid")
            return self.faults.instead_of(answer(request))

        return guarded

    def _query(self, request: Request) -> Response:
        asked = QUERY.match(request.query_params["q"])
        if asked is None:
            return _error(400, "MALFORMED_QUERY", "unexpected token")
        thing, names = asked["thing"], asked["fields"].split(", ")
        if thing == "Organization":
            return JSONResponse(_answer([{"Name": ORGANISATION}], 1, None))
        found = [one for one in self.things[thing].values() if _fits(one, asked["where"] or "")]
        found.sort(key=lambda one: one["Id"])
        records = [_plain(thing, one, names) for one in found]
        locator = f"0r8{len(self._queries):015}"
        self._queries[locator] = (records, locator)
        return self._batch(locator, 0)

    def _more(self, request: Request) -> Response:
        locator, _, offset = request.path_params["locator"].partition("-")
        if self.expired:
            self.expired -= 1
            return _error(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        return self._batch(locator, int(offset))

    def _batch(self, locator: str, start: int) -> Response:
        records = self._queries[locator][0]
        end = start + self.per_batch
        more = f"/services/data/v59.0/queryAll/{locator}-{end}" if end < len(records) else None
        return JSONResponse(_answer(records[start:end], len(records), more))


def _answer(records: list[Fields], total: int, more: str | None) -> Fields:
    following = {"nextRecordsUrl": more} if more else {}
    return {"totalSize": total, "done": more is None, "records": records, **following}


def _fits(one: Fields, where: str) -> bool:
    """Conditions between AND, one of them perhaps two between OR."""
    if where.startswith("Id IN"):
        return one["Id"] in re.findall(r"'(\w+)'", where)
    outer, inner = _parts(where)
    return all(_holds(one, c) for c in outer) and (
        not inner or any(all(_holds(one, c) for c in group) for group in inner)
    )


def _parts(where: str) -> tuple[list[re.Match[str]], list[list[re.Match[str]]]]:
    group = re.search(r"\((.+ OR .+)\)", where)
    inner = [list(CONDITION.finditer(part)) for part in group[1].split(" OR ")] if group else []
    rest = where.replace(group[0], "") if group else where
    return list(CONDITION.finditer(rest)), inner


def _holds(one: Fields, condition: re.Match[str]) -> bool:
    own, value = one.get(condition["field"]), condition["value"]
    if own is None:
        return False
    if condition["field"] != "Id":
        own = own if isinstance(own, datetime) else datetime.fromisoformat(own)
        wanted: Any = datetime.fromisoformat(value)
    else:
        wanted = value
    signs = {">": own > wanted, ">=": own >= wanted, "<=": own <= wanted}
    return bool(signs[condition["sign"]])


def _plain(thing: str, one: Fields, names: list[str]) -> Fields:
    url = f"/services/data/v59.0/sobjects/{thing}/{one['Id']}"
    plain: Fields = {"attributes": {"type": thing, "url": url}}
    for name in names:
        first, dot, rest = name.partition(".")
        value = one.get(name)
        if isinstance(value, datetime):
            value = value.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
        if dot:
            plain[first] = {"attributes": {"type": first}, rest: value} if value else None
        else:
            plain[name] = value
    return plain


def _error(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse([{"errorCode": code, "message": message}], status)


def used_up() -> Response:
    """The answer when the calls of a day are used up."""
    return _error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")


def _failures() -> dict[str, Response]:
    return {
        "busy": _error(503, "SERVER_UNAVAILABLE", "Server unavailable"),
        "broken": _error(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred"),
        "page": page_of_the_web(),
    }
