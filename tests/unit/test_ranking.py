"""Ranking the notes of one account."""

from knowledge import expansion, ranking
from knowledge.embedders import HashedWords
from knowledge.ranking import Item

NOTES = [
    Item("n1", "They renewed early and asked for ten more seats.", "en"),
    Item("n2", "Il referente ha lasciato l'azienda.", "it"),
    Item("n3", "客户抱怨响应时间太慢。", "zh"),
]


def _ranked(query: str, items: list[Item] = NOTES) -> list[str]:
    embedder = HashedWords()
    made = embedder.passages([item.text for item in items])
    vectors = {item.digest: vector for item, vector in zip(items, made, strict=True)}
    found = ranking.rank(expansion.weights(query), embedder.query(query), items, vectors)
    return [item_id for item_id, _ in found]


def test_the_note_that_says_it_comes_first() -> None:
    assert _ranked("who asked for seats?")[0] == "n1"


def test_notes_are_found_in_their_own_language() -> None:
    assert _ranked("响应时间")[0] == "n3"
    assert _ranked("il referente è uscito?")[0] == "n2"


def test_without_vectors_words_alone_rank() -> None:
    found = ranking.rank({"seat": 1.0}, None, NOTES, {})
    assert [item_id for item_id, _ in found] == ["n1"]


def test_among_very_many_notes_the_one_that_says_it_is_found() -> None:
    many = [Item(f"x{n}", f"Call number {n} about nothing much.") for n in range(3000)]
    assert _ranked("who asked for seats?", [*many, *NOTES])[0] == "n1"


def test_nothing_to_rank_gives_nothing() -> None:
    assert ranking.rank({"seat": 1.0}, None, [], {}) == []
