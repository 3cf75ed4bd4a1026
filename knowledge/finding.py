"""Finding passages for a question: several rankings, made into one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge import expansion, fusion, passages
from knowledge.records import Shelf
from playbooks.content import Shelved

DEPTH = 200
"""Passages that each ranking hands to the fusion."""

CANDIDATES = 40
"""Documents whose passages are read before the best are chosen."""

OWN_PAGES = 1.25
"""A workspace's own page counts so much more than one of ours that fits as well."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `score` is between 0 and 1 and ranks within one search alone.

    `id` is what a citation names. `kind` is `playbook` or `education`; `path` is as the file was
    given; `stage` is None when the document names none.
    """

    id: str
    document_id: str
    kind: str
    path: str
    title: str
    heading: str
    text: str
    stage: str | None
    language: str
    score: float


Nearest = Callable[[str, str, int, Mapping[str, str]], list[tuple[str, float]]]
"""Given `passages` or `documents`, a query, how many and the filters: ids with their likeness to
the query (a cosine), nearest first. Empty while there is no model."""


def find(
    query: str,
    k: int,
    shelf: Shelf,
    nearest: Nearest,
    filters: Mapping[str, str],
    per_document: int = 1,
    reworded: Sequence[str] = (),
) -> list[Hit]:
    """The best `k` passages, at most `per_document` of each document, best first.

    `filters` may name `kind`, `stage` and `language`; `reworded` is the query in other words.
    """
    found = _documents(query, shelf, nearest, filters)
    if reworded:
        others = [_documents(wording, shelf, nearest, filters) for wording in reworded]
        found = fusion.join(found, others)
    found = found[: max(CANDIDATES, k)]
    chosen = {passage: f.score for f in found for passage in f.passages[:per_document]}
    shelved = shelf.passages(list(chosen))
    hits = [hit(shelved[p], score) for p, score in chosen.items() if p in shelved]
    return sorted(hits, key=lambda one: -one.score)[:k]


def hit(shelved: Shelved, score: float, own: float = OWN_PAGES) -> Hit:
    """The passage as it was found; `own` is what a workspace's own page counts."""
    passage = shelved.passage
    weight = own if shelved.source == "added" else 1.0
    return Hit(
        id=passage.id,
        document_id=passage.document_id,
        kind=shelved.kind,
        path=shelved.path,
        title=shelved.title,
        heading=passage.heading,
        text=passage.text,
        stage=shelved.stage,
        language=passage.language,
        score=round(score * weight / own, 4),
    )


def _documents(
    query: str, shelf: Shelf, nearest: Nearest, filters: Mapping[str, str]
) -> list[fusion.Found]:
    rankings = fusion.Rankings(
        nearest("passages", query, DEPTH, filters),
        shelf.lexicon.search(expansion.weights(query), DEPTH, **filters),
        nearest("documents", query, DEPTH, filters),
    )
    named = (*rankings.meaning, *rankings.words)
    return fusion.fuse(rankings, {passage: passages.document_of(passage) for passage, _ in named})
