"""Speaking first: the morning's nudges in Slack, and what people answer."""

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import app as slack_app
from bot import credentials, delivery, playground, service
from bot.commands.nudges import nudges
from bot.console import Console
from bot.listeners.parts import Parts
from bot.playground import Person
from bot.settings import Settings
from bot.views import nudge as view
from handlers import access, texts
from handlers.context import Context
from handlers.nudges import budget, effect, life, passing
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Handoff, HandoffState
from playbooks.member_preferences import MemberPreferences
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.observations import Ticket
from playbooks.people import Member, Role
from playbooks.stages import Enrolment, Stage
from storage import migrate
from storage.database import Database
from storage.jobs import Jobs
from storage.kept_jobs import Job
from storage.shelf import Shelf
from storage.workspace import Workspace

FRIDAY = date(2026, 11, 20)
ROME = ZoneInfo("Europe/Rome")
ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 9, 30, tzinfo=ROME)

    def __call__(self) -> datetime:
        return self.moment.astimezone(UTC)

    def is_set_to(self, day: date, hour: int, minute: int = 0) -> None:
        self.moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ROME)


@dataclass(frozen=True)
class Desk:
    """The app at work, the Slack that it talks to, and Maya, who looks after customers."""

    slack: playground.Slack
    parts: Parts
    clock: Clock
    maya: Person

    @property
    def workspace(self) -> Workspace:
        return self.parts.context.workspace

    def morning(self, day: date = FRIDAY) -> int:
        """What the schedule does at the start of Maya's working hours."""
        people = delivery.run_morning(self.parts, "Europe/Rome", day)
        self.settle()
        return people

    def settle(self) -> None:
        assert self.parts.jobs.wait_idle(PATIENCE)
        assert self.parts.jobs.failed() == []

    def put_off(self) -> Job:
        """The one job that waits for its time, once nothing else is left to do."""
        for _ in range(100):
            waiting = self.parts.jobs.waiting()
            if [job.state for job in waiting] == ["delayed"]:
                return waiting[0]
            self.parts.jobs.wait_idle(0.1)
        raise AssertionError(f"not one delayed job: {waiting}")

    def told(self) -> list[str]:
        """Everything that each message to Maya says, in one piece."""
        return [json.dumps(m, ensure_ascii=False) for m in self.slack.posted(self.maya)]

    def nudges(self, **equal: Any) -> list[Nudge]:
        with self.workspace.reading() as reader:
            return reader.find(Nudge, **equal)

    def put(self, *values: Any) -> None:
        with self.workspace.writing() as writer:
            for value in values:
                writer.put(value)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[playground.Slack]:
    manifest = playground.read_manifest(json.loads((ROOT / "manifest.json").read_text()))
    with playground.Slack(clock=lambda: clock().timestamp(), grants=manifest) as slack:
        yield slack


@pytest.fixture
def settings(slack: playground.Slack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("CAIRN_HOME", str(tmp_path))
    monkeypatch.setenv("SLACK_API_URL", slack.url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Settings(_env_file=None)


@pytest.fixture
def context(
    clock: Clock, tmp_path: Path, sqlite_template: Path, jobs_template: Path
) -> Iterator[Context]:
    shutil.copy(jobs_template, tmp_path / "jobs.db")
    database = Database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'cairn.db')}")
    migrate.ensure_workspace(database, "local", "Our customers", clock())
    numbers = itertools.count(1)
    yield Context(
        workspace=Workspace(database, "local"),
        library=Library(embedders.default(), Index(tmp_path / "index", None), Shelf),
        now=clock,
        new_id=lambda prefix: f"{prefix}_{next(numbers)}",
    )
    database.close()


@pytest.fixture
def desk(
    slack: playground.Slack, settings: Settings, context: Context, clock: Clock
) -> Iterator[Desk]:
    """The program with one customer whose onboarding has no kickoff date."""
    maya = slack.add_member("maya", "Maya Rossi", time_zone="Europe/Rome")
    client = credentials.client(settings)
    client.proxy = None
    jobs = Jobs(settings.jobs, pauses=(0.0,), polling={"conversations": 0.02, "background": 0.02})
    parts = service.assemble(context, jobs, client, credentials.identity(client))
    slack.connect(slack_app.build(parts, slack.signing_secret).dispatch)
    made = Desk(slack, parts, clock, maya)
    csm = Member(maya.id, "Maya Rossi", "maya", role=Role.CSM, time_zone="Europe/Rome")
    made.put(csm, *customer("acc_1", "Valdora", maya))
    made.put(PLAY)
    with service.working(parts):
        yield made


def customer(account_id: str, name: str, owner: Person, arr: int = 84000) -> list[Any]:
    """A customer in onboarding for twelve days whose handoff was accepted without a kickoff."""
    account = Account(
        account_id,
        name,
        segment="smb",
        arr=Decimal(arr),
        currency="EUR",
        owner=owner.id,
        account_executive=owner.id,
        contract_start=FRIDAY - timedelta(days=12),
        renewal_date=FRIDAY + timedelta(days=350),
    )
    onboarding = Enrolment(
        f"stay_{account_id}", account_id, Stage.ONBOARDING, FRIDAY - timedelta(days=12)
    )
    return [account, handoff(account_id, owner), onboarding]


def handoff(account_id: str, author: Person) -> Handoff:
    """A complete handoff that names no kickoff date."""
    return Handoff(
        id=f"handoff_{account_id}",
        account_id=account_id,
        state=HandoffState.ACCEPTED,
        submitted=FRIDAY - timedelta(days=12),
        author=author.id,
        why_bought="Their old system was switched off.",
        problem="Stock is counted by hand.",
        time_expectation="By spring.",
    )


PLAY = Document(
    id="kickoff",
    path="kickoff.md",
    title="A kickoff that starts with the result",
    kind="playbook",
    language="en",
    digest="d",
    text="Agree on one result first.",
    triggers=("kickoff_missing",),
    steps=({"do": "Agree on one result that they want in the first month.", "within_days": 3},),
)


def kickoff(desk: Desk) -> Nudge:
    [found] = desk.nudges(rule="kickoff_missing")
    return found


def test_the_morning_tells_the_owner_reason_facts_step_and_play(desk: Desk) -> None:
    assert desk.morning() == 1
    [message] = [m for m in desk.told() if "kickoff date" in m]
    for words in ("Valdora", "12 days", "Propose two kickoff dates", PLAY.title, "as of"):
        assert words in message
    for button in ("Done", "Snooze", "Not useful", "Open account"):
        assert button in message
    assert kickoff(desk).state is NudgeState.SENT


def test_a_second_run_on_the_same_day_tells_nothing_new(desk: Desk) -> None:
    desk.morning()
    before = desk.told()
    desk.morning()
    desk.morning(FRIDAY + timedelta(days=3))
    assert [m for m in desk.told() if "kickoff date" in m] == [
        m for m in before if "kickoff date" in m
    ]


def test_done_closes_the_nudge_and_replaces_its_buttons(desk: Desk) -> None:
    desk.morning()
    sent = kickoff(desk)
    click = desk.maya.clicks(view.DONE, value=sent.id)
    click.again()
    desk.settle()
    assert kickoff(desk).state is NudgeState.DONE
    assert kickoff(desk).closed_at is not None
    [shown] = [m for m in desk.told() if "kickoff date" in m]
    assert "Done. Thank you." in shown
    assert view.DONE not in shown


def test_done_counts_although_the_message_was_deleted(desk: Desk) -> None:
    desk.morning()
    sent = kickoff(desk)
    desk.slack.fail("chat.update", playground.refused("message_not_found"))
    desk.maya.clicks(view.DONE, value=sent.id)
    desk.settle()
    assert kickoff(desk).state is NudgeState.DONE
    assert desk.parts.jobs.failed() == []


def test_a_snoozed_nudge_comes_back_on_its_day_and_not_before(desk: Desk) -> None:
    desk.morning()
    desk.maya.clicks(view.SNOOZE, value=kickoff(desk).id)
    desk.slack.wait_for_call("views.open")
    form = {"days": "7", "reason": "They are on holiday."}
    assert desk.maya.submits(form).errors == {}
    desk.settle()
    snoozed = kickoff(desk)
    assert snoozed.state is NudgeState.SNOOZED
    assert snoozed.snoozed_until == FRIDAY + timedelta(days=7)
    assert snoozed.reason == "They are on holiday."
    for days, messages in ((3, 1), (7, 2)):
        day = FRIDAY + timedelta(days=days)
        desk.clock.is_set_to(day, 9)
        desk.morning(day)
        assert len([m for m in desk.told() if "kickoff date" in m]) == messages
    assert kickoff(desk).state is NudgeState.SENT


def test_not_useful_asks_why_and_counts_against_the_rule(desk: Desk) -> None:
    desk.morning()
    sent = kickoff(desk)
    desk.maya.clicks(view.NOT_USEFUL, value=sent.id)
    desk.settle()
    desk.maya.clicks(view.WHY, choose=view.why_value(sent.id, "already_known"))
    desk.settle()
    assert kickoff(desk).state is NudgeState.NOT_USEFUL
    assert kickoff(desk).reason == "already_known"
    administrator = access.ADMINISTRATOR
    found = effect.of(desk.parts.context, administrator, FRIDAY, FRIDAY, "kickoff_missing")
    [judged] = found.rules
    assert (judged.counts.sent, judged.counts.not_useful) == (1, 1)


def test_open_account_answers_with_its_summary(desk: Desk) -> None:
    desk.morning()
    before = len(desk.told())
    desk.maya.clicks(view.OPEN_ACCOUNT, value=kickoff(desk).id)
    desk.settle()
    assert len(desk.told()) == before + 1
    assert "Valdora" in desk.told()[-1]


def test_what_ended_before_it_was_sent_is_not_sent(desk: Desk) -> None:
    desk.clock.is_set_to(FRIDAY, 18)
    desk.morning()
    assert kickoff(desk).state is NudgeState.PLANNED
    desk.put(replace(handoff("acc_1", desk.maya), kickoff_date=FRIDAY))
    monday = FRIDAY + timedelta(days=3)
    desk.clock.is_set_to(monday, 9)
    desk.morning(monday)
    assert kickoff(desk).state is NudgeState.LAPSED
    assert not [m for m in desk.told() if "kickoff date" in m]


def test_what_ended_after_it_was_sent_says_so_in_its_place(desk: Desk) -> None:
    desk.morning()
    desk.put(replace(handoff("acc_1", desk.maya), kickoff_date=FRIDAY + timedelta(days=1)))
    monday = FRIDAY + timedelta(days=3)
    desk.clock.is_set_to(monday, 9)
    desk.morning(monday)
    [shown] = [m for m in desk.told() if "kickoff date" in m]
    assert "Settled by itself" in shown
    assert kickoff(desk).state is NudgeState.LAPSED


def test_five_come_one_by_one_and_the_rest_in_a_digest_by_revenue_at_risk(desk: Desk) -> None:
    for number in range(2, 10):
        desk.put(*customer(f"acc_{number}", f"Customer {number}", desk.maya, arr=number * 1000))
    desk.morning()
    told = desk.told()
    assert len(told) == budget.BUDGET + 1
    digest = told[-1]
    listed = [n for n in range(2, 10) if f"*Customer {n}*" in digest]
    places = [digest.index(f"*Customer {n}*") for n in sorted(listed, reverse=True)]
    assert places == sorted(places)
    assert {n.state for n in desk.nudges()} == {NudgeState.SENT}


def test_one_of_a_digest_is_answered_in_its_place(desk: Desk) -> None:
    for number in range(2, 10):
        desk.put(*customer(f"acc_{number}", f"Customer {number}", desk.maya, arr=number * 1000))
    desk.morning()
    digest_ts = desk.slack.posted(desk.maya)[-1]["ts"]
    one = desk.nudges(message_ts=digest_ts)[0]
    desk.maya.clicks(view.DONE, value=one.id)
    desk.settle()
    digest = desk.told()[-1]
    assert digest.count("Done. Thank you.") == 1
    assert digest.count(view.DONE) == len(desk.nudges(message_ts=digest_ts)) - 1


@pytest.mark.parametrize(
    ("day", "hour", "why"),
    [
        (date(2026, 11, 21), 10, "Saturday"),
        (date(2026, 12, 8), 10, "a public holiday in Italy"),
        (date(2026, 11, 20), 17, "after working hours"),
    ],
)
def test_nobody_is_told_outside_working_hours(desk: Desk, day: date, hour: int, why: str) -> None:
    desk.clock.is_set_to(day, hour)
    desk.morning(day)
    assert desk.told() == [], why
    assert {nudge.state for nudge in desk.nudges()} <= {NudgeState.PLANNED}


def test_before_working_hours_the_delivery_waits_for_them(desk: Desk) -> None:
    desk.clock.is_set_to(FRIDAY, 8, 30)
    delivery.run_morning(desk.parts, "Europe/Rome", FRIDAY)
    job = desk.put_off()
    assert job.due is not None
    assert timedelta(minutes=29) < job.due - datetime.now(UTC) <= timedelta(minutes=30)
    assert desk.told() == []


def test_a_rate_limit_is_waited_for_and_nothing_is_lost(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", playground.rate_limited(1))
    delivery.run_morning(desk.parts, "Europe/Rome", FRIDAY)
    desk.put_off()
    assert len(desk.slack.calls("chat.postMessage")) == 1
    desk.clock.moment += timedelta(seconds=1)
    desk.settle()
    assert len([m for m in desk.told() if "kickoff date" in m]) == 1


def test_mornings_follow_people_to_their_time_zones(desk: Desk) -> None:
    desk.clock.is_set_to(FRIDAY, 5)
    delivery.begin(desk.parts)
    assert [s.time_zone for s in desk.parts.jobs.schedules(delivery.MORNING)] == ["Europe/Rome"]
    moved = Member(desk.maya.id, "Maya Rossi", "maya", time_zone="Asia/Shanghai")
    desk.put(moved)
    desk.slack.moves(desk.maya, "Asia/Shanghai")
    delivery.keep_time(desk.parts)
    assert [s.time_zone for s in desk.parts.jobs.schedules(delivery.MORNING)] == ["Asia/Shanghai"]
    desk.settle()


def test_a_late_start_makes_up_for_the_morning(desk: Desk) -> None:
    delivery.begin(desk.parts)
    desk.settle()
    assert len([m for m in desk.told() if "kickoff date" in m]) == 1
    delivery.begin(desk.parts)
    desk.settle()
    assert len([m for m in desk.told() if "kickoff date" in m]) == 1


def test_somebody_elses_nudge_cannot_be_answered(desk: Desk) -> None:
    sam = desk.slack.add_member("sam", "Sam Okoro")
    desk.put(Member(sam.id, "Sam Okoro", "sam", role=Role.SALES))
    desk.morning()
    with pytest.raises(NotFound):
        life.done(desk.parts.context, kickoff(desk).id, sam.id)
    assert kickoff(desk).state is NudgeState.SENT


def test_the_home_tab_lists_what_is_open_and_takes_the_answer(desk: Desk) -> None:
    desk.morning()
    desk.maya.opens_home()
    desk.settle()
    assert "kickoff date" in json.dumps(desk.slack.home_of(desk.maya))
    desk.maya.clicks_at_home(view.DONE, value=kickoff(desk).id)
    desk.settle()
    assert "kickoff date" not in json.dumps(desk.slack.home_of(desk.maya))
    assert "Done. Thank you." in next(m for m in desk.told() if "kickoff date" in m)


def test_the_home_tab_stays_as_it_was_chosen_when_a_nudge_is_put_off_there(desk: Desk) -> None:
    desk.morning()
    desk.maya.opens_home()
    desk.settle()
    desk.maya.clicks_at_home("home_choose:sort", choose="renewal")
    desk.settle()
    desk.maya.clicks_at_home(view.SNOOZE, value=kickoff(desk).id)
    desk.slack.wait_for_call("views.open")
    assert desk.maya.submits({"days": "7"}).errors == {}
    desk.settle()
    shown = desk.slack.home_of(desk.maya)
    assert "kickoff date" not in json.dumps(shown)
    assert json.loads(shown["private_metadata"])["sort"] == "renewal"


def test_what_came_of_it_is_said_in_one_click_and_a_line(desk: Desk) -> None:
    desk.morning()
    nudge_id = kickoff(desk).id
    desk.maya.clicks(view.DONE, value=nudge_id)
    desk.settle()
    desk.maya.clicks(view.OUTCOME, choose=view.why_value(nudge_id, "helped"))
    desk.settle()
    desk.maya.clicks(view.SAY_MORE, value=nudge_id)
    desk.slack.wait_for_call("views.open")
    assert desk.maya.submits({"remark": "Kickoff on Monday."}).errors == {}
    desk.settle()
    assert (kickoff(desk).outcome, kickoff(desk).reason) == ("helped", "Kickoff on Monday.")
    [shown] = [m for m in desk.told() if "kickoff date" in m]
    assert "It helped. “Kickoff on Monday.”" in shown


def test_a_snooze_into_the_past_is_said_at_the_field_and_changes_nothing(desk: Desk) -> None:
    desk.morning()
    desk.maya.clicks(view.SNOOZE, value=kickoff(desk).id)
    desk.slack.wait_for_call("views.open")
    refused = desk.maya.submits({"until": "2026-11-19"})
    assert "not a day to come" in refused.errors["until"]
    assert kickoff(desk).state is NudgeState.SENT


def test_what_is_put_off_until_something_changes_comes_back_when_it_does(desk: Desk) -> None:
    desk.morning()
    desk.maya.clicks(view.SNOOZE, value=kickoff(desk).id)
    desk.slack.wait_for_call("views.open")
    assert desk.maya.submits({"days": "change"}).errors == {}
    desk.settle()
    monday, tuesday = FRIDAY + timedelta(days=3), FRIDAY + timedelta(days=4)
    desk.clock.is_set_to(monday, 9)
    desk.morning(monday)
    assert len([m for m in desk.told() if "kickoff date" in m]) == 1
    desk.put(replace(handoff("acc_1", desk.maya), state=HandoffState.SUBMITTED))
    desk.clock.is_set_to(tuesday, 9)
    desk.morning(tuesday)
    assert len([m for m in desk.told() if "kickoff date" in m]) == 2


def test_what_is_passed_on_is_taken_back_here_and_comes_there(desk: Desk) -> None:
    lin = desk.slack.add_member("lin", "Lin Wei", time_zone="Europe/Rome", locale="zh-CN")
    desk.put(Member(lin.id, "Lin Wei", "lin", time_zone="Europe/Rome", language="zh"))
    desk.morning()
    nudge_id = kickoff(desk).id
    choice = view.more_value(view.PASS_ON, nudge_id)
    desk.maya.clicks(view.MORE, ts=kickoff(desk).message_ts, choose=choice)
    desk.slack.wait_for_call("views.open")
    assert desk.maya.submits({"person": lin.id}).errors == {}
    desk.settle()
    assert not [m for m in desk.told() if "kickoff date" in m]
    assert [m for m in desk.told() if "Passed on to Lin Wei by Maya Rossi." in m]
    [there] = [json.dumps(m, ensure_ascii=False) for m in desk.slack.posted(lin)]
    assert texts.of("zh")("{name} passed this on.", name="Maya Rossi") in there
    lin.clicks(view.DONE, value=nudge_id)
    desk.settle()
    assert (kickoff(desk).state, kickoff(desk).owner) == (NudgeState.DONE, lin.id)


def test_a_guest_cannot_take_a_nudge_over(desk: Desk) -> None:
    guest = desk.slack.add_member("gus", "Gus Guest")
    desk.put(Member(guest.id, "Gus Guest", "gus", role=Role.GUEST))
    desk.morning()
    choice = view.more_value(view.PASS_ON, kickoff(desk).id)
    desk.maya.clicks(view.MORE, ts=kickoff(desk).message_ts, choose=choice)
    desk.slack.wait_for_call("views.open")
    refused = desk.maya.submits({"person": guest.id})
    assert "may not see this account" in refused.errors["person"]
    assert kickoff(desk).owner == desk.maya.id


def test_an_urgent_one_that_nobody_answers_is_told_to_the_manager_once(desk: Desk) -> None:
    ruth = desk.slack.add_member("ruth", "Ruth Boss", time_zone="Europe/Rome")
    boss = Member(ruth.id, "Ruth Boss", "ruth", role=Role.MANAGER, time_zone="Europe/Rome")
    with desk.workspace.reading() as reader:
        maya = reader.get(Member, desk.maya.id)
    assert maya is not None
    opened = FRIDAY - timedelta(days=5)
    ticket = Ticket("tic_1", "acc_1", opened, title="Sync", escalated=True, status="open")
    desk.put(boss, replace(maya, manager=ruth.id), ticket)
    desk.morning()
    for days in (3, 4):
        desk.clock.is_set_to(FRIDAY + timedelta(days=days), 9)
        desk.morning(FRIDAY + timedelta(days=days))
    told = [json.dumps(m, ensure_ascii=False) for m in desk.slack.posted(ruth)]
    [escalated] = [m for m in told if "has not answered" in m]
    assert "Maya Rossi was told on" in escalated
    [hers] = [m for m in desk.told() if "It waits; Ruth Boss was told on" in m]
    assert view.DONE in hers


def test_what_is_passed_on_and_left_again_is_told_to_the_manager_of_who_has_it_now(
    desk: Desk,
) -> None:
    ruth, lin, dora = (
        desk.slack.add_member(handle, handle.title(), time_zone="Europe/Rome")
        for handle in ("ruth", "lin", "dora")
    )
    with desk.workspace.reading() as reader:
        maya = reader.get(Member, desk.maya.id)
    assert maya is not None
    desk.put(
        replace(maya, manager=ruth.id),
        replace(maya, id=ruth.id, name="Ruth", handle="ruth", role=Role.MANAGER),
        replace(maya, id=dora.id, name="Dora", handle="dora", role=Role.MANAGER),
        replace(maya, id=lin.id, name="Lin", handle="lin", manager=dora.id),
    )
    opened = FRIDAY - timedelta(days=5)
    desk.put(Ticket("tic_1", "acc_1", opened, title="Sync", escalated=True, status="open"))

    def heard(person: Person) -> list[str]:
        told = [json.dumps(m, ensure_ascii=False) for m in desk.slack.posted(person)]
        return [m for m in told if "has not answered" in m]

    def mornings(*days: int) -> None:
        for number in days:
            desk.clock.is_set_to(FRIDAY + timedelta(days=number), 9)
            desk.morning(FRIDAY + timedelta(days=number))

    mornings(0, 3)
    assert (len(heard(ruth)), heard(dora)) == (1, [])
    [urgent] = [n for n in desk.nudges() if n.rule == "escalation_overdue"]
    passed = passing.reassign(desk.parts.context, urgent.id, desk.maya.id, lin.id)
    delivery.pass_on(desk.parts, passed.after)
    desk.settle()
    assert heard(ruth) == []
    mornings(4, 5, 6)
    [hers] = heard(dora)
    assert "Lin was told on" in hers
    assert heard(ruth) == []


def test_nobody_is_told_who_is_not_to_be_disturbed(desk: Desk) -> None:
    ends = desk.clock() + timedelta(hours=1)
    desk.slack.pauses_notifications(desk.maya, desk.clock().timestamp() - 60, ends.timestamp())
    delivery.run_morning(desk.parts, "Europe/Rome", FRIDAY)
    job = desk.put_off()
    assert job.due is not None
    assert timedelta(minutes=58) < job.due - datetime.now(UTC) <= timedelta(hours=1)
    assert desk.told() == []


def test_nobody_is_told_in_their_own_quiet_hours(desk: Desk) -> None:
    desk.put(MemberPreferences(desk.maya.id, time(9), time(10)))
    delivery.run_morning(desk.parts, "Europe/Rome", FRIDAY)
    desk.put_off()
    assert (desk.told(), desk.slack.calls("dnd.info")) == ([], [])


def test_what_somebody_who_left_would_have_got_goes_to_their_manager(desk: Desk) -> None:
    ruth = desk.slack.add_member("ruth", "Ruth Boss", time_zone="Europe/Rome")
    boss = Member(ruth.id, "Ruth Boss", "ruth", role=Role.MANAGER, time_zone="Europe/Rome")
    with desk.workspace.reading() as reader:
        maya = reader.get(Member, desk.maya.id)
    assert maya is not None
    desk.put(boss, replace(maya, manager=ruth.id))
    desk.slack.deactivates(desk.maya)
    desk.morning()
    assert desk.told() == []
    told = [json.dumps(m, ensure_ascii=False) for m in desk.slack.posted(ruth)]
    assert [m for m in told if "This was for Maya Rossi, who can no longer get it." in m]


def test_a_message_that_slack_refuses_does_not_hold_back_the_others(desk: Desk) -> None:
    for number in range(2, 4):
        desk.put(*customer(f"acc_{number}", f"Customer {number}", desk.maya))
    desk.slack.fail("chat.postMessage", playground.refused("is_archived"))
    delivery.run_morning(desk.parts, "Europe/Rome", FRIDAY)
    assert desk.parts.jobs.wait_idle(PATIENCE)
    [failed] = desk.parts.jobs.failed()
    assert failed.why is not None
    assert "was not told of 1 matters. Slack refused chat.postMessage: is_archived." in failed.why
    assert len({n.state for n in desk.nudges()}) == 2


@pytest.fixture
def console(settings: Settings, context: Context, slack: playground.Slack) -> Console:
    """What a command is handed, over a workspace with Maya and her customer."""
    maya = slack.add_member("maya", "Maya Rossi", time_zone="Europe/Rome")
    csm = Member(maya.id, "Maya Rossi", "maya", role=Role.CSM, time_zone="Europe/Rome")
    with context.workspace.writing() as writer:
        for value in (csm, *customer("acc_1", "Valdora", maya), PLAY):
            writer.put(value)
    made = Console()
    vars(made).update(settings=settings, context=context)
    return made


def run(console: Console, *arguments: str) -> None:
    nudges.main(list(arguments), obj=console, standalone_mode=False)


def test_the_command_sends_what_is_due_and_twice_sends_nothing_twice(
    console: Console, slack: playground.Slack, capsys: pytest.CaptureFixture[str]
) -> None:
    run(console, "send")
    said = capsys.readouterr()
    assert said.out == ""
    assert "something to get today: 1." in said.err
    maya = slack.person("maya")
    sent = len(slack.posted(maya))
    assert sent > 0
    run(console, "send")
    assert "Nudges sent now: 0." in capsys.readouterr().err
    assert len(slack.posted(maya)) == sent


def test_sending_needs_slack(console: Console) -> None:
    vars(console)["settings"] = console.settings.model_copy(update={"slack_bot_token": None})
    with pytest.raises(BadInput, match="SLACK_BOT_TOKEN is not set"):
        run(console, "send")


def test_the_plan_is_one_json_document(
    console: Console, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    run(console, "plan", "--date", "2026-11-20", "--json")
    document = json.loads(capsys.readouterr().out)
    assert document["date"] == "2026-11-20"
    [kickoff] = [n for n in document["nudges"] if n["rule"] == "kickoff_missing"]
    assert kickoff["account"] == "Valdora"
    assert kickoff["play"] == "kickoff"
    assert kickoff["evidence"]
    assert kickoff["due"] == "2026-11-23"
    with context.workspace.reading() as reader:
        assert reader.count(Nudge) == 0


def test_what_is_open_is_listed_for_its_owner(
    console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    run(console, "send")
    run(console, "list", "--as", "@maya")
    assert "kickoff date" in capsys.readouterr().out


def test_a_nudge_is_answered_by_commands_too(
    console: Console, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    run(console, "send")
    with context.workspace.reading() as reader:
        [kept] = reader.find(Nudge, rule="kickoff_missing")
    capsys.readouterr()
    run(console, "snooze", kept.id, "--until", "change", "--as", "@maya", "--json")
    document = json.loads(capsys.readouterr().out)
    assert (document["state"], document["until_change"]) == ("snoozed", True)
    with pytest.raises(BadInput, match="neither a day"):
        run(console, "snooze", kept.id, "--until", "soon", "--as", "@maya")
    run(console, "done", kept.id, "--outcome", "helped", "--as", "@maya", "--json")
    assert json.loads(capsys.readouterr().out)["outcome"] == "helped"
    run(console, "quiet", "--from", "12:00", "--until", "13:30", "--as", "@maya")
    assert "12:00 to 13:30" in capsys.readouterr().err
    run(console, "quiet", "--without", "meeting_brief", "--as", "@maya")
    said = capsys.readouterr().err
    assert "12:00 to 13:30" in said
    assert "A brief before each meeting (meeting_brief): switched off" in said
    run(console, "quiet", "--with", "meeting_brief", "--off", "--as", "@maya")
    said = capsys.readouterr().err
    assert "Quiet hours: none." in said
    assert "(meeting_brief): comes" in said
