"""The language model behind any OpenAI-compatible endpoint; optional everywhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """Where to reach a chat model; nothing is imported or contacted until it is used."""

    name: str
    api_key: str
    base_url: str | None = None
    timeout_seconds: float = 30.0
