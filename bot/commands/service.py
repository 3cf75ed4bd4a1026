"""`cairn serve`, `worker`, `migrate` and `doctor`: running the app, and saying what it lacks."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click
from slack_sdk import WebClient
from starlette.routing import Route

from bot import (
    checkup,
    credentials,
    delivery,
    reading,
    regulars,
    rollcall,
    service,
    syncing,
    wiring,
)
from bot.commands import options
from bot.console import Console
from bot.hooks import endpoint
from bot.listeners import note_preparing
from bot.listeners.parts import Identity, Parts
from playbooks.errors import BadInput
from storage import migrate as migrations
from storage.jobs import Jobs


@click.command()
@click.option("--http", "address", metavar="HOST:PORT", help="Take deliveries in over HTTP.")
@click.option(
    "--webhook",
    "hooks_address",
    metavar="HOST:PORT",
    help="Beside Socket Mode, take usage and surveys in over HTTP.",
)
@click.pass_obj
def serve(console: Console, address: str | None, hooks_address: str | None) -> None:
    """Run the Slack app, over Socket Mode unless told otherwise."""
    client = credentials.client(console.settings)
    if address is None:
        token = credentials.app_token(console.settings)
        _serve_socket(console, client, token, _hooks_address(console, hooks_address))
    elif hooks_address is not None:
        raise BadInput("--http takes webhooks in, too: leave --webhook out. Nothing was started.")
    else:
        secret = credentials.signing_secret(console.settings)
        _serve_http(console, client, secret, *_host_and_port(address))


@click.command()
@click.pass_obj
def worker(console: Console) -> None:
    """Run the durable work in a process of its own, beside `cairn serve`."""
    client = credentials.client(console.settings)
    with _working(console, client, credentials.identity(client)):
        until = service.told_to_end()
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
@options.as_json
@click.pass_obj
def doctor(console: Console, as_json: bool) -> None:
    """Say what is set up, what is missing and what is wrong; asks Slack whether tokens work."""
    findings = checkup.examine(console.settings, console.team_id)
    console.say(checkup.document(findings), checkup.text(findings), as_json=as_json)
    if any(finding.state is checkup.State.WRONG for finding in findings):
        raise click.exceptions.Exit(1)


def _serve_socket(
    console: Console, client: WebClient, token: str, hooks_address: tuple[str, int] | None
) -> None:
    identity = credentials.identity(client)
    credentials.check_app_token(client, token)
    with _working(console, client, identity) as parts, ExitStack() as stack:
        until = service.told_to_end()
        if hooks_address is not None:
            stack.enter_context(service.listening_to_hooks(_hooks(console), *hooks_address))
            console.mention("Webhooks are taken in at http://{}:{}.".format(*hooks_address))
        console.mention("Cairn listens over Socket Mode. Stop it with Ctrl-C.")
        service.listen_on_socket(parts, token, until)


def _serve_http(console: Console, client: WebClient, secret: str, host: str, port: int) -> None:
    with _working(console, client, credentials.identity(client)) as parts:
        console.mention(f"Cairn listens on http://{host}:{port}/slack/events. Stop it with Ctrl-C.")
        service.listen_on_http(parts, secret, host, port, _hooks(console))


def _hooks(console: Console) -> list[Route]:
    """The webhook's addresses, when its secret is set."""
    secret = console.settings.webhook_secret
    return endpoint.routes(console.context, secret.get_secret_value()) if secret else []


def _hooks_address(console: Console, address: str | None) -> tuple[str, int] | None:
    if address is not None and console.settings.webhook_secret is None:
        raise BadInput("--webhook needs CAIRN_WEBHOOK_SECRET. Nothing was started.")
    return None if address is None else _host_and_port(address, "--webhook")


@contextmanager
def _working(console: Console, client: WebClient, identity: Identity) -> Iterator[Parts]:
    """The parts at work, with a morning in each time zone and a roll call every hour."""
    parts = service.assemble(console.context, Jobs(console.settings.jobs), client, identity)
    syncing.work(parts, console.settings)
    with service.working(parts):
        delivery.begin(parts)
        rollcall.begin(parts)
        regulars.begin(parts)
        reading.begin(parts)
        note_preparing.begin()
        syncing.begin(parts, console.settings)
        yield parts


def _host_and_port(address: str, option: str = "--http") -> tuple[str, int]:
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInput(
            f"{option} takes HOST:PORT, such as 127.0.0.1:3000; {address} is neither. "
            "Nothing was started."
        )
    return host.strip("[]"), int(port)
