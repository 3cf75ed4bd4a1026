"""Salesforce kept in step: against a loopback Salesforce that speaks its wire."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter
from starlette.applications import Starlette

from bot.browser.server import Server
from bot.connectors import salesforce_cells
from bot.connectors.patience import Patience
from bot.connectors.salesforce import Salesforce
from bot.loopback import salesforce as loopback
from handlers.context import Context
from handlers.syncing import plans, running
from handlers.syncing.remote import RemoteBusy, RemoteRefusal
from handlers.syncing.running import Sync
from playbooks.accounts import Account
from playbooks.meetings import Meeting
from playbooks.notes import Note
from playbooks.observations import Outcome
from playbooks.people import Contact
from playbooks.remotes import Run, RunState

PLAN = plans.load("salesforce")
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass
class There:
    """A Salesforce with one customer, and the way to sync it."""

    salesforce: loopback.Salesforce
    sync: Sync
    account: str
    url: str

    def run(self, **options: Any) -> Run:
        return running.run(self.sync, **options)

    def find(self, kind: type[Any], **equal: Any) -> list[Any]:
        with self.sync.context.workspace.reading() as reader:
            return reader.find(kind, **equal)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Starlette, str]]:
    """A server for the module; each test gives it the routes of a Salesforce of its own."""
    app = Starlette()
    with Server(app) as server:
        yield app, server.url


@pytest.fixture
def there(served: tuple[Starlette, str], context: Context) -> There:
    app, url = served
    salesforce = loopback.Salesforce(context.now)
    app.router.routes[:] = salesforce.app().routes
    account = salesforce.add(
        "Account", Name="Harbour Tea", Website="https://www.harbour.example/start"
    )
    remote = Salesforce(url, token=loopback.TOKEN, patience=_unhurried, now=context.now)
    plan = plan_of("Account", "Contact")
    return There(salesforce, Sync(context, remote, plan), account, url)


def plan_of(*things: str) -> plans.Plan:
    return PLAN.model_copy(update={"things": {name: PLAN.things[name] for name in things}})


def _unhurried(_usual: float) -> Patience:
    return Patience(1e9, sleep=lambda _seconds: None)


def test_each_object_becomes_what_the_plan_says(there: There) -> None:
    add, own = there.salesforce.add, {"AccountId": there.account}
    owner = {"Owner.Email": "mo@ours.example"}
    contact = add("Contact", Name="Nora Lee", Email="nora@harbour.example", **own)
    closed = {"IsClosed": True, "IsWon": False, "CloseDate": "2026-11-01"}
    lost = add("Opportunity", Name="27", Type="Renewal", Amount=1200.0, **closed, **own)
    done = {"IsClosed": True, "TaskSubtype": "Call", "ActivityDate": "2026-11-03"}
    call = add("Task", Subject="Call", Description="The export works.", **done, **own, **owner)
    held = {
        "StartDateTime": "2026-11-10T09:00:00.000+0000",
        "EndDateTime": "2026-11-10T10:00:00.000+0000",
    }
    review = add("Event", Subject="Review", **held, **own, **owner)
    ahead = {name: moment.replace("2026-11", "2026-12") for name, moment in held.items()}
    planned = add("Event", Subject="Kickoff", **ahead, **own)
    there.sync = replace(there.sync, plan=PLAN)
    assert there.run().state is RunState.DONE
    assert there.find(Account)[0] == Account(there.account, "Harbour Tea", domain="harbour.example")
    assert there.find(Contact)[0].id == contact
    (outcome,) = there.find(Outcome)
    assert (outcome.id, outcome.kind, outcome.date) == (lost, "churn", date(2026, 11, 1))
    notes = {note.id: note for note in there.find(Note)}
    assert notes[call].text == "Call\nThe export works."
    assert notes[call].author == "mo@ours.example"
    assert notes[review].permalink == f"{there.url.rstrip('/')}/{review}"
    assert set(notes) == {call, review}, "what is planned is no evidence that people met"
    assert {meeting.id for meeting in there.find(Meeting)} == {review, planned}


def test_a_planned_event_is_evidence_once_it_has_ended(there: There) -> None:
    """Salesforce does not change an event because its time has come."""
    now = there.sync.context.now()
    start, end = now + timedelta(hours=5), now + timedelta(hours=6)
    event = there.salesforce.add(
        "Event",
        AccountId=there.account,
        Subject="Kickoff",
        StartDateTime=start.isoformat(),
        EndDateTime=end.isoformat(),
    )
    there.sync = replace(there.sync, plan=plan_of("Account", "Event"))
    there.run()
    assert there.find(Note) == []
    later = now + timedelta(days=1)
    context = replace(there.sync.context, now=lambda: later)
    remote = Salesforce(there.url, token=loopback.TOKEN, patience=_unhurried, now=lambda: later)
    there.sync = replace(there.sync, context=context, remote=remote)
    there.run()
    assert [note.id for note in there.find(Note)] == [event]


def test_long_answers_come_in_batches_and_a_lost_place_in_them_is_found_again(
    there: There,
) -> None:
    there.salesforce.per_batch = 3
    for number in range(10):
        there.salesforce.add("Contact", Name=f"Person {number}", AccountId=there.account)
    there.salesforce.expired = 2
    there.salesforce.faults.next = ["busy", "half"]
    assert there.run().counts["Contact"]["created"] == 10
    assert len(there.find(Contact)) == 10


def test_what_is_deleted_or_merged_is_said(there: There) -> None:
    other = there.salesforce.add("Account", Name="Harbour Teas")
    contact = there.salesforce.add("Contact", Name="Nora", AccountId=other)
    gone = there.salesforce.add("Contact", Name="Ada", AccountId=there.account)
    there.run()
    there.salesforce.delete("Account", other, into=there.account)
    there.salesforce.delete("Contact", gone)
    there.salesforce.change("Contact", contact, AccountId=there.account)
    run = there.run()
    assert [(one["id"], one["fate"], one["why"]) for one in run.notices] == [
        (other, "merged", there.account),
        (gone, "archived", None),
    ]
    (account,) = there.find(Account)
    assert (account.id, account.aliases) == (there.account, ("Harbour Teas",))
    assert {c.name: (c.account_id, c.active) for c in there.find(Contact)} == {
        "Nora": (there.account, True),
        "Ada": (there.account, False),
    }


def test_used_up_calls_stop_the_run_and_a_wrong_field_is_named(there: There) -> None:
    there.salesforce.faults.kinds = {
        "calls": loopback.used_up(),
        "field": loopback._error(400, "INVALID_FIELD", "No such column 'Tier__c'"),
    }
    there.salesforce.faults.next = ["calls", "field"]
    with pytest.raises(RemoteBusy, match="24 hours"):
        there.run()
    with pytest.raises(RemoteRefusal, match=r"No such column 'Tier__c'.*Look whether the plan"):
        there.run()
    assert there.run().state is RunState.DONE
    assert all(one.startswith("GET ") for one in there.salesforce.asked)


def test_client_credentials_open_the_organisation_and_are_renewed(there: There) -> None:
    given: list[str] = []
    session = requests.Session()
    session.trust_env = False
    session.mount("https://acme.my.salesforce.com", _Tunnel(there.url, given))
    remote = Salesforce(
        "https://acme.my.salesforce.com",
        client=("key", "secret"),
        session=session,
        patience=_unhurried,
    )
    assert remote.check() == "organisation Loopback Ltd"
    there.salesforce.token = "renewed"
    assert remote.check() == "organisation Loopback Ltd"
    assert given == [loopback.TOKEN, "renewed"]


class _Tunnel(BaseAdapter):
    """Leads what goes to Salesforce's own address to the loopback; hands tokens out."""

    def __init__(self, url: str, given: list[str]) -> None:
        super().__init__()
        self._url = url.rstrip("/")
        self._given = given
        self._tokens = iter((loopback.TOKEN, "renewed"))

    def send(self, request: requests.PreparedRequest, **_options: Any) -> requests.Response:
        if request.path_url == "/services/oauth2/token":
            self._given.append(next(self._tokens))
            return _granted(self._given[-1])
        with requests.Session() as session:
            session.trust_env = False
            return session.get(f"{self._url}{request.path_url}", headers=request.headers)

    def close(self) -> None:
        """Nothing is kept open."""


def _granted(token: str) -> requests.Response:
    response = requests.Response()
    response.status_code = 200
    body = {"access_token": token, "instance_url": "https://acme.my.salesforce.com"}
    response._content = json.dumps(body).encode()
    return response


def test_moments_are_asked_for_as_salesforce_writes_them(there: There) -> None:
    since = datetime.fromisoformat("2026-11-20T09:00:00+00:00")
    assert salesforce_cells.changed_since("Contact", since, since) == (
        "SystemModstamp >= 2026-11-20T09:00:00Z"
    )
