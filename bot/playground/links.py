"""Socket Mode: the websockets that the app opened, and the envelopes that go over them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.envelope import Envelope
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

POLICY_VIOLATION = 1008
SEND_SECONDS = 5.0


class NoLink(RuntimeError):
    """The app has no websocket open."""


class Links:
    """The open websockets; an envelope goes over the newest, and waits for its acknowledgement."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._open: list[WebSocket] = []
        self._awaited: dict[str, Future[Json]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def count(self) -> int:
        with self._workspace.changed:
            return len(self._open)

    async def serve(self, socket: WebSocket) -> None:
        """Greet a websocket that brings a ticket, then take acknowledgements until it closes."""
        if not self._admit(socket.query_params.get("ticket", "")):
            await socket.close(POLICY_VIOLATION)
            return
        await socket.accept()
        self._loop = asyncio.get_running_loop()
        self._register(socket)
        try:
            await socket.send_text(json.dumps(self._hello()))
            await self._listen(socket)
        finally:
            self._forget(socket)

    def send(
        self, envelope: Envelope, retry_num: int | None = None, retry_reason: str = ""
    ) -> Future[Json]:
        """Send `envelope`; the future holds the payload of its acknowledgement."""
        envelope_id = self._workspace.ids.next("envelope-")
        acknowledged: Future[Json] = Future()
        with self._workspace.changed:
            socket = self._newest()
            self._awaited[envelope_id] = acknowledged
        self._run(
            socket.send_text(json.dumps(_framed(envelope_id, envelope, retry_num, retry_reason)))
        )
        return acknowledged

    def refresh(self) -> None:
        """Tell the app to reconnect, as Slack does every few hours; nothing more goes that way."""
        with self._workspace.changed:
            socket = self._newest()
            self._open.remove(socket)
        told = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}
        self._run(socket.send_text(json.dumps(told)))

    def hang_up(self) -> None:
        """Close every websocket without a warning, as a broken network does."""
        with self._workspace.changed:
            sockets = list(self._open)
        for socket in sockets:
            self._run(socket.close())

    def _admit(self, ticket: str) -> bool:
        with self._workspace.changed:
            known = ticket in self._workspace.tickets
            self._workspace.tickets.discard(ticket)
            return known

    def _register(self, socket: WebSocket) -> None:
        with self._workspace.changed:
            self._open.append(socket)
            self._workspace.changed.notify_all()

    def _forget(self, socket: WebSocket) -> None:
        with self._workspace.changed:
            if socket in self._open:
                self._open.remove(socket)
            self._workspace.changed.notify_all()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": {"host": "playground"},
            "connection_info": {"app_id": self._workspace.app_id},
        }

    async def _listen(self, socket: WebSocket) -> None:
        try:
            while True:
                self._acknowledge(json.loads(await socket.receive_text()))
        except WebSocketDisconnect:
            return

    def _acknowledge(self, answer: Json) -> None:
        with self._workspace.changed:
            awaited = self._awaited.pop(answer.get("envelope_id", ""), None)
        if awaited is not None:
            awaited.set_result(answer.get("payload") or {})

    def _newest(self) -> WebSocket:
        if not self._open:
            raise NoLink("the app has no Socket Mode connection open")
        return self._open[-1]

    def _run(self, sending: Coroutine[Any, Any, None]) -> None:
        if self._loop is None:
            raise NoLink("the app has no Socket Mode connection open")
        asyncio.run_coroutine_threadsafe(sending, self._loop).result(SEND_SECONDS)


def _framed(envelope_id: str, envelope: Envelope, retry_num: int | None, retry_reason: str) -> Json:
    framed: Json = {
        "envelope_id": envelope_id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.kind != "events_api",
    }
    if envelope.kind == "events_api":
        framed |= {"retry_attempt": retry_num or 0, "retry_reason": retry_reason}
    return framed
