"""When a member's own quiet hours end, and what has changed since a nudge was put off."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from playbooks.facts import Fact
from playbooks.member_preferences import MemberPreferences
from playbooks.nudges import watching

ROME = ZoneInfo("Europe/Rome")
NOON = MemberPreferences("U1", time(12), time(13, 30))
NIGHT = MemberPreferences("U1", time(18), time(9, 30))


@pytest.mark.parametrize(
    ("kept", "now", "ends"),
    [
        (NOON, (11, 59), None),
        (NOON, (12, 0), datetime(2026, 10, 25, 13, 30, tzinfo=ROME)),
        (NOON, (13, 30), None),
        (NIGHT, (9, 0), datetime(2026, 10, 25, 9, 30, tzinfo=ROME)),
        (NIGHT, (19, 0), datetime(2026, 10, 26, 9, 30, tzinfo=ROME)),
        (MemberPreferences("U1"), (12, 0), None),
    ],
)
def test_quiet_hours_end_on_the_members_own_clock(
    kept: MemberPreferences, now: tuple[int, int], ends: datetime | None
) -> None:
    assert kept.quiet_ends(datetime(2026, 10, 25, *now, tzinfo=ROME)) == ends


SHARE = Fact("licence_utilisation", 0.4, date(2026, 11, 1), "metric", "m1", "share")
DAYS = replace(SHARE, name="days_in_onboarding", value=12.0, unit="days", evidence_id="e1")
TREND = replace(SHARE, name="active_users_trend", value=-30.0, window_days=30)


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        (SHARE, SHARE, False),
        (SHARE, replace(SHARE, evidence_id="m2"), False),
        (SHARE, replace(SHARE, value=0.5), True),
        (SHARE, None, True),
        (None, SHARE, True),
        (DAYS, replace(DAYS, value=13.0), False),
        (DAYS, replace(DAYS, value=1.0, evidence_id="e2"), True),
        (TREND, replace(TREND, value=-29.0), False),
        (TREND, replace(TREND, value=-29.0, evidence_id="m2"), True),
    ],
)
def test_what_moves_by_itself_with_the_days_has_not_changed(
    before: Fact | None, now: Fact | None, changed: bool
) -> None:
    def known(fact: Fact | None) -> dict[str, Fact]:
        return {fact.name: fact} if fact else {}

    assert watching.changed(known(before), known(now)) is changed
