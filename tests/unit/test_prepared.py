"""The vectors that ship with the library."""

import numpy as np

from knowledge import embedders, passages, prepared


def test_every_shipped_passage_has_its_vector() -> None:
    made = prepared.vectors(passages.generation(embedders.default()))
    missing = {one.passage.id for one in prepared.shelved() if one.passage.digest not in made}
    assert not missing, "Make them anew: python -m knowledge.prepared"


def test_a_prepared_vector_is_the_one_that_the_model_makes() -> None:
    one = next(prepared.shelved())
    kept = prepared.vectors(passages.generation(embedders.default()))[one.passage.digest]
    [made] = passages.vectors([one], embedders.default().passages)
    assert np.dot(kept, made) > 0.9999


def test_another_generation_has_none() -> None:
    assert prepared.vectors("another/in-context") == {}
