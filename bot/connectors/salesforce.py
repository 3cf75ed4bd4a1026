"""Salesforce through simple-salesforce: queried by id within what changed, deleted records too."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlparse

import requests
from simple_salesforce.api import Salesforce as Client
from simple_salesforce.exceptions import SalesforceAuthenticationFailed, SalesforceError

from bot.connectors import moments, salesforce_cells
from bot.connectors.patience import Patience
from handlers.syncing.remote import Item, Page, RemoteBusy, RemoteFault, RemoteRefusal
from playbooks.errors import CairnError

REQUESTS_PER_SECOND = 10.0
SECONDS = (10, 120)
"""How long connecting and answering may take."""

NAMED_AT_ONCE = 200
NAME = re.compile(r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$")
KEY = re.compile(r"^[A-Za-z0-9]{15,18}$")

EXPIRED_LOCATOR = "INVALID_QUERY_LOCATOR"
OUT_OF_CALLS = "REQUEST_LIMIT_EXCEEDED"
HOUR = 3600.0

Answer = Mapping[str, Any]


class Salesforce:
    """A Salesforce organisation; only queries are asked.

    `url` is its own address (My Domain). It is opened by the client credentials of a connected
    app, which are renewed as they expire, or by an access token, which ends after some hours.
    """

    name = "salesforce"
    title = "Salesforce"

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        client: tuple[str, str] | None = None,
        session: requests.Session | None = None,
        patience: Callable[[float], Patience] = Patience,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._client = client
        self._session = session
        self._patience = patience(REQUESTS_PER_SECOND)
        self._now = now

    def check(self) -> str:
        """The name of the organisation that lets us in."""
        answer = self._query("SELECT Name FROM Organization LIMIT 1")
        return f"organisation {_records(answer)[0]['Name']}"

    def changed(
        self, thing: str, fields: Collection[str], since: datetime | None, after: str | None
    ) -> Iterator[Page]:
        """Records by ascending id, deleted ones among them, each batch as Salesforce cuts it."""
        asked = salesforce_cells.fields(thing, fields)
        while True:
            answer = self._query(self._soql(thing, asked, since, after))
            try:
                for found in self._batches(answer):
                    after = str(found[-1]["Id"])
                    yield Page(tuple(self._item(thing, one) for one in found), after)
                return
            except _LocatorExpired:
                # The rest of a query is kept for two days; what is left is asked for anew.
                continue

    def gone(self, _thing: str, _after: str | None) -> Iterator[Page]:
        """Nothing: queries tell of deleted records, too."""
        return iter(())

    def named(self, thing: str, fields: Collection[str], ids: Collection[str]) -> Page:
        """The records with these ids, deleted ones among them."""
        wanted = ", ".join(f"'{_key(one)}'" for one in ids)
        asked = ", ".join(_names(salesforce_cells.fields(thing, fields)))
        answer = self._query(f"SELECT {asked} FROM {_name(thing)} WHERE Id IN ({wanted})")
        found = [one for batch in self._batches(answer) for one in batch]
        return Page(tuple(self._item(thing, one) for one in found), max(ids, default=""))

    def _soql(
        self, thing: str, fields: Collection[str], since: datetime | None, after: str | None
    ) -> str:
        conditions = []
        if since is not None:
            conditions.append(salesforce_cells.changed_since(thing, since, self._now()))
        if after:
            conditions.append(f"Id > '{_key(after)}'")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT {', '.join(_names(fields))} FROM {_name(thing)}{where} ORDER BY Id"

    def _batches(self, answer: Answer) -> Iterator[list[Answer]]:
        while True:
            found = _records(answer)
            if found:
                yield found
            if answer.get("done", True):
                return
            locator = str(answer["nextRecordsUrl"]).rpartition("/")[2]
            answer = self._more(locator)

    def _item(self, thing: str, one: Answer) -> Item:
        cells = salesforce_cells.cells(thing, one, self._url, self._now())
        account = None if thing == "Account" else cells.get("AccountId")
        gone = bool(one.get("IsDeleted"))
        changed = moments.of(one.get("SystemModstamp"))
        merged_into = one.get("MasterRecordId") if gone else None
        return Item(one["Id"], cells, changed, account, gone, merged_into)

    def _query(self, soql: str) -> Answer:
        return self._ask(lambda client: client.query(soql, include_deleted=True, timeout=SECONDS))

    def _more(self, locator: str) -> Answer:
        return self._ask(
            lambda client: client.query_more(locator, include_deleted=True, timeout=SECONDS)
        )

    def _ask(self, request: Callable[[Client], Any]) -> Answer:
        def asked() -> Answer:
            try:
                answer = request(self._opened)
            except SalesforceError as error:
                raise _failure(error) from None
            except requests.RequestException as error:
                raise RemoteFault(self.title, _said(error)) from None
            except (ValueError, KeyError, IndexError):
                raise RemoteFault(self.title, "the answer is no JSON") from None
            if not isinstance(answer, Mapping):
                raise RemoteFault(self.title, "the answer is no JSON object")
            return answer

        return self._patience.ask(asked)

    @cached_property
    def _opened(self) -> Client:
        host = urlparse(self._url).netloc
        given: dict[str, Any] = {"session": self._session or requests.Session()}
        if self._client is not None:
            key, secret = self._client
            domain = host.removesuffix(".salesforce.com")
            given |= {"consumer_key": key, "consumer_secret": secret, "domain": domain}
        else:
            given |= {"session_id": self._token, "instance": host}
        client = Client(**given)
        if self._client is None:
            # The library would speak https also to a loopback server.
            client.base_url = f"{self._url}/services/data/v{client.sf_version}/"
        return client


class _LocatorExpired(Exception):
    """The rest of a query is not kept any more."""


def _records(answer: Answer) -> list[Answer]:
    found = answer.get("records")
    if not isinstance(found, list) or not all(isinstance(o, Mapping) for o in found):
        raise RemoteFault(Salesforce.title, "the answer has no list of records")
    if not all("Id" in one or "Name" in one for one in found):
        raise RemoteFault(Salesforce.title, "a record has no Id")
    return found


def _failure(error: SalesforceError) -> Exception:
    """What an answer that is none means."""
    code, said = _told(error)
    if isinstance(error, SalesforceAuthenticationFailed) or error.status == 401:
        return RemoteRefusal(
            Salesforce.title,
            CairnError("it does not let us in ({code})", code=code or "401"),
            CairnError(
                "Set {variables} anew.",
                variables=["CAIRN_SALESFORCE_CLIENT_ID", "CAIRN_SALESFORCE_CLIENT_SECRET"],
            ),
        )
    if code == EXPIRED_LOCATOR:
        return _LocatorExpired()
    if code == OUT_OF_CALLS:
        return RemoteBusy(Salesforce.title, "the calls of the last 24 hours are used up", HOUR)
    if error.status in (429, 503):
        return RemoteBusy(Salesforce.title, f"it is busy ({error.status})")
    if error.status in (400, 403, 404):
        return RemoteRefusal(
            Salesforce.title,
            CairnError(
                "it does not understand the request ({code}): {said}",
                code=code or str(error.status),
                said=said,
            ),
            CairnError("Look whether the plan names a field that you do not have there."),
        )
    return RemoteFault(Salesforce.title, f"it answers {error.status}")


def _told(error: SalesforceError) -> tuple[str | None, str]:
    content: Any = error.content
    first = content[0] if isinstance(content, list) and content else {}
    first = first if isinstance(first, Mapping) else {}
    return first.get("errorCode"), str(first.get("message", "no reason is given"))[:300]


def _names(fields: Collection[str]) -> list[str]:
    return [_name(field) for field in fields]


def _name(name: str) -> str:
    if not NAME.match(name):
        raise RemoteRefusal(
            Salesforce.title,
            CairnError("“{name}” cannot be the name of a field", name=name),
            CairnError("Correct the plan."),
        )
    return name


def _key(key: str) -> str:
    if not KEY.match(key):
        raise RemoteFault(Salesforce.title, "an Id is not one of Salesforce's")
    return key


def _said(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.JSONDecodeError):
        return "the answer is no JSON"
    return f"the connection failed ({type(error).__name__})"
