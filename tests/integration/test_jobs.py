"""Durable work on DBOS, over SQLite and over PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from storage import executors
from storage.jobs import BACKGROUND, GiveUp, Jobs, Payload, TryLater
from storage.schedules import Schedule
from tests.conftest import END_OTHERS

Doing = Callable[[Payload], None]
PATIENCE = 20.0


class Desk:
    """What the job called `do` does in each test, and what it was given."""

    def __init__(self) -> None:
        self.given: list[Payload] = []
        self.doing: Doing = lambda _: None

    def __call__(self, payload: Payload) -> None:
        self.given.append(payload)
        self.doing(payload)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of the module's own: DBOS is one for each process, so all tests share it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('jobs') / 'jobs.db'}"
        return
    server, name = request.getfixturevalue("postgres_server"), f"jobs_{uuid4().hex[:8]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    yield make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def running(url: str, desk: Desk) -> Iterator[Jobs]:
    polling = {"conversations": 0.02, "background": 0.02}
    jobs = Jobs(url, pauses=(0.0, 0.0), polling=polling)
    jobs.register("do", desk)
    jobs.register("do behind", desk, lane=BACKGROUND)
    jobs.register("morning", desk, lane=BACKGROUND)
    jobs.start()
    yield jobs
    jobs.stop()


@pytest.fixture
def jobs(running: Jobs, desk: Desk) -> Jobs:
    desk.given, desk.doing = [], lambda _: None
    return running


def test_a_job_runs_with_what_it_was_given(jobs: Jobs, desk: Desk) -> None:
    assert jobs.enqueue("do", "j1", {"name": "Müller 升级", "parts": [1, 2.5, None]})
    assert jobs.wait_idle(PATIENCE)
    assert desk.given == [{"name": "Müller 升级", "parts": [1, 2.5, None]}]


def test_a_key_that_was_taken_runs_once(jobs: Jobs, desk: Desk) -> None:
    assert jobs.enqueue("do", "j2", {})
    assert not jobs.enqueue("do", "j2", {})
    assert jobs.wait_idle(PATIENCE)
    assert not jobs.enqueue("do", "j2", {})
    assert len(desk.given) == 1


def test_a_job_that_fails_is_tried_again(jobs: Jobs, desk: Desk) -> None:
    def fail_once(_: Payload) -> None:
        if len(desk.given) == 1:
            raise ValueError("the first time")

    desk.doing = fail_once
    jobs.enqueue("do", "j3", {})
    assert jobs.wait_idle(PATIENCE)
    assert len(desk.given) == 2
    assert jobs.failed() == []


def test_a_job_that_goes_on_failing_is_listed_until_it_is_run_anew(jobs: Jobs, desk: Desk) -> None:
    def fail(_: Payload) -> None:
        raise ValueError("no such channel")

    desk.doing = fail
    jobs.enqueue("do", "j4", {})
    assert jobs.wait_idle(PATIENCE)
    assert len(desk.given) == 3
    [failed] = jobs.failed()
    assert (failed.key, failed.name, failed.why) == ("j4", "do", "ValueError: no such channel")
    desk.doing = lambda _: None
    assert jobs.retry("j4")
    assert jobs.wait_idle(PATIENCE)
    assert jobs.failed() == []
    assert not jobs.retry("j4")


def test_a_job_that_asks_for_patience_waits_and_has_not_failed(jobs: Jobs, desk: Desk) -> None:
    def later(_: Payload) -> None:
        if len(desk.given) <= 4:
            raise TryLater(0.01, "not yet")

    desk.doing = later
    jobs.enqueue("do", "j5", {})
    assert jobs.wait_idle(PATIENCE)
    assert len(desk.given) == 5


def test_a_delayed_job_says_when_it_is_due(jobs: Jobs, desk: Desk) -> None:
    jobs.enqueue("do", "j6", {}, delay=3600)
    [waiting] = jobs.waiting()
    assert waiting.key == "j6"
    assert waiting.state == "delayed"
    assert waiting.due is not None
    assert timedelta(minutes=59) < waiting.due - datetime.now(UTC) <= timedelta(hours=1)
    assert not jobs.wait_idle(0.05)
    assert jobs.drop("j6")
    assert jobs.wait_idle(PATIENCE)
    assert desk.given == []


def test_a_job_may_ask_for_jobs(jobs: Jobs, desk: Desk) -> None:
    def ask(payload: Payload) -> None:
        if payload["more"]:
            jobs.enqueue("do behind", "j7 second", {"more": False})
            jobs.enqueue("do behind", "j7 second", {"more": False})

    desk.doing = ask
    jobs.enqueue("do", "j7", {"more": True})
    assert jobs.wait_idle(PATIENCE)
    assert [payload["more"] for payload in desk.given] == [True, False]


def test_many_jobs_run_each_once(jobs: Jobs, desk: Desk) -> None:
    for number in range(100):
        jobs.enqueue("do", f"j8 {number}", {"number": number})
    assert jobs.wait_idle(PATIENCE)
    assert sorted(payload["number"] for payload in desk.given) == list(range(100))


def test_what_people_wait_for_is_not_behind_the_background(jobs: Jobs, desk: Desk) -> None:
    answered = threading.Event()

    def block(payload: Payload) -> None:
        if payload["slow"]:
            assert answered.wait(PATIENCE)
        else:
            answered.set()

    desk.doing = block
    for number in range(20):
        jobs.enqueue("do behind", f"j9 {number}", {"slow": True})
    jobs.enqueue("do", "j9", {"slow": False})
    assert jobs.wait_idle(PATIENCE)
    assert jobs.failed() == []


def test_a_missed_morning_is_made_up_for_on_the_same_day_and_once(jobs: Jobs, desk: Desk) -> None:
    zones = [Schedule("morning", zone, 9) for zone in ("Europe/Rome", "Asia/Shanghai")]
    both_at_work = datetime(2026, 11, 20, 8, 10, tzinfo=UTC)
    jobs.come_back("morning", zones, both_at_work)
    jobs.come_back("morning", zones, both_at_work + timedelta(minutes=30))
    assert jobs.wait_idle(PATIENCE)
    assert {payload["time_zone"] for payload in desk.given} == {"Europe/Rome", "Asia/Shanghai"}
    assert len(desk.given) == 2
    assert {payload["date"] for payload in desk.given} == {"2026-11-20"}


def test_time_zones_that_nobody_lives_in_any_more_are_dropped(jobs: Jobs) -> None:
    night = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    jobs.come_back("morning", [Schedule("morning", "America/New_York", 9)], night)
    jobs.come_back("morning", [Schedule("morning", "Europe/Rome", 9)], night)
    assert jobs.schedules("morning") == [Schedule("morning", "Europe/Rome", 9)]
    jobs.come_back("morning", [], night)
    assert jobs.schedules("morning") == []


def test_old_work_is_forgotten_also_what_failed_and_what_waits_is_not(
    jobs: Jobs, desk: Desk
) -> None:
    def give_up(_: Payload) -> None:
        raise GiveUp("nobody is there")

    jobs.enqueue("do", "j11", {"text": "private"})
    assert jobs.wait_idle(PATIENCE)
    desk.doing = give_up
    jobs.enqueue("do", "j11 failed", {"text": "private"})
    assert jobs.wait_idle(PATIENCE)
    desk.doing = lambda _: None
    jobs.enqueue("do", "j11 later", {}, delay=3600)
    assert jobs.forget(datetime.now(UTC) - timedelta(days=30)) == 0
    assert [job.key for job in jobs.failed()] == ["j11 failed"]
    assert jobs.forget(datetime.now(UTC) + timedelta(seconds=5)) > 0
    assert jobs.failed() == []
    assert [job.key for job in jobs.waiting()] == ["j11 later"]
    assert jobs.drop("j11 later")
    assert jobs.enqueue("do", "j11", {})
    assert jobs.wait_idle(PATIENCE)
    assert len(desk.given) == 3


def test_what_another_try_cannot_help_fails_at_once(jobs: Jobs, desk: Desk) -> None:
    def give_up(_: Payload) -> None:
        raise GiveUp("nobody is there")

    desk.doing = give_up
    jobs.enqueue("do", "j12", {})
    assert jobs.wait_idle(PATIENCE)
    [failed] = jobs.failed()
    assert (failed.why, len(desk.given)) == ("nobody is there", 1)
    desk.doing = lambda _: None
    assert jobs.retry("j12")
    assert jobs.wait_idle(PATIENCE)


def test_two_processes_have_a_seat_each_and_a_killed_one_leaves_its_own(url: str) -> None:
    first, second = executors.seats(url), executors.seats(url)
    one, other = executors.sit_down(first), executors.sit_down(second)
    assert one.number != other.number
    assert not second.take(one.number)
    first.close()
    assert second.take(one.number)
    second.close()


def test_a_process_keeps_its_seat_when_the_server_ends_its_connection(
    bare_postgres_url: str,
) -> None:
    first, second = executors.seats(bare_postgres_url), executors.seats(bare_postgres_url)
    seat = executors.sit_down(first)
    _end_all_connections(bare_postgres_url)
    assert first.holds(seat.number)
    assert not second.take(seat.number)
    _end_all_connections(bare_postgres_url)
    assert first.take(seat.number + 1)
    assert not second.take(seat.number)
    first.close()
    second.close()


def test_a_process_is_told_when_another_sits_on_its_seat(bare_postgres_url: str) -> None:
    first, second = executors.seats(bare_postgres_url), executors.seats(bare_postgres_url)
    seat, told = executors.sit_down(first), threading.Event()
    _end_all_connections(bare_postgres_url)
    assert second.take(seat.number)
    watch = executors.Watch(seat, told.set, seconds=0.01)
    assert told.wait(PATIENCE)
    watch.stop()
    first.close()
    second.close()


def _end_all_connections(url: str) -> None:
    """As a server does that is started anew, or a network that is away for too long."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(END_OTHERS))
    engine.dispose()
