"""The webhook's two addresses: where records are posted, and where they are described."""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.hooks import description, signing
from handlers.context import Context
from handlers.syncing import deliveries
from playbooks.errors import BadInput

log = logging.getLogger("cairn.hooks")


def routes(context: Context, secret: str) -> list[Route]:
    """The addresses; raises `NotReady` for a secret that is none."""
    key = signing.key_of(secret)
    described = description.document()

    async def post(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _refused(413, "The body is larger than 2 MB. Nothing was stored; send several.")
        wrong = signing.fault(key, request.headers, body, context.now())
        if wrong is not None:
            return _refused(401, wrong)
        return await run_in_threadpool(_taken, context, request.headers[signing.ID], body)

    async def describe(_request: Request) -> Response:
        return JSONResponse(described)

    return [
        Route(description.PATH, post, methods=["POST"]),
        Route(description.DESCRIPTION_PATH, describe),
    ]


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is too large, whatever its header says."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > description.LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def _taken(context: Context, delivery_id: str, body: bytes) -> Response:
    try:
        return JSONResponse(deliveries.take(context, delivery_id, body), 202)
    except deliveries.UsedBefore as error:
        return _refused(409, str(error))
    except BadInput as error:
        return _refused(400, str(error))


def _refused(status: int, why: str) -> Response:
    log.info("A delivery was refused (%d): %s", status, why)
    return JSONResponse({"error": why}, status)
