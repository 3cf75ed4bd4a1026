"""A generation: the library as one model reads it, its vectors kept and ranked by meaning."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import RLock
from typing import Any, TypeVar

import numpy as np

from knowledge import exact, frame, index, passages, prepared
from knowledge.embedders import Embedder, Vectors
from knowledge.exact import Entry, Exact, Rows
from knowledge.frame import Frame
from knowledge.index import Index
from knowledge.records import Progress, Records, Shelf, Workspace
from playbooks.errors import NotReady

T = TypeVar("T")

LOG = logging.getLogger("cairn.library")

TOGETHER = 64
"""Texts embedded between two words of progress, and written in one transaction."""

PAUSE = 30.0
"""Seconds for which what failed is left alone: searches compare exactly without the index, and go
by words without the model."""

OTHER_WIDTH = (
    "{model} gives vectors of {now} numbers now, and of {before} before. Search goes on by words "
    "alone until the library has been read anew: run `cairn content sync`."
)

SAMPLE = 5_000
"""Vectors that tell what all of them have in common."""

PARTS = ("passages", "documents")


class Generation:
    """One model's reading of a workspace's library.

    Chroma answers while it is in step and nothing is filtered; otherwise every vector is compared.
    """

    def __init__(
        self,
        name: str,
        embedder: Embedder,
        mirror: Index,
        shelf: Callable[[Any], Shelf],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.embedder = embedder
        self._index = mirror
        self._shelf = shelf
        self._clock = clock
        self._away_until = 0.0
        self._in_step: str | None = None
        self._frame = "", Frame(0, None)
        self._exact: Exact | None = None
        self._asked: tuple[str, Vectors] | None = None
        self._silent: tuple[float, NotReady] | None = None
        self._reading, self._building = RLock(), RLock()

    def read(self, workspace: Workspace, progress: Progress | None = None) -> int:
        """Embed what has no vector yet and bring the index in step; returns how many were embedded.

        Opens its own short transactions; never call it inside one. Raises `NotReady` without the
        model; what was embedded until then is kept. An index that fails is left for the next time.
        """
        with self._reading:
            made = self._embed(workspace, progress)
            self._silent = None
            with workspace.reading() as reader:
                name = index.name_of(reader.team_id, self.name)
                current, written = self._settled(self._shelf(reader))
            with workspace.writing() as writer:
                kept = self._shelf(writer).generations
                kept.keep(self.name, current.revision, written)
            self._frame = written, current.frame
            self._mirror(current, name, progress)
            return made

    def encode(self, query: str) -> Vectors:
        """The vector of a question; raises `NotReady` without the model."""
        asked, silent = self._asked, self._silent
        if asked is not None and asked[0] == query:
            return asked[1]
        if silent is not None and self._clock() < silent[0]:
            raise NotReady(silent[1].message, **silent[1].values)
        try:
            vector = self.embedder.query(query)
        except NotReady as error:
            self._silent = self._clock() + PAUSE, error
            raise
        self._asked, self._silent = (query, vector), None
        return vector

    def nearest(
        self, reader: Records, part: str, query: str, limit: int, filters: Mapping[str, str]
    ) -> list[tuple[str, float]]:
        """Ids of `part` (`passages` or `documents`) with their likeness, nearest first.

        Raises `NotReady` without the model, or when its vectors do not fit those that are kept.
        """
        vector = self.encode(query)
        shelf = self._shelf(reader)
        name = index.name_of(reader.team_id, self.name)
        if not filters and self._index_serves(name, shelf.generations.standing().revision):
            try:
                asked = self._in_frame(vector, self._kept_frame(shelf)[1])
                return self._index.nearest(f"{name}-{part}", asked, limit)
            except NotReady as error:
                self._leave_alone(error)
        compared = self._compared(shelf)
        rows = compared.passages if part == "passages" else compared.documents
        if not rows.ids:
            return []
        asked = self._in_frame(vector, compared.frame, rows.vectors.shape[1])
        return rows.nearest(asked, limit, filters)

    def drop(self, team_id: str) -> None:
        """Delete what the index holds of this generation; an index that is away keeps it."""
        name = index.name_of(team_id, self.name)
        try:
            for part in PARTS:
                self._index.drop(f"{name}-{part}")
        except NotReady as error:
            LOG.warning("%s", error)

    def _embed(self, workspace: Workspace, progress: Progress | None) -> int:
        with workspace.reading() as reader:
            vectors = self._shelf(reader).vectors(self.name)
            width, unread = vectors.width(), vectors.unread()
        if width is not None and width != self.embedder.width:
            LOG.warning("%s gives vectors of another width: all is read anew.", self.name)
            self._forget(workspace)
            return self._embed(workspace, progress)
        for done, some in batches(unread):
            self._embed_some(workspace, some)
            if progress is not None:
                progress("Reading passages", done + len(some), len(unread))
        return len(unread)

    def _forget(self, workspace: Workspace) -> None:
        """Drop everything that was made, and how far it went."""
        with workspace.writing() as writer:
            shelf = self._shelf(writer)
            shelf.generations.drop(self.name)
            for name in (self.name, self.embedder.name):
                shelf.vectors(name).forget()
        self.drop(writer.team_id)
        self._exact = None

    def _embed_some(self, workspace: Workspace, ids: Sequence[str]) -> None:
        with workspace.reading() as reader:
            shelved = list(self._shelf(reader).passages(ids).values())
        found = dict(prepared.vectors(self.name))
        lacking = [one for one in shelved if one.passage.digest not in found]
        if lacking:
            made = passages.vectors(lacking, self.embedder.passages)
            found |= {one.passage.digest: v for one, v in zip(lacking, made, strict=True)}
        with workspace.writing() as writer:
            rows = as_bytes({one.passage.digest: found[one.passage.digest] for one in shelved})
            self._shelf(writer).vectors(self.name).write(rows)

    def _settled(self, shelf: Shelf) -> tuple[Exact, str]:
        """All vectors as of now, in a frame that fits them, and that frame as it is to be kept."""
        with self._building:
            written, common = self._kept_frame(shelf)
            if not common.fits(shelf.count()):
                common = self._common(shelf)
                written = common.written()
            return self._built(shelf, common), written

    def _common(self, shelf: Shelf) -> Frame:
        """What the vectors have in common, or so many of them as tell it."""
        digests = sorted({entry[2] for entry in shelf.entries()})
        some = digests[:: len(digests) // SAMPLE + 1]
        made = frame.of(_stacked(shelf.vectors(self.name).read(some).values()))
        return replace(made, count=shelf.count())

    def _compared(self, shelf: Shelf) -> Exact:
        """All vectors as of now, in the frame that is kept."""
        with self._building:
            revision, (_, common) = shelf.generations.standing().revision, self._kept_frame(shelf)
            held = self._exact
            if held is not None and held.revision == revision and held.frame is common:
                return held
            return self._built(shelf, common)

    def _built(self, shelf: Shelf, common: Frame) -> Exact:
        revision = shelf.generations.standing().revision
        entries = [Entry(*entry) for entry in shelf.entries()]
        read = _reading(shelf, self.name)
        built = self._exact = exact.build(revision, common, entries, read, self._exact)
        return built

    def _kept_frame(self, shelf: Shelf) -> tuple[str, Frame]:
        """The frame that is kept, as it is written and as it is."""
        _, written = shelf.generations.read(self.name)
        held = self._frame
        if written != held[0]:
            held = self._frame = written, frame.read(written) if written else Frame(0, None)
        return held

    def _in_frame(self, vector: Vectors, common: Frame, width: int | None = None) -> Vectors:
        if common.common is not None:
            width = common.common.shape[1]
        if width not in (None, len(vector)):
            raise NotReady(OTHER_WIDTH, model=self.embedder.name, now=len(vector), before=width)
        return common.applied(vector)

    def _mirror(self, current: Exact, name: str, progress: Progress | None) -> None:
        for attempt in (1, 2):
            try:
                if self._index.holds(f"{name}-documents") != current.revision:
                    LOG.info("The index is brought in step: %d passages.", len(current.entries))
                    self._write(current, name, progress)
                self._in_step, self._away_until = current.revision, 0.0
                return
            except NotReady as error:
                self._leave_alone(error)
                if attempt == 1:
                    # A folder that is damaged is made again; a server's data are left alone.
                    self._index.discard()

    def _write(self, current: Exact, name: str, progress: Progress | None) -> None:
        for part, rows in zip(PARTS, (current.passages, current.documents), strict=True):
            told = progress if part == "passages" else None
            self._index.mirror(
                f"{name}-{part}", _stamps(rows), _vectors_of(rows), current.revision, told
            )

    def _index_serves(self, name: str, revision: str) -> bool:
        if self._clock() < self._away_until:
            return False
        if self._in_step != revision:
            try:
                self._in_step = self._index.holds(f"{name}-documents")
            except NotReady as error:
                self._leave_alone(error)
        return self._in_step == revision

    def _leave_alone(self, error: NotReady) -> None:
        LOG.warning("%s", error)
        self._away_until, self._in_step = self._clock() + PAUSE, None


def as_bytes(vectors: Mapping[str, Vectors]) -> dict[str, bytes]:
    """Vectors as they are kept, by digest."""
    return {digest: vector.astype("<f4").tobytes() for digest, vector in vectors.items()}


def from_bytes(kept: bytes) -> Vectors:
    """The vector that was kept so."""
    return np.frombuffer(kept, dtype="<f4")


def batches(items: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    """Items `TOGETHER` at a time, with how many came before."""
    for start in range(0, len(items), TOGETHER):
        yield start, items[start : start + TOGETHER]


def _stacked(kept: Iterable[bytes]) -> Vectors:
    vectors = [from_bytes(one) for one in kept]
    return np.stack(vectors) if vectors else np.zeros((0, 1), dtype=np.float32)


def _reading(shelf: Shelf, name: str) -> Callable[[Sequence[str]], Mapping[str, Vectors]]:
    """Reads vectors by digest: a few one by one, many at once with all others."""

    def read(digests: Sequence[str]) -> Mapping[str, Vectors]:
        vectors = shelf.vectors(name)
        few = len(digests) <= exact.TOGETHER
        kept = vectors.read(digests) if few else vectors.of_passages()
        return {digest: from_bytes(one) for digest, one in kept.items()}

    return read


def _stamps(rows: Rows) -> dict[str, str]:
    """What changes when a vector does, by id."""
    return {
        one: hashlib.blake2b(vector.tobytes(), digest_size=12).hexdigest()
        for one, vector in zip(rows.ids, rows.vectors, strict=True)
    }


def _vectors_of(rows: Rows) -> Callable[[Sequence[str]], Vectors]:
    places = {one: place for place, one in enumerate(rows.ids)}
    return lambda ids: rows.vectors[[places[one] for one in ids]]
