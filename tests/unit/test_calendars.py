"""Calendar files: what is read of series, moved and private events, and of what is no calendar."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.connectors import calendars
from handlers.syncing.remote import RemoteFault
from playbooks.errors import BadInput

START = datetime(2026, 11, 22, tzinfo=UTC)
END = START + timedelta(days=60)


def event(*lines: str, uid: str = "a@x") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def calendar(*events: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""))


WEEKLY = event(
    "DTSTART;TZID=W. Europe Standard Time:20261124T100000",
    "DTEND;TZID=W. Europe Standard Time:20261124T110000",
    "RRULE:FREQ=WEEKLY;COUNT=4",
    "EXDATE;TZID=W. Europe Standard Time:20261208T100000",
    "SUMMARY:Weekly",
    "ORGANIZER:mailto:Mo@ours.example",
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:Nora@harbour.example",
    "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@harbour.example",
    "ATTENDEE;CUTYPE=ROOM:mailto:room1@ours.example",
)
MOVED = event(
    "RECURRENCE-ID;TZID=W. Europe Standard Time:20261201T100000",
    "DTSTART;TZID=W. Europe Standard Time:20261202T150000",
    "DTEND;TZID=W. Europe Standard Time:20261202T160000",
    "SUMMARY:Weekly",
)


def read(text: str) -> list[calendars.Invitation]:
    return calendars.invitations(text, START, END, "team.ics")


def test_a_series_is_read_with_its_zone_and_without_the_day_that_was_taken_out() -> None:
    found = read(calendar(WEEKLY))
    assert [one.starts.isoformat() for one in found] == [
        "2026-11-24T09:00:00+00:00",
        "2026-12-01T09:00:00+00:00",
        "2026-12-15T09:00:00+00:00",
    ]
    assert found[0].people == ("nora@harbour.example", "mo@ours.example")
    assert found[0].ends - found[0].starts == timedelta(hours=1)


def test_an_occurrence_that_was_moved_keeps_its_key() -> None:
    before = {one.starts: one.key for one in read(calendar(WEEKLY))}
    after = {one.starts: one.key for one in read(calendar(WEEKLY, MOVED))}
    assert len(set(after.values())) == 3
    moved = datetime(2026, 12, 2, 14, tzinfo=UTC)
    assert after[moved] == before[datetime(2026, 12, 1, 9, tzinfo=UTC)]


def test_a_single_event_that_was_moved_keeps_its_key_too() -> None:
    keys = [read(calendar(event(f"DTSTART:202611{day}T090000Z")))[0].key for day in (24, 25)]
    assert keys[0] == keys[1]


def test_private_and_cancelled_events_are_marked_and_whole_days_begin_at_midnight() -> None:
    private = event("DTSTART:20261124T090000Z", "CLASS:CONFIDENTIAL", uid="p")
    cancelled = event("DTSTART;VALUE=DATE:20261125", "STATUS:CANCELLED", uid="c")
    first, second = read(calendar(private, cancelled))
    assert (first.private, second.cancelled) == (True, True)
    assert second.starts == datetime(2026, 11, 25, tzinfo=UTC)


def test_a_rule_that_never_ends_is_read_so_far_as_people_meet() -> None:
    daily = event("DTSTART:20260101T090000Z", "RRULE:FREQ=DAILY")
    assert len(read(calendar(daily))) == 60


@pytest.mark.parametrize("text", [calendar(WEEKLY)[:300], "<html>Sign in</html>", ""])
def test_what_is_no_whole_calendar_is_refused(text: str) -> None:
    with pytest.raises(RemoteFault, match=r"team\.ics is no whole calendar"):
        read(text)


def test_a_calendar_is_fetched_over_https_and_from_named_hosts_alone(tmp_path: Path) -> None:
    hosts = frozenset({"calendar.example.com"})
    for address in (
        "http://calendar.example.com/secret.ics",
        "https://10.0.0.1/secret.ics",
        "https://calendar.example.com.evil.test/secret.ics",
        "file:///etc/passwd",
    ):
        with pytest.raises(BadInput, match="CAIRN_CALENDAR_HOSTS") as refused:
            calendars.read(address, hosts)
        assert "secret" not in str(refused.value)
    with pytest.raises(BadInput, match="No such file"):
        calendars.read(str(tmp_path / "none.ics"), hosts)
