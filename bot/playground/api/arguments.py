"""The arguments of one Web API call, however they were sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from bot.playground.refusal import Refused, invalid_arguments
from bot.playground.shapes import Json

_TRUE = {True, "true", "True", "1"}


@dataclass(frozen=True, slots=True)
class Arguments:
    """Named values, and the Authorization header as it came."""

    values: Json
    authorization: str = ""

    @property
    def token(self) -> str | None:
        """The bearer token, or the old `token` argument."""
        scheme, _, token = self.authorization.partition(" ")
        if scheme.lower() == "bearer" and token:
            return token
        return self.values.get("token")

    def require(self, names: Iterable[str]) -> None:
        """Refuse the call when one of `names` is missing or empty."""
        missing = [name for name in names if self.values.get(name) in (None, "")]
        if missing:
            raise invalid_arguments(f"missing required field: {name}" for name in missing)

    def text(self, name: str) -> str:
        """A required text, as `require` has checked."""
        return str(self.values[name])

    def optional_text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str) -> bool:
        return self.values.get(name) in _TRUE

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number between 1 and `most`."""
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError:
            raise invalid_arguments([f"must be an integer [json-pointer:/{name}]"]) from None
        if not 1 <= number <= most:
            raise Refused("invalid_limit")
        return number

    def structure(self, name: str, error: str = "invalid_arguments") -> Any:
        """An object or a list, sent as JSON or as text that holds JSON; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(error) from None


def read(headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Arguments:
    """Arguments from the query and from a form or JSON body; refused when it cannot be read."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    values: Json = {**query, **_body(kind, body)}
    return Arguments(values, headers.get("authorization", ""))


def _body(kind: str, body: bytes) -> Json:
    if not body:
        return {}
    if kind == "application/json":
        return _json(body)
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    raise Refused("invalid_post_type")


def _json(body: bytes) -> Json:
    try:
        values = json.loads(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(values, dict):
        raise Refused("json_not_object")
    return values
