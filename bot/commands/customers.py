"""`cairn log`: people, goals, survey answers, touchpoints, promises, lines of PreSales."""

from datetime import date
from typing import Any

import click

from bot.commands import options
from bot.commands.figures import Figure
from bot.commands.records import as_member
from bot.console import Console
from handlers import audit, customer_records, presales
from handlers.answers import Question
from handlers.ask import answer
from handlers.digests import updates
from playbooks.errors import BadInput
from playbooks.stages import Stage

by_id = click.option("--id", "item_id", help="Change this record instead of adding one.")


@click.group()
def log() -> None:
    """Write down people, goals, survey answers, touchpoints, what they owe us, hours and gaps."""


@log.command()
@click.argument("account")
@click.option("--name")
@click.option("--title", help="Job title.")
@click.option("--role", help="champion, economic_buyer, executive_sponsor, user, detractor…")
@click.option("--email")
@click.option("--language", help="en, it, zh…")
@click.option("--channel-preference", help="As in: phone yes|newsletter no")
@options.day("--left-on")
@options.day("--asked-on", said="When they were last asked to speak for us.")
@by_id
@as_member
@options.as_json
@click.pass_obj
def contact(console: Console, /, account: str, **given: Any) -> None:
    """Add somebody at ACCOUNT, or change what is known of them."""
    _put(console, "contact", account, given)


@log.command()
@click.argument("account")
@click.option("--goal", help="What they want to reach.")
@click.option("--unit", help="What is counted.")
@click.option("--target", type=Figure())
@click.option("--current", type=Figure(), help="Where it stands.")
@options.day("--as-of", said="The day of the figure (today).")
@options.day("--due")
@click.option("--reached/--not-reached", default=None)
@by_id
@as_member
@options.as_json
@click.pass_obj
def goal(console: Console, /, account: str, **given: Any) -> None:
    """Add a goal of ACCOUNT, or say where it stands."""
    _put(console, "goal", account, given)


@log.command()
@click.argument("ticket")
@click.argument("days", type=int)
@click.option("--to", "contact", help="Who of them is told: a contact's name or id.")
@options.day("--until", said="The last day (YYYY-MM-DD); when it is solved.")
@as_member
@options.as_json
@click.pass_obj
def rhythm(
    console: Console,
    ticket: str,
    days: int,
    contact: str | None,
    until: date | None,
    author: str | None,
    as_json: bool,
) -> None:
    """Promise an update on TICKET every DAYS days; the account's owner is reminded of each."""
    made = updates.promise_rhythm(console.context, ticket, days, author, contact, until)
    kept, told = made.ticket, made.told
    document = {
        "ticket": kept.id,
        "update_every_days": kept.update_every_days,
        "update_contact": kept.update_contact,
        "update_until": kept.update_until,
    }
    whom = f" to {told.name}" if told else ""
    last = f"until {until}" if until else "until it is solved"
    console.say(document, f"{kept.id}: an update{whom} every {days} days, {last}.", as_json=as_json)


@log.command()
@click.argument("account")
@click.argument("kind", type=click.Choice(["csat", "nps", "ces"]))
@click.argument("score", type=Figure())
@click.option("--respondent")
@click.option("--role", help="Their role: economic_buyer, champion, user…")
@options.day("--date", said="The day it was answered (today).")
@click.option("--comment")
@as_member
@options.as_json
@click.pass_obj
def survey(console: Console, /, account: str, **given: Any) -> None:
    """Enter the answer that somebody at ACCOUNT gave: CSAT 1 to 5, NPS 0 to 10, CES 1 to 7."""
    _put(console, "survey", account, given)


@log.command()
@click.argument("account")
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]))
@click.option("--title", help="Which touchpoint: Kickoff, First value…")
@options.day("--planned")
@options.day("--held")
@click.option("--moment-of-truth", is_flag=True, default=None)
@click.option("--remark", help="What they did, thought, felt or asked.")
@by_id
@as_member
@options.as_json
@click.pass_obj
def touchpoint(console: Console, /, account: str, **given: Any) -> None:
    """Plan a touchpoint with ACCOUNT, or say that it was held."""
    _put(console, "touchpoint", account, given)


@log.command("promise")
@click.argument("account")
@click.option("--what", help="What they said they would do.")
@click.option("--owner", help="Who of them.")
@options.day("--due")
@options.day("--kept", said="The day on which they did it.")
@by_id
@as_member
@options.as_json
@click.pass_obj
def customer_promise(console: Console, /, account: str, **given: Any) -> None:
    """Keep what somebody at ACCOUNT is to do for us, or say that they did it."""
    _put(console, "customer_promise", account, given)


@log.command()
@click.argument("text")
@as_member
@options.as_json
@click.pass_obj
def line(console: Console, text: str, author: str | None, as_json: bool) -> None:
    """Log a line of PreSales: "2h POV workshop with Acme", "Technical win at Acme because …"."""
    found = answer(console.context, Question(text, asker=author))
    if found.proposal is None or found.proposal.record is None:
        raise BadInput(
            "That is no line to log. Name the hours, what it was and the account, as in: 2h demo "
            "with Acme. Nothing was saved."
        )
    kept = presales.keep(console.context, found.proposal.record, author)
    document = {**audit.plain(kept.record), "undo": kept.audit_entry_id}
    console.say(document, f"Logged for {kept.account.name}.", as_json=as_json)


def _put(console: Console, kind: str, account: str, given: dict[str, Any]) -> None:
    author, as_json = given.pop("author"), given.pop("as_json")
    item_id = given.pop("item_id", None)
    values = {name: value for name, value in given.items() if value is not None}
    account_id = customer_records.account_id(console.context, account, author)
    kept = customer_records.put(console.context, kind, account_id, values, author, item_id=item_id)
    document = {**audit.plain(kept.record), "undo": kept.audit_entry_id}
    text = f"Saved for {kept.account.name}: {kept.record.id}."
    if kept.audit_entry_id:
        text += f"\nUndo with: cairn audit undo {kept.audit_entry_id}"
    console.say(document, text, as_json=as_json)
