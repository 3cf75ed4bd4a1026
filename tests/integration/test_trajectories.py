"""Trajectories from real records: whose notes count, what is shown to whom, and the answer."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import pictures
from bot.console import Console
from handlers import access, ask, trajectory
from handlers.answers import Answer, Question
from handlers.context import Context
from handlers.pictures import asking
from handlers.pictures.values import HistoryPicture, MapPicture, PathPicture
from handlers.trajectory import Sight
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.notes import Direction, Note
from playbooks.observations import MetricSample, Outcome, SurveyResponse
from playbooks.people import Channel, Member, Role
from playbooks.trajectory.values import Quadrant

TODAY = date(2026, 11, 20)
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What does not hang on the database; what is read from it is read on both."""

VALDORA = Account(
    "val",
    "Valdora",
    segment="enterprise",
    arr=Decimal(240000),
    currency="EUR",
    contract_start=date(2026, 1, 10),
    owner="U1",
)
QUIET = Account("qui", "Quiet Harbour", segment="smb", owner="U1")


@pytest.fixture
def filled(context: Context) -> Context:
    """Valdora, used well and liked less and less, and an account of which nothing is known."""
    with context.workspace.writing() as writer:
        writer.put_many(
            [
                Member("U1", "Maya", "maya", role=Role.CSM),
                Member("U2", "Sam", "sam", role=Role.SALES),
            ]
        )
        writer.put_many([Channel("C1", "all", members=("U1", "U2"))])
        writer.put_many([VALDORA, QUIET])
        writer.put_many(_used())
        writer.put(SurveyResponse("v1", "val", date(2026, 3, 9), "csat", 5))
        writer.put(SurveyResponse("v2", "val", date(2026, 11, 3), "csat", 2))
        writer.put(Outcome("o1", "val", date(2026, 5, 4), "renewal"))
    return context


def _used() -> list[MetricSample]:
    days = [date(2026, 1, 5) + timedelta(weeks=4 * week) for week in range(12)]
    bought = [
        MetricSample(f"b{n}", "val", day, "licences_bought", 100) for n, day in enumerate(days)
    ]
    users = [MetricSample(f"u{n}", "val", day, "active_users", 80) for n, day in enumerate(days)]
    return bought + users


def asked(context: Context, text: str, **given: str) -> Answer:
    return ask.answer(context, Question(text, at=TODAY, **{"asker": "U1", **given}))


def note(context: Context, **given: object) -> None:
    told = Note("n1", "val", date(2026, 11, 12), "They are angry.", sentiment="negative")
    with context.workspace.writing() as writer:
        writer.put(replace(told, author="U1", direction=Direction.TWO_WAY, **given))


def test_a_trajectory_is_answered_with_its_parts_its_gaps_and_its_picture(filled: Context) -> None:
    answer = asked(filled, "Show Valdora's trajectory")
    assert "a captive (uses it, not happy)" in answer.text
    assert "attitude 25 of 100 (10 to 70)" in answer.text
    assert "use (licences in use) 80 of 100" in answer.text
    assert "Trust: no NPS or CES answer in three months." in answer.text
    assert "Mar 2026: an advocate" in answer.text
    assert "Attitude: unknown in 8 of 12 months." in answer.text
    assert {"survey", "metric", "outcome"} <= {citation.kind for citation in answer.citations}
    picture = answer.picture
    assert isinstance(picture, PathPicture)
    assert picture.months[-1].quadrant is Quadrant.CAPTIVE
    assert picture.months[-4].attitude.value is None


@ON_ONE
def test_the_time_after_an_action_is_set_beside_the_time_before_it(filled: Context) -> None:
    answer = asked(filled, "Show Valdora's trajectory before and after 1 September 2026")
    assert "90 days before 1 Sept 2026: attitude unknown (n = 0)" in answer.text
    assert "From then to 20 Nov 2026: attitude 25 of 100" in answer.text
    assert isinstance(answer.picture, PathPicture)
    assert answer.picture.day == date(2026, 9, 1)
    assert answer.picture.as_of == TODAY


@ON_ONE
def test_of_an_account_without_records_it_says_what_is_missing(filled: Context) -> None:
    answer = asked(filled, "Show Quiet Harbour's trajectory")
    assert answer.abstained
    assert answer.picture is None
    assert "too little is known" in answer.text


@ON_ONE
def test_a_portfolio_is_drawn_when_somebody_asks_to_see_it(filled: Context) -> None:
    assert asked(filled, "Which accounts do I look after?").picture is None
    drawn = asked(filled, "Draw my portfolio").picture
    assert isinstance(drawn, MapPicture)
    assert {dot.name: dot.quadrant for dot in drawn.dots} == {
        "Valdora": Quadrant.CAPTIVE,
        "Quiet Harbour": None,
    }


@ON_ONE
def test_health_over_time_is_drawn_for_those_who_may_see_it(filled: Context) -> None:
    drawn = asked(filled, "Plot Valdora's health over time").picture
    assert isinstance(drawn, HistoryPicture)
    assert len(drawn.scores) == 12
    denied = asked(filled, "Plot Valdora's health over time", asker="U2")
    assert denied.picture is None


@ON_ONE
def test_where_somebody_may_not_see_health_the_answer_and_its_picture_are_private(
    filled: Context,
) -> None:
    there = asked(filled, "Plot Valdora's health", channel="C1")
    assert there.picture is not None
    assert there.private
    assert not asked(filled, "Show Valdora's trajectory", channel="C1").private


def test_a_note_out_of_sight_is_not_counted_and_one_kept_close_makes_it_private(
    filled: Context,
) -> None:
    note(filled, private=True)
    seen = asked(filled, "Show Valdora's trajectory", channel="C1")
    assert "respect (tone of notes) 0 of 100" in seen.text
    assert seen.private
    hidden = asked(filled, "Show Valdora's trajectory", asker="U2")
    assert "respect" not in hidden.text
    assert isinstance(hidden.picture, PathPicture)
    assert hidden.picture.months[-1].attitude.n == 1


def test_one_account_and_many_are_read_alike(filled: Context) -> None:
    with filled.workspace.reading() as reader:
        both = [VALDORA, QUIET]
        sight = Sight(reader, access.audience(reader, "U1"), both)
        together = trajectory.paths(reader, both, TODAY, sight)
        alone = trajectory.paths(reader, [VALDORA], TODAY, sight)
    assert together["val"] == alone["val"]


@ON_ONE
def test_a_picture_that_somebody_may_not_have_is_not_found(filled: Context) -> None:
    with pytest.raises(NotFound):
        asking.components(filled, "Valdora", "U2", TODAY)
    with pytest.raises(NotFound):
        asking.history(filled, "Atlantis", "U1", TODAY, 12)
    with pytest.raises(NotFound):
        asking.portfolio(filled, "U1", (), None, "mid_market", TODAY)
    with pytest.raises(BadInput, match="still to come"):
        asking.path(filled, "Valdora", "U1", TODAY, 12, TODAY + timedelta(days=1))
    assert asking.components(filled, "Valdora", "U1", TODAY).kind == "components"
    assert asking.together(filled, "U1", "enterprise", TODAY, 3).kind == "path"


@ON_ONE
def test_the_command_line_writes_a_picture_and_says_what_is_on_it(
    filled: Context, tmp_path: Path
) -> None:
    console, out = Console(tmp_path / "home"), tmp_path / "map.png"
    vars(console)["context"] = filled

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(pictures.picture, [*arguments, "--at", "2026-11-20"], obj=console)

    written = run("map", "--out", str(out), "--as", "maya", "--language", "it", "--json")
    said = json.loads(written.stdout)
    assert said["kind"] == "map"
    assert "Nessun asse noto: 1." in said["text"]
    assert said["bytes"] == out.stat().st_size
    nowhere = run("trajectory", "Valdora", "--out", str(tmp_path / "no" / "x.png"))
    assert isinstance(nowhere.exception, BadInput)
    both = run("trajectory", "Valdora", "--segment", "smb", "--out", str(out))
    assert isinstance(both.exception, BadInput)
