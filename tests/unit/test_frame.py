"""What all texts of a library have in common."""

import numpy as np

from knowledge import frame
from knowledge.embedders import unit


def _vectors(count: int) -> np.ndarray:
    random = np.random.default_rng(1)
    return unit(random.normal(size=(count, 8)).astype(np.float32) + 3)


def test_vectors_that_crowd_together_are_spread() -> None:
    vectors = _vectors(200)
    spread = frame.of(vectors).applied(vectors)
    assert float((vectors @ vectors.T).mean()) > 0.8
    assert abs(float((spread @ spread.T).mean())) < 0.05


def test_a_small_library_is_left_as_it_is() -> None:
    vectors = _vectors(10)
    assert frame.of(vectors).applied(vectors) is vectors


def test_a_frame_comes_back_as_it_was_written() -> None:
    made = frame.of(_vectors(200))
    again = frame.read(made.written())
    assert again.count == 200
    assert np.array_equal(again.applied(_vectors(5)), made.applied(_vectors(5)))


def test_a_frame_fits_until_the_library_has_doubled() -> None:
    made = frame.of(_vectors(200))
    assert made.fits(300)
    assert not made.fits(400)
    assert not made.fits(50)
