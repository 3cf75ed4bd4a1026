"""The language model behind any OpenAI-compatible endpoint; optional everywhere."""

from dataclasses import dataclass

from playbooks.errors import CairnError


@dataclass(frozen=True, slots=True)
class Model:
    """Where to reach a chat model; nothing is imported or contacted until it is used.

    `timeout_seconds` is for one call, `total_seconds` and `token_budget` (read and written) for
    one question. A call that fails for a passing reason is made once more after `pause_seconds`.
    """

    name: str
    api_key: str
    base_url: str | None = None
    timeout_seconds: float = 30.0
    total_seconds: float = 60.0
    token_budget: int = 40_000
    pause_seconds: float = 0.5


class ModelFailed(CairnError):
    """The model gave no usable answer; `why` is one of `timeout`, `busy`, `unreachable`,
    `refused`, `budget` and `malformed`."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The language model gave no usable answer ({why}). Nothing was changed; the answer "
            "is composed from the records instead."
        )
        self.why = why
