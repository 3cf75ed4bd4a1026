"""The webhook over HTTP: who may post, what is stored, and that it is as it is described."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.hooks import description, endpoint, signing
from handlers.context import Context
from handlers.syncing import deliveries
from playbooks.accounts import Account
from playbooks.errors import NotReady
from playbooks.observations import MetricSample, SurveyResponse

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEPT = Path(__file__).parents[2] / "docs" / "reference" / "webhook.openapi.json"
BATCH = {
    "metrics": [
        {"account": "Harbour Tea", "date": "2026-11-19", "metric": "active_users", "value": 41},
        {"account": "Nobody", "date": "2026-11-19", "metric": "active_users", "value": 41},
        {"account": "A1", "metric": "active_users", "value": 4},
        {"account": "A1", "date": "2026-11-19", "metric": "active_users", "valeu": 4},
        {"account": "A1", "date": "2026-11-19", "metric": "active_users", "value": "many"},
        "text",
    ],
    "surveys": [{"account": "A1", "date": "2026-11-18", "kind": "nps", "score": 9}],
}

Post = Callable[..., Any]


@pytest.fixture
def post(context: Context) -> Post:
    """Post a body, signed by the standard's own library as senders have it."""
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea"))
    client = TestClient(Starlette(routes=endpoint.routes(context, SECRET)))

    def _post(
        body: Any,
        delivery: str = "d1",
        at: datetime | None = None,
        sign_as: str = SECRET,
        **headers: str | bytes,
    ) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        moment = at or context.now()
        signed = {
            "webhook-id": delivery,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(sign_as).sign(delivery, moment, text),
        }
        return client.post(description.PATH, content=text, headers={**signed, **headers})

    return _post


def found(context: Context, kind: type[Any]) -> list[Any]:
    with context.workspace.reading() as reader:
        return reader.find(kind)


def test_good_rows_are_stored_and_each_other_one_is_named(context: Context, post: Post) -> None:
    answer = post(BATCH)
    assert answer.status_code == 202
    told = answer.json()
    assert (told["metrics"]["read"], told["metrics"]["created"]) == (6, 1)
    assert [(row["row"], row["field"]) for row in told["metrics"]["rejected"]] == [
        (2, "account"),
        (3, "date"),
        (4, None),
        (5, "value"),
        (6, None),
    ]
    assert told["metrics"]["rejected"][2]["why"] == "unknown fields: valeu"
    assert [(m.metric, m.value, m.unit) for m in found(context, MetricSample)] == [
        ("active_users", 41, "users")
    ]
    assert [s.score for s in found(context, SurveyResponse)] == [9]
    schema = description.document()
    described = {"$ref": "#/components/schemas/Answer", "components": schema["components"]}
    Draft202012Validator(described).validate(told)


def test_the_same_delivery_is_stored_once_and_another_one_under_its_id_is_not(
    context: Context, post: Post
) -> None:
    first, again = post(BATCH).json(), post(BATCH).json()
    assert again == {**first, "repeated": True}
    assert len(found(context, SurveyResponse)) == 1
    other = post({"surveys": []})
    assert (other.status_code, list(other.json())) == (409, ["error"])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_not_signed_now_by_whom_we_trust_is_refused(context: Context, post: Post) -> None:
    stale = datetime(2026, 11, 20, 8, 54, tzinfo=UTC)
    for refused in (
        post(BATCH, at=stale),
        post(BATCH, at=stale.replace(hour=9, minute=6)),
        post(BATCH, sign_as="whsec_" + "A" * 32),
        post(BATCH, **{"webhook-id": "another"}),
        post(BATCH, **{"webhook-signature": "v1,é".encode()}),
        post(BATCH, **{"webhook-signature": ""}),
        post(BATCH, **{"webhook-timestamp": "soon"}),
        post(BATCH, **{"webhook-timestamp": "\u00b2".encode("latin-1")}),
        post(BATCH, **{"webhook-timestamp": "9" * 400}),
    ):
        assert refused.status_code == 401
        assert SECRET[6:] not in refused.text
    assert found(context, MetricSample) == []
    rotated = Webhook(SECRET).sign("d2", context.now(), '{"surveys": []}')
    old = "v1,AAAA"
    assert post({"surveys": []}, "d2", **{"webhook-signature": f"{old} {rotated}"}).is_success


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_body_that_cannot_be_read_is_refused_with_a_sentence(post: Post) -> None:
    for body in ("", "{", "[]", "{}", '{"usage": []}', '{"metrics": {}}', "null"):
        assert post(body).status_code == 400
    many = {"metrics": [{}] * (deliveries.MOST_ROWS + 1)}
    assert "5,000 rows" in post(many).json()["error"]
    large = post('{"metrics": [' + " " * description.LARGEST + "]}")
    assert large.status_code == 413


def test_the_description_is_valid_and_the_one_in_the_docs_is_the_same() -> None:
    document = description.document()
    validate(document)
    assert json.loads(KEPT.read_text(encoding="utf-8")) == document
    assert set(deliveries.COLUMNS["metrics"]) == set(description.MetricRow.model_fields)
    assert set(deliveries.COLUMNS["surveys"]) == set(description.SurveyRow.model_fields)


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    for secret in ("", "whsec_", "hunter2", "whsec_c2hvcnQ="):
        with pytest.raises(NotReady, match="at least 24 random bytes"):
            signing.key_of(secret)
