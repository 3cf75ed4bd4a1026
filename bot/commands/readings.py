"""`cairn health`, `cairn intent` and `cairn portfolio`: readings from the command line."""

from datetime import date, datetime

import click

from bot.commands import prediction_documents, reading_documents, reading_texts
from bot.console import Console
from handlers import access, backtest, discretion, naming, rulebook, texts
from handlers import health as health_readings
from handlers import intent as intent_readings
from handlers import portfolio as portfolios
from handlers.access import Viewer
from handlers.texts import Texts
from playbooks.accounts import Account, Segment
from playbooks.errors import NotFound
from playbooks.intents import IntentReading
from storage.workspace import Reader

DAY = click.DateTime(["%Y-%m-%d"])

at_option = click.option("--at", type=DAY, help="As of this day (YYYY-MM-DD).")
who_option = click.option("--as", "who", help="Member to read as: a Slack user id, or @handle.")
language_option = click.option("--language", type=click.Choice(texts.LANGUAGES), help="Language.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command()
@click.argument("account")
@at_option
@click.option("--since", type=DAY, help="Also say what changed since this day.")
@who_option
@language_option
@json_option
@click.pass_obj
def health(
    console: Console,
    account: str,
    at: datetime | None,
    since: datetime | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Read an account's health: score, interval, coverage, and every answer with its ground."""
    context, day = console.context, _day(at) or console.context.today()
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
        found = _with_internals(viewer, naming.account(reader, viewer, account))
    reading = health_readings.read(context, found.id, day)
    start = _day(since)
    moved = health_readings.changes(context, found.id, start, day) if start else []
    with context.workspace.reading() as reader:
        sight = discretion.Discretion(reader, viewer, found)
        reading, moved = sight.reading(reading), [sight.change(change) for change in moved]
        rules, _ = rulebook.health(context, reader), _texts(viewer, language)
        tested = backtest.latest(reader, rules)
    document = reading_documents.health(found, reading, moved, rules, _)
    document["prediction"] = prediction_documents.summary(tested, _)
    text = reading_texts.health(found, reading, moved, rules, _, start, tested)
    console.say(document, text, as_json=as_json)


@click.command()
@click.argument("account")
@at_option
@who_option
@language_option
@json_option
@click.pass_obj
def intent(
    console: Console,
    account: str,
    at: datetime | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Read why a customer started with us, with the quote, the history and contradictions."""
    day = _day(at) or console.context.today()
    with console.context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
        found = naming.account(reader, viewer, account)
        history = _visible_intents(reader, viewer, found, day)
    summary, _ = intent_readings.summary(found.id, history, day), _texts(viewer, language)
    document = reading_documents.intent(found, summary, _)
    console.say(document, reading_texts.intent(found, summary, _), as_json=as_json)


@click.command()
@click.option("--owner", help="Only accounts of this CSM: a Slack user id, or @handle.")
@click.option("--segment", type=click.Choice([s.value for s in Segment]), help="Only this segment.")
@click.option("--at-risk", is_flag=True, help="Only accounts at risk.")
@click.option("--blind-spots", is_flag=True, help="Only accounts whose health is unknown.")
@click.option("--renewal-within", type=click.IntRange(min=0), help="Renewing within so many days.")
@click.option(
    "--silent", type=click.IntRange(min=0), help="No two-way engagement for so many days."
)
@at_option
@who_option
@language_option
@json_option
@click.pass_obj
def portfolio(
    console: Console,
    owner: str | None,
    segment: str | None,
    at_risk: bool,
    blind_spots: bool,
    renewal_within: int | None,
    silent: int | None,
    at: datetime | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """List accounts as a manager needs them: the most revenue at risk first."""
    wanted = portfolios.Filter(owner, segment, at_risk, blind_spots, renewal_within, silent)
    found = portfolios.read(console.context, wanted, who, _day(at))
    with console.context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
    _ = _texts(viewer, language)
    document = reading_documents.portfolio(found, _)
    console.say(document, reading_texts.portfolio(found, _), as_json=as_json)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _texts(viewer: Viewer, language: str | None) -> Texts:
    return texts.of(language or viewer.member.language)


def _with_internals(viewer: Viewer, found: Account) -> Account:
    """Denied reads the same as not found."""
    if not viewer.sees_internals(found):
        raise NotFound(
            "There is no health reading of {account}. Nothing was read.", account=found.name
        )
    return found


def _visible_intents(
    reader: Reader, viewer: Viewer, account: Account, day: date
) -> list[IntentReading]:
    """The history without what rests on notes that the viewer may not see."""
    sight = discretion.Discretion(reader, viewer, account)
    stated = reader.find(IntentReading, until=day, account_id=account.id)
    return [one for one in stated if one.source_kind != "note" or sight.sees_note(one.source_id)]
