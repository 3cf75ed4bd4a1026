"""A HubSpot of many records that change, synced by a process that is killed again and again."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.browser.server import Server
from bot.console import Console
from bot.loopback.hubspot import HubSpot, Thing
from playbooks.accounts import Account
from playbooks.meetings import Meeting
from playbooks.notes import Note
from playbooks.observations import Outcome
from playbooks.people import Contact
from playbooks.remotes import Run
from playbooks.stages import Enrolment
from storage import migrate
from storage.database import Database
from storage.workspace import Reader, Workspace

RECORDS = 50_000
KILLS = 10
TEAM = "bench"
SHARES = {
    "companies": 0.1,
    "contacts": 0.4,
    "deals": 0.1,
    "notes": 0.2,
    "calls": 0.1,
    "meetings": 0.1,
}
FAULTY = 0.03
"""Share of the requests that are answered by 429, 500, half a page or a page of the web."""

QUICK = 1000.0
"""Requests in a second: the figure is ours, not HubSpot's limit of five searches."""


def measure(_console: Console, options: dict[str, Any]) -> dict[str, Any]:
    """Seconds of a first and of an incremental sync, kills, and records that differ at the end."""
    records = options.get("records") or RECORDS
    dice = random.Random(20261122)
    hubspot = HubSpot()
    fill(hubspot, records, dice)
    hubspot.faults.rate = FAULTY
    with TemporaryDirectory() as folder, Server(hubspot.app()) as server:
        url = f"sqlite:///{Path(folder) / 'cairn.db'}"
        workspace = _workspace(url)
        syncing = partial(_Process, url, server.url)
        first = _killed(syncing, hubspot, dice)
        started = time.perf_counter()
        syncing().finish()
        incremental = time.perf_counter() - started
        with workspace.reading() as reader:
            wrong = differing(reader, hubspot)
            runs = reader.find(Run)
        workspace.database.close()
    return first | {
        "records at the remote": sum(len(things) for things in hubspot.things.values()),
        "answers that went wrong": len(hubspot.faults.made),
        "requests": len(hubspot.asked),
        "seconds, what changed": incremental,
        "runs": len(runs),
        "records that differ": len(wrong),
    }


def fill(hubspot: HubSpot, records: int, dice: random.Random) -> None:
    """Companies, and what hangs on them, changed at some time in the last months."""
    start = datetime(2026, 8, 1, tzinfo=UTC)
    moments = (start + timedelta(seconds=17 * number) for number in range(10**9))
    clock, hubspot.clock = hubspot.clock, lambda: next(moments)
    hubspot.owners = {str(number): f"person{number}@ours.example" for number in range(20)}
    hubspot.pipelines = [{"id": "p1", "label": "Renewals", "stages": []}]
    companies = [
        hubspot.add("companies", name=f"Company {number}", domain=f"c{number}.example")
        for number in range(int(records * SHARES["companies"]))
    ]
    for kind in list(SHARES)[1:]:
        for number in range(int(records * SHARES[kind])):
            hubspot.add(kind, dice.choice(companies), **_properties(kind, number, dice))
    hubspot.clock = clock


def differing(reader: Reader, hubspot: HubSpot) -> list[str]:
    """Records here that are not as at the remote, or not there, or lacking."""
    return [
        f"{name} {key}: {ours.get(key)} here, {theirs.get(key)} there"
        for name, ours, theirs in _sides(reader, hubspot)
        for key in sorted(set(ours) | set(theirs))
        if ours.get(key) != theirs.get(key)
    ]


def _sides(
    reader: Reader, hubspot: HubSpot
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    there = {
        kind: {str(t.id): t for t in things.values() if t.archived is None}
        for kind, things in hubspot.things.items()
    }
    yield (
        "account",
        {a.id: (a.name, a.domain) for a in reader.find(Account) if a.id in there["companies"]},
        {k: (_of(t, "name"), _of(t, "domain")) for k, t in there["companies"].items()},
    )
    yield (
        "contact",
        {c.id: (c.name, c.email, c.account_id) for c in reader.find(Contact) if c.active},
        {
            key: (_of(thing, "firstname"), _of(thing, "email"), _company(thing))
            for key, thing in there["contacts"].items()
        },
    )
    won = {k: t for k, t in there["deals"].items() if _of(t, "hs_is_closed_won") == "true"}
    yield (
        "outcome",
        {o.id: (o.account_id, o.kind, str(o.amount)) for o in reader.find(Outcome)},
        {k: (_company(t), "renewal", _of(t, "amount")) for k, t in won.items()},
    )
    new = {k: t for k, t in there["deals"].items() if _of(t, "dealtype") == "newbusiness"}
    yield (
        "stage",
        {e.id: (e.account_id, e.team) for e in reader.find(Enrolment)},
        {k: (_company(t), _of(t, "dealname")) for k, t in new.items()},
    )
    noted = {k: _of(t, "hs_note_body") for k, t in there["notes"].items()}
    called = {k: _of(t, "hs_call_title") for k, t in there["calls"].items()}
    yield "note", {n.id: n.text for n in reader.find(Note)}, noted | called
    yield (
        "meeting",
        {m.id: (m.title, m.account_id) for m in reader.find(Meeting) if not m.cancelled},
        {k: (_of(t, "hs_meeting_title"), _company(t)) for k, t in there["meetings"].items()},
    )


def unsettle(hubspot: HubSpot, dice: random.Random, share: float = 0.004) -> None:
    """People go on working at the remote: they change, add, delete and restore."""
    for kind in ("companies", "contacts", "notes"):
        things = list(hubspot.things[kind].values())
        for thing in dice.sample(things, max(1, int(len(things) * share))):
            hubspot.change(kind, thing.id, **_changed(kind, dice))
    contacts = [t for t in hubspot.things["contacts"].values() if t.archived is None]
    hubspot.archive("contacts", dice.choice(contacts).id)
    hubspot.archive("notes", dice.choice([*hubspot.things["notes"]]))
    company = dice.choice([*hubspot.things["companies"]])
    hubspot.add("contacts", company, **_properties("contacts", dice.randrange(10**6), dice))


def _workspace(url: str) -> Workspace:
    database = Database(url)
    migrate.upgrade(database)
    migrate.ensure_workspace(database, TEAM, "Bench", datetime.now(UTC))
    return Workspace(database, TEAM)


def _killed(syncing: "partial[_Process]", hubspot: HubSpot, dice: random.Random) -> dict[str, Any]:
    """Kill the first sync again and again, then let it end."""
    pages = sum(len(things) for things in hubspot.things.values()) // 200
    kills, worked = 0, 0.0
    for _kill in range(KILLS):
        started = time.perf_counter()
        with syncing() as process:
            ended = not process.keeps(dice.randint(1, max(1, 2 * pages // KILLS - 1)))
            time.sleep(dice.uniform(0, 0.1))
            process.kill()
        worked += time.perf_counter() - started
        kills += not ended
        unsettle(hubspot, dice)
    started = time.perf_counter()
    syncing().finish()
    return {
        "kills": kills,
        "seconds, everything": worked + time.perf_counter() - started,
    }


class _Process:
    """A real process that syncs until it ends or is killed."""

    def __init__(self, database_url: str, hubspot_url: str) -> None:
        module = [sys.executable, "-m", "bot.bench.sync_once"]
        command = [*module, database_url, TEAM, hubspot_url, str(QUICK)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def keeps(self, pages: int) -> bool:
        """Wait until so many pages are kept; False when there were not so many."""
        assert self._process.stdout is not None
        return all(self._process.stdout.readline() for _ in range(pages))

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        self._process.kill()

    def finish(self) -> None:
        """Wait for the end; raises when it was not a good one."""
        _out, said = self._process.communicate()
        if self._process.returncode:
            raise RuntimeError(said.decode())

    def __enter__(self) -> "_Process":
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()


def _of(thing: Thing, name: str) -> Any:
    return thing.properties.get(name)


def _company(thing: Thing) -> str:
    return str(thing.companies[0])


def _properties(kind: str, number: int, dice: random.Random) -> dict[str, Any]:
    day = f"2026-{dice.randint(1, 10):02}-{dice.randint(1, 28):02}T09:00:00Z"
    owner = str(dice.randrange(20))
    match kind:
        case "contacts":
            return {"firstname": f"Person {number}", "email": f"p{number}@c.example"}
        case "deals" if number % 2:
            return {"dealname": f"Deal {number}", "dealtype": "newbusiness", "createdate": day}
        case "deals":
            closed = {"hs_is_closed": "true", "hs_is_closed_won": "true", "closedate": day}
            named = {"dealname": f"Deal {number}", "pipeline": "p1", "amount": str(number)}
            return closed | named
        case "notes":
            said = f"Note {number}: they count the trucks at dock {dice.randrange(90)} now."
            return {"hs_note_body": said, "hs_timestamp": day, "hubspot_owner_id": owner}
        case "calls":
            title = f"Call {number} about the weekly report"
            return {"hs_call_title": title, "hs_call_status": "COMPLETED", "hs_timestamp": day}
    start = {"hs_meeting_start_time": "2026-12-03T10:00:00Z", "hs_meeting_outcome": "SCHEDULED"}
    return start | {"hs_meeting_title": f"Meeting {number}", "hubspot_owner_id": owner}


def _changed(kind: str, dice: random.Random) -> dict[str, Any]:
    name = {"companies": "name", "contacts": "firstname", "notes": "hs_note_body"}[kind]
    return {name: f"Changed {dice.randrange(10**9)}"}
