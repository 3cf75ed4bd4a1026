"""The check that every claim is carried by what it cites, and that its readers may see that."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers import figures, quoting
from handlers.answers import Citation, Draft, Ref, Section, Sentence
from handlers.evidence import Evidence

QUOTED = re.compile(r"“([^”]+)”|«([^»]+)»|「([^」]+)」")
PROPER = re.compile(r"\b[A-Z][a-zà-ù’'-]+(?: [A-Z][a-zà-ù’'-]+)+")
MARKS = str.maketrans(dict.fromkeys('“”«»「」"', "'"))
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a draft. `lead` is None when nothing that was claimed could be shown.

    `dropped` counts the sentences taken out; `shared` is whether everyone who reads along may see
    all that is left.
    """

    lead: Sentence | None
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    dropped: int
    shared: bool


def check(draft: Draft, evidence: Mapping[Ref, Evidence], names: Iterable[str] = ()) -> Checked:
    """Keep the sentences that their evidence carries, and number the evidence in reading order.

    A sentence stands when at least one item it cites exists and may be seen by the asker, and the
    figures, the quotations and those of the `names` that it states are in these items. What
    rules computed (`Sentence.said`) counts only while none of the cited items is out of sight.
    """
    known = tuple(name for name in names if len(name) >= SHORTEST_NAME)
    lead = _checked(draft.lead, evidence, known)
    sections = [_section(section, evidence, known) for section in draft.sections]
    kept = tuple(section for section in sections if section.sentences)
    left = sum(len(section.sentences) for section in kept) + (lead is not None)
    dropped = sum(1 for _ in draft.sentences()) - left
    if lead is None:
        lead, kept = _promoted(kept)
    cited = _in_order([lead] if lead else [], kept)
    return Checked(
        lead,
        kept,
        tuple(_citation(evidence[ref]) for ref in cited),
        dropped,
        all(evidence[ref].shared for ref in cited),
    )


def why_not(
    sentence: Sentence, evidence: Mapping[Ref, Evidence], names: Sequence[str]
) -> str | None:
    """What the sentence states without support: a figure, a name, words in quotation marks."""
    seen = _seen(sentence, evidence)
    said = sentence.said if len(seen) == len(set(sentence.cites)) else ()
    carried = [*(item.words for item in seen), *said]
    dates = [item.as_of.isoformat() for item in seen if item.as_of]
    loose = figures.unsupported(_without_quotes(sentence.text), [*carried, *dates])
    loose += _unsupported_quotes(sentence.text, carried)
    loose += _unsupported_names(sentence.text, carried, names)
    loose += _strangers(_without_quotes(sentence.text), carried)
    return loose[0] if loose else None


def _promoted(sections: tuple[Section, ...]) -> tuple[Sentence | None, tuple[Section, ...]]:
    """The first claim that stands, to lead in place of one that does not, and what is left."""
    lead = next((s for section in sections for s in section.sentences if s.cites), None)
    rest = (
        replace(section, sentences=tuple(s for s in section.sentences if s is not lead))
        for section in sections
    )
    return lead, tuple(section for section in rest if section.sentences)


def _section(section: Section, evidence: Mapping[Ref, Evidence], names: Sequence[str]) -> Section:
    checked = (_checked(sentence, evidence, names) for sentence in section.sentences)
    return replace(section, sentences=tuple(kept for kept in checked if kept is not None))


def _checked(
    sentence: Sentence, evidence: Mapping[Ref, Evidence], names: Sequence[str]
) -> Sentence | None:
    if not sentence.cites:
        return sentence
    seen = _seen(sentence, evidence)
    if not seen or why_not(sentence, evidence, names) is not None:
        return None
    return replace(sentence, cites=tuple(item.ref for item in seen))


def _seen(sentence: Sentence, evidence: Mapping[Ref, Evidence]) -> list[Evidence]:
    found = (evidence.get(ref) for ref in dict.fromkeys(sentence.cites))
    return [item for item in found if item is not None and item.allowed]


def _without_quotes(text: str) -> str:
    return QUOTED.sub(" ", text)


def _unsupported_quotes(text: str, carried: Sequence[str]) -> list[str]:
    said = _bare(" ".join(carried))
    return [quote for quote in _quotes(text) if not _contains(said, quote)]


def _quotes(text: str) -> list[str]:
    return [next(part for part in match.groups() if part) for match in QUOTED.finditer(text)]


def _contains(said: str, quote: str) -> bool:
    parts = (_bare(quoting.plain(part)) for part in quote.split("…"))
    return all(part in said for part in parts if part)


def _bare(text: str) -> str:
    """The text in one case, with one kind of quotation mark: marks inside a quotation change."""
    return text.casefold().translate(MARKS)


def _unsupported_names(text: str, carried: Sequence[str], names: Sequence[str]) -> list[str]:
    said = " ".join(carried)
    return [name for name in names if name in text and name not in said and _stands(name, text)]


def _strangers(text: str, carried: Sequence[str]) -> list[str]:
    """People and companies that no source names: several capitalised words in a row."""
    said = " ".join(carried)
    pairs = (match.group(0) for match in PROPER.finditer(text))
    return [pair for pair in pairs if not all(word in said for word in pair.split()[1:])]


def _stands(name: str, text: str) -> bool:
    """True when the name stands in the text as a word of its own; Chinese has no spaces."""
    if not name.isascii():
        return True
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _in_order(lead: Sequence[Sentence], sections: Sequence[Section]) -> list[Ref]:
    sentences = [*lead, *(sentence for section in sections for sentence in section.sentences)]
    return list(dict.fromkeys(ref for sentence in sentences for ref in sentence.cites))


def _citation(item: Evidence) -> Citation:
    return Citation(item.ref.id, item.ref.kind, item.title, item.quote, item.url, item.as_of)
