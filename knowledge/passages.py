"""Passages: how a document is cut into them, and what of each is looked up and embedded."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from knowledge import chunks, languages, tokens
from knowledge.embedders import Embedder, Vectors, unit
from playbooks.content import Document, Passage, Shelved

Encode = Callable[[Sequence[str]], Vectors]
"""Gives a unit vector for each text, shape (len(texts), dimensions); none is made twice."""


RECIPE = "in-context"
"""Named anew whenever `vectors` makes others of the same passages: they are then all made again."""


def generation(embedder: Embedder) -> str:
    """The name under which the vectors are kept that `vectors` makes with this model."""
    return f"{embedder.name}/{RECIPE}"


def of(document: Document) -> Iterator[Passage]:
    """The document's passages in order; one whose text and headings are unchanged keeps its id."""
    seen: dict[str, int] = {}
    for position, piece in enumerate(chunks.cut(document.text).pieces):
        embedded = chunks.in_context(document.title, piece.heading, piece.text)
        digest = hashlib.sha256(embedded.encode()).hexdigest()
        seen[digest] = seen.get(digest, 0) + 1
        again = f"-{seen[digest]}" if seen[digest] > 1 else ""
        yield Passage(
            id=f"{document.id}#{digest[:12]}{again}",
            document_id=document.id,
            position=position,
            heading=piece.heading,
            text=piece.text,
            language=languages.detect(piece.text, likely=document.language).code,
            digest=digest,
        )


def document_of(passage_id: str) -> str:
    """The id of the document that a passage was cut from."""
    return passage_id.rpartition("#")[0]


def words(title: str, passage: Passage) -> tuple[str, list[str], list[str]]:
    """The passage's id, the words of its title and headings, and its own words."""
    above = chunks.context(title, passage.heading)
    own = tokens.words(passage.text, passage.language)
    return passage.id, tokens.words(above, passage.language), own


def vectors(some: Sequence[Shelved], encode: Encode) -> Vectors:
    """Half what a passage says, half where it stands: its document's title and headings."""
    above = [chunks.context(s.title, s.passage.heading) for s in some]
    lines = {line: place for place, line in enumerate(dict.fromkeys(above))}
    own, headings = encode([s.passage.text for s in some]), encode(list(lines))
    return unit(own + headings[np.array([lines[line] for line in above], dtype=np.intp)])
