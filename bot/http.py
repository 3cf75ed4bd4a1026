"""The app over HTTP: signed deliveries from Slack, and what operators look at."""

import logging
import time
from collections import Counter
from collections.abc import Sequence

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.listeners.parts import Parts
from playbooks.people import Member

LARGEST = 2_000_000
"""Bytes of a request; Slack's own are far below."""

log = logging.getLogger("cairn.http")


class Metrics:
    """What the process has done, in Prometheus' text format."""

    def __init__(self) -> None:
        self._requests: Counter[int] = Counter()
        self._seconds = 0.0

    def count(self, status: int, seconds: float) -> None:
        """One delivery, with the status that it was answered with and how long that took."""
        self._requests[status] += 1
        self._seconds += seconds

    def text(self, waiting: int, failed: int) -> str:
        """The metrics as they are scraped, with the jobs that wait and those that failed."""
        lines = ["# TYPE cairn_slack_requests_total counter"]
        lines += [
            f'cairn_slack_requests_total{{status="{status}"}} {count}'
            for status, count in sorted(self._requests.items())
        ]
        lines += ["# TYPE cairn_slack_request_seconds summary"]
        lines += [f"cairn_slack_request_seconds_sum {self._seconds:.6f}"]
        lines += [f"cairn_slack_request_seconds_count {sum(self._requests.values())}"]
        lines += ["# TYPE cairn_jobs gauge", f'cairn_jobs{{state="waiting"}} {waiting}']
        lines += [f'cairn_jobs{{state="failed"}} {failed}']
        return "\n".join(lines) + "\n"


def build(app: App, parts: Parts, hooks: Sequence[Route] = ()) -> Starlette:
    """`/slack/events` for events, commands and interactivity, operators' pages, and `hooks`."""
    metrics = Metrics()

    async def events(request: Request) -> Response:
        start = time.perf_counter()
        response = await _delivered(app, request)
        metrics.count(response.status_code, time.perf_counter() - start)
        return response

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_request: Request) -> Response:
        return await run_in_threadpool(_ready, parts)

    async def measured(_request: Request) -> Response:
        waiting, failed = await run_in_threadpool(_jobs, parts)
        return PlainTextResponse(metrics.text(waiting, failed))

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", alive),
            Route("/readyz", ready),
            Route("/metrics", measured),
            *hooks,
        ]
    )


async def _delivered(app: App, request: Request) -> Response:
    body = await request.body()
    if len(body) > LARGEST:
        return JSONResponse({"error": "The request is too large."}, 413)
    try:
        delivery = to_bolt_request(request, body)
    except (ValueError, TypeError, AttributeError):
        return JSONResponse({"error": "The body is neither a JSON object nor a form."}, 400)
    # Bolt is synchronous: beside the event loop, so that one slow write does not hold the others.
    return to_starlette_response(await run_in_threadpool(app.dispatch, delivery))


def _jobs(parts: Parts) -> tuple[int, int]:
    return len(parts.jobs.waiting()), len(parts.jobs.failed())


def _ready(parts: Parts) -> Response:
    try:
        with parts.context.workspace.reading() as reader:
            reader.count(Member)
    except Exception:
        log.exception("Not ready")
        return JSONResponse({"status": "the database does not answer"}, 503)
    return JSONResponse({"status": "ok"})
