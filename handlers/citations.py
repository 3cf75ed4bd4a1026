"""The check that every claim is carried by what it cites, and that its readers may see that."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers import figures, polarity, proper_names, quoting
from handlers.answers import Answer, Citation, Draft, Ref, Section, Sentence
from handlers.evidence import Evidence

QUOTED = re.compile(r"“([^”]+)”|«([^»]+)»|「([^」]+)」|『([^』]+)』|\"([^\"]{3,})\"")
ADDRESS = re.compile(r"(?:[\w.+-]+@)?(?<![\w-])[a-z\d][\w-]*(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)", re.I)


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


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence, or a source, of an answer and what is wrong with it."""

    where: str
    what: str


def check(draft: Draft, evidence: Mapping[Ref, Evidence], names: Iterable[str] = ()) -> Checked:
    """Keep the sentences that their evidence carries, and number the evidence in reading order.

    A sentence stands when at least one item it cites exists and may be seen by the asker, and the
    figures, days, quotations and those of the `names` that it states are in these items. What
    rules computed (`Sentence.said`) counts only while none of the cited items is out of sight. A
    sentence that cites nothing says what was looked for and not found, asks, or offers: it may
    name accounts and days, but no figure that its `said` does not declare; written freely, by a
    model, it may state neither.
    """
    known = tuple(name for name in names if len(name) >= proper_names.SHORTEST)
    lead = _checked(draft.lead, evidence, known)
    sections = [_section(section, evidence, known) for section in draft.sections]
    kept = tuple(section for section in sections if section.sentences)
    left = sum(len(section.sentences) for section in kept) + (lead is not None)
    dropped = sum(1 for _ in draft.sentences()) - left
    if lead is None:
        lead, kept = _promoted(kept)
    said = [*([lead] if lead else []), *_sentences(kept)]
    cited = _in_order(said)
    return Checked(
        lead,
        kept,
        _citations([evidence[ref] for ref in cited], said),
        dropped,
        all(evidence[ref].shared for ref in cited),
    )


def faults(
    answer: Answer, evidence: Mapping[Ref, Evidence], names: Iterable[str] = ()
) -> list[Fault]:
    """What is wrong with an answer that was given; empty when every claim in it is carried.

    Each sentence is checked anew against `evidence`, read by `Archive.read` for whoever reads the
    answer; each numbered source must exist and be cited, and each cited record be numbered.
    """
    known = tuple(name for name in names if len(name) >= proper_names.SHORTEST)
    sentences = [answer.lead, *_sentences(answer.sections)]
    found = [
        Fault(sentence.text, what)
        for sentence in sentences
        if (what := why_not(sentence, evidence, known)) is not None
    ]
    shown = {citation.ref for citation in answer.citations}
    cited = {ref for sentence in sentences for ref in sentence.cites}
    found += [Fault(str(ref), "is cited without a number") for ref in sorted(cited - shown)]
    found += [Fault(str(ref), "is numbered but carries nothing") for ref in sorted(shown - cited)]
    return found + [
        Fault(str(ref), "does not exist, or may not be seen")
        for ref in sorted(shown)
        if ref not in evidence or not evidence[ref].allowed
    ]


def why_not(
    sentence: Sentence, evidence: Mapping[Ref, Evidence], names: Sequence[str]
) -> str | None:
    """What the sentence states without support: a figure, a day, a name, words in quotation marks.

    None when all is carried. One that was written freely, by a model, must also not turn around
    what its source says, nor name anybody in a single word whom no source names.
    """
    if not sentence.cites:
        return _claimed_without_source(sentence, names)
    seen = _seen(sentence, evidence)
    if not seen:
        return "no source"
    said = sentence.said if len(seen) == len(set(sentence.cites)) else ()
    carried = [*(item.words for item in seen), *said]
    dates = [item.as_of.isoformat() for item in seen if item.as_of]
    bare = _without_quotes(sentence.text)
    loose = _loose_figures(bare, [*carried, *dates], names)
    loose += proper_names.unsupported(bare, carried, names)
    loose += _unsupported_quotes(sentence.text, carried)
    if sentence.free:
        loose += proper_names.invented(bare, carried, names)
        loose += _addresses(sentence.text, carried)
        loose += ["the contrary"] if polarity.turned(bare, carried) else []
    return loose[0] if loose else None


def _claimed_without_source(sentence: Sentence, names: Sequence[str]) -> str | None:
    """What a sentence that cites nothing states all the same."""
    bare = _without_quotes(sentence.text)
    declared = {figure.readings for said in sentence.said for figure in figures.read(said)}

    def undeclared(text: str) -> list[str]:
        return [
            figure.written
            for figure in figures.read(text)
            if figure.readings not in declared and (sentence.free or figure.unit != "day")
        ]

    loose = undeclared(bare) and undeclared(proper_names.without(bare, names))
    if sentence.free:
        loose += _loose_figures(bare, sentence.said, names)
        loose += proper_names.unsupported(bare, sentence.said, names)
        loose += proper_names.invented(bare, sentence.said, names)
        loose += _addresses(sentence.text, sentence.said)
    return loose[0] if loose else None


def _loose_figures(text: str, carried: Sequence[str], names: Sequence[str]) -> list[str]:
    """The figures without support; one in a name ("Due Mulini") is looked for only where any is."""
    loose = figures.unsupported(text, carried)
    return loose and figures.unsupported(proper_names.without(text, names), carried)


def _addresses(text: str, carried: Sequence[str]) -> list[str]:
    """Hosts and e-mail addresses that no source has: where a person might be sent."""
    said = " ".join(carried).casefold()
    return [found for found in ADDRESS.findall(text) if found.casefold() not in said]


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
    if why_not(sentence, evidence, names) is not None:
        return None
    return replace(sentence, cites=tuple(item.ref for item in _seen(sentence, evidence)))


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
    return text.casefold().translate(quoting.LEVELED)


def _sentences(sections: Iterable[Section]) -> Iterator[Sentence]:
    return (sentence for section in sections for sentence in section.sentences)


def _in_order(sentences: Iterable[Sentence]) -> list[Ref]:
    return list(dict.fromkeys(ref for sentence in sentences for ref in sentence.cites))


def _citations(items: Sequence[Evidence], sentences: Iterable[Sentence]) -> tuple[Citation, ...]:
    """The sources of an answer; where they belong to several accounts, each says to which.

    Of a source the words are shown that a sentence quotes from it.
    """
    several = len({item.account for item in items if item.account}) > 1
    quoted: dict[Ref, str] = {}
    for sentence in sentences:
        said = next((one for match in QUOTED.findall(sentence.text) for one in match if one), "")
        for ref in sentence.cites:
            quoted.setdefault(ref, said)
    return tuple(
        Citation(item.ref.id, item.ref.kind, title, _shown(item, quoted), item.url, item.as_of)
        for item in items
        for title in (_naming(item) if several else item.title,)
    )


def _shown(item: Evidence, quoted: Mapping[Ref, str]) -> str:
    """What is shown of a source: its beginning, or the words that are quoted from it."""
    if item.text and (said := quoted.get(item.ref)):
        return quoting.around(item.text, said)
    return item.quote


def _naming(item: Evidence) -> str:
    named = item.account is None or item.account in item.title
    return item.title if named else f"{item.title} ({item.account})"
