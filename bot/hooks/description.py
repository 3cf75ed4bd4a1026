"""The webhook as OpenAPI 3.1 describes it, made out of what the code takes."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from bot.hooks import signing

PATH = "/hooks/records"
DESCRIPTION_PATH = "/hooks/openapi.json"
LARGEST = 2_000_000
"""Bytes of a delivery."""

EXPLANATION = """Product usage and survey answers, in batches. Deliveries are signed as
https://www.standardwebhooks.com prescribes: the header webhook-signature holds `v1,` and the base64
of the HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`, keyed with the secret's bytes.

An answer 202 means that the rows it calls created, updated or unchanged are stored. A row that
cannot be used is named with the reason, and the others go in. The same webhook-id with the same
body is stored once, however often it comes, and is answered the same."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MetricRow(_Shape):
    """One value of one metric of one account on one day."""

    account: str = Field(description="A name, an alias or an id.")
    date: date
    metric: str = Field(examples=["active_users"])
    value: float
    unit: str | None = Field(None, description="Of what; needed unless the metric's name says it.")
    source: str | None = Field(None, description="The feature or system that the value is of.")
    id: str | None = Field(None, description="Yours; the same one again replaces the value.")


class SurveyRow(_Shape):
    """One answer to a survey."""

    account: str = Field(description="A name, an alias or an id.")
    date: date
    kind: Literal["csat", "nps", "ces"]
    score: float = Field(description="CSAT 1 to 5, NPS 0 to 10, CES 1 to 7.")
    respondent: str | None = None
    role: str | None = Field(None, description="What the respondent does at the customer's.")
    comment: str | None = None
    id: str | None = Field(None, description="Yours; the same one again replaces the answer.")


class Batch(_Shape):
    """The body of a delivery: at least one of the two, 5,000 rows at most in all."""

    metrics: list[MetricRow] = []
    surveys: list[SurveyRow] = []


class RejectedRow(_Shape):
    """A row that was left out: its number from 1 on, the field at fault, and why."""

    row: int
    field: str | None
    why: str


class Taken(_Shape):
    """What became of the rows of one kind."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: list[RejectedRow]


class Answer(_Shape):
    """What was taken in; `repeated` means that it was there before."""

    id: str
    repeated: bool
    metrics: Taken | None = None
    surveys: Taken | None = None


class Refusal(_Shape):
    """Why nothing was stored."""

    error: str


REFUSALS = {
    "400": "The body is not JSON, or not of this shape.",
    "401": "The signature is missing, wrong or too old.",
    "409": "The webhook-id came before with another body.",
    "413": "The body is larger than 2 MB.",
}


def document() -> dict[str, Any]:
    """The whole description."""
    models = (Batch, Answer, Refusal)
    _, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cairn webhook", "version": "1", "description": EXPLANATION},
        "paths": {PATH: {"post": _operation()}},
        "components": {"schemas": schemas["$defs"]},
    }


def _operation() -> dict[str, Any]:
    taken = _answer("What was taken in, and which rows were not.", "Answer")
    refused = {status: _answer(said, "Refusal") for status, said in REFUSALS.items()}
    return {
        "operationId": "postRecords",
        "summary": "Post metric samples and survey answers.",
        "parameters": [
            _header(signing.ID, "Yours, and the same when you send the same again.", 200),
            _header(signing.TIMESTAMP, "Seconds since 1970, when it was signed.", 12),
            _header(signing.SIGNATURE, "One signature, or several between blanks."),
        ],
        "requestBody": {"required": True, "content": _content("Batch")},
        "responses": {"202": taken, **refused},
    }


def _header(name: str, said: str, longest: int | None = None) -> dict[str, Any]:
    bound = {"maxLength": longest} if longest else {}
    schema = {"type": "string", "minLength": 1, **bound}
    return {"name": name, "in": "header", "required": True, "description": said, "schema": schema}


def _answer(said: str, model: str) -> dict[str, Any]:
    return {"description": said, "content": _content(model)}


def _content(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}}
