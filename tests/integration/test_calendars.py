"""Meetings out of calendars, for the accounts whose people are invited."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.connectors import diary
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.meetings import Meeting
from playbooks.people import Contact, Member
from playbooks.remotes import Run

EVENT = """BEGIN:VEVENT
UID:{uid}
DTSTART:{start}Z
DTEND:{start}Z
SUMMARY:{uid}
{more}END:VEVENT
"""


@pytest.fixture
def calendar(context: Context, tmp_path: Path) -> Any:
    """Sync a calendar that holds these events (id, start, people, more lines)."""
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", domain="harbour.example"))
        writer.put(Account("A2", "Quay Grain"))
        writer.put(Contact("C1", "A1", "Nora", email="Nora@harbour.example"))
        writer.put(Contact("C2", "A2", "Ada", email="ada@gmail.example"))
        writer.put(Member("U1", "Mo", email="mo@ours.example"))

    def _sync(*events: tuple[str, str, tuple[str, ...], str], **options: Any) -> Run:
        told = [
            EVENT.format(
                uid=uid,
                start=start,
                more="".join(f"ATTENDEE:mailto:{mail}\n" for mail in people) + more,
            )
            for uid, start, people, more in events
        ]
        text = "".join(("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n", *told, "END:VCALENDAR\n"))
        path = tmp_path / "team.ics"
        path.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
        return diary.sync(options.pop("context", context), [str(path)], frozenset(), **options)

    return _sync


def meetings(context: Context) -> dict[tuple[str, str], Meeting]:
    with context.workspace.reading() as reader:
        return {(one.title, one.account_id): one for one in reader.find(Meeting)}


def test_a_meeting_is_kept_for_each_account_that_takes_part(
    context: Context, calendar: Any
) -> None:
    people = ("nora@harbour.example", "x@mail.harbour.example", "ada@gmail.example")
    run = calendar(
        ("Review", "20261201T090000", (*people, "mo@ours.example", "bo@ours.example"), ""),
        ("Dentist", "20261201T120000", ("mo@ours.example",), ""),
        ("Secret", "20261201T150000", people, "CLASS:PRIVATE\n"),
    )
    assert run.counts == {"team.ics": {"read": 3, "created": 2, "skipped": 2, "archived": 0}}
    kept = meetings(context)
    harbour, quay = kept["Review", "A1"], kept["Review", "A2"]
    assert (harbour.contacts, harbour.others) == (("C1",), ("x@mail.harbour.example",))
    assert (quay.contacts, quay.others) == (("C2",), ())
    assert harbour.members == ("U1",)
    assert harbour.starts == datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_what_is_moved_moves_and_what_is_gone_is_called_off_but_not_what_is_past(
    context: Context, calendar: Any
) -> None:
    nora = ("nora@harbour.example",)
    first = ("Review", "20261201T090000", nora, "")
    calendar(first, ("Kickoff", "20261202T090000", nora, ""), ("Sync", "20261120T140000", nora, ""))
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    later = replace(context, now=lambda: moment)
    calendar(("Review", "20261203T090000", nora, ""), context=later)
    kept = {title: one for (title, _), one in meetings(context).items()}
    assert kept["Review"].starts.day == 3
    assert (kept["Kickoff"].cancelled, kept["Sync"].cancelled) == (True, False)


def test_a_calendar_that_cannot_be_read_keeps_its_meetings_and_says_so(
    context: Context, calendar: Any, tmp_path: Path
) -> None:
    calendar(("Review", "20261201T090000", ("nora@harbour.example",), ""))
    (tmp_path / "team.ics").write_text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", encoding="utf-8")
    run = diary.sync(context, [str(tmp_path / "team.ics")], frozenset())
    assert "team.ics is no whole calendar" in str(run.why)
    assert meetings(context)["Review", "A1"].cancelled is False


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_dry_run_writes_nothing(context: Context, calendar: Any) -> None:
    run = calendar(("Review", "20261201T090000", ("nora@harbour.example",), ""), dry_run=True)
    assert run.counts["team.ics"]["created"] == 1
    assert meetings(context) == {}
