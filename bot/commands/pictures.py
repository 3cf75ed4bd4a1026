"""`cairn picture …`: trajectories, maps and health as PNG files."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from bot.commands import options
from bot.console import Console
from handlers import access, texts, trajectory
from handlers.pictures import alternative, asking
from handlers.pictures.values import Picture
from playbooks.accounts import Segment
from playbooks.errors import BadInput

SEGMENTS = click.Choice([segment.value for segment in Segment])

out_option = click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, such as valdora.png.",
)
months_option = click.option(
    "--months",
    type=click.IntRange(1, trajectory.LONGEST_MONTHS),
    default=trajectory.SHOWN_MONTHS,
    show_default=True,
    help="How many months back.",
)


@click.group()
def picture() -> None:
    """Draw a trajectory, a map of a portfolio, or health, as a PNG file."""


@picture.command("trajectory")
@click.argument("account", required=False)
@click.option("--segment", type=SEGMENTS, help="All accounts of a segment instead, together.")
@options.day("--action", said="Show the time before and after this day (YYYY-MM-DD).")
@months_option
@out_option
@options.at
@options.member("Member to read as")
@options.language()
@options.as_json
@click.pass_obj
def of_trajectory(
    console: Console,
    account: str | None,
    segment: str | None,
    action: date | None,
    months: int,
    out: Path,
    at: date | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Draw the path of an account; without one, that of all accounts together."""
    if account is not None and segment is not None:
        raise BadInput("Name an account or a segment, not both. Nothing was drawn.")
    if account is None and action is not None:
        raise BadInput("An action is shown for one account. Name it. Nothing was drawn.")
    day = at or console.context.today()
    if account is None:
        drawn = asking.together(console.context, who, segment, day, months)
    else:
        drawn = asking.path(console.context, account, who, day, months, action)
    _write(console, drawn, out, who, language, as_json)


@picture.command("map")
@click.argument("accounts", nargs=-1)
@click.option("--owner", help="Only accounts of this CSM: a Slack user id, or @handle.")
@click.option("--segment", type=SEGMENTS, help="Only this segment.")
@out_option
@options.at
@options.member("Member to read as")
@options.language()
@options.as_json
@click.pass_obj
def of_map(
    console: Console,
    accounts: Sequence[str],
    owner: str | None,
    segment: str | None,
    out: Path,
    at: date | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Draw accounts by attitude and behaviour; without names, the whole portfolio."""
    if accounts and (owner or segment):
        raise BadInput("Name accounts, or an owner or segment, not both. Nothing was drawn.")
    day = at or console.context.today()
    drawn = asking.portfolio(console.context, who, accounts, owner, segment, day)
    _write(console, drawn, out, who, language, as_json)


@picture.command("history")
@click.argument("account")
@months_option
@out_option
@options.at
@options.member("Member to read as")
@options.language()
@options.as_json
@click.pass_obj
def of_history(
    console: Console,
    account: str,
    months: int,
    out: Path,
    at: date | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Draw an account's health over time, with its interval."""
    drawn = asking.history(console.context, account, who, at or console.context.today(), months)
    _write(console, drawn, out, who, language, as_json)


@picture.command("components")
@click.argument("account")
@out_option
@options.at
@options.member("Member to read as")
@options.language()
@options.as_json
@click.pass_obj
def of_components(
    console: Console,
    account: str,
    out: Path,
    at: date | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Draw the components of an account's health, each with its interval and coverage."""
    drawn = asking.components(console.context, account, who, at or console.context.today())
    _write(console, drawn, out, who, language, as_json)


def _write(
    console: Console,
    drawn: Picture,
    out: Path,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """The file, and what is on it for those who do not see it."""
    from bot.pictures import drawing  # brings matplotlib with it, which takes a second

    with console.context.workspace.reading() as reader:
        spoken = language or access.find_member(reader, who).language
    content = drawing.png(drawn, spoken)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise BadInput(
            "{file} cannot be written: {why}. Nothing was drawn.",
            file=out,
            why=error.strerror or str(error),
        ) from error
    said = alternative.text(drawn, texts.of(spoken))
    document = {
        "file": str(out),
        "kind": drawn.kind,
        "language": texts.of(spoken).language,
        "bytes": len(content),
        "text": said,
    }
    console.say(document, f"{out}\n{said}", as_json=as_json)
