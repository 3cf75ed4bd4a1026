"""HubSpot through its own client: searched by id, so that no search ends at its limit."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import urllib3
from hubspot import HubSpot as Client
from hubspot.crm.associations.v4.exceptions import ApiException as AssociationsError
from hubspot.crm.objects.exceptions import ApiException as ObjectsError
from hubspot.crm.owners.exceptions import ApiException as OwnersError
from hubspot.crm.pipelines.exceptions import ApiException as PipelinesError

from bot.connectors import hubspot_answers as answers
from bot.connectors import hubspot_cells, moments
from bot.connectors.patience import Patience
from handlers.syncing.remote import Item, Page, RemoteFault

PER_PAGE = 200
"""Records that one search gives at most. It gives 10,000 in all, so each page asks for ids behind
the last one instead of turning pages: https://developers.hubspot.com/docs/api/crm/search"""

ARCHIVED_PER_PAGE = 100
OWNERS_PER_PAGE = 500
SEARCHES_PER_SECOND = 4.0
"""HubSpot allows five searches a second, over all that use the account."""

REQUESTS_PER_SECOND = 10.0
SECONDS = (10, 60)
"""How long connecting and answering may take."""

CHANGED_ON = {"contacts": "lastmodifieddate"}
"""The property with the moment of the last change, where it is not `hs_lastmodifieddate`."""

PRIMARY = "Primary"

Errors = (AssociationsError, ObjectsError, OwnersError, PipelinesError)


class HubSpot:
    """A HubSpot account, read with the token of a private app; only searches and lists are used."""

    name = "hubspot"
    title = "HubSpot"

    def __init__(
        self, token: str, url: str | None = None, patience: Callable[[float], Patience] = Patience
    ) -> None:
        # No redirect is followed: it could take the token elsewhere. Patience does the retrying.
        once = urllib3.Retry(0, redirect=False, raise_on_redirect=False)
        client = Client(
            access_token=token, retry=once, **({"host": url.rstrip("/")} if url else {})
        )
        self._search = client.crm.objects.search_api
        self._list = client.crm.objects.basic_api
        self._batch = client.crm.objects.batch_api
        self._associations = client.crm.associations.v4.batch_api
        self._owners = client.crm.owners.owners_api
        self._pipelines = client.crm.pipelines.pipelines_api
        self._searching = patience(SEARCHES_PER_SECOND)
        self._reading = patience(REQUESTS_PER_SECOND)

    def check(self) -> str:
        """The number of the account that the token opens."""
        return f"account {self._account['portalId']}"

    def changed(
        self, thing: str, fields: Collection[str], since: datetime | None, after: str | None
    ) -> Iterator[Page]:
        """Records by ascending id; one that changes meanwhile still fits, with its newest words."""
        while True:
            asked = _search(thing, hubspot_cells.properties(thing, fields), since, after)
            answer = self._ask(self._searching, self._search.do_search, thing, asked)
            found = answers.results(answer)
            if not found:
                return
            after = max((one["id"] for one in found), key=int)
            yield Page(self._items(thing, found), after)
            if not answers.following(answer):
                return

    def gone(self, thing: str, after: str | None) -> Iterator[Page]:
        """Archived records, which HubSpot keeps for 90 days."""
        while True:
            given = {"after": after} if after else {}
            answer = self._ask(
                self._reading,
                self._list.get_page,
                thing,
                limit=ARCHIVED_PER_PAGE,
                archived=True,
                **given,
            )
            found = answers.results(answer)
            after = answers.following(answer)
            if found:
                yield Page(tuple(_archived(one) for one in found), after or found[-1]["id"])
            if not after:
                return

    def named(self, thing: str, fields: Collection[str], ids: Collection[str]) -> Page:
        """The records with these ids that are not archived."""
        asked = {
            "inputs": [{"id": one} for one in ids],
            "properties": hubspot_cells.properties(thing, fields),
            "propertiesWithHistory": [],
        }
        found = answers.results(self._ask(self._reading, self._batch.read, thing, asked))
        return Page(self._items(thing, found), max(ids, default="0"))

    def _items(self, thing: str, found: Sequence[answers.Answer]) -> tuple[Item, ...]:
        companies = self._companies(thing, found)
        around = hubspot_cells.Around(thing, self._people, self._pipeline_names(thing), self._link)
        return tuple(_item(around, one, companies.get(one["id"])) for one in found)

    def _companies(self, thing: str, found: Sequence[answers.Answer]) -> dict[str, str]:
        """The company of each record: the primary one, or the one with the lowest number."""
        if thing in hubspot_cells.NO_COMPANY:
            return {}
        if thing == "contacts":
            return hubspot_cells.primary_companies(found)
        asked = {"inputs": [{"id": one["id"]} for one in found]}
        answer = self._ask(self._reading, self._associations.get_page, thing, "companies", asked)
        return {
            str(one["from"]["id"]): _first(one["to"])
            for one in answers.results(answer)
            if one["to"]
        }

    @cached_property
    def _people(self) -> dict[str, str]:
        """Mail addresses of the owners, also of those who are gone, by their ids."""
        people: dict[str, str] = {}
        for archived in (True, False):
            after: str | None = None
            while True:
                given = {"after": after} if after else {}
                answer = self._ask(
                    self._reading,
                    self._owners.get_page,
                    limit=OWNERS_PER_PAGE,
                    archived=archived,
                    **given,
                )
                people |= {
                    str(o["id"]): o["email"] for o in answers.results(answer) if o.get("email")
                }
                after = answers.following(answer)
                if not after:
                    break
        return people

    def _pipeline_names(self, thing: str) -> dict[str, str]:
        return self._deal_pipelines if thing == "deals" else {}

    @cached_property
    def _deal_pipelines(self) -> dict[str, str]:
        """Names of pipelines and of their stages, as people see them."""
        answer = self._ask(self._reading, self._pipelines.get_all, "deals")
        names: dict[str, str] = {}
        for pipeline in answers.results(answer):
            names[pipeline["id"]] = pipeline["label"]
            names |= {
                f"{pipeline['id']}/{stage['id']}": stage["label"] for stage in pipeline["stages"]
            }
        return names

    @cached_property
    def _account(self) -> answers.Answer:
        call = self._list.api_client.call_api
        path, auth = "/account-info/v3/details", ["oauth2"]
        return self._ask(self._reading, call, path, "GET", auth_settings=auth)

    @cached_property
    def _link(self) -> str:
        domain = self._account.get("uiDomain", "app.hubspot.com")
        return f"https://{domain}/contacts/{self._account.get('portalId')}/record"

    def _ask(
        self, patience: Patience, call: Callable[..., Any], *given: Any, **named: Any
    ) -> answers.Answer:
        """The answer as JSON. The client's own models would turn half a page into a whole one."""

        def asked() -> answers.Answer:
            try:
                response = call(*given, _preload_content=False, _request_timeout=SECONDS, **named)
                return answers.parsed(response.data)
            except Errors as error:
                raise answers.failure(error) from None
            except urllib3.exceptions.HTTPError as error:
                raise RemoteFault(
                    self.title, f"the connection failed ({answers.kind_of(error)})"
                ) from None

        return patience.ask(asked)


def _search(
    thing: str, properties: list[str], since: datetime | None, after: str | None
) -> answers.Answer:
    filters = [{"propertyName": "hs_object_id", "operator": "GT", "value": after or "0"}]
    if since is not None:
        moment = str(int(since.timestamp() * 1000))
        changed = CHANGED_ON.get(thing, "hs_lastmodifieddate")
        filters.append({"propertyName": changed, "operator": "GTE", "value": moment})
    return {
        "filterGroups": [{"filters": filters}],
        "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
        "properties": properties,
        "limit": PER_PAGE,
    }


def _item(around: hubspot_cells.Around, one: answers.Answer, company: str | None) -> Item:
    given = one.get("properties")
    changed = moments.of(one.get("updatedAt"))
    if not isinstance(given, Mapping):
        return Item(one["id"], changed=changed, account=company, fault="it has no properties")
    absorbed = hubspot_cells.listed(given.get("hs_merged_object_ids"))
    cells = around.cells(one["id"], given)
    return Item(one["id"], cells, changed, company, absorbed=absorbed)


def _archived(one: answers.Answer) -> Item:
    return Item(str(one["id"]), changed=moments.of(one.get("archivedAt")), gone=True)


def _first(companies: Sequence[answers.Answer]) -> str:
    def rank(one: answers.Answer) -> tuple[bool, int]:
        labels = [kind.get("label") for kind in one.get("associationTypes", [])]
        return PRIMARY not in labels, int(one["toObjectId"])

    return str(min(companies, key=rank)["toObjectId"])
