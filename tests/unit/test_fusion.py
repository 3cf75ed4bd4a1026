"""Several rankings made into one."""

from knowledge import fusion
from knowledge.fusion import Rankings

OF = {"a1": "a", "a2": "a", "b1": "b", "c1": "c"}


def test_what_two_rankings_find_comes_before_what_one_finds() -> None:
    found = fusion.fuse(Rankings(["b1", "a1"], ["c1", "a2"]), OF)
    assert [one.document_id for one in found] == ["a", "b", "c"]


def test_a_document_first_everywhere_scores_one() -> None:
    [first, *_] = fusion.fuse(Rankings(["a1", "b1"], ["a1"], ["a", "b"]), OF)
    assert first == fusion.Found("a", 1.0, ("a1",))


def test_a_documents_best_passage_comes_first() -> None:
    [found] = fusion.fuse(Rankings(["a1", "a2"], ["a2"]), OF)
    assert found.passages == ("a2", "a1")


def test_a_document_without_a_passage_cannot_be_shown() -> None:
    assert fusion.fuse(Rankings(documents=["z"]), OF) == []


def test_one_ranking_alone_is_enough() -> None:
    assert [one.score for one in fusion.fuse(Rankings(words=["a1"]), OF)] == [1.0]


def test_words_count_more_for_a_few_of_which_one_is_rare() -> None:
    assert fusion.words_weight(["foqal"], {"foqal": 2}, 1000) == fusion.RARE_WORDS
    assert fusion.words_weight(["customer"], {"customer": 700}, 1000) == fusion.WORDS
    assert fusion.words_weight(["foqal"], {}, 1000) == fusion.WORDS
    assert fusion.words_weight([*"abcd", "foqal"], {"foqal": 2}, 1000) == fusion.WORDS
