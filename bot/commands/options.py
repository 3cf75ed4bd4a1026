"""Options that many commands share, and days as people give them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from handlers import texts

Option = Callable[[Any], Any]
"""What click makes of an option: it is put before a command."""


def _date(_context: click.Context, _option: click.Parameter, given: datetime | None) -> date | None:
    return given.date() if given else None


def day(*names: str, said: str | None = None) -> Option:
    """An option that takes a day (YYYY-MM-DD); the command gets a date, None without it."""
    return click.option(*names, type=click.DateTime(["%Y-%m-%d"]), callback=_date, help=said)


def member(who: str) -> Option:
    """`--as`, where `who` says what the member named there is to the command."""
    return click.option("--as", "who", help=f"{who}: a Slack user id, or @handle.")


def since(unless_given: str) -> Option:
    """`--since`, the first of some days, with how long before the last it is unless given."""
    return day("--since", said=f"The first day (YYYY-MM-DD); {unless_given} before the last.")


def language(of_what: str = "Language.") -> Option:
    """`--language`, one of those in which answers are written."""
    return click.option("--language", type=click.Choice(texts.LANGUAGES), help=of_what)


at = day("--at", said="As of this day (YYYY-MM-DD).")
until = day("--until", said="The last day (YYYY-MM-DD); today.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
