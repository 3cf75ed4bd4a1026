"""Hearing the sentences of a note, at once or ahead."""

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.embedders import HashedWords, Vectors
from knowledge.notes import hearing, reader

NOTE = "Nora is leaving us in May. Who comes after her is open. They freeze the budget until then."


class Counting(HashedWords):
    """An encoder that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().passages(texts)


def test_what_was_heard_ahead_is_not_embedded_again() -> None:
    encoder = Counting()
    hearing.prepare([NOTE, NOTE], encoder)
    ahead = list(encoder.asked)
    heard = hearing.hear(NOTE, encoder)
    assert encoder.asked == ahead
    assert set(ahead) == set(heard.texts)
    assert np.allclose(heard.vectors, HashedWords().passages(heard.texts))


def test_what_was_read_ahead_is_not_judged_again_unless_it_names_a_champion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = reader.read(NOTE)
    reader.prepare([NOTE])
    monkeypatch.setattr(hearing, "hear", _refused)
    assert reader.read(NOTE, ["Ada Bell"]) == said
    with pytest.raises(AssertionError):
        reader.read(NOTE, ["Nora Blythe"])


def _refused(text: str) -> hearing.Heard:
    raise AssertionError(text)


def test_a_note_that_says_nothing_is_heard_as_nothing() -> None:
    heard = hearing.hear("", HashedWords())
    assert (heard.told, len(heard.vectors)) == ((), 0)
