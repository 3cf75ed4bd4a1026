"""The language model behind any OpenAI-compatible endpoint: where it is and what it may cost."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playbooks.errors import CairnError


@dataclass(slots=True)
class Manner:
    """How an endpoint was found to want its requests: the step of `agent.MANNERS` that it took."""

    step: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """Where to reach a chat model; nothing is imported or contacted until it is used.

    `timeout_seconds` is for one silence of the endpoint, `total_seconds` and `token_budget` (read
    and written) for one question, `tokens_per_day` for the workspace (None: no limit). A call
    that fails for a passing reason is made once more after `pause_seconds`, or when the endpoint
    says so.
    """

    name: str
    api_key: str
    base_url: str | None = None
    timeout_seconds: float = 30.0
    total_seconds: float = 60.0
    token_budget: int = 40_000
    tokens_per_day: int | None = None
    pause_seconds: float = 0.5
    manner: Manner = field(default_factory=Manner, compare=False, repr=False)


class ModelFailed(CairnError):
    """The model gave no usable answer; `why` is one of `timeout`, `busy`, `unreachable`,
    `refused` (its key or name), `unsuited` (the request), `budget`, `day` and `malformed`."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The language model gave no usable answer ({why}). Nothing was changed; the answer "
            "is composed from the records instead."
        )
        self.why = why


class Meter:
    """What one question may still use; `spent` is told the tokens of each call as it ends."""

    def __init__(
        self,
        model: Model,
        tokens: int | None = None,
        spent: Callable[[int], None] = lambda tokens: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._ends = clock() + model.total_seconds
        self._tokens = model.token_budget if tokens is None else min(tokens, model.token_budget)
        self._spent = spent

    @property
    def seconds_left(self) -> float:
        """Seconds until the question has taken too long; not above zero when it has."""
        return self._ends - self._clock()

    def check(self) -> None:
        """Raise `ModelFailed` when time or tokens are used up."""
        if self.seconds_left <= 0:
            raise ModelFailed("timeout")
        if self._tokens <= 0:
            raise ModelFailed("budget")

    def spend(self, tokens: int) -> None:
        """A call has read and written so many tokens."""
        self._tokens -= tokens
        self._spent(tokens)
