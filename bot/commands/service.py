"""`cairn serve`, `worker`, `migrate` and `doctor`: running the app, and saying what it lacks."""

import click

from bot import checkup, credentials, delivery, service, wiring
from bot.console import Console
from bot.listeners.parts import Parts
from playbooks.errors import BadInput
from storage import migrate as migrations
from storage.jobs import Jobs


@click.command()
@click.option("--http", "address", metavar="HOST:PORT", help="Take deliveries in over HTTP.")
@click.pass_obj
def serve(console: Console, address: str | None) -> None:
    """Run the Slack app, over Socket Mode unless told otherwise."""
    settings = console.settings
    credentials.bot_token(settings)
    if address is None:
        token = credentials.app_token(settings)
        until = service.told_to_end()
        parts = _parts(console)
        with service.working(parts):
            delivery.begin(parts)
            console.mention("Cairn listens over Socket Mode. Stop it with Ctrl-C.")
            service.listen_on_socket(parts, token, until)
    else:
        secret = credentials.signing_secret(settings)
        host, port = _host_and_port(address)
        parts = _parts(console)
        with service.working(parts):
            delivery.begin(parts)
            console.mention(f"Cairn listens on http://{host}:{port}/slack/events.")
            service.listen_on_http(parts, secret, host, port)


@click.command()
@click.pass_obj
def worker(console: Console) -> None:
    """Run the durable work in a process of its own, beside `cairn serve`."""
    until = service.told_to_end()
    parts = _parts(console)
    with service.working(parts):
        delivery.begin(parts)
        console.mention("Cairn works. Stop it with Ctrl-C.")
        until.wait()


@click.command()
@click.pass_obj
def migrate(console: Console) -> None:
    """Bring the database to the newest schema."""
    database = wiring.open_database(console.settings)
    try:
        changed = migrations.upgrade(database)
    finally:
        database.close()
    done = "The database is at the newest schema now."
    console.mention(done if changed else "The database was at the newest schema already.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def doctor(console: Console, as_json: bool) -> None:
    """Say what is set up, what is missing and what is wrong; asks Slack whether tokens work."""
    findings = checkup.examine(console.settings, lambda: console.context)
    console.say(checkup.document(findings), checkup.text(findings), as_json=as_json)
    if any(finding.state is checkup.State.WRONG for finding in findings):
        raise click.exceptions.Exit(1)


def _parts(console: Console) -> Parts:
    """The parts, once Slack has said that the bot token is good."""
    client = credentials.client(console.settings)
    identity = credentials.identity(client)
    return service.assemble(console.context, Jobs(console.settings.jobs), client, identity)


def _host_and_port(address: str) -> tuple[str, int]:
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInput(
            f"--http takes HOST:PORT, such as 127.0.0.1:3000; {address} is neither. "
            "Nothing was started."
        )
    return host.strip("[]"), int(port)
