"""An answer as a language model writes it: each sentence checked as it comes, and kept or not."""

from collections.abc import Sequence

from handlers import citations, figures, layout, quoting, respond
from handlers.answers import Answer, Draft, Part, Ref, Section, Sentence
from handlers.composing import lookup
from handlers.composing.desk import Desk
from handlers.consulting import Consultation
from handlers.onlookers import Onlooker, Said
from knowledge import lengths
from knowledge.claims import Claim

MOST = 10
"""Sentences of one answer; what a model adds after them is not read on a screen."""

PARTS = {
    "answer": Part.REASONS,
    "reason": Part.REASONS,
    "conflict": Part.CONFLICTS,
    "unknown": Part.UNKNOWN,
    "next": Part.NEXT,
}
"""Where a sentence stands; the first one that stands leads the answer."""

UNCITED = (Part.UNKNOWN, Part.NEXT)
"""Parts whose sentences need no source as long as they state neither a figure nor a name."""


class Manuscript:
    """Sentences that stood the check, in the order in which they came.

    With a consultation in public, a sentence stands only when everyone may see its sources.
    """

    def __init__(
        self, desk: Desk, consultation: Consultation, composed: Answer, onlooker: Onlooker
    ) -> None:
        self._desk = desk
        self._consultation = consultation
        self._composed = composed
        self._onlooker = onlooker
        self._most = lengths.wished(desk.question.text) or MOST
        self._names: tuple[str, ...] | None = None
        self._kept: list[tuple[Part, Sentence]] = []
        self._waiting: list[tuple[Part, Sentence]] = []
        self._numbers: dict[Ref, int] = {}

    def add(self, claim: Claim) -> None:
        """Take the sentence in if its sources carry it, and tell the onlooker."""
        part = PARTS[claim.part]
        sentence = self._standing(claim, part)
        if sentence is None or len(self._kept) >= self._most:
            return
        if not self._kept and not sentence.cites:
            # Only a sentence with a source may lead; one without waits for it.
            self._waiting.append((part, sentence))
            return
        self._keep(part, sentence)
        waiting, self._waiting = self._waiting, []
        for held in waiting:
            self._keep(*held)

    def answer(self) -> Answer | None:
        """The answer with its citations numbered in reading order; None when nothing stood."""
        if not self._kept:
            return None
        draft = Draft(self._kept[0][1], tuple(_sections(self._kept[1:])))
        with self._desk.context.workspace.reading() as reader:
            found = respond.finish(self._desk.within(reader), draft, self._composed.request)
        return None if found.abstained or not found.lead.cites else found

    def _standing(self, claim: Claim, part: Part) -> Sentence | None:
        with self._desk.context.workspace.reading() as reader:
            desk = self._desk.within(reader)
            if self._names is None:
                self._names = tuple(lookup.names(desk))
            said = self._consultation.exhibits.sentence(quoting.plain(claim.text), claim.sources)
            if not said.cites:
                fits = part in UNCITED and _claims_nothing(said, self._names)
                return said if fits else None
            checked = citations.check(Draft(said), desk.archive.read(said.cites), self._names)
        shown = checked.shared or not self._consultation.in_public
        return checked.lead if shown else None

    def _keep(self, part: Part, sentence: Sentence) -> None:
        leads, before = not self._kept, self._kept[-1][0] if self._kept[1:] else None
        self._kept.append((part, sentence))
        for ref in sentence.cites:
            self._numbers.setdefault(ref, len(self._numbers) + 1)
        _ = self._desk.texts
        heading = None if leads or part is before else layout.title(part, _)
        text = layout.marked(sentence, self._numbers, _)
        self._onlooker.hears(Said(text, heading, leads))


def _sections(kept: Sequence[tuple[Part, Sentence]]) -> list[Section]:
    """Sentences of one part that stand together; a part may come twice."""
    sections: list[Section] = []
    for part, sentence in kept:
        if sections and sections[-1].part is part:
            sections[-1] = Section(part, (*sections[-1].sentences, sentence))
        else:
            sections.append(Section(part, (sentence,)))
    return sections


def _claims_nothing(sentence: Sentence, names: Sequence[str]) -> bool:
    """True when the sentence states neither a figure nor a name."""
    text = sentence.text
    return bool(text) and not figures.read(text) and not any(name in text for name in names)
