"""The HTTP face of the loopback Slack: Web API, response URLs, downloads, Socket Mode."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from bot.playground import api, replies
from bot.playground.api import arguments as api_arguments
from bot.playground.api import files
from bot.playground.faults import Fault
from bot.playground.links import Links
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

RESPONSE_URL = "response_url"
DOWNLOAD = "files.download"
UPLOAD = "files.upload"

SIGN_IN_PAGE = "<!DOCTYPE html><html><body>Sign in to Playground</body></html>"


@dataclass(frozen=True, slots=True)
class Result:
    """What a request came to: the arguments and outcome for the record, and the answer to send."""

    arguments: Json
    status: int
    answer: Json
    response: Response


class Gateway:
    """Answers the app's requests, or shows the fault that waits for them.

    `cut` closes the connection of a client at once; `stopping` ends silences when the server does.
    """

    def __init__(
        self,
        workspace: Workspace,
        links: Links,
        cut: Callable[[tuple[str, int]], None],
    ) -> None:
        self._workspace = workspace
        self._links = links
        self._cut = cut
        self.stopping = asyncio.Event()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/{method}", self._web_api, methods=["GET", "POST"]),
                Route("/hooks/{key}", self._response_url, methods=["POST"]),
                Route("/files-pri/{file}/{name}", self._download, methods=["GET"]),
                Route("/upload/v1/{file}", self._upload, methods=["POST"]),
                WebSocketRoute("/link/", self._links.serve),
            ]
        )

    async def _web_api(self, request: Request) -> Response:
        body = await request.body()
        name = request.path_params["method"]
        return await self._answer(request, name, lambda: self._called(request, name, body))

    async def _response_url(self, request: Request) -> Response:
        body = await request.body()
        key = request.path_params["key"]
        return await self._answer(request, RESPONSE_URL, lambda: self._replied(key, body))

    async def _download(self, request: Request) -> Response:
        return await self._answer(request, DOWNLOAD, lambda: self._downloaded(request))

    async def _upload(self, request: Request) -> Response:
        body = await request.body()
        return await self._answer(request, UPLOAD, lambda: self._uploaded(request, body))

    async def _answer(self, request: Request, method: str, run: Callable[[], Result]) -> Response:
        with self._workspace.changed:
            fault = self._workspace.faults.next(method)
            result = run() if fault is None or fault.stored else Result({}, 0, {}, Response())
            result = _faulty(result, fault) if fault else result
            self._workspace.journal.add(method, result.arguments, result.status, result.answer)
        if fault is not None:
            await self._suffer(request, fault)
        return result.response

    async def _suffer(self, request: Request, fault: Fault) -> None:
        if fault.seconds:
            try:
                await asyncio.wait_for(self.stopping.wait(), fault.seconds)
            except TimeoutError:
                return
        if fault.cuts and request.client is not None:
            self._cut((request.client.host, request.client.port))
            while (await request.receive())["type"] != "http.disconnect":
                continue

    def _called(self, request: Request, name: str, body: bytes) -> Result:
        try:
            found = api_arguments.read(request.headers, request.query_params, body)
        except Refused as refused:
            return _json({}, refused.as_json())
        return _json(found.values, api.answer(self._workspace, name, found))

    def _replied(self, key: str, body: bytes) -> Result:
        try:
            said = json.loads(body)
        except ValueError:
            return _json({}, {"ok": False, "error": "invalid_payload"}, 400)
        status, outcome = replies.to_response_url(self._workspace, key, said)
        if status == 200:
            return Result(said, status, outcome, Response("ok", media_type="text/plain"))
        return _json(said, outcome, status)

    def _downloaded(self, request: Request) -> Result:
        """The bytes of a file. Without a token Slack answers 200 with its sign-in page."""
        asked = {"file": request.path_params["file"]}
        found = self._workspace.files.get(asked["file"])
        token = api_arguments.read(request.headers, {}, b"").token
        if token != self._workspace.credentials.bot_token:
            page = Response(SIGN_IN_PAGE, media_type="text/html")
            return Result(asked, 200, {"ok": False, "error": "not_authed"}, page)
        if found is None:
            return _json(asked, {"ok": False, "error": "file_not_found"}, 404)
        content = Response(found.content, media_type=found.mimetype)
        return Result(asked, 200, {"ok": True}, content)

    def _uploaded(self, request: Request, content: bytes) -> Result:
        """The bytes of a file on their way in; whoever knows the address may send them."""
        asked = {"file": request.path_params["file"]}
        if not files.receive(self._workspace, asked["file"], content):
            answer = {"ok": False, "error": "file_not_found"}
            return Result(asked, 400, answer, Response("failed", 400, media_type="text/plain"))
        said = Response(f"OK - {len(content)}", media_type="text/plain")
        return Result(asked, 200, {"ok": True}, said)


def _json(arguments: Json, answer: Json, status: int = 200) -> Result:
    return Result(arguments, status, answer, JSONResponse(answer, status))


def _faulty(result: Result, fault: Fault) -> Result:
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else None
    answer = fault.body or {"ok": False, "error": "connection_closed"}
    response = JSONResponse(answer, fault.status, headers)
    return Result(result.arguments, 0 if fault.cuts else fault.status, answer, response)
