"""Planning and keeping nudges, on both databases."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from handlers import agenda, health, homepage
from handlers.context import Context
from handlers.nudges import budget, life, order, outgoing, passing, planning, telling
from handlers.nudges.outgoing import Message
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Handoff, HandoffState
from playbooks.health.values import Band, PersonAnswer, Snapshot, Verdict
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Member, Role
from playbooks.stages import Enrolment, Stage
from storage.shelf import Shelf
from storage.workspace import Workspace

TODAY = date(2026, 11, 20)
NOW = datetime.fromisoformat("2026-11-20T09:00:00+00:00")
MAYA = Member("U1", "Maya", time_zone="Europe/Rome", manager="U9")
LIN = Member("U2", "Lin", time_zone="Asia/Shanghai", language="zh")
SAM = Member("U3", "Sam", role=Role.SALES)
RUTH = Member("U9", "Ruth", role=Role.MANAGER, time_zone="Europe/Rome")


class Desk:
    """A workspace, and a clock that stands until it is moved."""

    def __init__(self, workspace: Workspace, index: Path) -> None:
        self.moment = NOW
        numbers = itertools.count(1)
        self.context = Context(
            workspace=workspace,
            library=Library(embedders.default(), Index(index, None), Shelf),
            now=lambda: self.moment,
            new_id=lambda prefix: f"{prefix}_{next(numbers)}",
        )

    def put(self, *values: object) -> None:
        with self.context.workspace.writing() as writer:
            for value in values:
                writer.put(value)

    def plan(self, at: date = TODAY) -> planning.Plan:
        return planning.plan(self.context, at)

    def record(self, at: date = TODAY) -> planning.Recorded:
        return planning.record(self.context, self.plan(at))

    def nudges(self) -> list[Nudge]:
        with self.context.workspace.reading() as reader:
            return reader.find(Nudge)

    def tells(self, message: Message, member: Member, ts: str = "1.1", day: date = TODAY) -> bool:
        """What sending does around the call to Slack; False when it is on its way already."""
        if not outgoing.keep(self.context, message, member, day):
            return False
        outgoing.told(self.context, message, member, day, "D1", ts)
        return True

    def of(self, rule: str) -> list[Nudge]:
        return [nudge for nudge in self.nudges() if nudge.rule == rule]

    def kickoff(self) -> Nudge:
        [found] = self.of("kickoff_missing")
        return found


@pytest.fixture
def desk(workspace: Workspace, tmp_path: Path) -> Desk:
    made = Desk(workspace, tmp_path / "index")
    made.put(MAYA, LIN, SAM, RUTH)
    return made


def customer(
    owner: str | None, account_id: str = "A1", arr: int = 84000
) -> tuple[Account, Handoff, Enrolment]:
    """A customer in onboarding for twelve days without a kickoff date."""
    entered = TODAY - timedelta(days=12)
    account = Account(
        account_id, "Valdora", segment="smb", arr=Decimal(arr), currency="EUR", owner=owner
    )
    handoff = Handoff(
        f"H-{account_id}",
        account_id,
        HandoffState.ACCEPTED,
        submitted=entered,
        author=SAM.id,
        why_bought="Their old system was switched off.",
        problem="Stock is counted by hand.",
        time_expectation="By spring.",
    )
    return account, handoff, Enrolment(f"E-{account_id}", account_id, Stage.ONBOARDING, entered)


def rules(plan: planning.Plan) -> list[str]:
    return [one.due.rule for one in plan.planned]


def test_planning_writes_nothing(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    assert "kickoff_missing" in rules(desk.plan())
    assert desk.nudges() == []


def test_an_episode_is_kept_once_however_often_it_is_planned(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    made = desk.plan()
    assert len(planning.record(desk.context, made).fresh) == len(made.planned)
    assert planning.record(desk.context, made).fresh == ()
    assert desk.plan().planned == ()
    assert desk.plan(TODAY + timedelta(days=1)).planned == ()


def test_planning_again_does_not_open_what_was_closed(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    made = desk.plan()
    planning.record(desk.context, made)
    life.done(desk.context, desk.kickoff().id, MAYA.id)
    planning.record(desk.context, made)
    assert desk.kickoff().state is NudgeState.DONE


def test_what_reaches_nobody_is_held_and_says_why(desk: Desk) -> None:
    desk.put(*customer(None))
    made = desk.plan()
    assert "kickoff_missing" not in rules(made)
    [held] = [one for one in made.held if one.due.rule == "kickoff_missing"]
    assert "no csm on record" in held.why


def test_an_owner_whom_nobody_knows_is_named(desk: Desk) -> None:
    desk.put(*customer("U77"))
    assert any("U77 is not a member" in one.why for one in desk.plan().held)


def test_the_manager_gets_what_somebody_who_left_would_have_got(desk: Desk) -> None:
    desk.put(replace(MAYA, active=False), *customer(MAYA.id))
    [planned] = [one for one in desk.plan().planned if one.due.rule == "kickoff_missing"]
    assert planned.receiver == RUTH.id
    ruths = planning.belonging_to([RUTH.id])
    assert "kickoff_missing" in rules(planning.plan(desk.context, TODAY, ruths))


def test_a_morning_plans_for_the_people_of_its_time_zone(desk: Desk) -> None:
    desk.put(*customer(MAYA.id, "A1"), *customer(LIN.id, "A2"))
    assert planning.time_zones(desk.context) == ["Asia/Shanghai", "Europe/Rome", "UTC"]
    members = planning.morning_members(desk.context, "Asia/Shanghai")
    ours = planning.belonging_to(member.id for member in members)
    made = planning.plan(desk.context, TODAY, ours)
    assert {one.receiver for one in made.planned} == {LIN.id}
    assert {one.due.account_id for one in made.planned} == {"A2"}


def test_it_fires_anew_in_a_new_episode(desk: Desk) -> None:
    account, handoff, _ = customer(MAYA.id)
    desk.put(account, handoff, _)
    desk.record()
    desk.put(replace(handoff, kickoff_date=TODAY))
    assert [n.rule for n in desk.record().lapsed] == ["kickoff_missing"]
    assert desk.kickoff().ended == TODAY
    second = Enrolment("E-2", "A1", Stage.ONBOARDING, TODAY, team="Dresden")
    desk.put(replace(_, exited=TODAY), second, handoff)
    later = TODAY + timedelta(days=10)
    assert "kickoff_missing" in rules(desk.plan(later))


def test_five_on_a_day_and_the_rest_together_most_revenue_at_risk_first(desk: Desk) -> None:
    for number in range(1, 9):
        desk.put(*customer(MAYA.id, f"A{number}", arr=number * 1000))
    desk.record()
    *single, digest = outgoing.for_today(desk.context, MAYA, TODAY)
    assert [one.digest for one in single] == [False] * budget.BUDGET
    assert len(single) + len(digest.nudges) == len([n for n in desk.nudges() if n.owner == MAYA.id])
    for number, message in enumerate(single[:3]):
        desk.tells(message, MAYA, f"1.{number}")
    left = [m for m in outgoing.for_today(desk.context, MAYA, TODAY) if not m.digest]
    assert len(left) == budget.BUDGET - 3
    tomorrow = outgoing.for_today(desk.context, MAYA, TODAY + timedelta(days=1))
    assert len([m for m in tomorrow if not m.digest]) == budget.BUDGET


def test_what_is_sent_listed_shown_at_home_and_answered_stands_in_one_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A1 brings in more than A2; so much of it is known to be safe that less is at risk.
    for account_id, arr in (("A1", 50_000), ("A2", 48_000), ("A3", 9_000)):
        desk.put(*customer(MAYA.id, account_id, arr=arr))
    for question in ("adoption.depth", "communication.two_way", "relationships.supported"):
        desk.put(PersonAnswer(question, "A1", question, Verdict.YES, TODAY, MAYA.id))
    desk.record()
    sent = [message.nudges[0].id for message in outgoing.for_today(desk.context, MAYA, TODAY)]
    listed = [told.nudge.id for told in telling.open_nudges(desk.context, MAYA, MAYA.id)]
    answered = [item.nudge.id for item in agenda.read(desk.context, MAYA, TODAY).items]
    at_home = [item.nudge.id for item in homepage.read(desk.context, MAYA, TODAY).steps]
    assert sent[: budget.BUDGET] == listed[: budget.BUDGET] == at_home
    assert listed == answered
    accounts = {nudge.id: nudge.account_id for nudge in desk.nudges()}
    kickoffs = [accounts[i] for i in listed if i in {n.id for n in desk.of("kickoff_missing")}]
    assert kickoffs == ["A2", "A1", "A3"]
    # Of very many accounts, the readings that were kept last say what is at risk.
    health.take_snapshots(desk.context, TODAY)
    monkeypatch.setattr(order, "READ_ANEW", 0)
    kept = [told.nudge.id for told in telling.open_nudges(desk.context, MAYA, MAYA.id)]
    assert kept == listed


def test_of_very_many_accounts_each_is_ordered_by_its_own_last_reading(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put(*customer(MAYA.id, "A1", arr=50_000), *customer(MAYA.id, "A2", arr=20_000))
    kept = ("A1", "health:A1", 80.0), ("A2", "health:A2", 20.0)
    with desk.context.workspace.writing() as writer:
        for account_id, snapshot_id, low in kept:
            writer.put(reading(snapshot_id, account_id, TODAY - timedelta(days=1), low))
        # The nightly run has come no further yet, or was stopped here.
        writer.put(reading("health:A2:today", "A2", TODAY, 10.0))
        writer.put(reading("health:A1:later", "A1", TODAY + timedelta(days=1), 0.0))
    monkeypatch.setattr(order, "READ_ANEW", 0)
    with desk.context.workspace.reading() as reader:
        accounts = {account.id: account for account in reader.find(Account)}
        at_risk = order.revenue_at_risk(desk.context, reader, accounts, TODAY)
    assert at_risk == {"A1": 10_000, "A2": 18_000}


def reading(snapshot_id: str, account_id: str, day: date, low: float) -> Snapshot:
    return Snapshot(snapshot_id, account_id, day, None, low, 100.0, 0.5, Band.UNKNOWN, "1")


def test_a_digest_keeps_the_order_in_which_it_was_told(desk: Desk) -> None:
    for number in range(1, 4):
        desk.put(*customer(MAYA.id, f"A{number}", arr=number * 1000))
    desk.record()
    nudges = sorted(desk.nudges(), key=lambda nudge: (nudge.account_id != "A2", nudge.id))
    digest = Message("m1", tuple(nudges), digest=True)
    assert outgoing.keep(desk.context, digest, MAYA, TODAY)
    assert outgoing.unfinished(desk.context, MAYA) == [digest]
    outgoing.told(desk.context, digest, MAYA, TODAY, "D1", "1.1")
    drawn = telling.in_message(desk.context, "D1", "1.1", MAYA)
    assert [one.nudge.id for one in drawn] == [nudge.id for nudge in nudges]


def test_only_those_who_work_today_receive(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    desk.record()
    assert outgoing.receivers(desk.context, TODAY, [MAYA, LIN]) == [MAYA.id]
    saturday = TODAY + timedelta(days=1)
    assert outgoing.receivers(desk.context, saturday, [MAYA, LIN]) == []


def test_a_nudge_is_told_in_the_language_of_its_reader(desk: Desk) -> None:
    desk.put(*customer(LIN.id))
    desk.record()
    [told] = telling.tell(desk.context, [desk.kickoff()], LIN)
    assert "Valdora" in told.reason
    assert "?" not in told.reason
    assert told.facts
    assert all("2026年" in line.text for line in told.facts)


def test_many_nudges_are_told_by_as_many_queries_as_a_few(desk: Desk) -> None:
    for number in range(1, 9):
        desk.put(*customer(MAYA.id, f"A{number}"))
    desk.record()
    asked: list[str] = []

    def heard(*given: Any) -> None:
        asked.append(given[2])

    def queries(count: int) -> int:
        asked.clear()
        told = telling.tell(desk.context, kickoffs[:count], MAYA)
        assert len(told) == count
        return len(asked)

    kickoffs = desk.of("kickoff_missing")
    with desk.context.workspace.reading() as reader:
        engine = reader.connection.engine
    event.listen(engine, "before_cursor_execute", heard)
    assert queries(2) == queries(8)
    event.remove(engine, "before_cursor_execute", heard)


def test_snoozing_hides_it_until_its_day(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    desk.record()
    until = TODAY + timedelta(days=7)
    kept = life.snooze(desk.context, desk.kickoff().id, MAYA.id, until, " on holiday ")
    assert (kept.state, kept.reason) == (NudgeState.SNOOZED, "on holiday")

    def waits(at: date) -> bool:
        told = outgoing.for_today(desk.context, MAYA, at)
        return any(kept in message.nudges for message in told)

    assert not waits(TODAY)
    assert waits(until)
    assert any(t.nudge.id == kept.id for t in telling.open_nudges(desk.context, MAYA, MAYA.id))


def test_snoozing_into_the_past_is_refused_and_changes_nothing(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    desk.record()
    with pytest.raises(BadInput, match="not a day to come"):
        life.snooze(desk.context, desk.kickoff().id, MAYA.id, TODAY)
    assert desk.kickoff().state is NudgeState.PLANNED


def test_what_is_closed_stays_as_it_was_closed(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    desk.record()
    nudge_id = desk.kickoff().id
    life.done(desk.context, nudge_id, MAYA.id, "helped", "kickoff on Monday")
    life.not_useful(desk.context, nudge_id, MAYA.id)
    life.snooze(desk.context, nudge_id, MAYA.id, TODAY + timedelta(days=3))
    assert desk.kickoff().state is NudgeState.DONE
    assert (desk.kickoff().outcome, desk.kickoff().reason) == ("helped", "kickoff on Monday")


def test_a_nudge_that_is_not_there_reads_like_one_of_somebody_else(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    desk.record()
    sentences = []
    for nudge_id in ("nudge_0", desk.kickoff().id):
        with pytest.raises(NotFound) as missing:
            life.done(desk.context, nudge_id, SAM.id)
        sentences.append(str(missing.value))
    assert sentences[0] == sentences[1]


def test_an_unknown_reason_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="Choose one"):
        life.not_useful(desk.context, "nudge_0", MAYA.id, "boring")


def test_a_blind_spot_that_all_share_is_told_once_to_the_manager(desk: Desk) -> None:
    started = TODAY - timedelta(days=200)
    accounts = [
        Account(f"B{n:02}", f"Firm {n}", owner="U1", contract_start=started, arr=Decimal(n))
        for n in range(12)
    ]
    desk.put(RUTH, MAYA, *accounts)
    blind = ("intent_unknown", "health_unknown", "goals_unmeasured")
    first = [one for one in desk.plan().planned if one.due.rule in blind]
    assert sorted(one.due.rule for one in first) == sorted(blind)
    assert {(one.receiver, one.due.account_id) for one in first} == {("U9", "B11")}
    desk.record()
    tomorrow = TODAY + timedelta(days=1)
    assert [one for one in desk.plan(tomorrow).planned if one.due.rule in blind] == []
    told = telling.open_nudges(desk.context, RUTH, RUTH.id)
    assert any("100%" in one.reason for one in told)


def test_what_most_others_record_is_missed_where_it_lacks(desk: Desk) -> None:
    started = TODAY - timedelta(days=200)
    accounts = [
        Account(f"B{n:02}", f"Firm {n}", owner="U1", contract_start=started) for n in range(12)
    ]
    why = [
        Handoff(f"H{n}", f"B{n:02}", HandoffState.ACCEPTED, started, why_bought="Too slow before.")
        for n in range(6)
    ]
    desk.put(RUTH, MAYA, *accounts, *why)
    missed = [one for one in desk.plan().planned if one.due.rule == "intent_unknown"]
    assert {one.due.account_id for one in missed} == {f"B{n:02}" for n in range(6, 12)}
    assert {one.receiver for one in missed} == {"U1"}


def test_without_a_manager_the_rest_of_the_team_gets_it_and_is_told_why(desk: Desk) -> None:
    account, *others = customer(MAYA.id)
    gone = replace(MAYA, active=False, manager=None)
    desk.put(gone, replace(account, account_executive=LIN.id), *others)
    desk.record()
    assert (desk.kickoff().owner, desk.kickoff().passed_from) == (LIN.id, MAYA.id)
    [told] = telling.tell(desk.context, [desk.kickoff()], replace(LIN, language="en"))
    assert told.remarks == ("This was for Maya, who can no longer get it.",)


def test_what_somebody_left_open_goes_to_who_stands_in_for_them(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    desk.record()
    desk.tells(Message("m1", (desk.kickoff(),)), MAYA)
    desk.put(replace(MAYA, active=False))
    passed = passing.from_those_who_left(desk.context)
    assert {one.after.owner for one in passed} == {RUTH.id}
    assert (desk.kickoff().state, desk.kickoff().turn) == (NudgeState.PLANNED, 1)
    assert passing.from_those_who_left(desk.context) == []


def test_what_is_closed_while_it_is_about_to_be_passed_on_stays_closed(desk: Desk) -> None:
    desk.put(*customer(MAYA.id), replace(MAYA, active=False))
    desk.put(Nudge("n1", "A1", "silence", "2026-11-02", MAYA.id, 2, TODAY))
    with ThreadPoolExecutor() as others:
        with desk.context.workspace.writing() as writer:
            passing_on = others.submit(passing.from_those_who_left, desk.context)
            # Time to read what is open, and to overtake.
            with suppress(TimeoutError):
                passing_on.result(timeout=0.3)
            [nudge] = writer.find(Nudge)
            writer.put(replace(nudge, state=NudgeState.DONE, closed_at=NOW))
        assert passing_on.result(timeout=30) == []
    assert [one.state for one in desk.nudges()] == [NudgeState.DONE]


def test_a_turn_of_a_nudge_is_on_its_way_once(desk: Desk) -> None:
    desk.put(*customer(MAYA.id))
    desk.record()
    kept = desk.kickoff()
    assert outgoing.keep(desk.context, Message("m1", (kept,)), MAYA, TODAY)
    assert not outgoing.keep(desk.context, Message("m2", (kept,)), MAYA, TODAY)
    [left] = outgoing.unfinished(desk.context, MAYA)
    assert (left.key, left.nudges) == ("m1", (kept,))
    outgoing.drop(desk.context, left)
    assert desk.tells(Message("m2", (kept,)), MAYA)


def test_what_was_so_before_says_when_it_was_closed_and_what_came_of_it(desk: Desk) -> None:
    first = Nudge(
        "n1", "A1", "silence", "2026-03-02", MAYA.id, 2, date(2026, 3, 2), ended=date(2026, 5, 4)
    )
    closed = replace(
        first, state=NudgeState.DONE, closed_at=NOW - timedelta(days=200), outcome="helped"
    )
    again = replace(first, id="n2", episode="2026-11-02", created=date(2026, 11, 2), ended=None)
    desk.put(*customer(MAYA.id), closed, again)
    [told] = telling.tell(desk.context, [again], MAYA)
    assert told.remarks == ("This was so before. It was done; closed on 4 May 2026. It helped.",)
