"""Several rankings made into one."""

from knowledge import fusion
from knowledge.fusion import Rankings

OF = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "c1": "c"}


def test_what_two_rankings_find_comes_before_what_one_finds() -> None:
    rankings = Rankings([("b1", 0.9), ("a1", 0.8)], [("c1", 5.0), ("a2", 4.0)])
    found = fusion.fuse(rankings, OF)
    assert [one.document_id for one in found] == ["a", "c", "b"]


def test_a_document_best_everywhere_scores_one() -> None:
    rankings = Rankings([("a1", 0.9), ("b1", 0.1)], [("a1", 3.0)], [("a", 0.7), ("b", 0.2)])
    [first, *_] = fusion.fuse(rankings, OF)
    assert (first.document_id, first.score, first.passages) == ("a", 1.0, ("a1",))


def test_how_much_better_counts_and_not_only_the_rank() -> None:
    near = [("a1", 0.9), ("b1", 0.88)]
    [first, *_] = fusion.fuse(Rankings(near, [("b1", 9.0), ("a1", 1.0)]), OF)
    assert first.document_id == "b"


def test_a_documents_best_passage_comes_first() -> None:
    [found] = fusion.fuse(Rankings([("a1", 0.9), ("a2", 0.8)], [("a2", 2.0)]), OF)
    assert found.passages == ("a2", "a1")


def test_a_page_that_says_it_in_several_places_comes_before_one_that_says_it_once() -> None:
    said = [("b1", 4.0), ("a1", 4.0), ("a2", 3.0), ("a3", 3.0)]
    assert [one.document_id for one in fusion.fuse(Rankings(words=said), OF)] == ["a", "b"]


def test_a_document_without_a_passage_cannot_be_shown() -> None:
    assert fusion.fuse(Rankings(documents=[("z", 1.0)]), OF) == []


def test_one_ranking_alone_is_enough() -> None:
    assert [one.score for one in fusion.fuse(Rankings(words=[("a1", 3.0)]), OF)] == [1.0]


def test_what_points_away_counts_as_nothing_and_comes_last() -> None:
    found = fusion.fuse(Rankings([("a1", 0.5), ("b1", -0.1)]), OF)
    assert [(one.document_id, one.score) for one in found] == [("a", 1.0), ("b", 0.0)]
