"""The library: documents cut into passages, found again by meaning and by words."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from knowledge import expansion, finding, generations, learning, passages, plays, ranking
from knowledge.embedders import Absent, Embedder
from knowledge.finding import Hit
from knowledge.generations import Generation
from knowledge.index import Index
from knowledge.ranking import Item, Stretch
from knowledge.records import Progress, Recording, Records, Shelf, Workspace
from playbooks.content import Document, Passage
from playbooks.errors import NotReady

__all__ = ["Hit", "Item", "Library", "Stretch"]

T = TypeVar("T")

LOG = logging.getLogger("cairn.library")


@dataclass(frozen=True, slots=True)
class Reading:
    """Of `passages`, `lacking` are not read yet by the wanted generation; `serving` answers."""

    serving: str | None
    wanted: str
    passages: int
    lacking: int


class Library:
    """The passages of a workspace; `shelf` opens what the database keeps of them in a transaction.

    Adding takes two steps: `add` within a transaction, then `refresh` outside of any. When
    `embedder` is another than the one that read the library, that one goes on serving searches
    (`earlier` gives it by its name) until `renew` is done.
    """

    def __init__(
        self,
        embedder: Embedder,
        mirror: Index,
        shelf: Callable[[Any], Shelf],
        earlier: Callable[[str], Embedder] = Absent,
    ) -> None:
        self._index = mirror
        self._shelf = shelf
        self._earlier = earlier
        self._wanted = Generation(passages.generation(embedder), embedder, mirror, shelf)
        self._generations = {self._wanted.name: self._wanted}
        self._trouble: NotReady | None = None

    @property
    def trouble(self) -> NotReady | None:
        """Why search goes by words alone at the moment; None when it does not."""
        return self._trouble

    @property
    def notice(self) -> str | None:
        """The same as a sentence."""
        return None if self._trouble is None else str(self._trouble)

    @property
    def wanted(self) -> str:
        """The generation that is to serve."""
        return self._wanted.name

    def add(self, writer: Recording, document: Document) -> int:
        """Cut the document into passages and keep both; returns how many passages are new.

        Passages whose text and headings are unchanged keep their id and their vector. Call
        `refresh` after the transaction: only then are the new ones embedded.
        """
        cut = list(passages.of(document))
        there = {p.id: p for p in writer.find(Passage, document_id=document.id)}
        gone = sorted(set(there) - {p.id for p in cut})
        shelf, before = self._shelf(writer), writer.get(Document, document.id)
        writer.put_many([document])
        if gone:
            shelf.lexicon.remove(gone)
            writer.remove(Passage, id=gone)
        writer.put_many(cut)
        relabelled = before and (before.kind, before.stage) != (document.kind, document.stage)
        put = cut if relabelled else [p for p in cut if _is_other(p, there.get(p.id))]
        shelf.lexicon.put([passages.words(document.title, p) for p in put])
        shelf.generations.changed(f"{document.id} {document.digest}")
        return sum(p.id not in there for p in cut)

    def remove(self, writer: Recording, document_id: str) -> None:
        """Forget a document and its passages."""
        held = writer.find(Passage, document_id=document_id)
        shelf = self._shelf(writer)
        shelf.lexicon.remove([p.id for p in held])
        writer.remove(Passage, document_id=document_id)
        writer.remove(Document, id=document_id)
        shelf.generations.changed(f"{document_id} removed")

    def reading(self, reader: Records) -> Reading:
        """How far the wanted model has read, and which one serves."""
        shelf = self._shelf(reader)
        standing = shelf.generations.standing()
        lacking = shelf.vectors(self.wanted).count_unread()
        return Reading(standing.serving, self.wanted, shelf.count(), lacking)

    def is_behind(self, reader: Records) -> bool:
        """True when what serves has not read everything that is there."""
        standing = self._shelf(reader).generations.standing()
        if standing.serving is None or standing.read != standing.revision:
            return True
        return self.is_deserted(reader)

    def is_deserted(self, reader: Records) -> bool:
        """True when the model that serves is gone."""
        return isinstance(self._serving(reader).embedder, Absent)

    def refresh(self, workspace: Workspace, progress: Progress | None = None) -> int:
        """Embed what has no vector yet and bring the index in step; returns how many were embedded.

        Opens its own short transactions; never call it inside one. Without the embedder nothing is
        lost: `notice` says so, and the next call does what is left. A generation whose model is
        gone cannot be refreshed: the wanted one takes its place.
        """
        with workspace.reading() as reader:
            serving = self._serving(reader)
        if isinstance(serving.embedder, Absent):
            return self.renew(workspace, progress=progress)
        made = self._tried(lambda: serving.read(workspace, progress), 0)
        if self._trouble is None and serving is self._wanted:
            with workspace.writing() as writer:
                self._shelf(writer).generations.serve(serving.name)
        return made

    def ask(self) -> None:
        """Ask the wanted model for one vector; raises `NotReady` when it cannot give it."""
        self._wanted.encode("ready")

    def is_renewed(self, reader: Records) -> bool:
        """True when the wanted model serves, or nothing has been read yet."""
        return self._serving(reader) is self._wanted

    def renew(
        self,
        workspace: Workspace,
        items: Sequence[Item] = (),
        progress: Progress | None = None,
    ) -> int:
        """Have the wanted model read the library and `items`, then serve; returns texts embedded.

        The earlier generation serves until all is done, and is dropped then. Killed half-way, the
        next call goes on where this one was.
        """
        with workspace.reading() as reader:
            before, team_id = self._serving(reader), reader.team_id
        if before is self._wanted:
            return 0
        made = 0
        try:
            while not self._switched(workspace, before):
                made += learning.learn(
                    workspace, self._shelf, self._wanted.embedder, items, progress
                )
                made += self._wanted.read(workspace, progress)
        except NotReady as error:
            LOG.warning("The library cannot be read by %s: %s", self._wanted.name, error)
            self._trouble = error
            return made
        self._trouble = None
        before.drop(team_id)
        self._generations.pop(before.name, None)
        LOG.info("%s has read the library and serves; %s is dropped.", self.wanted, before.name)
        return made

    def learn(
        self, workspace: Workspace, items: Sequence[Item], progress: Progress | None = None
    ) -> int:
        """Embed texts outside the library, such as notes, so that ranking them later is instant."""
        with workspace.reading() as reader:
            embedder = self._serving(reader).embedder
        return self._tried(
            lambda: learning.learn(workspace, self._shelf, embedder, items, progress), 0
        )

    def search(
        self,
        reader: Records,
        query: str,
        k: int = 5,
        *,
        kind: str | None = None,
        stage: str | None = None,
        language: str | None = None,
        per_document: int = 1,
        reworded: Sequence[str] = (),
    ) -> list[Hit]:
        """The best `k` passages, at most `per_document` of each document, best first.

        `reworded` is the query in other words, as a language model puts it.
        """
        named = {"kind": kind, "stage": stage, "language": language}
        filters = {name: wanted for name, wanted in named.items() if wanted}
        shelf, serving = self._shelf(reader), self._serving(reader)

        def nearest(*asked: Any) -> list[tuple[str, float]]:
            return self._tried(lambda: serving.nearest(reader, *asked), [])

        return finding.find(query, k, shelf, nearest, filters, per_document, reworded)

    def rank(self, reader: Records, query: str, items: Sequence[Item]) -> list[tuple[str, float]]:
        """Ids and scores of `items` by fit to the query, best first: exact, for one account."""
        best: dict[str, float] = {}
        for stretch in self.stretches(reader, query, items, most=1):
            best.setdefault(stretch.item_id, stretch.score)
        return list(best.items())

    def stretches(
        self, reader: Records, query: str, items: Sequence[Item], most: int = ranking.FITTING
    ) -> list[Stretch]:
        """What fits of `items`, best first: short ones whole, of long ones `most` stretches.

        Items without a vector (see `learn`) are ranked by their words.
        """
        serving = self._serving(reader)
        digests = [part.digest for part in ranking.parts(items)]
        kept = self._shelf(reader).vectors(serving.embedder.name).read(digests)
        vectors = {digest: generations.from_bytes(one) for digest, one in kept.items()}
        meaning = self._tried(lambda: serving.encode(query), None)
        return ranking.rank(expansion.weights(query), meaning, items, vectors, most)

    def passage(self, reader: Records, passage_id: str) -> Hit | None:
        """The passage with that id, as a hit with score 1, or None."""
        found = self._shelf(reader).passages([passage_id]).get(passage_id)
        return finding.hit(found, 1.0, own=1.0) if found else None

    def document(self, reader: Records, document_id: str) -> Document | None:
        """The whole document with that id, or None."""
        return reader.get(Document, document_id)

    def for_trigger(
        self,
        reader: Records,
        rule: str,
        *,
        stage: str | None = None,
        segment: str | None = None,
        intent: str | None = None,
        language: str | None = None,
    ) -> list[Document]:
        """Playbooks that answer a nudge rule, the best fitting first.

        A play for another segment or intent is left out; one written for exactly this stage,
        segment, intent or language comes before one for any.
        """
        documents = reader.find(Document, kind="playbook")
        return plays.for_trigger(documents, rule, plays.Case(stage, segment, intent, language))

    def close(self) -> None:
        """Give back what the index holds open."""
        self._index.close()

    def _serving(self, reader: Records) -> Generation:
        name = self._shelf(reader).generations.standing().serving or self.wanted
        if name not in self._generations:
            model = name.rpartition("/")[0]
            ours = model == self._wanted.embedder.name
            embedder = self._wanted.embedder if ours else self._earlier(model)
            self._generations[name] = Generation(name, embedder, self._index, self._shelf)
        return self._generations[name]

    def _switched(self, workspace: Workspace, before: Generation) -> bool:
        """Let the wanted generation serve if it has read everything; the earlier one is dropped."""
        with workspace.writing() as writer:
            shelf = self._shelf(writer)
            if shelf.generations.read(self.wanted)[0] != shelf.generations.standing().revision:
                return False
            shelf.generations.serve(self.wanted)
            shelf.generations.drop(before.name)
            shelf.vectors(before.name).forget()
            if before.embedder.name != self._wanted.embedder.name:
                shelf.vectors(before.embedder.name).forget()
        return True

    def _tried(self, work: Callable[[], T], otherwise: T) -> T:
        """What `work` gives; without the model `otherwise`, and the reason is kept."""
        try:
            found = work()
        except NotReady as error:
            if self.notice != str(error):
                LOG.warning("%s", error)
            self._trouble = error
            return otherwise
        self._trouble = None
        return found


def _is_other(passage: Passage, before: Passage | None) -> bool:
    return before is None or before.language != passage.language
