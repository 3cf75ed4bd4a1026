"""A web server on a free port of 127.0.0.1, in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from asyncio import Transport

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.playground.gateway import Gateway
from bot.playground.links import Links
from bot.playground.workspace import Workspace

START_SECONDS = 10.0
STOP_SECONDS = 10.0


class Server:
    """Serves one workspace between `start` and `stop`."""

    def __init__(self, workspace: Workspace, links: Links) -> None:
        self._transports: dict[tuple[str, int], Transport] = {}
        self._gateway = Gateway(workspace, links, self._abort)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="playground", daemon=True)
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(
                self._gateway.app(),
                http=self._tracking_protocol(),
                log_config=None,
                lifespan="off",
                timeout_graceful_shutdown=1,
            )
        )

    def start(self) -> str:
        """Listen, and return the address: `http://127.0.0.1:PORT`."""
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self._thread.start()
        if not self._listening.wait(START_SECONDS):
            raise RuntimeError("the loopback Slack did not start")
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def stop(self) -> None:
        """Close every connection and the port; calling it twice does no harm."""
        self._uvicorn.should_exit = True
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._gateway.stopping.set)
        self._thread.join(STOP_SECONDS)
        self._socket.close()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            self._loop.call_soon(self._listening.set)
            runner.run(self._uvicorn.serve(sockets=[self._socket]))

    def _abort(self, client: tuple[str, int]) -> None:
        self._transports[client].abort()

    def _tracking_protocol(self) -> type[H11Protocol]:
        """uvicorn's protocol, which also says which transport belongs to which client.

        ASGI has no way to close a connection without an answer.
        """
        transports = self._transports

        class TrackingProtocol(H11Protocol):
            def data_received(self, data: bytes) -> None:
                if self.client is not None:
                    transports[self.client] = self.transport
                super().data_received(data)

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client is not None:
                    transports.pop(self.client, None)
                super().connection_lost(exc)

        return TrackingProtocol
