"""What a question for one particular thing asks: its words, and which kinds of answer it wants."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.particulars import calendar, terms
from playbooks.wording import sentences

WANTS = Path(__file__).with_name("wants.yaml")
PLAIN = ("money", "phone", "called", "person", "place", "number", "share", "duration", "time")
FEW = 2
"""With fewer words of its own a question goes on with the sentence before it: “Which two?”"""

OPEN = ("choice", "manner", "thing")
"""Kinds that leave open what the answer looks like; another one in the question says more."""

SPACED = ("it", "en")
"""Languages of which a short question may hold more small words of the other than of its own."""

AUXILIARY = re.compile(
    r"[ ?!.]*(?:$|(?:do|does|did|is|are|was|were|has|have|had|will|can|ha|hanno|aveva|avevano|sono"
    r"|erano|c'erano|ci|abbiamo|avete)\b)",
    re.IGNORECASE,
)
"""A verb that may stand behind what is counted, or the end."""

PROPER = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w’'&-]+")
AFTERWARDS = re.compile(
    r"\b(?:did|went|turned out|in the end|ever|eventually|actually|since|after(?:wards)?|outcome"
    r"|results?|alla fine|poi|andata|andato|esito|dopo)\b|后来|最后|结果|最终|到底",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Want:
    """One kind of answer, such as `number`, and the words that say of what: `thing` as written."""

    kind: str
    of: tuple[str, ...] = ()
    thing: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether an answer must have something that is plain to see, such as a figure."""
        return self.kind in PLAIN


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as read. `asks` is the sentence of it that asks, `bare` all of it, without the
    account's names; `units` are the words that asks, `context` those around it.

    `people` are those of them that name somebody, `proper` those that name a thing, a place or a
    figure. `months` are the months (1 to 12) that are named; `afterwards` is true when it is asked
    how something turned out.
    """

    asks: str
    bare: str
    language: str
    wants: tuple[Want, ...]
    units: tuple[str, ...]
    context: tuple[str, ...]
    people: frozenset[str]
    proper: frozenset[str]
    months: frozenset[int]
    afterwards: bool

    @property
    def all(self) -> tuple[str, ...]:
        """Every word that carries meaning: those of the asking sentence come first."""
        return (*self.units, *self.context)

    def wants_any(self, *kinds: str) -> bool:
        """Whether an answer of one of these kinds is wanted."""
        return any(want.kind in kinds for want in self.wants)


def read(question: str, account: Collection[str], people: Collection[str] = ()) -> Inquiry:
    """Read a question about the account with these names; `people` are those it may speak of."""
    asks = terms.without(asked_in(question), account)
    bare = terms.without(question, account)
    units = terms.of(asks) or terms.of(bare) or terms.every(asks)
    context = tuple(word for word in terms.of(bare) if word not in units)
    language = _language(question)
    named = _people((*units, *context), people)
    return Inquiry(
        asks=asks,
        bare=bare,
        language=language,
        wants=_wants(asks, language),
        units=units,
        context=context,
        people=named,
        proper=_proper(bare, (*units, *context)) - named,
        months=calendar.months(bare),
        afterwards=bool(AFTERWARDS.search(asks)),
    )


def asked_in(message: str) -> str:
    """The sentences of a message that ask; all of it where none does.

    Whole sentences, for what they want is read in them: `clauses.asking` cuts finer, where only
    the kind of request is at stake.
    """
    said = [sentence.text for sentence in sentences.split(message)]
    asks = [place for place, text in enumerate(said) if _asks(text)]
    if len(asks) == 1 and asks[0] and len(terms.of(said[asks[0]])) < FEW:
        asks = [asks[0] - 1, *asks]
    return " ".join(said[place] for place in asks) or message


def _asks(text: str) -> bool:
    """Whether the sentence is a question, by its mark or by what it wants."""
    marked = "?" in text or "？" in text
    return marked or any(want.kind not in OPEN for want in _wants(text, _language(text)))


def _wants(text: str, language: str) -> tuple[Want, ...]:
    """The kinds of answer in the order in which they are asked for, each place once."""
    found: list[tuple[int, Want]] = []
    taken: set[int] = set()
    for kind, pattern in _patterns()[language].items():
        for match in pattern.finditer(text):
            place = set(range(match.start(), match.end()))
            if place and not place & taken:
                taken |= place
                of = next((said for said in match.groups() if said), "")
                thing = _thing(of, text[match.end() :], language)
                found.append((match.start(), Want(kind, terms.of(of)[:1], thing)))
    wants = list(dict.fromkeys(want for _, want in sorted(found, key=lambda one: one[0])))
    telling = [want for want in wants if want.kind not in OPEN]
    return tuple(telling or wants or [Want("thing")])


def _thing(counted: str, after: str, language: str) -> str:
    """What is counted, as a noun by itself; "" where its end cannot be told from the verb."""
    words = terms.beginning(counted)
    if language == "zh":
        return "".join(words)
    whole = AUXILIARY.match(after) is not None or len(words) < len(counted.split())
    return " ".join(words if whole else words[:1] if language == "it" else ())


def _language(text: str) -> str:
    """The language that a text asks in: that of its small words, if one can ask so in it."""
    first = sentences.languages(text)[0]
    possible = ("zh",) if first == "zh" else (first, *(one for one in SPACED if one != first))
    telling = (one for one in possible if _wants(text, one)[0].kind != "thing")
    return next(telling, first)


def _people(words: Collection[str], people: Collection[str]) -> frozenset[str]:
    parts = {part.lower() for name in people for part in terms.RUN.findall(name)}
    return frozenset(word for word in words if word in parts)


def _proper(bare: str, words: Collection[str]) -> frozenset[str]:
    written = {terms.ELIDED.sub("", word.lower()) for word in PROPER.findall(bare)}
    return frozenset(w for w in words if w in written or w[0].isdigit() or terms.is_name(w))


@cache
def _patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    kept = yaml.safe_load(WANTS.read_text(encoding="utf-8"))
    return {
        language: {kind: re.compile(said, re.IGNORECASE) for kind, said in kinds.items()}
        for language, kinds in kept.items()
    }
