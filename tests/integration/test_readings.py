"""Health, intent and portfolio over real records, and the commands that print them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands import readings
from bot.console import Console
from handlers import (
    access,
    diagnosis,
    discretion,
    health,
    intent,
    portfolio,
    rulebook,
    texts,
    undo,
)
from handlers.access import Viewer, audience
from handlers.answers import Ref
from handlers.context import Context
from handlers.diagnosis import Given
from handlers.evidence import Archive
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.errors import Ambiguous, BadInput, NotFound
from playbooks.facts import Fact
from playbooks.handoffs import Promise
from playbooks.health.values import (
    Band,
    ChangeKind,
    Override,
    PersonAnswer,
    Snapshot,
    Source,
    Verdict,
)
from playbooks.intents import Intent, IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import MetricSample, SurveyResponse
from playbooks.people import Channel, Contact, Member, Role
from playbooks.stages import Enrolment, Stage
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
ONE_WAY = Direction.ONE_WAY


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path) -> Context:
    """A workspace in either database, with an empty library."""
    numbers = iter(range(1, 1000))
    return Context(
        workspace=workspace,
        library=Library(embedders.default(), Index(tmp_path / "index", None), Shelf),
        now=lambda: NOW,
        new_id=lambda prefix: f"{prefix}_{next(numbers)}",
    )


@pytest.fixture
def filled(context: Context) -> Context:
    """The workspace of these tests."""
    harbour = Account(
        "A1",
        "Harbour Freight",
        aliases=("HF",),
        segment="mid_market",
        arr=Decimal(90000),
        currency="EUR",
        contract_start=ago(400),
        renewal_date=TODAY + timedelta(days=60),
        owner="maya",
    )
    others = [Account("A2", "Harbour Lights", segment="smb"), Account("A3", "Quarry")]
    people = [
        Member("maya", "Maya", "maya", role=Role.CSM),
        Member("sam", "Sam", "sam", role=Role.SALES),
        Member("guest", "Guest", "guest", role=Role.GUEST),
    ]
    records: list[list[Any]] = [
        people,
        [harbour, *others],
        [Channel("C1", "secret", private=True, members=("other",))],
        [
            Note("N1", "A1", ago(20), "They are unhappy.", direction=Direction.TWO_WAY),
            Note("N2", "A1", ago(9), "A competitor called.", channel="C1", author="x"),
        ],
        [
            Cue("C1", "A1", "N1", ago(20), "unhappy", "They are unhappy."),
            Cue("C2", "A1", "N2", ago(9), "competitor", "A competitor called."),
        ],
        [
            MetricSample("M1", "A1", ago(3), "active_users", 20, "users"),
            MetricSample("M2", "A1", ago(3), "licences_bought", 80, "licences"),
        ],
        [SurveyResponse("S1", "A1", ago(5), "csat", 2, role="user", comment="slow")],
    ]
    with context.workspace.writing() as writer:
        for values in records:
            writer.put_many(values)
    return context


def run(context: Context, *arguments: str) -> Any:
    """What the command prints with `--json`."""
    console = Console()
    vars(console)["context"] = context
    command, *rest = arguments
    made = getattr(readings, command)
    result = CliRunner().invoke(made, [*rest, "--json"], obj=console, catch_exceptions=False)
    return json.loads(result.output)


def test_a_reading_cites_what_carries_every_answer(filled: Context) -> None:
    found = health.read(filled, "A1")
    assert found.as_of == TODAY
    for answer in found.answers:
        assert answer.evidence or answer.verdict is Verdict.UNKNOWN
    depth = next(a for a in found.answers if a.question == "adoption.depth")
    assert (depth.verdict, depth.evidence[0].evidence_id) == (Verdict.NO, "M1")


def test_accounts_read_all_together_read_as_each_alone(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(PersonAnswer("P1", "A1", "journey.proactive", Verdict.YES, ago(2), "maya"))
        writer.put(Override("O1", "A3", Band.WATCH, "A call.", "maya", TODAY, ago(1)))
        writer.put(Contact("K1", "A1", "Fiona Berg", channel_preference="email no"))
        writer.put(Note("N3", "A1", ago(3), "Wrote to Fiona.", kind="email", direction=ONE_WAY))
    with filled.workspace.reading() as reader:
        together = list(health.within(reader, TODAY, rulebook.health(filled, reader)))
    alone = [health.examine(filled, one.account.id) for one in together]
    assert [one.facts for one in together] == [one.facts for one in alone]
    assert [one.reading for one in together] == [one.reading for one in alone]
    assert "preference_violated" in together[0].facts
    assert together[2].band is Band.WATCH


def test_an_account_that_is_not_there_is_not_found(filled: Context) -> None:
    with pytest.raises(NotFound):
        health.read(filled, "A9")


def test_one_note_more_is_exactly_that_difference(filled: Context) -> None:
    moved = health.changes(filled, "A1", ago(10), ago(9))
    assert [change.question for change in moved] == ["relationships.goals_possible"]
    assert moved[0].kind is ChangeKind.ANSWERED
    assert [fact.evidence_id for fact in moved[0].came] == ["N2"]


def test_a_person_answers_and_takes_it_back(filled: Context) -> None:
    question = "journey.proactive"
    saved = diagnosis.answer(
        filled, "A1", [Given(question, Verdict.YES, "we saw it first")], "maya"
    )
    answer = next(a for a in health.read(filled, "A1").answers if a.question == question)
    assert (answer.verdict, answer.source, answer.author) == (Verdict.YES, Source.PERSON, "maya")
    assert answer.evidence[0].quote == "we saw it first"
    undo.undo(filled, str(saved.audit_entry_id), "maya")
    after = next(a for a in health.read(filled, "A1").answers if a.question == question)
    assert after.verdict is Verdict.UNKNOWN


def test_only_those_who_may_see_health_may_judge_it(filled: Context) -> None:
    with pytest.raises(NotFound):
        diagnosis.answer(filled, "A1", [Given("journey.proactive", Verdict.YES)], "sam")
    with pytest.raises(BadInput):
        diagnosis.answer(filled, "A1", [Given("journey.nothing", Verdict.YES)], "maya")


def test_an_override_needs_a_reason_and_an_end_to_come(filled: Context) -> None:
    with pytest.raises(BadInput):
        diagnosis.override(filled, "A1", Band.HEALTHY, " ", TODAY, "maya")
    with pytest.raises(BadInput):
        diagnosis.override(filled, "A1", Band.HEALTHY, "they told me", ago(1), "maya")
    diagnosis.override(filled, "A1", Band.AT_RISK, "they told me", TODAY, "maya")
    found = health.read(filled, "A1")
    assert found.band is Band.AT_RISK
    assert found.override is not None
    assert found.computed_band is not found.band


def test_a_snapshot_is_kept_once_a_day_with_its_weights(filled: Context) -> None:
    assert health.take_snapshots(filled) == 3
    assert health.take_snapshots(filled) == 0
    with filled.workspace.reading() as reader:
        (kept,) = health.stored(reader, "A1")
    assert isinstance(kept, Snapshot)
    assert kept.weights_version == health.read(filled, "A1").weights_version


def test_a_second_reading_of_the_day_takes_the_place_of_the_first(filled: Context) -> None:
    health.take_snapshots(filled)
    diagnosis.answer(filled, "A1", [Given("journey.proactive", Verdict.NO)], "maya")
    assert health.take_snapshots(filled) == 0
    with filled.workspace.reading() as reader:
        (kept,) = health.stored(reader, "A1")
    assert kept.answers["journey.proactive"] == "no"
    assert kept.score == pytest.approx(health.read(filled, "A1").score)
    assert "journey.tuned" not in kept.answers


def test_words_of_a_note_out_of_sight_are_left_out_of_a_reading(filled: Context) -> None:
    reading = health.read(filled, "A1")
    with filled.workspace.reading() as reader:
        account = reader.get(Account, "A1")
        assert account is not None
        sight = discretion.Discretion(reader, audience(reader, "maya").asker, account)
        seen = sight.reading(reading)
    cited = {f.evidence_id for a in seen.answers for f in a.evidence if f.evidence_kind == "note"}
    assert "N1" in cited
    assert "N2" not in cited
    assert seen.score == reading.score


def test_an_intent_stated_by_a_person_goes_before_an_older_note(filled: Context) -> None:
    noted = IntentReading(
        "I1", "A1", Intent.PILOT_TO_EXPAND, ago(30), 0.8, "note", "N1", "only a pilot"
    )
    with filled.workspace.writing() as writer:
        writer.put(noted)
    intent.state(filled, "A1", Intent.COMPETITIVE_SWITCH, "maya", quote="she said so")
    found = intent.read(filled, "A1")
    assert found.current is not None
    assert found.current.intent is Intent.COMPETITIVE_SWITCH
    assert [c.one for c in found.contradictions] == [noted]
    assert len(found.implications) == 3


def test_a_portfolio_is_narrowed_and_ordered_by_revenue_at_risk(filled: Context) -> None:
    everything = portfolio.read(filled, portfolio.Filter())
    assert [line.account.id for line in everything.lines] == ["A1", "A2", "A3"]
    assert everything.lines[0].last_engagement == ago(20)
    mine = portfolio.read(filled, portfolio.Filter(owner="@maya", renewal_within_days=90))
    assert [line.account.id for line in mine.lines] == ["A1"]
    silent = portfolio.read(filled, portfolio.Filter(silent_days=60))
    assert [line.account.id for line in silent.lines] == ["A2", "A3"]
    blind = portfolio.read(filled, portfolio.Filter(blind_spots=True))
    assert "A3" in {line.account.id for line in blind.lines}


def test_a_portfolio_names_the_stages_that_an_account_is_in_and_not_those_it_left(
    filled: Context,
) -> None:
    with filled.workspace.writing() as writer:
        writer.remove(Enrolment, account_id="A1")
        writer.put_many(
            [
                Enrolment("S1", "A1", Stage.ONBOARDING, ago(300), exited=ago(200)),
                Enrolment("S2", "A1", Stage.ADOPTION, ago(200)),
            ]
        )
    [line] = [
        li for li in portfolio.read(filled, portfolio.Filter()).lines if li.account.id == "A1"
    ]
    assert line.stages == (Stage.ADOPTION,)


def test_somebody_outside_the_team_sees_accounts_without_their_health(filled: Context) -> None:
    lines = portfolio.read(filled, portfolio.Filter(), "sam").lines
    assert len(lines) == 3
    assert all(line.reading is None and line.why == () for line in lines)
    assert portfolio.read(filled, portfolio.Filter(), "guest").lines == ()


def test_the_command_prints_health_in_its_shape(filled: Context) -> None:
    shown = run(filled, "health", "hf", "--at", "2026-11-20", "--since", "2026-11-10")
    assert shown["account"] == "Harbour Freight"
    assert shown["as_of"] == "2026-11-20"
    assert {"score", "low", "high", "coverage", "band", "override", "weights_version"} <= set(shown)
    assert len(shown["components"]) == 8
    answers = [answer for part in shown["components"] for answer in part["answers"]]
    assert len(answers) == 33
    for answer in answers:
        assert {"question", "answer", "stale", "evidence"} <= set(answer)
        assert bool(answer["evidence"]) or answer["answer"] == "unknown"
    changed = {change["question"]: change["came"] for change in shown["changes"]}
    (came,) = changed["relationships.goals_possible"]
    assert (came["kind"], came["id"], came["quote"]) == ("note", "hidden", None)
    assert "adoption.depth" in changed


def test_the_command_prints_intent_and_portfolio_in_their_shapes(filled: Context) -> None:
    shown = run(filled, "intent", "A1")
    assert (shown["intent"], shown["history"]) == ("unknown", [])
    listed = run(filled, "portfolio", "--segment", "smb")
    assert listed["total"] == 1
    assert listed["accounts"][0]["account"] == "Harbour Lights"
    assert listed["accounts"][0]["health"]["band"] == "unknown"


def test_a_part_of_a_name_that_fits_several_is_not_guessed(filled: Context) -> None:
    with pytest.raises(Ambiguous) as caught:
        run(filled, "health", "Harbour")
    assert set(caught.value.candidates) == {"A1", "A2"}
    with pytest.raises(NotFound) as missing:
        run(filled, "health", "Quary")
    assert missing.value.nearest[0] == "Quarry"


def test_a_seller_outside_the_team_is_told_nothing_of_health(filled: Context) -> None:
    with pytest.raises(NotFound):
        run(filled, "health", "A1", "--as", "@sam")


def test_a_promise_out_of_a_private_note_keeps_its_words_to_those_who_may_read_it(
    workspace: Workspace,
) -> None:
    account = Account("A1", "Harbour Tea", owner="U1")
    note = Note("N1", "A1", date(2026, 11, 1), "I will hush it up.", author="U1", private=True)
    promise = Promise("P1", "A1", "hush it up", note_id="N1")
    told = Fact("promises_overdue", 1, date(2026, 11, 20), "promise", "P1", quote="hush it up")
    with workspace.writing() as writer:
        for value in (account, note, promise):
            writer.put(value)
        seller = Viewer(Member("U2", "Sam", role=Role.SALES))
        hidden = discretion.Discretion(writer, seller, account).fact(told)
        owner = Viewer(Member("U1", "Mo"))
        assert (hidden.evidence_id, hidden.quote) == (discretion.HIDDEN, None)
        assert discretion.Discretion(writer, owner, account).fact(told) == told


@pytest.mark.parametrize("private", [True, False])
def test_of_a_note_that_was_taken_back_nobody_can_tell_who_may_see_its_promise(
    context: Context, private: bool
) -> None:
    workspace = context.workspace
    note = Note("N1", "A1", date(2026, 11, 1), "I sent the plan.", author="U1", private=private)
    with workspace.writing() as writer:
        for value in (
            Account("A1", "Harbour Tea", owner="U1"),
            Member("U1", "Mo", role=Role.CSM),
            Member("U2", "Ida", role=Role.SALES),
            note,
            Promise("P1", "A1", "the plan", note_id="N1", delivered=date(2026, 11, 2)),
        ):
            writer.put(value)
    ref = Ref("promise", "P1")
    with workspace.writing() as writer:
        ida = audience(writer, "U2")
        archive = Archive(writer, context.library, ida, texts.of("en"), {}, {})
        assert archive.read([ref])[ref].allowed is not private
        writer.remove(Note, id="N1")
        after = archive.read([ref])[ref]
    assert (after.allowed, after.shared) == (False, False)


@pytest.mark.parametrize("who", ["@", "", " "])
def test_nobody_is_meant_by_an_empty_handle(workspace: Workspace, who: str) -> None:
    with workspace.writing() as writer:
        writer.put(Member("U1", "Mo"))
        with pytest.raises(NotFound):
            access.find_member(writer, who)


def test_the_command_answers_and_overrides_before_it_reads(filled: Context) -> None:
    question = "journey.proactive"
    given = ("--answer", f"{question}=yes", "--reason", "we saw it first", "--as", "@maya")
    shown = run(filled, "health", "A1", *given)
    (answer,) = [
        one
        for part in shown["components"]
        for one in part["answers"]
        if one["question"] == question
    ]
    assert (answer["answer"], answer["author"]) == ("yes", "maya")
    assert shown["gaps"][0]["answer"] == "no"
    (saved,) = shown["saved"]
    undo.undo(filled, saved["undo"], "maya")
    by_hand = ("--override", "watch", "--until", "2026-12-24", "--reason", "quiet", "--as", "@maya")
    assert run(filled, "health", "A1", *by_hand)["band"] == "watch"
    for wrong in (("--answer", "journey.proactive=maybe"), ("--override", "watch")):
        with pytest.raises(BadInput):
            run(filled, "health", "A1", *wrong, "--as", "@maya")


def test_a_question_that_somebody_could_not_answer_is_not_put_again_at_once(
    filled: Context,
) -> None:
    def asked() -> str | None:
        with filled.workspace.reading() as reader:
            rules = rulebook.health(filled, reader)
            return diagnosis.to_ask(reader, health.read(filled, "A1"), rules)

    first = asked()
    assert first is not None
    diagnosis.answer(filled, "A1", [Given(first, Verdict.UNKNOWN)], "maya")
    assert asked() not in (None, first)


def test_of_two_answers_on_one_day_the_later_one_stands_and_a_dispute_needs_a_reason(
    filled: Context,
) -> None:
    moments = iter(NOW + timedelta(minutes=minute) for minute in range(60))
    ticking = replace(filled, now=lambda: next(moments))
    question = "journey.proactive"
    for verdict in (Verdict.YES, Verdict.NO, Verdict.YES, Verdict.NO):
        diagnosis.answer(ticking, "A1", [Given(question, verdict)], "maya")
    given = next(a for a in health.read(filled, "A1").answers if a.question == question)
    assert given.verdict is Verdict.NO
    with pytest.raises(diagnosis.Unreasoned) as refused:
        diagnosis.answer(ticking, "A1", [Given("adoption.depth", Verdict.YES)], "maya")
    assert refused.value.questions == ("adoption.depth",)
