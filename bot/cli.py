"""The `cairn` command: its names, and the one place where errors become exit codes."""

import importlib
import logging
import secrets
import sys
from copy import copy
from functools import wraps
from pathlib import Path
from typing import Any

import click

from playbooks.errors import BadInput, CairnError

COMMANDS = {
    "ask": ("bot.commands.ask", "Ask one question, or many from a file."),
    "audit": ("bot.commands.records", "Show who wrote what, and undo it."),
    "bench": ("bot.commands.bench", "Measure; prints figures, never pass or fail."),
    "backtest": ("bot.commands.prediction", "Test whether the score predicts who leaves."),
    "brief": ("bot.commands.ask", "Summarise an account on one screen."),
    "calibrate": ("bot.commands.prediction", "Propose health weights from history."),
    "chat": ("bot.commands.conversation", "Talk in the terminal over your own data."),
    "content": ("bot.commands.content", "Add to the library, list it, keep it in step."),
    "demo": ("bot.commands.conversation", "Talk to a sample workspace; needs no keys."),
    "digest": ("bot.commands.digests", "Say what a week brought: accounts, or a team."),
    "doctor": ("bot.commands.service", "Say what is set up and what is missing."),
    "draft": ("bot.commands.drafts", "Write to a customer; you edit and send it."),
    "erase": ("bot.commands.privacy", "Erase a customer, a person or a note for good."),
    "eval": ("bot.commands.eval", "Ask questions with known answers, and judge."),
    "export": ("bot.commands.privacy", "Give out all that is kept of one of these."),
    "handoff": ("bot.commands.records", "Record a handoff from a file."),
    "handoffs": ("bot.commands.handoffs", "Accept a handoff, send it back, brief its kickoff."),
    "health": ("bot.commands.readings", "Read an account's health, with its reasons."),
    "import": ("bot.commands.imports", "Bring in records from a file."),
    "intent": ("bot.commands.readings", "Read why a customer started with us."),
    "journey": ("bot.commands.journey", "Say where an account stands in its journey."),
    "log": ("bot.commands.customers", "Write down people, goals, surveys, hours, gaps."),
    "migrate": ("bot.commands.service", "Bring the database to the newest schema."),
    "note": ("bot.commands.notes", "Write a note about an account."),
    "notes": ("bot.commands.notes", "List, show, amend and delete notes; read without saving."),
    "nudges": ("bot.commands.nudges", "Plan, send and list proactive steps."),
    "picture": ("bot.commands.pictures", "Draw a trajectory, a map or health as PNG."),
    "portfolio": ("bot.commands.readings", "List accounts as a manager needs them."),
    "revenue": ("bot.commands.revenue", "Measure satisfaction, value, attention."),
    "search": ("bot.commands.search", "Find passages in the library and the notes."),
    "serve": ("bot.commands.service", "Run the Slack app."),
    "sync": ("bot.commands.sync", "Bring records in from HubSpot, Salesforce, calendars."),
    "worker": ("bot.commands.service", "Run the durable work in a process of its own."),
}
"""Name of each command, the module that holds it, and its line in `cairn --help`."""

ATTRIBUTES = {"eval": "evaluate", "handoffs": "handoffs_group", "import": "import_records"}


class LazyGroup(click.Group):
    """Loads a command's module when it is called, so that `cairn --help` is instant."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[name][0])
        command: click.Command = getattr(module, ATTRIBUTES.get(name, name))
        return _telling(command)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


def _telling(command: click.Command) -> click.Command:
    """The command, which says what goes wrong in the language of the member it is run as."""
    command = copy(command)
    if isinstance(command, click.Group):
        command.commands = {name: _telling(one) for name, one in command.commands.items()}
    run = command.callback
    if run is None:
        return command

    @wraps(run)
    def telling(**given: Any) -> Any:
        try:
            return run(**given)
        except CairnError as error:
            who = given.get("who") or given.get("author")
            if who is not None:
                error.args = (click.get_current_context().obj.sentence(error, who),)
            raise

    command.callback = telling
    return command


@click.group(cls=LazyGroup)
@click.option("--home", type=click.Path(path_type=Path), help="Folder that holds all state.")
@click.version_option(package_name="cairn")
@click.pass_context
def cairn(context: click.Context, home: Path | None) -> None:
    """Keep every customer account on its path, and say why."""
    from bot.console import Console

    context.obj = context.with_resource(Console(home))


def main() -> None:
    """Run the command line: exit 0 when done, 2 for bad input, 1 for anything else."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    try:
        code = cairn.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.Abort:
        code = _say("Stopped; what was already saved is kept.", 1)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BadInput as error:
        code = _say(str(error), 2)
    except CairnError as error:
        code = _say(str(error), 1)
    except Exception:
        code = _say(_unexpected(), 1)
    sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


def _unexpected() -> str:
    reference = secrets.token_hex(4)
    logging.getLogger("cairn").exception("Reference %s", reference)
    return (
        f"Something went wrong that we did not foresee (reference {reference}). What was saved "
        "before is kept; run `cairn doctor`, and report the lines above with the reference."
    )


if __name__ == "__main__":
    main()
