"""The running app: its parts put together, and the two ways in which Slack reaches it."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import Route

from bot import app, http
from bot.listeners.parts import Identity, Parts
from bot.messenger import Messenger
from bot.people import People
from handlers.context import Context
from playbooks.errors import NotReady
from storage.jobs import Jobs

LOG = logging.getLogger(__name__)

UNSEATED = (
    "The database was out of reach for a while, and another process has taken this one's place in "
    "the durable work. This one ends, so that nothing is done twice; what it had begun is taken up "
    "by the other. Start it again."
)

PATIENCE = 10
"""Seconds for which work that runs may end when the app is stopped; the rest is taken up later."""


def assemble(context: Context, jobs: Jobs, client: WebClient, identity: Identity) -> Parts:
    """The parts that take deliveries in and answer them; nothing is called or started."""
    people = People(client, context.workspace, identity.team_id, context.now)
    messenger = Messenger(client, context.workspace, context.now)
    return Parts(context, jobs, messenger, people, client, identity)


@contextmanager
def working(parts: Parts) -> Iterator[None]:
    """The jobs at work for as long as the block runs.

    When another process took this one's place meanwhile, it is told to end, and `NotReady` raised.
    """
    unseated = threading.Event()

    def end() -> None:
        unseated.set()
        LOG.critical(UNSEATED)
        os.kill(os.getpid(), signal.SIGTERM)

    app.take_on(parts)
    parts.jobs.start(end)
    try:
        yield
    finally:
        parts.jobs.stop(patience=PATIENCE)
    if unseated.is_set():
        raise NotReady(UNSEATED)


def listen_on_socket(parts: Parts, app_token: str, until: threading.Event) -> None:
    """Take deliveries in over Socket Mode until told otherwise."""
    handler = SocketModeHandler(app.build(parts), app_token, web_client=parts.client)
    handler.client.connect()
    try:
        until.wait()
    finally:
        handler.client.close()


def listen_on_http(
    parts: Parts, signing_secret: str, host: str, port: int, hooks: Sequence[Route] = ()
) -> None:
    """Take signed deliveries in over HTTP until the process is told to end."""
    import uvicorn

    served = http.build(app.build(parts, signing_secret), parts, hooks)
    uvicorn.run(served, host=host, port=port, log_level="warning", access_log=False)


@contextmanager
def listening_to_hooks(hooks: Sequence[Route], host: str, port: int) -> Iterator[int]:
    """The webhook alone over HTTP, beside whatever the block does; yields the port.

    Raises `NotReady` when the address is taken.
    """
    import uvicorn

    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise NotReady(f"{host}:{port} cannot be listened on: {error.strerror}.") from error
    config = uvicorn.Config(
        Starlette(routes=list(hooks)), log_level="warning", access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="hooks", daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listening.close()


def told_to_end() -> threading.Event:
    """Set when the process is asked to end."""
    event = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: event.set())
    return event
