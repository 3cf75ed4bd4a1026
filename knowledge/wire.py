"""The way to a chat model: bounded in time and size, whatever stands at the other end."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import httpx2
import openai
from langchain_core import exceptions as model_errors
from langchain_core.messages import BaseMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from knowledge.model import Meter, Model, ModelFailed

MOST_BYTES = 8_000_000
"""Of one reply; an answer of a screen takes some 300 bytes a token when it is streamed."""

LONGEST_WAIT = 10.0
"""Seconds for which a person is let wait when an endpoint asks for patience."""

BYTES_A_TOKEN = 3
"""Of UTF-8, for endpoints that do not tell their use: 4 letters in English, 1 sign in Chinese."""


@contextmanager
def client(meter: Meter) -> Iterator[httpx2.Client]:
    """An HTTP client whose replies end when the question's time does."""

    def bound(response: httpx2.Response) -> None:
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Bounded(response.stream, meter)

    hooks = {"response": [bound]}
    with openai.DefaultHttpxClient(event_hooks=hooks, verify=_certificates()) as http:
        yield http


def chat(model: Model, http: httpx2.Client, *, streams: bool, tells_use: bool) -> ChatOpenAI:
    """The model in langchain's terms; asks for nothing that not every endpoint knows."""
    return ChatOpenAI(
        model=model.name,
        api_key=SecretStr(model.api_key),
        base_url=model.base_url,
        max_retries=0,
        timeout=model.timeout_seconds,
        http_client=http,
        streaming=streams,
        disable_streaming=not streams,
        stream_usage=tells_use,
        use_responses_api=False,
        http_socket_options=(),
    )


def passes(error: Exception) -> bool:
    """True when the same request may do a moment later."""
    return isinstance(error, model_errors.ModelError) and error.is_retryable


def patience(error: Exception, pause: float) -> float | None:
    """Seconds to wait before another try; None when a person should not be kept waiting so long."""
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after") if response is not None else None
    try:
        seconds = float(asked) if asked else pause
    except ValueError:
        seconds = pause
    return seconds if seconds <= LONGEST_WAIT else None


def why(error: Exception) -> str:
    """The failure in one word, as `ModelFailed` names it."""
    if isinstance(error, ModelFailed):
        return error.why
    for kinds, word in _WORDS.items():
        if isinstance(error, kinds):
            return word
    return "malformed"


def tokens(read: list[BaseMessage], written: BaseMessage) -> int:
    """Tokens of one call: as the endpoint tells, else as many as its text will have been."""
    usage = getattr(written, "usage_metadata", None)
    if usage and usage["total_tokens"]:
        return int(usage["total_tokens"])
    calls = "".join(str(call["args"]) for call in getattr(written, "tool_calls", []))
    texts = [*(str(message.content) for message in read), str(written.content), calls]
    return sum(len(text.encode()) for text in texts) // BYTES_A_TOKEN


@cache
def _certificates() -> ssl.SSLContext:
    """Whom to trust, read once: reading them takes longer than the rest of a request."""
    return httpx2.create_ssl_context()


class _Bounded(httpx2.SyncByteStream):
    """A reply that may neither last nor grow for ever; a stream of empty comments would."""

    def __init__(self, stream: httpx2.SyncByteStream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def __iter__(self) -> Iterator[bytes]:
        left = MOST_BYTES
        for part in self._stream:
            left -= len(part)
            if left < 0:
                raise ModelFailed("malformed")
            if self._meter.seconds_left <= 0:
                raise ModelFailed("timeout")
            yield part

    def close(self) -> None:
        self._stream.close()


_WORDS: dict[tuple[type[Exception], ...], str] = {
    (model_errors.ModelTimeoutError, httpx2.TimeoutException): "timeout",
    (model_errors.ModelRateLimitError,): "busy",
    (
        model_errors.ModelAPIError,
        model_errors.ModelConnectionError,
        httpx2.TransportError,
    ): "unreachable",
    (
        model_errors.ModelAuthenticationError,
        model_errors.ModelPermissionDeniedError,
        model_errors.ModelNotFoundError,
    ): "refused",
    (model_errors.ModelError, openai.APIStatusError): "unsuited",
}
