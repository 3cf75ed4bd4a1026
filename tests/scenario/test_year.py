"""Weeks on a virtual clock, over a change of clocks, with kills, limits and people who act."""

from datetime import date, timedelta
from pathlib import Path

from bot.bench import sending, year


def test_each_episode_is_told_once_and_in_time_and_nobody_too_much(tmp_path: Path) -> None:
    begin, days = date(2026, 10, 22), 12
    living = year.Year(tmp_path, accounts=10, days=days, seed=7, begin=begin, csms=2)
    for number in range(days):
        living.live(begin + timedelta(days=number))
    figures = living.counted()
    living.close()
    assert year.faults(figures) == []
    assert figures["episodes expected"] > 5
    assert figures["nudges told"] >= figures["episodes expected"]


def test_what_waits_while_slack_takes_nothing_is_sent_afterwards_and_not_before() -> None:
    figures = sending.limited(waiting=10)
    assert figures["calls that Slack limited"] > 5
    assert (figures["calls before their time"], figures["lost"], figures["doubled"]) == (0, 0, 0)
