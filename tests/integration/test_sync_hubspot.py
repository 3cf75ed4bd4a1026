"""HubSpot kept in step: against a loopback HubSpot that speaks its wire, with good and bad days."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from starlette.applications import Starlette

from bot.bench import sync as crowd
from bot.browser.server import Server
from bot.connectors.hubspot import HubSpot
from bot.connectors.patience import Patience
from bot.loopback import hubspot as loopback
from handlers import undo
from handlers.context import Context
from handlers.imports import transactions
from handlers.syncing import plans, running
from handlers.syncing.remote import RemoteBusy, RemoteFault, RemoteRefusal
from handlers.syncing.running import Sync
from knowledge import embedders
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.meetings import Meeting
from playbooks.notes import Cue, Direction, Note
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.observations import Outcome
from playbooks.people import Contact, Member
from playbooks.remotes import RemoteRecord, Run, RunState
from playbooks.stages import Enrolment, Stage

PLAN = plans.load("hubspot")
READ = ("companies", "contacts", "notes")


def plan_of(*things: str) -> plans.Plan:
    return PLAN.model_copy(update={"things": {name: PLAN.things[name] for name in things}})


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass
class There:
    """A HubSpot with one customer, and the way to sync it."""

    hubspot: loopback.HubSpot
    sync: Sync
    company: int
    slept: list[float]

    def run(self, **options: Any) -> Run:
        return running.run(self.sync, **options)

    def find(self, kind: type[Any], **equal: Any) -> list[Any]:
        with self.sync.context.workspace.reading() as reader:
            return reader.find(kind, **equal)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Starlette, str]]:
    """A server for the module; each test gives it the routes of a HubSpot of its own."""
    app = Starlette()
    with Server(app) as server:
        yield app, server.url


@pytest.fixture
def there(served: tuple[Starlette, str], context: Context) -> There:
    app, url = served
    hubspot = loopback.HubSpot(context.now, owners={"7": "mo@ours.example"})
    app.router.routes[:] = hubspot.app().routes
    won = {"id": "won", "label": "Won"}
    hubspot.pipelines = [{"id": "p9", "label": "Renewals", "stages": [won]}]
    company = hubspot.add(
        "companies", name="Harbour Tea", domain="harbour.example", hubspot_owner_id="7"
    )
    with context.workspace.writing() as writer:
        writer.put(Member("U1", "Mo", email="mo@ours.example"))
    slept: list[float] = []
    patience = partial(_unhurried, slept)
    remote = HubSpot(loopback.TOKEN, url, patience=patience)
    return There(hubspot, Sync(context, remote, plan_of(*READ)), company, slept)


def _unhurried(slept: list[float], _usual: float) -> Patience:
    return Patience(1e9, sleep=slept.append)


def note(there: There, words: str) -> int:
    return there.hubspot.add(
        "notes", there.company, hs_note_body=words, hs_timestamp="2026-11-02T10:00:00Z"
    )


def test_each_thing_becomes_what_the_plan_says(there: There) -> None:
    add, company = there.hubspot.add, there.company
    person = {"firstname": "Nora", "lastname": "Lee", "hs_buying_role": "BUDGET_HOLDER"}
    contact = add("contacts", company, email="nora@harbour.example", **person)
    won = {"hs_is_closed": "true", "hs_is_closed_won": "true", "closedate": "2026-11-01T00:00:00Z"}
    deal = add("deals", company, dealname="27", pipeline="p9", amount="1200.5", **won)
    new = {"dealtype": "newbusiness", "createdate": "2026-09-01T08:00:00Z"}
    fresh = add("deals", company, dealname="Team two", **new)
    words = note(there, "<p>They will <b>expand</b> to a second team.</p>")
    called = {"hs_call_status": "COMPLETED", "hs_timestamp": "2026-11-03T10:00:00Z"}
    call = add("calls", company, hs_call_title="Check-in", **called)
    start = {"hs_meeting_start_time": "2026-12-02T10:00:00+01:00", "hs_meeting_title": "Review"}
    meeting = add("meetings", company, hubspot_owner_id="7", **start)
    there.sync = replace(there.sync, plan=PLAN)
    run = there.run()
    assert run.state is RunState.DONE
    posted = {one for one in there.hubspot.asked if not one.startswith("GET ")}
    assert all(one.endswith(("/search", "/batch/read")) for one in posted), "only questions"
    assert there.find(Account)[0] == Account(
        str(company), "Harbour Tea", domain="harbour.example", owner="U1"
    )
    assert there.find(Contact)[0] == Contact(
        str(contact),
        str(company),
        "Nora Lee",
        email="nora@harbour.example",
        role="economic_buyer",
    )
    (outcome,) = there.find(Outcome)
    assert (outcome.id, outcome.kind) == (str(deal), "renewal")
    assert (outcome.date, outcome.amount) == (date(2026, 11, 1), Decimal("1200.5"))
    (stay,) = there.find(Enrolment)
    assert (stay.id, stay.stage, stay.team) == (str(fresh), Stage.PRESALES, "Team two")
    notes = {one.id: one for one in there.find(Note)}
    assert notes[str(words)].text == "They will expand to a second team."
    assert notes[str(words)].permalink == (
        f"https://app-eu1.hubspot.com/contacts/4711/record/0-46/{words}"
    )
    assert notes[str(call)].direction is Direction.TWO_WAY
    assert [cue.name for cue in there.find(Cue)] == ["expansion"]
    (planned,) = there.find(Meeting)
    assert (planned.id, planned.members) == (str(meeting), ("U1",))
    assert planned.starts.isoformat() == "2026-12-02T09:00:00+00:00"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_sync_that_breaks_at_every_turn_ends_with_exactly_the_remotes_records(
    there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies inside transactions of PostgreSQL; over SQLite a real one is killed (scenarios)."""
    dice = random.Random(7)
    there.hubspot.purge("companies", there.company)
    crowd.fill(there.hubspot, 100, dice)
    there.sync = replace(there.sync, plan=PLAN)
    there.hubspot.faults.rate = 0.1
    monkeypatch.setattr("bot.connectors.hubspot.PER_PAGE", 16)
    ended = 0
    for _try in range(60):
        with monkeypatch.context() as broken:
            broken.setattr(running, "_counted", _dying(dice, running._counted))
            try:
                ended += there.run().state is RunState.DONE
            except (_Killed, RemoteFault, RemoteBusy):
                crowd.unsettle(there.hubspot, dice)
        if ended:
            break
    assert ended
    there.hubspot.faults.rate = 0
    there.run()
    with there.sync.context.workspace.reading() as reader:
        assert crowd.differing(reader, there.hubspot) == []
        assert max(run.tries for run in reader.find(Run)) >= 3


class _Killed(BaseException):
    """Nothing of ours catches it, as nothing catches a kill."""


def _dying(dice: random.Random, do: Callable[..., Run]) -> Callable[..., Run]:
    def counted(*given: Any) -> Run:
        if dice.random() < 0.3:
            raise _Killed
        return do(*given)

    return counted


@on_sqlite
def test_an_answer_that_goes_wrong_is_asked_for_again(there: There) -> None:
    there.sync = replace(there.sync, plan=plan_of("companies"))
    there.hubspot.faults.next = ["busy", "broken", "half", "page", "busy"]
    run = there.run()
    assert run.counts["companies"]["created"] == 1
    assert there.slept == [1.0, 2.0, 4.0, 8.0, 1.0], "HubSpot asked for a second when it was busy"


@on_sqlite
def test_a_remote_that_stays_down_stops_the_run_and_the_next_one_goes_on(there: There) -> None:
    there.run()
    note(there, "The export works.")
    # The companies are read; what comes after them is not.
    down = partial(there.hubspot.faults.next.extend, ["page"] * 6)
    there.sync = replace(there.sync, progress=lambda thing, _read: thing == "companies" and down())
    there.hubspot.change("companies", there.company, name="Harbour Teas")
    with pytest.raises(RemoteFault, match=r"a web page\. What was read is kept"):
        there.run()
    assert there.find(Account)[0].name == "Harbour Teas"
    failed = there.find(Run, state="failed")[0]
    assert "a web page" in str(failed.why)
    there.sync = replace(there.sync, progress=lambda _thing, _read: None)
    again = there.run()
    assert (again.id, again.tries, again.state) == (failed.id, 2, RunState.DONE)
    assert [one.text for one in there.find(Note)] == ["The export works."]


@on_sqlite
def test_a_refused_token_and_a_used_up_day_are_said_at_once_and_no_secret_with_them(
    there: There,
) -> None:
    there.hubspot.faults.kinds = {"daily": loopback.used_up()}
    there.hubspot.faults.next = ["daily"]
    with pytest.raises(RemoteBusy, match="of the day are used up") as busy:
        there.run()
    assert busy.value.seconds == 3600
    there.hubspot.token = "another"
    with pytest.raises(RemoteRefusal, match="CAIRN_HUBSPOT_TOKEN") as refused:
        there.run()
    assert loopback.TOKEN not in str(refused.value)
    assert there.slept == []


@on_sqlite
def test_a_record_with_a_wrong_type_is_left_out_and_named_and_those_behind_it_wait(
    there: There,
) -> None:
    there.sync = replace(there.sync, plan=plan_of(*READ, "deals"))
    broken = there.hubspot.add("companies", name="", domain="")
    waiting = there.hubspot.add("contacts", broken, firstname="Ada")
    deal = {"dealtype": "newbusiness", "dealname": "x", "createdate": "soon"}
    bad_date = there.hubspot.add("deals", there.company, **deal)
    odd = there.hubspot.add("notes", there.company)
    there.hubspot.things["notes"][odd].properties = [1, 2]  # type: ignore[assignment]
    run = there.run()
    assert {(one["id"], one["why"]) for one in run.notices} == {
        (str(broken), "name: empty, but it names the row"),
        (str(bad_date), f"entered: {_date_fault('soon')}"),
        (str(odd), "it has no properties"),
    }
    assert run.counts["contacts"]["waiting"] == 1
    there.hubspot.change("companies", broken, name="Mended Ltd")
    there.sync = replace(there.sync, context=_later(there.sync.context))
    assert there.run().counts["contacts"]["created"] == 1
    assert there.find(Contact)[0].id == str(waiting)


def _date_fault(said: str) -> str:
    return (
        f"{said!r} is not a date as YYYY-MM-DD; for another order give a mapping with `dates`, "
        "such as %d-%m-%Y"
    )


def _later(context: Context) -> Context:
    """A day on, so that nothing is read again only because it was changed a moment ago."""
    moment = context.now().replace(day=context.now().day + 1)
    return replace(context, now=lambda: moment)


@on_sqlite
def test_what_is_deleted_at_the_remote_is_said_and_can_be_put_back(there: There) -> None:
    contact = there.hubspot.add("contacts", there.company, firstname="Nora")
    words = note(there, "They will expand.")
    there.run()
    for kind, number in (("companies", there.company), ("contacts", contact), ("notes", words)):
        there.hubspot.archive(kind, number)
    run = there.run()
    assert {(one["thing"], one["fate"]) for one in run.notices} == {
        ("companies", "archived"),
        ("contacts", "archived"),
        ("notes", "archived"),
    }
    assert there.find(Account)[0].name == "Harbour Tea"
    assert there.find(Contact)[0].active is False
    assert there.find(Note) == there.find(Cue) == []
    (entry,) = there.find(AuditEntry, item_id=str(words))
    undo.undo(there.sync.context, entry.id, None)
    assert there.find(Note)[0].text == "They will expand."
    assert there.run().notices == ()
    there.hubspot.restore("contacts", contact)
    there.run()
    assert there.find(Contact)[0].active is True


@on_sqlite
def test_an_archived_deal_takes_its_outcome_along_until_that_is_undone(there: There) -> None:
    won = {"hs_is_closed": "true", "hs_is_closed_won": "true", "closedate": "2026-11-01T00:00:00Z"}
    deal = there.hubspot.add("deals", there.company, pipeline="p9", amount="9", **won)
    there.sync = replace(there.sync, plan=plan_of("companies", "deals"))
    there.run()
    (outcome,) = there.find(Outcome)
    there.hubspot.archive("deals", deal)
    there.run()
    assert there.find(Outcome) == []
    (entry,) = there.find(AuditEntry, item_id=outcome.id)
    undo.undo(there.sync.context, entry.id, None)
    assert there.find(Outcome) == [outcome]


@on_sqlite
def test_what_the_remote_has_forgotten_shows_when_everything_is_read(there: There) -> None:
    contact = there.hubspot.add("contacts", there.company, firstname="Nora")
    there.sync = replace(there.sync, plan=plan_of("companies", "contacts"))
    there.run()
    there.hubspot.purge("contacts", contact)
    assert "contacts" not in there.run().counts
    assert there.run(full=True).counts["contacts"] == {"read": 1, "archived": 1}
    assert there.find(Contact)[0].active is False


@on_sqlite
def test_merged_companies_are_one_account_with_all_that_was_theirs(there: There) -> None:
    other = there.hubspot.add("companies", name="Harbour Teas", domain="teas.example")
    note(there, "The export works.")
    there.hubspot.add("contacts", other, firstname="Nora")
    there.run()
    nudged(there, "N1", there.company, "silence", NudgeState.DONE)
    nudged(there, "N2", other, "silence", NudgeState.DONE)
    nudged(there, "N3", other, "detractor", NudgeState.SENT)
    nudged(there, "N4", there.company, "detractor", NudgeState.SENT)
    heir = there.hubspot.merge_companies(there.company, other)
    run = there.run()
    assert run.counts["companies"]["merged"] == 2
    (account,) = there.find(Account)
    assert (account.id, account.aliases) == (str(heir), ("Harbour Teas",))
    assert {one.account_id for one in (*there.find(Note), *there.find(Contact))} == {str(heir)}
    kept = {nudge.id: nudge for nudge in there.find(Nudge)}
    assert {nudge.account_id for nudge in kept.values()} == {str(heir)}
    assert (kept["N1"].state, kept["N2"].state) == (NudgeState.DONE, NudgeState.DONE)
    assert sorted([kept["N3"].state, kept["N4"].state]) == ["lapsed", "sent"]


def nudged(there: There, nudge_id: str, remote_id: str, rule: str, state: NudgeState) -> None:
    account_id = there.find(RemoteRecord, thing="companies", remote_id=remote_id)[0].local_id
    with there.sync.context.workspace.writing() as writer:
        day = date(2026, 11, 2)
        writer.put(Nudge(nudge_id, str(account_id), rule, "2026-11", None, 2, day, state))


@on_sqlite
def test_an_account_that_people_entered_before_is_linked_and_keeps_what_they_know(
    there: There,
) -> None:
    with there.sync.context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", tier="gold", region="Leith"))
    note(there, "The export works.")
    there.run()
    (account,) = there.find(Account)
    assert (account.id, account.tier, account.domain) == ("A1", "gold", "harbour.example")
    assert account.region is None, "a column that the plan maps is the remote's"
    assert there.find(Note)[0].account_id == "A1"


@on_sqlite
def test_a_reopened_deal_is_no_outcome_any_more(there: There) -> None:
    won = {"hs_is_closed": "true", "hs_is_closed_won": "true", "closedate": "2026-11-01T00:00:00Z"}
    deal = there.hubspot.add("deals", there.company, pipeline="p9", amount="9", **won)
    there.sync = replace(there.sync, plan=plan_of("companies", "deals"))
    there.run()
    assert len(there.find(Outcome)) == 1
    there.hubspot.change("deals", deal, hs_is_closed="false", hs_is_closed_won="false")
    there.run()
    assert there.find(Outcome) == []


@on_sqlite
def test_what_the_plan_passes_over_is_not_here_and_what_hangs_on_it_waits(there: There) -> None:
    lead = there.hubspot.add("companies", name="Perhaps Ltd", lifecyclestage="lead")
    there.hubspot.change("companies", there.company, lifecyclestage="customer")
    there.hubspot.add("contacts", lead, firstname="Ada")
    plan = plan_of("companies", "contacts")
    (rule,) = plan.things["companies"]
    narrow = rule.model_copy(update={"only": {"lifecyclestage": ["customer"]}})
    things = {**plan.things, "companies": [narrow]}
    there.sync = replace(there.sync, plan=plan.model_copy(update={"things": things}))
    run = there.run()
    assert run.counts["companies"] == {"read": 2, "created": 1, "skipped": 1}
    assert run.counts["contacts"] == {"read": 1, "waiting": 1}
    there.hubspot.change("companies", lead, lifecyclestage="customer")
    there.sync = replace(there.sync, context=_later(there.sync.context))
    assert there.run().counts["contacts"]["created"] == 1


@on_sqlite
def test_words_and_figures_that_no_database_keeps_stop_nothing(there: There) -> None:
    won = {"hs_is_closed": "true", "hs_is_closed_won": "true", "closedate": "2026-11-01T00:00:00Z"}
    there.hubspot.add("deals", there.company, pipeline="p9", amount="9" * 30, **won)
    note(there, "They \x00 expand \ud83d now.")
    there.sync = replace(there.sync, plan=plan_of("companies", "deals", "notes"))
    (rejected,) = there.run().notices
    assert "too large to be true" in rejected["why"]
    assert there.find(Note)[0].text == "They  expand ? now."


@on_sqlite
def test_a_rehearsal_reports_the_same_and_writes_nothing(there: There) -> None:
    there.hubspot.add("contacts", there.company, firstname="Nora")
    said = running.rehearse(there.sync)
    assert there.find(Account) == there.find(Run) == []
    done = there.run()
    assert {t: dict(c) for t, c in said.counts.items()} == done.counts


@on_sqlite
def test_a_rehearsal_hears_its_notes_before_it_holds_up_other_writers(
    there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(there, "Of eleven harbours we rehearse only the twelfth.")
    happened: list[str] = []
    writing, passages = transactions.writing, embedders.SentenceEncoder.passages

    def begun(*given: Any, **options: Any) -> Any:
        happened.append("writing")
        return writing(*given, **options)

    def heard(encoder: embedders.SentenceEncoder, texts: Sequence[str]) -> Any:
        happened.append("hearing")
        return passages(encoder, texts)

    monkeypatch.setattr(transactions, "writing", begun)
    monkeypatch.setattr(embedders.SentenceEncoder, "passages", heard)
    running.rehearse(there.sync)
    assert happened == ["hearing", "writing"]


@on_sqlite
def test_of_two_that_run_at_once_the_second_goes_on_and_the_first_stops(there: There) -> None:
    note(there, "The export works.")
    raced: list[Run] = []

    def race(_thing: str, _read: int) -> None:
        if not raced:
            raced.append(there.run())

    with pytest.raises(running.Overtaken, match="another process"):
        running.run(replace(there.sync, progress=race))
    assert raced[0].state is RunState.DONE
    assert len(there.find(Note)) == 1


def test_half_a_page_is_not_taken_for_a_whole_one() -> None:
    from bot.connectors import hubspot_answers

    for body in (b'{"results": [{"id": "1"', b"<html>", b"[]", b""):
        with pytest.raises(RemoteFault):
            hubspot_answers.parsed(body)
    for answer in ({}, {"results": None}, {"results": ["x"]}):
        with pytest.raises(RemoteFault):
            hubspot_answers.results(answer)


def test_since_is_asked_for_in_milliseconds_and_by_each_things_own_property() -> None:
    from bot.connectors import hubspot

    since = datetime.fromisoformat("2026-11-20T09:00:00+00:00")
    asked = hubspot._search("contacts", ["email"], since, "42")
    assert asked["filterGroups"][0]["filters"] == [
        {"propertyName": "hs_object_id", "operator": "GT", "value": "42"},
        {"propertyName": "lastmodifieddate", "operator": "GTE", "value": "1795165200000"},
    ]
