"""`cairn health`, `cairn intent` and `cairn portfolio`: readings from the command line."""

from datetime import date

import click

from bot.commands import (
    diagnosis_documents,
    options,
    prediction_documents,
    reading_documents,
    reading_texts,
)
from bot.console import Console
from handlers import access, backtest, diagnosis, discretion, gaps, naming, rulebook, texts
from handlers import health as health_readings
from handlers import intent as intent_readings
from handlers import portfolio as portfolios
from handlers.access import Viewer
from handlers.context import Context
from handlers.diagnosis import Given
from handlers.texts import Texts
from playbooks.accounts import Account, Segment
from playbooks.errors import BadInput, NotFound
from playbooks.health.values import Band, Verdict

BANDS = [band.value for band in diagnosis.OVERRIDABLE]


@click.command()
@click.argument("account")
@options.at
@options.day("--since", said="Also say what changed since this day.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="QUESTION=yes|no|unknown",
    help="Answer a question first; may be given several times.",
)
@click.option("--override", "band", type=click.Choice(BANDS), help="Set the band by hand first.")
@options.day("--until", said="The last day of the override.")
@click.option("--reason", help="Why, for what is answered or overridden.")
@options.member("Member to read as")
@options.language()
@options.as_json
@click.pass_obj
def health(
    console: Console,
    account: str,
    at: date | None,
    since: date | None,
    answers: tuple[str, ...],
    band: str | None,
    until: date | None,
    reason: str | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Read an account's health: score, interval, coverage, and every answer with its ground.

    What is answered or overridden with the options is saved before, and can be undone.
    """
    context, day = console.context, at or console.context.today()
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
        found = _with_internals(viewer, naming.account(reader, viewer, account))
    saved = _judged(context, found, answers, (band, until, reason), viewer)
    reading = health_readings.read(context, found.id, day)
    moved = health_readings.changes(context, found.id, since, day) if since else []
    with context.workspace.reading() as reader:
        sight = discretion.Discretion(reader, viewer, found)
        reading, moved = sight.reading(reading), [sight.change(change) for change in moved]
        rules, _ = rulebook.health(context, reader), _texts(viewer, language)
        tested = backtest.latest(reader, rules)
        stored = health_readings.stored(reader, found.id, since, day) if since else []
        stated = intent_readings.readings(reader, viewer, found, day)
        case = gaps.case(found, stated, day)
        missing = gaps.of(reader, reading, rules, case)
    document = reading_documents.health(found, reading, moved, rules, _)
    document["prediction"] = prediction_documents.summary(tested, _)
    document |= diagnosis_documents.beside(missing, stored, saved, rules, _)
    text = reading_texts.health(found, reading, moved, rules, _, since, tested)
    beside = diagnosis_documents.text(missing, stored, saved, rules, _)
    console.say(document, "\n".join([text, *beside]), as_json=as_json)


@click.command()
@click.argument("account")
@options.at
@options.member("Member to read as")
@options.language()
@options.as_json
@click.pass_obj
def intent(
    console: Console,
    account: str,
    at: date | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Read why a customer started with us, with the quote, the history and contradictions."""
    day = at or console.context.today()
    with console.context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
        found = naming.account(reader, viewer, account)
        history = intent_readings.readings(reader, viewer, found, day)
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
@options.at
@options.member("Member to read as")
@options.language()
@options.as_json
@click.pass_obj
def portfolio(
    console: Console,
    owner: str | None,
    segment: str | None,
    at_risk: bool,
    blind_spots: bool,
    renewal_within: int | None,
    silent: int | None,
    at: date | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """List accounts as a manager needs them: the most revenue at risk first."""
    wanted = portfolios.Filter(owner, segment, at_risk, blind_spots, renewal_within, silent)
    found = portfolios.read(console.context, wanted, who, at)
    with console.context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
    _ = _texts(viewer, language)
    document = reading_documents.portfolio(found, _)
    console.say(document, reading_texts.portfolio(found, _), as_json=as_json)


def _judged(
    context: Context,
    account: Account,
    answers: tuple[str, ...],
    by_hand: tuple[str | None, date | None, str | None],
    viewer: Viewer,
) -> list[diagnosis.Saved]:
    """What a person says of the account's health, saved; raises `BadInput` for half of it."""
    (band, until, reason), member = by_hand, viewer.member.id
    saved = []
    if answers:
        given = [_given(written, reason) for written in answers]
        saved.append(diagnosis.answer(context, account.id, given, member))
    if band is not None:
        if until is None:
            raise BadInput("An override ends on a day: give it with --until. Nothing was saved.")
        ended = diagnosis.override(context, account.id, Band(band), reason or "", until, member)
        saved.append(ended)
    return saved


def _given(written: str, reason: str | None) -> Given:
    question, _, verdict = written.partition("=")
    if verdict not in tuple(Verdict):
        raise BadInput(
            "“{written}” is no answer: write QUESTION=yes, =no or =unknown. Nothing was saved.",
            written=written,
        )
    return Given(question.strip(), Verdict(verdict), reason)


def _texts(viewer: Viewer, language: str | None) -> Texts:
    return texts.of(language or viewer.member.language)


def _with_internals(viewer: Viewer, found: Account) -> Account:
    """Denied reads the same as not found."""
    if not viewer.sees_internals(found):
        raise NotFound(
            "There is no health reading of {account}. Nothing was read.", account=found.name
        )
    return found
