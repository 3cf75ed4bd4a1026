"""`cairn nudges`: what the rules ask for, sending it, and what is open."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from bot import credentials, delivery, service
from bot.commands import effect_documents, nudge_life, options, rule_documents
from bot.commands import nudge_documents as documents
from bot.console import Console
from bot.listeners.parts import Parts
from handlers import access, drafts, rulebook, texts, working_hours
from handlers.nudges import effect, planning, rehearsal, ruling, telling
from playbooks.accounts import Account
from playbooks.nudges.values import Nudge
from playbooks.people import Member
from storage.jobs import Jobs

PATIENCE = 600.0
"""Seconds for which sending is waited for; what is left then goes out with `cairn serve`."""

day_option = options.day("--date", "day", said="The day (YYYY-MM-DD); today.")


@click.group()
def nudges() -> None:
    """Plan, send and list proactive steps."""


nudge_life.register(nudges)


@nudges.command()
@day_option
@options.as_json
@click.pass_obj
def plan(console: Console, day: date | None, as_json: bool) -> None:
    """Say what would be sent on a day, and what is held back and why. Writes nothing."""
    context, _ = console.context, texts.of("en")
    made = planning.plan(context, day or context.today())
    planned = [planning.nudge(context, one, made.date) for one in made.planned]
    first_to_last = telling.ordered(context, planned, made.date)
    told = telling.tell(context, first_to_last, access.ADMINISTRATOR)
    names, members = _names(console), _members(console)
    letters = drafts.texts_of(context, planned) if as_json else {}
    document = documents.plan(made, told, names, letters, _)
    text = documents.plan_text(made, told, names, members, _)
    for line in rule_documents.faults_lines(rulebook.nudges(context).faults, _):
        console.mention(line)
    console.say(document, text, as_json=as_json)


@nudges.command("list")
@options.member("Member")
@options.as_json
@click.pass_obj
def list_open(console: Console, who: str | None, as_json: bool) -> None:
    """List what is open: a member's own nudges, or everybody's."""
    context = console.context
    with context.workspace.reading() as reader:
        member = access.find_member(reader, who)
    owner = None if who is None else member.id
    told = telling.open_nudges(context, member, owner)
    _ = texts.of(member.language)
    letters = drafts.texts_of(context, [one.nudge for one in told]) if as_json else {}
    shown = [documents.nudge(one, letters.get(one.nudge.id), _) for one in told]
    document = {"nudges": shown}
    lines = documents.list_lines(told, _members(console), _)
    console.say(document, "\n".join(lines) or "No nudge is open.", as_json=as_json)


@nudges.command()
@day_option
@click.pass_obj
def send(console: Console, day: date | None) -> None:
    """Plan and send over Slack to everybody who is at work now; the others get theirs at nine.

    Sending twice on the same day sends nothing twice.
    """
    client = credentials.client(console.settings)
    identity = credentials.identity(client)
    jobs = Jobs(console.settings.jobs)
    parts = service.assemble(console.context, jobs, client, identity)
    delivery.work(parts)
    jobs.start()
    try:
        before = _sent(console)
        people = _run_mornings(parts, day)
        jobs.wait_until_nothing_runs(PATIENCE)
        console.mention(_outcome(people, _sent(console) - before, len(jobs.waiting())))
    finally:
        jobs.stop()


@nudges.command()
@options.member("Member")
@options.as_json
@click.pass_obj
def rules(console: Console, who: str | None, as_json: bool) -> None:
    """Print the rules in words: when each speaks, to whom, with which step and play."""
    context = console.context
    with context.workspace.reading() as reader:
        _ = texts.of(access.find_member(reader, who).language)
    found, file = ruling.all_rules(context, _.language), rulebook.nudges(context)
    text = rule_documents.rules_text(found, file, _)
    console.say(rule_documents.rules(found, file, _), text, as_json=as_json)


@nudges.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.since("90 days")
@options.until
@options.member("Member")
@options.as_json
@click.pass_obj
def rehearse(
    console: Console,
    file: Path,
    since: date | None,
    until: date | None,
    who: str | None,
    as_json: bool,
) -> None:
    """Say how often the rules of a FILE would have fired, and on which accounts. Writes nothing."""
    context = console.context
    with context.workspace.reading() as reader:
        _ = texts.of(access.find_member(reader, who).language)
    made = rehearsal.rehearse(context, file, since, until, _.language, _progress(console))
    text = rule_documents.rehearsal_text(made, _)
    console.say(rule_documents.rehearsal(made, _), text, as_json=as_json)


@nudges.command("effect")
@click.option("--rule", "name", help="One rule, by its name.")
@options.since("a year")
@options.until
@options.member("Member")
@options.as_json
@click.pass_obj
def effect_of(
    console: Console,
    name: str | None,
    since: date | None,
    until: date | None,
    who: str | None,
    as_json: bool,
) -> None:
    """Say what became of nudges by rule, person and playbook, and which rules are ignored."""
    context = console.context
    with context.workspace.reading() as reader:
        member = access.find_member(reader, who)
    found = effect.of(context, member, since, until, name)
    names = {one.id: one.name for one in _members(console).values()}
    text = effect_documents.effect_text(found, names, texts.of(member.language))
    console.say(effect_documents.effect(found), text, as_json=as_json)


def _progress(console: Console) -> Callable[[date], None]:
    """Name each month that has been gone through."""
    seen: list[tuple[int, int]] = []

    def looked_at(day: date) -> None:
        if (day.year, day.month) not in seen:
            seen.append((day.year, day.month))
            console.mention(f"Looking at {day:%B %Y}.")

    return looked_at


def _run_mornings(parts: Parts, plan_for: date | None) -> int:
    people, now = 0, parts.context.now()
    for name in planning.time_zones(parts.context):
        today = now.astimezone(working_hours.zone(name)).date()
        people += delivery.run_morning(parts, name, today, plan_for)
    return people


def _outcome(people: int, sent: int, waiting: int) -> str:
    said = f"People who have something to get today: {people}. Nudges sent now: {sent}."
    if waiting:
        said += f" Deliveries that wait for working hours or for Slack: {waiting}; `cairn serve` "
        said += "or `cairn worker` sends them."
    return said


def _sent(console: Console) -> int:
    with console.context.workspace.reading() as reader:
        return sum(nudge.sent_at is not None for nudge in reader.find(Nudge))


def _names(console: Console) -> dict[str, str]:
    with console.context.workspace.reading() as reader:
        return {account.id: account.name for account in reader.find(Account)}


def _members(console: Console) -> dict[str, Member]:
    with console.context.workspace.reading() as reader:
        return {member.id: member for member in reader.find(Member)}
