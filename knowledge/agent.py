"""The agent that writes an answer with a language model and the tools it is given.

Importing this module imports langchain, which takes seconds: do it where a model is used.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain.agents.structured_output import StructuredOutputError, ToolStrategy
from langchain_core import exceptions as model_errors
from langchain_core.messages import AIMessage
from langchain_openai import ChatOpenAI
from langgraph.errors import GraphRecursionError
from pydantic import BaseModel, Field, SecretStr

from knowledge.model import Model, ModelFailed

log = logging.getLogger("cairn.model")

Tool = Callable[..., str]
"""A plain function with a docstring and typed arguments; what it returns is read by the model."""

MOST_STEPS = 16
"""Turns of the agent's graph; a question takes two to six."""


class Claim(BaseModel):
    """One sentence and the keys of the sources that carry it."""

    text: str = Field(description="One sentence, without source markers.")
    sources: list[str] = Field(
        default_factory=list, description="Keys of the sources that carry it, such as S3."
    )


class Written(BaseModel):
    """The answer: first the answer itself, then its reasons, then what is not known."""

    answer: Claim = Field(description="The answer in one sentence.")
    reasons: list[Claim] = Field(default_factory=list, description="At most six.")
    unknown: list[str] = Field(
        default_factory=list, description="What the tools did not show; without figures."
    )
    next_steps: list[Claim] = Field(default_factory=list, description="At most three.")


def write(
    model: Model,
    instructions: str,
    conversation: Sequence[tuple[str, str]],
    tools: Sequence[Tool],
    clock: Callable[[], float] = time.monotonic,
) -> Written:
    """Let the model use the tools until it has an answer.

    `conversation` holds (role, text) pairs and ends with the question. Raises `ModelFailed`
    whatever goes wrong at the other end: a time-out, a refusal, a page of HTML.
    """
    agent = create_agent(
        _chat(model),
        list(tools),
        system_prompt=instructions,
        middleware=[Budget(model, clock)],
        response_format=ToolStrategy(Written),
    )
    messages = [{"role": role, "content": text} for role, text in conversation]
    state = _run(agent, messages)
    written = state.get("structured_response")
    if not isinstance(written, Written):
        raise ModelFailed("malformed")
    return written


class Budget(AgentMiddleware[Any, Any, Any]):
    """Keeps one question within its time and tokens, and tries a passing failure once more."""

    def __init__(self, model: Model, clock: Callable[[], float]) -> None:
        super().__init__()
        self._model = model
        self._clock = clock
        self._ends = clock() + model.total_seconds
        self._tokens = 0

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """One call of the model within what is left of the budget."""
        try:
            response = handler(self._limited(request))
        except model_errors.ModelError as error:
            if not error.is_retryable:
                raise
            log.info("The model failed (%s); trying once more.", type(error).__name__)
            time.sleep(min(self._model.pause_seconds, max(0.0, self._left())))
            response = handler(self._limited(request))
        self._spend(response)
        return response

    def _limited(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        left = self._left()
        if left <= 0 or self._tokens >= self._model.token_budget:
            raise ModelFailed("budget")
        seconds = min(left, self._model.timeout_seconds)
        return request.override(model_settings={**request.model_settings, "timeout": seconds})

    def _left(self) -> float:
        return self._ends - self._clock()

    def _spend(self, response: ModelResponse[Any]) -> None:
        for message in response.result:
            if isinstance(message, AIMessage) and message.usage_metadata:
                self._tokens += message.usage_metadata["total_tokens"]


def _chat(model: Model) -> ChatOpenAI:
    return ChatOpenAI(
        model=model.name,
        api_key=SecretStr(model.api_key),
        base_url=model.base_url,
        max_retries=0,
        timeout=model.timeout_seconds,
    )


def _run(agent: Any, messages: list[dict[str, str]]) -> dict[str, Any]:
    try:
        state: dict[str, Any] = agent.invoke(
            {"messages": messages}, {"recursion_limit": MOST_STEPS}
        )
    except ModelFailed:
        raise
    except model_errors.ModelError as error:
        raise ModelFailed(_why(error)) from error
    except (StructuredOutputError, GraphRecursionError) as error:
        raise ModelFailed("malformed") from error
    except Exception as error:
        # A server that is not a model (a login page, a proxy) makes the libraries raise anything.
        log.warning("The model's answer could not be read: %s", type(error).__name__)
        raise ModelFailed("malformed") from error
    return state


def _why(error: model_errors.ModelError) -> str:
    if isinstance(error, model_errors.ModelTimeoutError):
        return "timeout"
    if isinstance(error, model_errors.ModelRateLimitError):
        return "busy"
    if isinstance(error, model_errors.ModelAPIError | model_errors.ModelConnectionError):
        return "unreachable"
    return "refused"
