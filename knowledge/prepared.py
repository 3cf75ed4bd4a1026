"""Vectors of the shipped library, made beforehand so that a new home need not wait for them.

Only a cache, by generation and digest: what is not in it is made as always. After a change of the
shipped texts, of the model or of how vectors are made: `python -m knowledge.prepared`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from knowledge import embedders, passages
from knowledge.embedders import Embedder, Vectors, unit
from playbooks import shipped
from playbooks.content import Shelved

FILE = Path(__file__).with_name("prepared.npz")


@cache
def vectors(generation: str) -> Mapping[str, Vectors]:
    """Unit vectors by the digest of their passage; empty for a generation that has none here."""
    with np.load(FILE) as kept:
        if str(kept["generation"]) != generation:
            return {}
        # Kept in half the precision, which moves a likeness by a thousandth at most.
        made = unit(kept["vectors"].astype(np.float32))
        return dict(zip(kept["digests"].tolist(), made, strict=True))


def shelved() -> Iterator[Shelved]:
    """The passages of the shipped library."""
    for file in shipped.files().values():
        document = shipped.load(file)
        for passage in passages.of(document):
            about = document.title, document.path, document.kind, document.stage, document.source
            yield Shelved(passage, *about)


def prepare(embedder: Embedder) -> int:
    """Make the file anew; returns how many vectors it holds."""
    some = {one.passage.digest: one for one in shelved()}
    made = passages.vectors(list(some.values()), embedder.passages)
    np.savez_compressed(
        FILE,
        generation=passages.generation(embedder),
        digests=np.array(list(some)),
        vectors=made.astype(np.float16),
    )
    return len(some)


if __name__ == "__main__":
    prepare(embedders.default())
