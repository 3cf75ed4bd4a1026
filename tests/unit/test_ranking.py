"""Ranking the notes of one account."""

from knowledge import chunks, expansion, ranking, turns
from knowledge.embedders import HashedWords
from knowledge.ranking import Item, Stretch

NOTES = [
    Item("n1", "They renewed early and asked for ten more seats.", "en"),
    Item("n2", "Il referente ha lasciato l'azienda.", "it"),
    Item("n3", "客户抱怨响应时间太慢。", "zh"),
]


CHATTER = [f"Ann: and so we went on about the weather in week {n}.\n" for n in range(200)]
TALK = [
    "Ann: now the export to their warehouse.\n",
    "Bob: it fails every night since the update.\n",
    "Ann: the export fails for all of the warehouse?\n",
]


def _found(query: str, items: list[Item], most: int = 5) -> list[Stretch]:
    embedder = HashedWords()
    parts = ranking.parts(items)
    made = embedder.passages([part.text for part in parts])
    vectors = {part.digest: vector for part, vector in zip(parts, made, strict=True)}
    words = expansion.weights(query)
    return ranking.rank(words, embedder.query(query), items, vectors, most)


def _ranked(query: str, items: list[Item] = NOTES) -> list[str]:
    return [stretch.item_id for stretch in _found(query, items)]


def test_the_note_that_says_it_comes_first() -> None:
    assert _ranked("who asked for seats?")[0] == "n1"


def test_notes_are_found_in_their_own_language() -> None:
    assert _ranked("响应时间")[0] == "n3"
    assert _ranked("il referente è uscito?")[0] == "n2"


def test_without_vectors_words_alone_rank() -> None:
    found = ranking.rank({"seat": 1.0}, None, NOTES, {})
    assert [stretch.item_id for stretch in found] == ["n1"]


def test_vectors_of_another_width_tell_nothing() -> None:
    vectors = {NOTES[1].digest: HashedWords(32).query("seats")}
    found = ranking.rank({"seat": 1.0}, HashedWords(64).query("seats"), NOTES, vectors)
    assert [stretch.item_id for stretch in found] == ["n1"]


def test_among_very_many_notes_the_one_that_says_it_is_found() -> None:
    many = [Item(f"x{n}", f"Call number {n} about nothing much.") for n in range(3000)]
    assert _ranked("who asked for seats?", [*many, *NOTES])[0] == "n1"


def test_nothing_to_rank_gives_nothing() -> None:
    assert ranking.rank({"seat": 1.0}, None, [], {}) == []


def test_of_a_long_note_the_turns_that_answer_are_shown_with_those_around_them() -> None:
    note = Item("call", "".join([*CHATTER[:120], *TALK, *CHATTER[120:]]), "en")
    [best, *_] = _found("does the export to the warehouse fail?", [note, *NOTES])
    assert best.item_id == "call"
    assert "".join(TALK) in best.text
    assert best.text in note.text
    assert chunks.count_words(best.text) <= turns.STRETCH


def test_stretches_of_one_note_do_not_overlap() -> None:
    note = Item("call", "".join(CHATTER), "en")
    shown = _found("the weather in week 7", [note], most=3)
    assert len(shown) == 3
    assert len({line for one in shown for line in one.text.splitlines()}) == sum(
        len(one.text.splitlines()) for one in shown
    )
