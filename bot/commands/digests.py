"""`cairn digest`: a member's week on one screen, or their team's."""

from datetime import date

import click

from bot.commands import ask, options
from bot.console import Console
from handlers.digests import opening


@click.command()
@click.option("--manager", "of_team", is_flag=True, help="The week of the team.")
@options.member("Member whose week it is")
@options.at
@options.language("Language of the digest.")
@options.as_json
@click.pass_obj
def digest(
    console: Console,
    of_team: bool,
    who: str | None,
    at: date | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Say what changed in a week at a member's accounts, or in their team (--manager).

    Nothing is sent. A week with nothing to say is silent: with --json `silent` is true.
    """
    read = opening.of_team if of_team else opening.of_portfolio
    found = read(console.context, who, at=at, language=language)
    if found is None:
        console.mention("There is nothing to say this week.")
        if as_json:
            console.say({"silent": True}, "", as_json=True)
        return
    console.say({**ask.document(found), "silent": False}, found.text, as_json=as_json)
