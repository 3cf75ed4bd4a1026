"""`cairn nudges done|snooze|not-useful|reassign|quiet`: what people do with a nudge, by its id."""

from datetime import datetime, time

import click

from bot.commands import nudge_documents as documents
from bot.commands import options
from bot.console import Console
from handlers import access, drafts, member_preferences, texts
from handlers.digests.occasions import Kind
from handlers.nudges import life, passing, telling
from playbooks.errors import BadInput
from playbooks.nudges.values import OUTCOMES, Nudge
from playbooks.people import Member

UNTIL_CHANGE = "change"
DAY = "%Y-%m-%d"
HOUR = click.DateTime(["%H:%M"])
KINDS = click.Choice([kind.value for kind in Kind])


def register(nudges: click.Group) -> None:
    """Put the commands into the group."""
    for command in (done, snooze, not_useful, reassign, quiet):
        nudges.add_command(command)


@click.command()
@click.argument("nudge_id")
@click.option("--outcome", type=click.Choice(OUTCOMES), help="What came of it.")
@click.option("--remark", help="A line about it.")
@options.member("Member")
@options.as_json
@click.pass_obj
def done(
    console: Console,
    nudge_id: str,
    outcome: str | None,
    remark: str | None,
    who: str | None,
    as_json: bool,
) -> None:
    """Close NUDGE_ID: somebody acted on it. What came of it can be told later as well."""
    member = _member_id(console, who)
    _say(console, life.done(console.context, nudge_id, member, outcome, remark), who, as_json)


@click.command()
@click.argument("nudge_id")
@click.option("--until", required=True, help=f"A day (YYYY-MM-DD), or “{UNTIL_CHANGE}”.")
@click.option("--reason", help="Why.")
@options.member("Member")
@options.as_json
@click.pass_obj
def snooze(
    console: Console,
    nudge_id: str,
    until: str,
    reason: str | None,
    who: str | None,
    as_json: bool,
) -> None:
    """Put NUDGE_ID off until a day, or until one of the facts that it rests on changes."""
    member = _member_id(console, who)
    day = None if until == UNTIL_CHANGE else _day(until).date()
    _say(console, life.snooze(console.context, nudge_id, member, day, reason), who, as_json)


@click.command("not-useful")
@click.argument("nudge_id")
@click.option("--why", type=click.Choice(life.WHY_NOT_USEFUL), help="What was wrong with it.")
@options.member("Member")
@options.as_json
@click.pass_obj
def not_useful(
    console: Console, nudge_id: str, why: str | None, who: str | None, as_json: bool
) -> None:
    """Close NUDGE_ID: it did not help. Each rule is judged by this."""
    member = _member_id(console, who)
    _say(console, life.not_useful(console.context, nudge_id, member, why), who, as_json)


@click.command()
@click.argument("nudge_id")
@click.argument("to")
@options.member("Member")
@options.as_json
@click.pass_obj
def reassign(console: Console, nudge_id: str, to: str, who: str | None, as_json: bool) -> None:
    """Pass NUDGE_ID on to the member TO, who gets it on their next morning at the latest."""
    member = _member_id(console, who)
    passed = passing.reassign(console.context, nudge_id, member, to)
    _say(console, passed.after, who, as_json)


@click.command()
@click.option("--from", "begins", type=HOUR, help="The time at which they begin (HH:MM).")
@click.option("--until", "ends", type=HOUR, help="The time at which they end (HH:MM).")
@click.option("--off", is_flag=True, help="End the quiet hours.")
@click.option("--without", type=KINDS, multiple=True, help="Send no more of this kind.")
@click.option("--with", "again", type=KINDS, multiple=True, help="Send this kind again.")
@options.member("Member")
@click.pass_obj
def quiet(
    console: Console,
    begins: datetime | None,
    ends: datetime | None,
    off: bool,
    without: tuple[str, ...],
    again: tuple[str, ...],
    who: str | None,
) -> None:
    """Say or set when a member is sent nothing, on their own clock, and what they do without."""
    context, member_id = console.context, _member_id(console, who)
    if off or begins or ends:
        member_preferences.keep_quiet(context, member_id, _time(begins), _time(ends))
    for kind in (*without, *again):
        member_preferences.do_without(context, member_id, kind, without=kind in without)
    with context.workspace.reading() as reader:
        member = access.find_member(reader, who)
    lines = documents.wishes(member_preferences.read(context, member_id), member)
    console.mention("\n".join(lines))


def _member_id(console: Console, who: str | None) -> str:
    with console.context.workspace.reading() as reader:
        return access.find_member(reader, who).id


def _say(console: Console, kept: Nudge, who: str | None, as_json: bool) -> None:
    with console.context.workspace.reading() as reader:
        member = access.find_member(reader, who)
        members = {one.id: one for one in reader.find(Member, id=kept.owner)}
    _ = texts.of(member.language)
    [told] = telling.tell(console.context, [kept], member)
    letter = drafts.texts_of(console.context, [kept]).get(kept.id) if as_json else None
    document = documents.nudge(told, letter, _)
    console.say(document, "\n".join(documents.list_lines([told], members, _)), as_json=as_json)


def _day(written: str) -> datetime:
    try:
        return datetime.strptime(written, DAY).astimezone()
    except ValueError:
        raise BadInput(
            "“{written}” is neither a day (YYYY-MM-DD) nor “change”. Nothing was put off.",
            written=written,
        ) from None


def _time(moment: datetime | None) -> time | None:
    return moment.time() if moment else None
