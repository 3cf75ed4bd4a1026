"""The page's server: a free port of 127.0.0.1, in a thread of its own."""

import asyncio
import socket
import threading
from contextlib import AbstractContextManager

import uvicorn
from starlette.applications import Starlette

START_SECONDS = 10.0
STOP_SECONDS = 5.0


class Server(AbstractContextManager["Server"]):
    """Serves an application inside a `with` block; port 0 takes a free one."""

    def __init__(self, app: Starlette, port: int = 0) -> None:
        self._port = port
        self._listening = threading.Event()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._thread = threading.Thread(target=self._run, name="browser", daemon=True)
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        )

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def __enter__(self) -> "Server":
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", self._port))
        self._socket.listen()
        self._thread.start()
        if not self._listening.wait(START_SECONDS):
            raise RuntimeError("the page's server did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._uvicorn.should_exit = True
        self._thread.join(STOP_SECONDS)
        self._socket.close()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            runner.get_loop().call_soon(self._listening.set)
            runner.run(self._uvicorn.serve(sockets=[self._socket]))
