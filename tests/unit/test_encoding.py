"""The packaged model, piece by piece: the same pieces and the same meaning as its own engine."""

import numpy as np
import pytest

from knowledge import embedders
from knowledge.encoding import package, subwords
from knowledge.encoding.layers import LONGEST, Layers
from playbooks.errors import NotReady

TEXTS = (
    "We promised them SSO by Friday.",
    "Gliel'ho detto: la perizia arriva entro l'8 novembre…",
    "扫描件客户下周发来，王总说周五回复。",
    "  two  spaces\u3000and ﬁne ½ print １２３ ",
    "a\u200bb 😀 e\u0301",
    "x" * 90,
    "",
)


@pytest.fixture(scope="module")
def layers() -> Layers:
    return Layers({})


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_cut_into_as_many_pieces_as_by_the_models_own_engine(text: str) -> None:
    engine = embedders.UtteranceEncoder()._model
    assert len(subwords.vocabulary().cut(f"passage: {text}").ids) + 2 == engine.token_count(text)


@pytest.mark.parametrize("text", TEXTS[:4])
def test_the_pieces_of_a_text_stand_where_they_say_in_their_order(text: str) -> None:
    places = subwords.vocabulary().cut(text).places
    assert places == tuple(sorted(places))
    said = "".join(text[first:end] for first, end in places)
    assert "".join(said.split()) == "".join(text.split())


@pytest.mark.parametrize("text", TEXTS[:3])
def test_untaught_layers_mean_what_the_models_own_engine_says(layers: Layers, text: str) -> None:
    states, places = layers.read(f"query: {text}")
    assert len(states) == len(places)
    given, _ = layers.embedded(f"query: {text}")
    whole = layers._session.run(None, {"x": given[None]})[0][0].mean(axis=0)
    meant = embedders.UtteranceEncoder().query(text)
    assert float(whole @ meant / np.linalg.norm(whole)) > 0.999


def test_a_text_without_end_is_read_as_far_as_the_model_reads(layers: Layers) -> None:
    states, places = layers.read("never ending story " * 200)
    assert len(states) == len(places) == LONGEST


def test_without_the_package_it_is_said_what_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MODEL", "gone.bin")
    package.opened.cache_clear()
    with pytest.raises(NotReady, match="by their wording alone"):
        package.opened()
    package.opened.cache_clear()
