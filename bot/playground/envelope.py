"""One thing that Slack tells the app, before it is put on a wire."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from bot.playground.shapes import Json

FORM = "application/x-www-form-urlencoded"
VERIFICATION_TOKEN = "deprecated-verification-token"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload and the kind of it, in Socket Mode's words.

    `body` and `content_type` are what goes over HTTP: events as JSON, commands as a form, and
    interactions as JSON inside a form.
    """

    kind: Literal["events_api", "slash_commands", "interactive"]
    payload: Json

    @property
    def content_type(self) -> str:
        return "application/json" if self.kind == "events_api" else FORM

    @property
    def body(self) -> str:
        if self.kind == "events_api":
            return json.dumps(self.payload)
        if self.kind == "slash_commands":
            return urlencode(self.payload)
        return urlencode({"payload": json.dumps(self.payload)})
