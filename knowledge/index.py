"""The vector index: Chroma collections that mirror vectors which the database keeps.

It holds nothing of its own, so it may be deleted at any time and is made again.
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from knowledge.embedders import Vectors
from knowledge.records import Progress
from playbooks.errors import NotReady

BATCH = 500


class Index:
    """Collections in a folder of our own, or on a Chroma server by its address.

    Every method raises `NotReady` when Chroma cannot be used.
    """

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self._folder = folder
        self._url = url
        self._opened: dict[str, Any] = {}
        self._written: dict[str, str] = {}

    def check(self) -> None:
        """Ask Chroma whether it is there."""
        with _said_plainly():
            self._client.heartbeat()

    def holds(self, name: str) -> str:
        """The revision that the collection called `name` is in step with; empty for none."""
        if self._url is None and not self._folder.exists():
            # Chroma would go on using the deleted files.
            self.close()
            return ""
        with _said_plainly():
            revision = self._revision(name)
            if self._url is None and revision != self._written.get(name, revision):
                # Another process wrote to the folder: what is open here would miss it.
                self.close()
            self._written[name] = revision
            return revision

    def mirror(
        self,
        name: str,
        stamps: Mapping[str, str],
        vectors_of: Callable[[Sequence[str]], Vectors],
        revision: str,
        progress: Progress | None = None,
    ) -> None:
        """Make the collection hold exactly the ids of `stamps`, writing those that differ.

        A stamp changes when the vector does; `vectors_of` gives the vectors of ids, row by row.
        """
        with _said_plainly():
            collection = self._collection(name)
            held = collection.get(include=["metadatas"])
            there = {i: m["stamp"] for i, m in zip(held["ids"], held["metadatas"], strict=True)}
            self._sign(name, "")
            for some in _batches([one for one in there if one not in stamps]):
                collection.delete(ids=list(some))
            changed = [one for one, stamp in stamps.items() if there.get(one) != stamp]
            for done, some in enumerate(_batches(changed)):
                collection.upsert(
                    ids=list(some),
                    embeddings=vectors_of(some),
                    metadatas=[{"stamp": stamps[one]} for one in some],
                )
                if progress is not None:
                    progress("Indexing", done * BATCH + len(some), len(changed))
            self._sign(name, revision)

    def nearest(self, name: str, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The nearest ids with their likeness (a cosine), nearest first."""
        with _said_plainly():
            found = self._collection(name).query(
                query_embeddings=[vector.tolist()], n_results=limit, include=["distances"]
            )
        distances = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(found_id, 1 - float(distance)) for found_id, distance in distances]

    def drop(self, name: str) -> None:
        """Delete a collection, if it is there."""
        with _said_plainly():
            if name in {collection.name for collection in self._client.list_collections()}:
                self._client.delete_collection(name)
        self._opened.pop(name, None)
        self._written.pop(name, None)

    def discard(self) -> None:
        """Delete the folder of an index that cannot be read; a server's is left alone."""
        self.close()
        if self._url is None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Give back files and connections; the next use opens them again."""
        self._opened.clear()
        self._written.clear()
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()
            # A server's client keeps two pools of connections, which its `close` overlooks.
            for server in (client._server, client._admin_client._server):
                session = getattr(server, "_session", None)
                if session is not None:
                    session.close()

    def _revision(self, name: str) -> str:
        self._opened.pop(name, None)
        return str((self._collection(name).metadata or {}).get("revision", ""))

    def _sign(self, name: str, revision: str) -> None:
        self._collection(name).modify(metadata={"revision": revision})
        self._written[name] = revision

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


def name_of(team_id: str, generation: str) -> str:
    """The name of a team's collections for a generation, in characters that Chroma allows."""
    team = re.sub(r"[^A-Za-z0-9]+", "-", team_id).strip("-")[:60]
    digest = hashlib.sha256(f"{team_id}/{generation}".encode()).hexdigest()[:12]
    return f"{team or 'team'}-{digest}"


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Whatever Chroma raises becomes `NotReady`, with what it means."""
    try:
        yield
    except NotReady:
        raise
    except Exception as error:
        raise NotReady(
            f"The search index cannot be used: {error}. Nothing is lost: searches compare with "
            "every passage instead, and the index is made again from the database."
        ) from error


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
