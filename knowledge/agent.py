"""The agent that answers with a language model and the tools it is given, sentence by sentence.

Importing this module imports langchain, which takes seconds: do it where a model is used.
"""

import logging
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core import exceptions as model_errors
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage

from knowledge import wire
from knowledge.claims import Claim, Listener
from knowledge.model import Meter, Model, ModelFailed

log = logging.getLogger("cairn.model")

Tool = Callable[..., str]
"""A plain function with a docstring and typed arguments; what it returns is read by the model."""

MOST_STEPS = 16
"""Turns of the agent's graph; a question takes two to six."""

MOST_WORDS = 24_000
"""Characters of one reply; an answer that fits a screen takes some two thousand."""


@dataclass(frozen=True, slots=True)
class Looking:
    """The model looks something up: the tool's name and what it was given."""

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Manner:
    tools: bool
    streams: bool
    tells_use: bool


MANNERS = (_Manner(True, True, True), _Manner(True, True, False), _Manner(False, False, False))
"""How a request is put, the plainest last: any endpoint that calls itself compatible takes that."""


def answer(
    model: Model,
    instructions: str,
    conversation: Sequence[tuple[str, str]],
    tools: Sequence[Tool],
    meter: Meter,
) -> Iterator[Looking | Claim]:
    """What the model looks up, and each sentence of its answer as soon as it is complete.

    `conversation` holds (role, text) pairs and ends with the question. Raises `ModelFailed`
    whatever goes wrong at the other end: a time-out, a refusal, a page of HTML. Sentences that
    came before stand for themselves, but they are not the whole answer.
    """
    step, refused = model.manner.step, True
    with wire.client(meter) as http:
        while True:
            attempt = _Attempt(model, MANNERS[step], meter)
            try:
                yield from attempt.run(instructions, conversation, tools, http)
                if not attempt.said:
                    raise ModelFailed("malformed")
            except Exception as error:
                attempt.break_off()
                plainer = None if attempt.said else _plainer(step, error)
                if plainer is None:
                    raise _failed(error) from error
                log.info("The model did not take the request (%s); put plainer.", _name(error))
                step, refused = plainer, refused and wire.why(error) == "unsuited"
            else:
                # A breakdown passes; a parameter that was refused will be refused again.
                model.manner.step = step if refused else model.manner.step
                return


class _Attempt:
    """One way of putting the request; `said` is how many sentences came of it."""

    def __init__(self, model: Model, manner: _Manner, meter: Meter) -> None:
        self._model = model
        self._manner = manner
        self._meter = meter
        self._listeners: dict[str | None, Listener] = {}
        self._heard = 0
        self._given = self._uncounted = 0
        self._told: set[str] = set()

    @property
    def said(self) -> int:
        return len(self._told)

    def run(
        self,
        instructions: str,
        conversation: Sequence[tuple[str, str]],
        tools: Sequence[Tool],
        http: Any,
    ) -> Iterator[Looking | Claim]:
        agent = self._agent(instructions, tools, http)
        messages = [{"role": role, "content": text} for role, text in conversation]
        self._given = sum(
            len(text.encode()) for text in (instructions, *(text for _, text in conversation))
        )
        stream = agent.stream(
            {"messages": messages},
            {"recursion_limit": MOST_STEPS},
            stream_mode=["messages", "updates"],
        )
        for mode, item in stream:
            if mode == "messages":
                yield from self._hear(item[0])
            else:
                self._uncounted = 0  # The call came to its end, and told what it cost.
                yield from _lookups(item, {tool.__name__ for tool in tools})
        for listener in list(self._listeners.values())[-1:]:
            yield from self._new(listener.rest())
            if listener.waits:
                raise ModelFailed("malformed")

    def break_off(self) -> None:
        """Count what was read and written in a call that did not come to its end: it costs too."""
        if self._uncounted:
            self._meter.spend((self._given + self._uncounted) // wire.BYTES_A_TOKEN)

    def _agent(self, instructions: str, tools: Sequence[Tool], http: Any) -> Any:
        manner = self._manner
        chat = wire.chat(self._model, http, streams=manner.streams, tells_use=manner.tells_use)
        return create_agent(
            chat,
            list(tools) if manner.tools else [],
            system_prompt=instructions,
            middleware=[_Budget(self._model, self._meter, lambda: self.said > 0)],
        )

    def _hear(self, message: BaseMessage) -> Iterator[Claim]:
        """Words of the model's; each of its replies has a listener of its own."""
        if not isinstance(message, AIMessage | AIMessageChunk):
            return
        self._heard += len(message.text)
        self._uncounted += len(message.text.encode())
        if self._heard > MOST_WORDS:
            raise ModelFailed("malformed")
        listener = self._listeners.setdefault(message.id, Listener())
        yield from self._new(listener.hear(message.text))

    def _new(self, claims: Iterator[Claim]) -> Iterator[Claim]:
        """Sentences that were not said before: a reply that broke off is begun anew."""
        for claim in claims:
            if claim.text not in self._told:
                self._told.add(claim.text)
                yield claim


class _Budget(AgentMiddleware[Any, Any, Any]):
    """Keeps one question within its time and tokens, and tries a passing failure once more."""

    def __init__(self, model: Model, meter: Meter, began: Callable[[], bool]) -> None:
        super().__init__()
        self._model = model
        self._meter = meter
        self._began = began

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """One call of the model within what is left of the budget."""
        try:
            response = handler(self._limited(request))
        except Exception as error:
            pause = wire.patience(error, self._model.pause_seconds)
            if not wire.passes(error) or pause is None or self._began():
                raise
            log.info("The model failed (%s); trying once more.", _name(error))
            time.sleep(min(pause, max(0.0, self._meter.seconds_left)))
            response = handler(self._limited(request))
        for message in response.result:
            self._meter.spend(wire.tokens(list(request.messages), message))
        return response

    def _limited(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        self._meter.check()
        seconds = min(self._meter.seconds_left, self._model.timeout_seconds)
        return request.override(model_settings={**request.model_settings, "timeout": seconds})


def _lookups(update: Mapping[str, Any], names: Container[str]) -> Iterator[Looking]:
    """The calls of tools that there are; one that a model made up is refused and not shown."""
    for state in update.values():
        for message in (state or {}).get("messages", []):
            for call in getattr(message, "tool_calls", []):
                if call["name"] in names:
                    yield Looking(call["name"], call["args"])


def _plainer(step: int, error: Exception) -> int | None:
    """The manner to try after a refusal, a breakdown or something unreadable; None when none helps.

    A refusal may be of one parameter; whatever else goes wrong, only the plainest may do.
    """
    last = len(MANNERS) - 1
    if step == last or isinstance(error, model_errors.ContextOverflowError):
        return None
    if wire.why(error) == "unsuited":
        return step + 1
    broken = isinstance(error, model_errors.ModelAPIError)
    return last if broken or wire.why(error) == "malformed" else None


def _failed(error: Exception) -> ModelFailed:
    if not isinstance(error, ModelFailed):
        # A server that is not a model (a login page, a proxy) makes the libraries raise anything.
        log.warning("The model's answer could not be used: %s", _name(error), exc_info=error)
    return error if isinstance(error, ModelFailed) else ModelFailed(wire.why(error))


def _name(error: Exception) -> str:
    return type(error).__name__
