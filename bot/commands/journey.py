"""`cairn journey`: where an account stands in its stages, what is open, and the stages' goals."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from bot.commands import options
from bot.commands.reading_documents import fact
from bot.console import Console
from handlers import access, naming, terms, texts
from handlers import journey as journeys
from handlers.composing import journey as told
from handlers.journey import Expected, Journey, Stay, TrackedGoal
from handlers.texts import Texts
from playbooks.journey import Checked
from playbooks.stage_goals.records import Figure
from playbooks.stages import Enrolment, ExpectedTime

MARKS = {True: "✓", False: "✗", None: "?"}


@click.command()
@click.argument("account")
@options.at
@options.member("Member to read as")
@options.language()
@options.as_json
@click.pass_obj
def journey(
    console: Console,
    account: str,
    at: date | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Say where an account stands: stages with their time, checks and goals, and bottlenecks."""
    context = console.context
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
        account_id = naming.account(reader, viewer, account).id
    found = journeys.read(context, account_id, viewer.member.id, at)
    _ = texts.of(language or viewer.member.language)
    console.say(document(found, _), "\n".join(text(found, _)), as_json=as_json)


def document(found: Journey, _: Texts) -> dict[str, Any]:
    """The whole journey; shares run from 0 to 1, what is unknown is null."""
    return {
        "account": found.account.name,
        "account_id": found.account.id,
        "as_of": found.as_of,
        "segment": found.account.segment,
        "stages": [_stay(stay, _) for stay in found.stays],
        "left": [_enrolment(stay) for stay in found.left],
        "goals": [_goal(goal, _) for goal in found.goals],
    }


def text(found: Journey, _: Texts) -> Iterator[str]:
    """The same for a person: a paragraph for each stage under way."""
    yield found.account.name
    if not found.stays:
        yield _("In no stage, as of {date}.", date=_.date(found.as_of))
    for stay in found.stays:
        yield ""
        yield from _paragraph(stay, _)
        of_stage = [goal for goal in found.goals if goal.stage is stay.enrolment.stage]
        yield from (f"  • {told.goal(_, goal)}" for goal in of_stage)


def _paragraph(stay: Stay, _: Texts) -> Iterator[str]:
    yield _(
        "{stage}: since {date}, {days}; {expected}",
        stage=told.named(_, stay.enrolment),
        date=_.date(stay.enrolment.entered),
        days=_.plural("{count} day", "{count} days", stay.days),
        expected=told.expected(_, stay.expected),
    )
    if stay.is_bottleneck:
        step = stay.stuck_at
        yield "  " + (
            _("Bottleneck; stuck at: {step}", step=_(step.check)) if step else _("Bottleneck.")
        )
    yield from (f"  {MARKS[check.met]} {_(check.check)}" for check in stay.exit)


def _stay(stay: Stay, _: Texts) -> dict[str, Any]:
    return {
        **_enrolment(stay.enrolment),
        "days": stay.days,
        "expected": _expected(stay.expected),
        "bottleneck": stay.is_bottleneck,
        "stuck_at": _(stay.stuck_at.check) if stay.is_bottleneck and stay.stuck_at else None,
        "entry": [_check(check, _) for check in stay.entry],
        "exit": [_check(check, _) for check in stay.exit],
    }


def _enrolment(stay: Enrolment) -> dict[str, Any]:
    return {
        "id": stay.id,
        "stage": stay.stage,
        "team": stay.team,
        "entered": stay.entered,
        "target_exit": stay.target_exit,
        "exited": stay.exited,
    }


def _expected(known: Expected) -> dict[str, Any]:
    return {
        "segment": _time(known.of_segment),
        "all": _time(known.of_all),
        "earlier_in_segment": known.earlier,
    }


def _time(known: ExpectedTime | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "median_days": known.median_days,
        "low": known.low_days,
        "high": known.high_days,
        "n": known.n,
    }


def _check(check: Checked, _: Texts) -> dict[str, Any]:
    return {
        "check": _(check.check),
        "met": check.met,
        "evidence": [fact(known, _) for known in check.evidence],
    }


def _goal(goal: TrackedGoal, _: Texts) -> dict[str, Any]:
    return {
        "stage": terms.say(_, goal.stage),
        "goal": _(goal.goal),
        "account": _figure(goal.own),
        "segment": _figure(goal.peers),
        "segment_accounts_chosen": goal.sample,
    }


def _figure(known: Figure | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "value": known.value,
        "unit": known.unit,
        "n": known.n,
        "window_days": known.window_days,
        "before": known.before,
        "evidence": [{"kind": kind, "id": item} for kind, item in known.cites],
    }
