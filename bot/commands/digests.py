"""`cairn digest`: a member's week on one screen, or their team's."""

from datetime import datetime

import click

from bot.commands import ask
from bot.console import Console
from handlers import texts
from handlers.digests import opening

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--manager", "of_team", is_flag=True, help="The week of the team.")
@click.option("--as", "who", help="Member whose week it is: a Slack user id, or @handle.")
@click.option("--at", type=DAY, help="As of this day (YYYY-MM-DD).")
@click.option("--language", type=click.Choice(texts.LANGUAGES), help="Language of the digest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def digest(
    console: Console,
    of_team: bool,
    who: str | None,
    at: datetime | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Say what changed in a week at a member's accounts, or in their team (--manager).

    Nothing is sent. A week with nothing to say is silent: with --json `silent` is true.
    """
    read = opening.of_team if of_team else opening.of_portfolio
    found = read(console.context, who, at=at.date() if at else None, language=language)
    if found is None:
        console.mention("There is nothing to say this week.")
        if as_json:
            console.say({"silent": True}, "", as_json=True)
        return
    console.say({**ask.document(found), "silent": False}, found.text, as_json=as_json)
