"""What the table of Web API methods says about each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.playground.api.arguments import Arguments
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Method:
    """One Web API method.

    `scope` may begin with `*`, which stands for the kind of the conversation (`*:history` is
    `channels:history`, `im:history` …). `token` says which token opens it.
    """

    run: Callable[[Workspace, Arguments], Json]
    required: tuple[str, ...] = ()
    scope: str | None = None
    token: Literal["bot", "app", "none"] = "bot"
