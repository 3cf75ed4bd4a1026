"""A rehearsal of nudge rules in words."""

from handlers.composing import phrases
from handlers.nudges.rehearsal import Rehearsal, Rehearsed
from handlers.texts import Texts

SHOWN = 10
"""Firings of one rule that are written out."""


def lines(_: Texts, made: Rehearsal, shown: int = SHOWN) -> list[str]:
    """What would have fired, rule by rule, and on what ground that is said."""
    return [line for one in made.rules for line in _rule(_, one, made, shown)] + [_ground(_, made)]


def undated(_: Texts) -> str:
    """What is not read as it was on a day that has passed."""
    return _(
        "Owners, segments, renewal dates, roles of contacts, goals and handoffs are those of "
        "today, and notes that were brought in later count from their own date."
    )


def _rule(_: Texts, one: Rehearsed, made: Rehearsal, shown: int) -> list[str]:
    if not one.is_on:
        said = _("{title}: switched off.", title=one.title)
        return [f"{said} {_before(_, one)}".strip()]
    times = _.plural("{count} time", "{count} times", len(one.fired))
    accounts = _.plural("{count} account", "{count} accounts", one.accounts)
    said = _(
        "{title}: would have fired {times} on {accounts} between {since} and {until}.",
        title=one.title,
        times=times,
        accounts=accounts,
        since=_.date(made.since),
        until=_.date(made.until),
    )
    already = _.plural(
        "On the first day it held for {count} account already.",
        "On the first day it held for {count} accounts already.",
        one.already,
    )
    parts = (said, _before(_, one), already if one.already else "")
    written = [" ".join(filter(None, parts))]
    written += [f"    {_.date(each.day)} · {each.reason}" for each in one.fired[:shown]]
    left = len(one.fired) - shown
    if left > 0:
        written.append("    " + _.plural("and {count} more", "and {count} more", left))
    return written


def _before(_: Texts, one: Rehearsed) -> str:
    if one.before is None:
        return ""
    times = _.plural("{count} time", "{count} times", one.before)
    return _("As it is in force: {times}.", times=times)


def _ground(_: Texts, made: Rehearsal) -> str:
    accounts = _.plural("{count} account", "{count} accounts", made.accounts)
    days = _.plural("every day", "every {count} days", made.every)
    looked_at = _(
        "Looked at: {accounts}, {days}, with what was dated up to each day.",
        accounts=accounts,
        days=days,
    )
    return phrases.joined(_, looked_at, undated(_), _("Nothing was written or sent."))
