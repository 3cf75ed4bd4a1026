"""The way Slack says no: `ok: false`, an error code, and sometimes which argument was wrong."""

from __future__ import annotations

from collections.abc import Iterable

from bot.playground.shapes import Json


class Refused(Exception):
    """A Web API call that Slack answers with `ok: false`.

    `error` is one of Slack's documented codes, `details` whatever else goes into the answer.
    """

    def __init__(self, error: str, **details: object) -> None:
        super().__init__(f"{error} {details}" if details else error)
        self.error = error
        self.details = details

    def as_json(self) -> Json:
        return {"ok": False, "error": self.error, **self.details}


def invalid_arguments(messages: Iterable[str]) -> Refused:
    """Arguments that are missing or out of bounds; each message names one of them."""
    return Refused("invalid_arguments", response_metadata=_explained(messages))


def invalid_blocks(messages: Iterable[str]) -> Refused:
    """Blocks of a message that break Block Kit's rules; each message ends in a JSON pointer."""
    listed = list(messages)
    return Refused("invalid_blocks", errors=listed, response_metadata=_explained(listed))


def _explained(messages: Iterable[str]) -> Json:
    return {"messages": [f"[ERROR] {message}" for message in messages]}
