"""The vector index: Chroma over the passages and whole documents of one workspace and one model.

It only mirrors what the database keeps, so it may be deleted at any time and is made again.
"""

import hashlib
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import numpy as np

from knowledge import frame
from knowledge.embedders import Vectors, unit
from knowledge.records import Progress
from playbooks.errors import NotReady

T = TypeVar("T")

BATCH = 500


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A passage as the index needs it: whose it is and what it may be filtered by."""

    id: str
    document_id: str
    digest: str
    kind: str
    stage: str | None
    language: str

    @property
    def stamp(self) -> str:
        """Changes when anything that the index keeps of the passage does."""
        return f"{self.digest[:24]}/{self.kind}/{self.stage or ''}/{self.language}"

    @property
    def metadata(self) -> dict[str, str]:
        """What Chroma keeps beside the vector."""
        return {
            "stamp": self.stamp,
            "document": self.document_id,
            "kind": self.kind,
            "stage": self.stage or "",
            "language": self.language,
        }


def fingerprint(passages: Sequence[Mirrored]) -> str:
    """One digest of what an index that is in step holds."""
    lines = sorted(f"{one.id} {one.stamp}" for one in passages)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class Index:
    """The index of one workspace: a folder of our own, or a Chroma server by its address.

    Every method raises `NotReady` when Chroma cannot be used. With a folder there must be one
    process: an open reader would miss what another process adds.
    """

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self._folder = folder
        self._url = url
        self._opened: dict[str, Any] = {}
        self._frames: dict[str, frame.Frame] = {}

    def is_in_step(self, name: str, wanted: str) -> bool:
        """True when the index called `name` holds exactly what has that fingerprint."""
        if self._url is None and not self._folder.exists():
            # Chroma would go on using the deleted files.
            self.close()
        with _said_plainly():
            return bool((self._passages(name).metadata or {}).get("fingerprint") == wanted)

    def mirror(
        self,
        name: str,
        passages: Sequence[Mirrored],
        vectors_of: Callable[[Sequence[str]], Mapping[str, Vectors]],
        progress: Progress | None = None,
    ) -> None:
        """Bring the index called `name` in step with `passages`, writing only what differs.

        `vectors_of` gives the vectors of digests. When the library has doubled or halved since the
        last time, what its vectors have in common is worked out again and all is written.
        """
        with _said_plainly():
            if not self._frame(name).fits(len(passages)) or self._is_new(name):
                self._start_again(name, passages, vectors_of)
            changed, gone = self._differences(name, passages)
            self._write_passages(name, changed, vectors_of, progress)
            self._write_documents(
                name, passages, {p.document_id for p in changed} | gone, vectors_of
            )
            self._sign(name, fingerprint(passages))

    def passages(
        self, name: str, vector: Vectors, limit: int, filters: Mapping[str, str]
    ) -> list[tuple[str, float]]:
        """Ids of the nearest passages with their likeness (a cosine), nearest first."""
        with _said_plainly():
            return self._nearest(self._passages(name), name, vector, limit, filters)

    def documents(
        self, name: str, vector: Vectors, limit: int, filters: Mapping[str, str]
    ) -> list[tuple[str, float]]:
        """Ids of the nearest documents with their likeness, nearest first."""
        with _said_plainly():
            return self._nearest(self._documents(name), name, vector, limit, filters)

    def discard(self) -> None:
        """Delete the folder of an index that cannot be read; a server's is left alone."""
        self.close()
        if self._url is None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Give back files and connections; the next use opens them again."""
        self._opened.clear()
        self._frames.clear()
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()
            # A server's client keeps two pools of connections, which its `close` overlooks.
            for server in (client._server, client._admin_client._server):
                session = getattr(server, "_session", None)
                if session is not None:
                    session.close()

    def _nearest(
        self, collection: Any, name: str, vector: Vectors, limit: int, filters: Mapping[str, str]
    ) -> list[tuple[str, float]]:
        found = collection.query(
            query_embeddings=[self._frame(name).applied(vector).tolist()],
            n_results=limit,
            where=_where(filters),
            include=["distances"],
        )
        distances = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(found_id, 1 - float(distance)) for found_id, distance in distances]

    def _start_again(
        self,
        name: str,
        passages: Sequence[Mirrored],
        vectors_of: Callable[[Sequence[str]], Mapping[str, Vectors]],
    ) -> None:
        for each in (f"{name}-passages", f"{name}-documents"):
            if each in {collection.name for collection in self._client.list_collections()}:
                self._client.delete_collection(each)
            self._opened.pop(each, None)
        vectors = vectors_of([one.digest for one in passages])
        stacked = np.stack(list(vectors.values())) if vectors else np.zeros((0, 1), np.float32)
        self._frames[name] = frame.of(stacked)
        self._sign(name, "")

    def _differences(
        self, name: str, passages: Sequence[Mirrored]
    ) -> tuple[list[Mirrored], set[str]]:
        """Passages to write, and documents that lost some; what is gone is deleted at once."""
        held = self._passages(name).get(include=["metadatas"])
        there = dict(zip(held["ids"], held["metadatas"], strict=True))
        wanted = {one.id: one for one in passages}
        changed = [p for p in passages if there.get(p.id, {}).get("stamp") != p.stamp]
        gone = [held_id for held_id in there if held_id not in wanted]
        for some in _batches(gone):
            self._passages(name).delete(ids=list(some))
        return changed, {str(there[gone_id]["document"]) for gone_id in gone}

    def _write_passages(
        self,
        name: str,
        changed: Sequence[Mirrored],
        vectors_of: Callable[[Sequence[str]], Mapping[str, Vectors]],
        progress: Progress | None,
    ) -> None:
        done = 0
        for some in _batches(changed):
            vectors = vectors_of([one.digest for one in some])
            stacked = self._frame(name).applied(np.stack([vectors[one.digest] for one in some]))
            self._passages(name).upsert(
                ids=[one.id for one in some],
                embeddings=stacked,
                metadatas=[one.metadata for one in some],
            )
            done += len(some)
            if progress is not None:
                progress("Indexing", done, len(changed))

    def _write_documents(
        self,
        name: str,
        passages: Sequence[Mirrored],
        touched: set[str],
        vectors_of: Callable[[Sequence[str]], Mapping[str, Vectors]],
    ) -> None:
        """A document's vector is the mean of its passages'."""
        members: dict[str, list[Mirrored]] = defaultdict(list)
        for one in passages:
            if one.document_id in touched:
                members[one.document_id].append(one)
        gone = sorted(touched - set(members))
        if gone:
            self._documents(name).delete(ids=gone)
        for some in _batches(sorted(members)):
            digests = [one.digest for document in some for one in members[document]]
            vectors = vectors_of(digests)
            self._documents(name).upsert(
                ids=list(some),
                embeddings=np.stack([self._mean(name, members[d], vectors) for d in some]),
                metadatas=[members[document][0].metadata for document in some],
            )

    def _mean(
        self, name: str, members: Sequence[Mirrored], vectors: Mapping[str, Vectors]
    ) -> Vectors:
        own = self._frame(name).applied(np.stack([vectors[one.digest] for one in members]))
        return unit(own.mean(axis=0))

    def _sign(self, name: str, signature: str) -> None:
        metadata = {"fingerprint": signature, "frame": self._frame(name).written()}
        self._passages(name).modify(metadata=metadata)

    def _is_new(self, name: str) -> bool:
        return not (self._passages(name).metadata or {}).get("frame")

    def _frame(self, name: str) -> frame.Frame:
        if name not in self._frames:
            written = (self._passages(name).metadata or {}).get("frame")
            self._frames[name] = frame.read(str(written)) if written else frame.Frame(0, None)
        return self._frames[name]

    def _passages(self, name: str) -> Any:
        return self._collection(f"{name}-passages")

    def _documents(self, name: str) -> Any:
        return self._collection(f"{name}-documents")

    def _collection(self, name: str) -> Any:
        if name not in self._opened:
            self._opened[name] = self._client.get_or_create_collection(
                name,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
                embedding_function=None,
            )
        return self._opened[name]

    @cached_property
    def _client(self) -> Any:
        # A slow import, wanted only by what searches or indexes.
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is None:
            return chromadb.PersistentClient(self._folder, settings=settings)
        place = urlsplit(self._url)
        secure = place.scheme == "https"
        port = place.port or (443 if secure else 8000)
        return chromadb.HttpClient(place.hostname or "localhost", port, secure, settings=settings)


def name_of(team_id: str, model: str) -> str:
    """The name of a team's index for a model, in the characters that Chroma allows."""
    team = re.sub(r"[^A-Za-z0-9]+", "-", team_id).strip("-")[:60]
    digest = hashlib.sha256(f"{team_id}/{model}".encode()).hexdigest()[:12]
    return f"{team or 'team'}-{digest}"


def _where(filters: Mapping[str, str]) -> dict[str, Any] | None:
    """Chroma wants one condition bare and several under `$and`."""
    conditions = [{key: wanted} for key, wanted in filters.items()]
    return {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)


class _said_plainly:  # noqa: N801
    """Whatever Chroma raises becomes `NotReady`, with what to do."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, NotReady):
            raise NotReady(
                f"The search index cannot be used: {error}. Nothing is lost: search goes on by "
                "words, and the index is made again from the database at the next start."
            ) from error


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
