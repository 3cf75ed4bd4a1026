"""The effect of nudges in the shape that `--json` prints, and as a person reads it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from handlers.nudges import judging
from handlers.nudges.effect import Effect
from handlers.texts import Texts


def effect(found: Effect) -> dict[str, Any]:
    """Shares run from 0 to 1 with their interval (95 per cent), null where nothing is counted."""
    return {
        "since": found.since,
        "until": found.until,
        "rules": [asdict(one) for one in found.rules],
        "people": [asdict(one) for one in found.people],
        "plays": [asdict(one) for one in found.plays],
    }


def effect_text(found: Effect, names: Mapping[str, str], _: Texts) -> str:
    """Rules, people and playbooks, and what the comparison cannot tell."""
    if not found.rules:
        since, until = _.date(found.since), _.date(found.until)
        return _("No nudge was made between {since} and {until}.", since=since, until=until)
    lines = [_heading(_, found)]
    for one in found.rules:
        first, *others = judging.rule(_, one)
        lines += [first, *(f"    {each}" for each in others)]
    lines += ["", *(judging.person(_, one, names) for one in found.people), ""]
    for play in found.plays:
        if play.proactive.of:
            title, *said = judging.play(_, play)
            lines += [title, *(f"    {each}" for each in said)]
    return "\n".join([*lines, "", judging.caveat(_)])


def _heading(_: Texts, found: Effect) -> str:
    since, until = _.date(found.since), _.date(found.until)
    return _(
        "Nudges made between {since} and {until}, as they stand today.", since=since, until=until
    )
