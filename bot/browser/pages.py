"""The page and what it asks for: the workspace, a screen that keeps up, and deeds."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.browser import deeds, guide, screen
from bot.browser.town import Town
from bot.playground import NotAcknowledged, NothingThere, Refused
from playbooks.errors import BadInput

PAGE = Path(__file__).parent / "page"
HOSTS = ["127.0.0.1", "localhost"]
"""Another name that leads here would let a page of elsewhere read this one."""

LARGEST = 200_000
"""Bytes of a deed; Slack takes far less."""

BREATH = 20.0
"""Seconds without a change after which the page is told that we are still there."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}

log = logging.getLogger("cairn.browser")

Json = dict[str, Any]
Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def build(town: Town, start_day: Callable[[str], int]) -> Starlette:
    """The application for one loopback Slack.

    `start_day` sends a member what they get in the morning; how many nudges that is.
    """

    async def workspace(_request: Request) -> Response:
        return JSONResponse(guide.workspace(town))

    async def seen(request: Request) -> Response:
        member = request.query_params.get("as", "")
        if member not in town.people:
            return JSONResponse({"why": "There is no such member."}, 404)
        shown = _screens(town, member, request.query_params.get("place"))
        return StreamingResponse(shown, media_type="text/event-stream")

    async def pictured(request: Request) -> Response:
        file = town.slack.file(request.path_params["file"])
        if file is None or file.mimetype != "image/png":
            return JSONResponse({"why": "There is no such picture."}, 404)
        return Response(file.content, media_type="image/png")

    async def done(request: Request) -> Response:
        return await _guarded(request, lambda deed: deeds.do(town, deed["as"], deed))

    async def morning(request: Request) -> Response:
        return await _guarded(request, lambda deed: {"nudges": start_day(str(deed["as"]))})

    return Starlette(
        routes=[
            Route("/workspace", workspace),
            Route("/screen", seen),
            Route("/pictures/{file}", pictured),
            Route("/deeds", done, methods=["POST"]),
            Route("/morning", morning, methods=["POST"]),
            Mount("/", StaticFiles(directory=PAGE, html=True)),
        ],
        middleware=[
            Middleware(_KeptToItself),
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
        ],
    )


class _KeptToItself:
    """Puts the headers on every answer that keep a page to itself."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                kept = [(n.lower().encode(), value.encode()) for n, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *kept]
            await send(message)

        await self._app(scope, receive, guarded)


async def _screens(town: Town, member: str, place: str | None) -> AsyncIterator[str]:
    """The screen now and whenever it has changed, as server-sent events."""
    changed, loop = asyncio.Event(), asyncio.get_running_loop()

    def tell() -> None:
        loop.call_soon_threadsafe(changed.set)

    stop = town.slack.watch(tell)
    try:
        before = ""
        while True:
            changed.clear()
            seen = await run_in_threadpool(screen.of, town, member, place)
            written = json.dumps(seen, ensure_ascii=False)
            yield f"data: {written}\n\n" if written != before else ": still here\n\n"
            before = written
            await _until(changed)
    finally:
        stop()


async def _until(changed: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(changed.wait(), BREATH)
    except TimeoutError:
        return


async def _guarded(request: Request, do: Callable[[Json], Json]) -> Response:
    """Do what our own page asks for: others may not send JSON here without being allowed to."""
    if request.headers.get("content-type") != "application/json" or not _is_ours(request):
        return JSONResponse({"why": "Only this page may do that."}, 403)
    body = await request.body()
    if len(body) > LARGEST:
        return JSONResponse({"why": "That is too long. Nothing was done."}, 413)
    try:
        return JSONResponse(await run_in_threadpool(do, json.loads(body)))
    except (BadInput, TypeError, ValueError, LookupError) as error:
        return JSONResponse({"why": str(error)}, 400)
    except (NothingThere, NotAcknowledged, Refused) as error:
        log.warning("Not done: %s", error)
        return JSONResponse({"why": str(error)}, 409)


def _is_ours(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or origin == f"http://{request.headers.get('host')}"
