"""Which of an account's records answers a question for one particular thing, if any does."""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
import yaml

from knowledge import embedders, expansion, tokens, wording
from knowledge.embedders import Vectors
from knowledge.ranking import Item
from playbooks.errors import NotReady
from playbooks.wording import sentences

MEANING, SUBJECT, WORDS = 0.6, 0.5, 0.2
"""What a sentence's nearness in meaning counts, the share of what is asked about that the record
names, and the words that they share; chosen on tests/data/particulars/development.yaml."""

ANSWERS = 0.45
"""From here up a record answers; of 38 development questions without an answer 3 get one."""

NAMED = 0.45
"""The share of what is asked about that a record must name to answer; rare words count more."""

NEAR = 0.3
"""From here up a record is worth showing as the nearest there is."""

TRANSLATED = 0.8
"""What a word counts that the record has in another language, by the glossary."""

SYNONYM = 0.3
"""What a word counts for which the record has another one in the same language."""

MOST_OF = 0.6
"""The share of a Chinese run of characters that a term must be to stand for it."""

ALIKE = 0.62
"""How like in meaning two words are of which one may stand for the other, in any language."""

TRANSLATED_OF = 8
"""Records, the most likely ones, of which each word is compared in meaning."""

IN_ONE_SENTENCE = 0.3
"""What it counts, for which sentence is shown, that one sentence names what is asked about."""

MOST_SENTENCES = 400
"""Sentences that are compared in meaning, of the records that share most words first."""

MANY_WORDS = 8.0
"""Weight of shared words that counts in full."""

REMEMBERED = 16
"""Accounts whose sentences' vectors are kept: the same one is asked about again."""

RUN = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
NUMBER = re.compile(
    r"\d|[一二两三四五六七八九十百千万半]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|"
    r"un[oa]?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|mezz[oa]|nobody|nessuno|none|all)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\bhow (?:many|much|long|often|far)\b|\bquant[oaie]\b|多少|几|多久", re.IGNORECASE
)

MOST_WORDS = 8192
"""Words whose vectors are kept, 2 kB each."""

_KNOWN: dict[str, Vectors] = {}
_LOCK = Lock()

WORDS_OF_ASKING: Mapping[str, str] = yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may answer: the sentence of it that fits best, and how well (0 to 1.3).

    `named` is the share of what is asked about that it names.
    """

    id: str
    sentence: str
    score: float
    named: float

    @property
    def answers(self) -> bool:
        """Whether it fits well enough to be given as the answer."""
        return self.score >= ANSWERS and self.named >= NAMED


def subject(question: str, names: Collection[str] = ()) -> str:
    """What is asked about, in the question's own words: without `names` and words of asking."""
    text = _without(question, names)
    for phrase in WORDS_OF_ASKING["zh"].split():
        text = text.replace(phrase, " ")
    asking = _words_of_asking()
    kept = (run for run in RUN.findall(text) if run.casefold() not in asking)
    return " ".join(kept)


def matches(
    question: str,
    items: Sequence[Item],
    account: Collection[str],
    people: Collection[str] = (),
    language: str | None = None,
) -> list[Match]:
    """Records in the order in which they fit, those left out that are not worth showing.

    `account` are the account's names, `people` those of its people: that a record names somebody
    does not make it one about what is asked. Records in another language than `language`, that of
    the question, are compared with it word by word in meaning.
    """
    if not items:
        return []
    bare = _without(question, account)
    asked = _Asked.read(bare, subject(bare, people), [item.text for item in items])
    spoken = _sentences(items, asked)
    near = _nearness(bare, tuple(sentence for _, sentence in spoken))
    best: dict[str, tuple[float, str]] = {}
    for (item_id, sentence), nearness in zip(spoken, near, strict=True):
        fit = MEANING * nearness + IN_ONE_SENTENCE * asked.named(sentence)
        best[item_id] = max(best.get(item_id, (-1.0, "")), (fit, sentence))
    found = [_match(asked, item, *best[item.id]) for item in items if item.id in best]
    likely = sorted(found, key=lambda match: -match.score)[:TRANSLATED_OF]
    by_id = {item.id: item for item in items}
    again = [
        _translated(asked, match, by_id[match.id].text)
        if by_id[match.id].language not in (language, None)
        else match
        for match in likely
    ]
    kept = (_counting(question, match, by_id[match.id].text) for match in again)
    return sorted((m for m in kept if m.score >= NEAR), key=lambda match: -match.score)


class _Asked:
    """The words of a question: units are what it is about, wider are all words, with synonyms."""

    def __init__(self, units: Sequence[str], wider: Mapping[str, float], texts: Sequence[str]):
        counts = [frozenset(tokens.asked(text)) for text in texts]
        holders = Counter(word for words in counts for word in words)
        self.units = tuple(units)
        self.wider = wider
        self._total = len(texts)
        self._holders = holders
        self._synonyms = {unit: _synonyms(unit) for unit in units}
        self._weights = {unit: max(map(self._rarity, _stems(unit))) for unit in units}

    @classmethod
    def read(cls, question: str, about: str, texts: Sequence[str]) -> "_Asked":
        units = [unit for unit in dict.fromkeys(about.split()) if _stems(unit)]
        return cls(units, expansion.weights(question), texts)

    def named(self, text: str) -> float:
        """The share of what is asked about that the text names, the rarer words counting more."""
        words = frozenset(tokens.asked(text))
        return self._share({unit: self._says(unit, words, SYNONYM) for unit in self.units})

    def named_or_translated(self, text: str) -> float:
        """The same, where a word of any of our languages may stand for one of another."""
        words = frozenset(tokens.asked(text))
        said = {unit: self._says(unit, words, TRANSLATED) for unit in self.units}
        missing = [unit for unit, share in said.items() if share < TRANSLATED]
        alike = _alike(missing, text)
        return self._share(said | {unit: max(alike[unit], said[unit]) for unit in alike})

    def weight(self, text: str) -> float:
        """How much the text shares of all words of the question, 0 to 1."""
        words = frozenset(tokens.asked(text))
        shared = (self.wider[word] * self._rarity(word) for word in self.wider if word in words)
        return min(sum(shared) / MANY_WORDS, 1.0)

    def _share(self, said: Mapping[str, float]) -> float:
        whole = sum(self._weights.values())
        return sum(self._weights[unit] * said[unit] for unit in said) / whole if whole else 0.0

    def _says(self, unit: str, words: frozenset[str], synonym: float) -> float:
        """Whether the words name the unit: as a whole, by a synonym, or a part of it in Chinese."""
        stems = _stems(unit)
        part = len(stems & words) / len(stems)
        own = part if wording.IDEOGRAPH.match(unit) else float(part > 0)
        return max(own, synonym if self._synonyms[unit] & words else 0.0)

    def _rarity(self, word: str) -> float:
        holders = self._holders[word]
        return math.log(1 + (self._total - holders + 0.5) / (holders + 0.5))


def _synonyms(unit: str) -> frozenset[str]:
    """Words of the glossary for the unit in any language; a Chinese term must be most of it."""
    entries = [entry for entry, _ in expansion.entries(unit)]
    if wording.IDEOGRAPH.match(unit):
        shortest = MOST_OF * len(unit)
        entries = [e for e in entries if any(t in unit and len(t) >= shortest for t in e.zh)]
    return frozenset(
        word for e in entries for term in (*e.en, *e.it, *e.zh) for word in tokens.asked(term)
    )


def _stems(unit: str) -> frozenset[str]:
    return frozenset(tokens.asked(unit))


def _match(asked: _Asked, item: Item, fit: float, sentence: str) -> Match:
    named = asked.named(item.text)
    in_one = IN_ONE_SENTENCE * asked.named(sentence)
    score = fit - in_one + SUBJECT * named + WORDS * asked.weight(item.text)
    return Match(item.id, sentence, round(score, 3), named)


def _translated(asked: _Asked, match: Match, text: str) -> Match:
    named = asked.named_or_translated(text)
    score = match.score + SUBJECT * (named - match.named)
    return replace(match, score=round(score, 3), named=named)


def _counting(question: str, match: Match, text: str) -> Match:
    """What is asked for as a number is not answered by words without one."""
    start = max(text.find(match.sentence), 0)
    if COUNTED.search(question) and not NUMBER.search(text[start : start + 280]):
        return replace(match, score=min(match.score, ANSWERS - 0.01))
    return match


def _alike(units: Sequence[str], text: str) -> dict[str, float]:
    """For each unit how much some word of the text, or two together, is like it in meaning."""
    words = [run for run in RUN.findall(text) if len(run) > 2 and not run.isdigit()]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    said = list(dict.fromkeys([*words, *pairs]))
    if not units or not said:
        return {}
    try:
        theirs = np.stack(_words(said))
        likeness = {u: float((theirs @ v).max()) for u, v in zip(units, _words(units), strict=True)}
    except NotReady:
        return {}
    return {unit: like if like >= ALIKE else 0.0 for unit, like in likeness.items()}


def _words(words: Sequence[str]) -> list[Vectors]:
    """Vectors of single words; the same ones are met again and again."""
    with _LOCK:
        new = [word for word in dict.fromkeys(words) if word not in _KNOWN]
        if len(_KNOWN) + len(new) > MOST_WORDS:
            _KNOWN.clear()
            new = list(dict.fromkeys(words))
        _KNOWN.update(zip(new, embedders.default().passages(new), strict=True))
        return [_KNOWN[word] for word in words]


def _sentences(items: Sequence[Item], asked: "_Asked") -> list[tuple[str, str]]:
    """Ids with the sentences of the items; of very many, those of the likely items."""
    spoken = [[(item.id, said.text) for said in sentences.told(item.text)] for item in items]
    if sum(map(len, spoken)) > MOST_SENTENCES:
        likely = sorted(range(len(items)), key=lambda at: -asked.weight(items[at].text))
        spoken = [spoken[place] for place in likely]
    return [one for of_item in spoken for one in of_item][:MOST_SENTENCES]


def _nearness(question: str, texts: tuple[str, ...]) -> list[float]:
    """How near each sentence is to the question; 0 for all where there is no language model."""
    try:
        asked = embedders.default().query(question)
        return [float(nearness) for nearness in _vectors(texts) @ asked]
    except NotReady:
        return [0.0] * len(texts)


@lru_cache(maxsize=REMEMBERED)
def _vectors(texts: tuple[str, ...]) -> Vectors:
    return embedders.default().passages(texts)


def _without(text: str, names: Collection[str]) -> str:
    """The text without names, nor single words of them, whatever their case."""
    parts = {part for name in names for part in (name, *RUN.findall(name)) if len(part) > 1}
    for part in sorted(parts, key=len, reverse=True):
        before, after = (r"(?<![a-z0-9])", r"(?![a-z0-9])") if part.isascii() else ("", "")
        text = re.sub(f"{before}{re.escape(part)}(?:['’]s)?{after}", " ", text, flags=re.I)
    return text


@cache
def _words_of_asking() -> frozenset[str]:
    return frozenset(f"{WORDS_OF_ASKING['en']} {WORDS_OF_ASKING['it']}".split())
