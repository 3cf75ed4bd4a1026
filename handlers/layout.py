"""How an answer reads: the answer, its reasons, what is not known, the sources, what to do."""

import re
from collections.abc import Iterable, Sequence

from handlers import quoting
from handlers.answers import Answer, Citation, Part, Ref, Section, Sentence
from handlers.composing import phrases
from handlers.texts import Texts

AFTER_SOURCES = (Part.NEXT,)
NUMBERED = re.compile(r"\d{1,2}\. ")
"""What a step of a playbook begins with."""

WITH_WORDS = 6
"""So many sources are shown with their words; more of them by their titles alone."""


def text(answer: Answer, _: Texts) -> str:
    """The whole answer as plain text with markers such as [1]."""
    numbers = numbering(answer.citations)
    before = [s for s in answer.sections if s.part not in AFTER_SOURCES]
    after = [s for s in answer.sections if s.part in AFTER_SOURCES]
    blocks = [
        [answer.notice] if answer.notice else [],
        [marked(answer.lead, numbers, _)],
        *(_section(section, numbers, _) for section in before),
        _sources(answer.citations, _),
        *(_section(section, numbers, _) for section in after),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def title(part: Part, _: Texts) -> str:
    """The heading of a part."""
    return {
        Part.MEANT: _("Which account is meant"),
        Part.REASONS: _("Why"),
        Part.ALSO: _("Also recorded"),
        Part.STATE: _("Where it stands"),
        Part.COMPONENTS: _("Components"),
        Part.MISSING: _("What is missing"),
        Part.OPENING: _("Open with"),
        Part.VALUE: _("What they have reached"),
        Part.TRAINING: _("Train first"),
        Part.WATCH: _("Watch for"),
        Part.GOALS: _("Goals of the stage"),
        Part.PEOPLE: _("People"),
        Part.MONEY: _("Money"),
        Part.PROMISES: _("Promises"),
        Part.AWAITED: _("What they said they would do"),
        Part.CHANGES: _("What changed"),
        Part.ACCOUNTS: _("Accounts"),
        Part.RENEWALS: _("Renewals ahead"),
        Part.SILENT: _("Gone quiet"),
        Part.LOAD: _("Who has what to do"),
        Part.IGNORED: _("Left lying"),
        Part.STEPS: _("Steps"),
        Part.EXAMPLES: _("You could ask"),
        Part.READ: _("I read in it"),
        Part.CONFLICTS: _("Sources disagree"),
        Part.UNKNOWN: _("Not known"),
        Part.QUESTIONS: _("Find out"),
        Part.NEXT: _("What to do next"),
    }[part]


def numbering(citations: Iterable[Citation]) -> dict[Ref, int]:
    """The number of each cited record, from 1."""
    return {citation.ref: number for number, citation in enumerate(citations, start=1)}


def item(line: str) -> str:
    """A line of a list, behind its own number or else a bullet."""
    return line if NUMBERED.match(line) else f"• {line}"


def marked(sentence: Sentence, numbers: dict[Ref, int], _: Texts) -> str:
    """The sentence followed by the numbers of its sources; in Chinese it always has an end."""
    found = sorted({numbers[ref] for ref in sentence.cites if ref in numbers})
    markers = "".join(f"[{number}]" for number in found)
    text = phrases.ended(_, sentence.text) if _.language == "zh" else sentence.text
    return phrases.joined(_, text, markers)


def source(number: int, citation: Citation, _: Texts) -> str:
    """One line for a source: its number, title and words."""
    quote = quoting.excerpt(citation.quote, quoting.AT_A_GLANCE)
    words = phrases.labelled(_, citation.title, quote) if quote else citation.title
    return f"[{number}] {words}"


def _section(section: Section, numbers: dict[Ref, int], _: Texts) -> list[str]:
    lines = [item(marked(sentence, numbers, _)) for sentence in section.sentences]
    return [title(section.part, _), *lines]


def sources(citations: Sequence[Citation], _: Texts) -> list[str]:
    """A line for each source; many share one line, without their words, to save the screen."""
    numbered = list(enumerate(citations, start=1))
    if len(numbered) <= WITH_WORDS:
        return [source(number, citation, _) for number, citation in numbered]
    return [" · ".join(f"[{number}] {citation.title}" for number, citation in numbered)]


def _sources(citations: Sequence[Citation], _: Texts) -> list[str]:
    """The sources below their heading; many of them behind it, on one line."""
    lines = sources(citations, _)
    if len(citations) > WITH_WORDS:
        return [phrases.labelled(_, _("Sources"), lines[0])]
    return [_("Sources"), *lines] if lines else []
