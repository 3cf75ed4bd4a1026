"""Drafts, briefs and digests over records, on both databases."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from handlers import ask, brief, drafts, homepage, member_preferences, texts
from handlers.answers import Part, Question
from handlers.context import Context
from handlers.digests import occasions, opening, updates
from handlers.digests.occasions import Kind
from handlers.drafts import Wish
from handlers.homepage import Sort, Wanted, Whose
from handlers.nudges import telling
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.facts import Fact, to_json
from playbooks.handoffs import Handoff, HandoffState, Promise
from playbooks.meetings import Meeting
from playbooks.notes import Direction, Note
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.observations import Goal, MetricSample, Ticket
from playbooks.people import Contact, Member, Role
from storage.shelf import Shelf
from storage.workspace import Workspace

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MAYA = Member("U1", "Maya", time_zone="Europe/Rome", manager="U9")
LIN = Member("U2", "Lin", role=Role.SALES, language="zh")
RUTH = Member("U9", "Ruth", role=Role.MANAGER)
SECRET = "Fiona told me in confidence that they will leave"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def nudge(rule: str, **given: object) -> Nudge:
    values = {"id": f"n-{rule}", "account_id": "A1", "rule": rule, "episode": "e"}
    return Nudge(**{**values, "owner": "U1", "priority": 1, "created": TODAY, **given})  # type: ignore[arg-type]


def records() -> Iterator[object]:
    yield from (MAYA, LIN, RUTH)
    yield Account(
        "A1",
        "Northgate",
        segment="smb",
        arr=Decimal(84000),
        currency="GBP",
        renewal_date=TODAY + timedelta(days=100),
        owner="U1",
    )
    yield Account("A2", "Valdora", owner="U1")
    yield Account("A3", "Elsewhere", arr=Decimal(5), currency="EUR")
    yield Contact("c1", "A1", "Fiona Bianchi", role="champion", language="it", email="f@x.example")
    yield Contact("c2", "A1", "Owen Hill", role="economic_buyer", language="en")
    yield Note("N1", "A1", ago(60), SECRET, "U1", direction=Direction.TWO_WAY, private=True)
    yield Goal("G1", "A1", "Pick rate in the depot", unit="lines per hour", target=120, current=96)
    handed = Handoff("H1", "A1", HandoffState.ACCEPTED, submitted=ago(200), why_bought="x")
    yield handed
    yield Promise("P1", "A1", "Accesso unico per i magazzini", "H1", owner="U1", due=ago(5))
    yield Promise("P2", "A1", "call him myself", note_id="N1", owner="U1", due=ago(3))
    yield Ticket("T1", "A1", ago(30), title="Labels are cut", escalated=True, promised_date=ago(9))
    for day, users in ((40, 60.0), (2, 31.0)):
        yield MetricSample(f"M{day}", "A1", ago(day), "active_users", users, "users")
    yield MetricSample("M9", "A1", ago(2), "licences_bought", 100.0, "licences")
    meets = NOW + timedelta(days=3)
    yield Meeting("K1", "A1", meets, "Review", None, ("c1",), ("U1",), ("new@x.example",))
    health = Fact("health_trend", -18.0, TODAY, "health", "A1", "points", 90)
    yield nudge("renewal_falling", facts=(to_json(health),), due=ago(2))
    overdue = Fact("promise_days_overdue", 5.0, TODAY, "promise", "P1", "days")
    yield nudge("promise_due_or_broken", facts=(to_json(overdue),))
    read = Fact("promise_days_overdue", 3.0, TODAY, "promise", "P2", "days")
    yield nudge("promise_due_or_broken", id="n-read", episode="P2", facts=(to_json(read),))
    yield nudge("health_unknown")
    for number in range(3):
        sent = NOW - timedelta(days=10 + number)
        yield nudge(
            "silence", id=f"s{number}", episode=f"{number}", state=NudgeState.SENT, sent_at=sent
        )


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path) -> Context:
    numbers = itertools.count(1)
    with workspace.writing() as writer:
        for value in records():
            writer.put(value)
    return Context(
        workspace=workspace,
        library=Library(embedders.default(), Index(tmp_path / "index", None), Shelf),
        now=lambda: NOW,
        new_id=lambda prefix: f"{prefix}_{next(numbers)}",
    )


def test_messages_to_customers_hold_what_they_may_know_and_nothing_else(context: Context) -> None:
    found = drafts.draft(context, "n-renewal_falling", "U1")
    assert found.address.contact is not None
    assert found.address.contact.name == "Owen Hill"
    assert "Your contract renews on 28 February 2027." in found.text
    assert "Pick rate in the depot" in found.text
    assert found.left_out == ("Change in health",)
    assert not {"18", "84,000", "risk", "confidence"} & set(found.text.split())
    assert "We last spoke" not in drafts.write(context, Wish(account="A1", rule="silence")).text

    promised = drafts.draft(context, "n-promise_due_or_broken", "U1")
    assert "Gentile Fiona Bianchi" in promised.text
    assert "«Accesso unico per i magazzini» entro il 15 novembre 2026" in promised.text
    assert promised.mailto is not None
    assert promised.mailto.startswith("mailto:f@x.example?subject=")
    assert "myself" not in drafts.draft(context, "n-read", "U1").text

    used = drafts.write(context, Wish(account="A1", rule="licence_utilisation_low"), "U1")
    assert "quelle in uso attivo erano 31 (dato del 18 novembre 2026)" in used.text
    assert [citation.id for citation in used.citations] == ["M2", "M9"]


def test_a_draft_is_refused_where_it_is_nobodys_business(context: Context) -> None:
    with pytest.raises(BadInput, match="settled among ourselves"):
        drafts.draft(context, "n-health_unknown", "U1")
    with pytest.raises(NotFound):
        drafts.draft(context, "n-silence", "U1")
    with pytest.raises(NotFound):
        drafts.draft(context, "n-renewal_falling", "U2")
    with pytest.raises(NotFound, match="Nobody called Zoe"):
        drafts.write(context, Wish(account="Northgate", contact="Zoe"), "U1")


def test_a_nudge_whose_owner_was_erased_keeps_no_other_message_back(context: Context) -> None:
    with context.workspace.reading() as reader:
        kept = reader.get(Nudge, "n-renewal_falling")
    assert kept is not None
    told = drafts.texts_of(context, [replace(kept, id="n-lost", owner="U7"), kept])
    assert [*told] == ["n-renewal_falling"]


def test_briefs_say_who_comes_what_is_open_and_what_to_find_out(context: Context) -> None:
    met = brief.before_meeting(context, "A1", "U1")
    assert "“Review” with Northgate: 23 Nov 2026, 10:00 (Europe/Rome)." in met.text
    assert "Fiona Bianchi" in met.text
    assert "new@x.example" in met.text
    assert "Not invited, though they decide: Owen Hill." in met.text
    assert "Labels are cut" in met.text
    asked = next(one for one in met.sections if one.part is Part.QUESTIONS)
    assert len(asked.sentences) == 3

    renewed = brief.before_renewal(context, "A1", "U1")
    assert "renews on 28 Feb 2027, in 100 days" in renewed.text
    assert "Pick rate in the depot" in renewed.text
    assert "Accesso unico" in renewed.text
    told = brief.before_meeting(context, "A1", "U2", language="zh")
    assert SECRET[:20] not in told.text
    assert "myself" not in told.text


def test_a_week_is_told_to_those_whose_accounts_they_are(context: Context) -> None:
    mine = opening.of_portfolio(context, "U1")
    assert mine is not None
    assert mine.private
    assert "2 accounts" in mine.lead.text
    assert "The revenue of 1 of them is not recorded." in mine.lead.text
    parts = {section.part for section in mine.sections}
    assert {Part.RENEWALS, Part.PROMISES, Part.SILENT} <= parts
    assert opening.of_portfolio(context, "U2") is None

    team = opening.of_team(context, "U9")
    assert team is not None
    assert "Maya: 2 accounts" in team.text
    assert "1 past its day" in team.text
    assert "3 unanswered for a week or more" in team.text
    assert "“No two-way engagement”: 3 of 3 messages" in team.text
    assert "Nobody owns 1 of 3 accounts of the workspace: Elsewhere." in team.text


def test_home_and_the_question_list_the_same_steps_in_the_same_order(context: Context) -> None:
    shown = homepage.read(context, MAYA, TODAY)
    told = telling.tell(context, [step.nudge for step in shown.steps], MAYA)
    asked = ask.answer(context, Question("What should I do today?", "U1"))
    lines = next(one.sentences for one in asked.sections if one.part is Part.STEPS)
    assert len(lines) == len(told) == homepage.STEPS
    for line, one in zip(lines, told, strict=True):
        assert one.reason.rstrip(".") in line.text
        assert one.step.rstrip(".") in line.text
    assert f"{shown.all_steps} steps are due" in asked.lead.text


def test_the_home_list_turns_pages_and_never_shows_health_to_who_may_not_see_it(
    context: Context,
) -> None:
    with context.workspace.writing() as writer:
        for number in range(20):
            renews = TODAY + timedelta(days=200 - number)
            writer.put(Account(f"B{number:02}", f"B{number:02}", renewal_date=renews, owner="U1"))
    by_renewal = Wanted(sort=Sort.RENEWAL)
    first = homepage.read(context, MAYA, TODAY, by_renewal)
    assert first.lines[0].account.id == "A1"
    assert [line.account.id for line in first.lines[1:3]] == ["B19", "B18"]
    assert (len(first.lines), first.accounts) == (homepage.PAGE, 22)
    last = homepage.read(context, MAYA, TODAY, replace(by_renewal, page=9))
    assert last.wanted.page == 1
    assert last.lines[-1].account.id == "A2"
    unknown = homepage.read(context, MAYA, TODAY, Wanted(band="unknown", segment="smb"))
    assert {line.account.id for line in unknown.lines} <= {"A1"}
    seller = homepage.read(context, LIN, TODAY, Wanted(whose=Whose.EVERYBODYS))
    assert {line.reading for line in seller.lines} == {None}
    assert len(homepage.read(context, RUTH, TODAY).steps) == homepage.STEPS


MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def kinds(context: Context, now: datetime) -> list[tuple[str, str]]:
    return [(one.kind.value, one.member) for one in occasions.due(context, now)]


def test_a_week_begins_on_the_first_working_day_in_each_members_own_hours(
    context: Context,
) -> None:
    weekly = {("portfolio_digest", "U1"), ("portfolio_digest", "U2"), ("team_digest", "U9")}
    assert weekly <= set(kinds(context, MONDAY))
    before_nine = MONDAY - timedelta(hours=1, minutes=1)
    assert kinds(context, before_nine) == []
    assert ("portfolio_digest", "U1") not in kinds(context, MONDAY + timedelta(days=2))
    # 7 December 2026 is a working Monday in Rome, the day after is a holiday there.
    holiday = datetime(2026, 12, 8, 10, tzinfo=UTC)
    assert ("portfolio_digest", "U1") not in kinds(context, holiday)
    keys = {one.key for one in occasions.due(context, MONDAY)}
    later = {one.key for one in occasions.due(context, MONDAY + timedelta(days=1))}
    assert {key for key in keys if "digest" in key} == {key for key in later if "digest" in key}


def test_a_meeting_is_prepared_the_working_evening_before_or_within_the_hour(
    context: Context,
) -> None:
    meets = ("meeting_brief", "U1")  # on Monday at ten in Rome
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert meets in kinds(context, friday)
    assert meets not in kinds(context, friday - timedelta(hours=1))
    assert meets in kinds(context, datetime(2026, 11, 23, 8, tzinfo=UTC))
    assert meets not in kinds(context, MONDAY + timedelta(minutes=30))


def test_a_renewal_is_prepared_once_and_who_does_without_gets_nothing(context: Context) -> None:
    renewal = TODAY + timedelta(days=118)
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Northgate", owner="U1", renewal_date=renewal))
    assert ("renewal_brief", "U1") in kinds(context, NOW)
    found = next(one for one in occasions.due(context, NOW) if one.kind is Kind.RENEWAL)
    assert found.key == f"renewal_brief:A1:{renewal}"
    prepared = occasions.prepare(context, found)
    assert prepared is not None
    assert "in 118 days" in prepared.text
    member_preferences.do_without(context, "U1", Kind.RENEWAL, without=True)
    assert ("renewal_brief", "U1") not in kinds(context, NOW)
    member_preferences.do_without(context, "U1", Kind.RENEWAL, without=False)
    assert ("renewal_brief", "U1") in kinds(context, NOW)


def test_many_that_renew_on_one_date_are_prepared_for_on_several_days(context: Context) -> None:
    renewal = MONDAY.date() + timedelta(days=120)
    with context.workspace.writing() as writer:
        for number in range(5):
            arr = Decimal(1000 * number)
            writer.put(Account(f"R{number}", "R", owner="U1", renewal_date=renewal, arr=arr))

    def prepared(after: int) -> list[str]:
        found = occasions.due(context, MONDAY + timedelta(days=after))
        return sorted(one.account_id or "" for one in found if one.kind is Kind.RENEWAL)

    assert prepared(0) == ["R3", "R4"]
    assert prepared(1) == ["R1", "R2", "R3", "R4"]
    assert prepared(2) == ["R0", "R1", "R2", "R3", "R4"]


def test_an_escalation_is_told_of_at_the_rhythm_that_was_promised(context: Context) -> None:
    update = ("escalation_update", "U1")
    assert update not in kinds(context, NOW)
    updates.promise_rhythm(context, "T1", 7, "U1")
    assert update in kinds(context, NOW)  # opened thirty days ago, and nobody told them since
    [found] = [one for one in occasions.due(context, NOW) if one.kind is Kind.UPDATE]
    assert found.key == f"escalation_update:T1:U1:{ago(2)}"
    told = occasions.prepare(context, found)
    assert told is not None
    assert "they hear from us every 7 days about “Labels are cut”" in told.text
    assert "no contact with them is recorded" in told.text
    with context.workspace.writing() as writer:
        writer.put(Note("N2", "A1", ago(6), "Called Fiona", "U1", direction=Direction.ONE_WAY))
    assert update not in kinds(context, NOW)
    with pytest.raises(BadInput, match="1 to 90 days"):
        updates.promise_rhythm(context, "T1", 0, "U1")
    with pytest.raises(NotFound):
        updates.promise_rhythm(context, "T9", 7, "U1")


def test_a_rhythm_says_who_is_told_and_ends_with_its_day(context: Context) -> None:
    update = ("escalation_update", "U1")
    made = updates.promise_rhythm(context, "T1", 7, "U1", "fiona", TODAY)
    assert (made.told and made.told.name, made.ticket.update_until) == ("Fiona Bianchi", TODAY)
    assert update in kinds(context, NOW)
    [found] = [one for one in occasions.due(context, NOW) if one.kind is Kind.UPDATE]
    told = occasions.prepare(context, found)
    assert told is not None
    assert "It goes to Fiona Bianchi." in told.text
    assert f"Promised until {texts.of('en').date(TODAY)}." in told.text
    tomorrow = NOW + timedelta(days=1)
    assert update not in kinds(context, tomorrow)
    with pytest.raises(BadInput, match="has passed"):
        updates.promise_rhythm(context, "T1", 7, "U1", until=ago(1))
    with pytest.raises(NotFound, match="Nobody called Rosa"):
        updates.promise_rhythm(context, "T1", 7, "U1", "Rosa")
    with context.workspace.writing() as writer:
        writer.put(Contact("c1", "A1", "Fiona Bianchi", active=True, left_on=ago(1)))
    told = occasions.prepare(context, found)
    assert told is not None
    assert "It goes to" not in told.text


@pytest.mark.parametrize("status", ["Closed", "resolved", "done"])
def test_nobody_is_told_of_an_escalation_that_is_closed_on_whatever_day(
    context: Context, status: str
) -> None:
    updates.promise_rhythm(context, "T1", 7, "U1")
    with context.workspace.writing() as writer:
        ticket = writer.get(Ticket, "T1")
        assert ticket is not None
        writer.put(replace(ticket, status=status))
    assert ("escalation_update", "U1") not in kinds(context, NOW)
    with pytest.raises(BadInput, match="no open escalation"):
        updates.promise_rhythm(context, "T1", 7, "U1")


def test_a_rhythm_is_promised_of_an_open_escalation_alone(context: Context) -> None:
    with context.workspace.writing() as writer:
        writer.put(Ticket("T2", "A1", ago(9), title="A question"))
        writer.put(Ticket("T3", "A1", ago(9), escalated=True, resolved_date=ago(1)))
    for ticket_id in ("T2", "T3"):
        with pytest.raises(BadInput, match=f"{ticket_id} is no open escalation"):
            updates.promise_rhythm(context, ticket_id, 7, "U1")


def test_an_update_is_due_on_the_day_that_it_is_for_its_owner(context: Context) -> None:
    update = ("escalation_update", "U1")
    evening = NOW.replace(hour=0, minute=30)  # half past four on the 19th in Los Angeles
    with context.workspace.writing() as writer:
        writer.put(replace(MAYA, time_zone="America/Los_Angeles"))
        writer.put(Ticket("T1", "A1", ago(7), title="Labels are cut", escalated=True))
    there = replace(context, now=lambda: evening)
    updates.promise_rhythm(there, "T1", 7, "U1", until=ago(1))
    with pytest.raises(BadInput, match="has passed"):
        updates.promise_rhythm(there, "T1", 7, "U1", until=ago(2))
    updates.promise_rhythm(there, "T1", 7, "U1")
    assert update not in kinds(context, evening)
    assert update in kinds(context, evening + timedelta(hours=18))
