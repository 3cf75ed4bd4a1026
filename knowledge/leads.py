"""To which account the words of a question lead, by the notes in which these words stand."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from knowledge import tokens, utterances, wording

MOST_TERMS = 40
SHORTEST = 3
"""Letters of a word that may lead somewhere; a Chinese term is a pair of characters."""

COMMON = 3
"""A word of the notes of more accounts than this, and of a third of them, leads nowhere."""

OF_THE_FIELD = 0.35
"""What a word counts with which people ask of any account: promised, people, due."""

EVERYDAY = 0.6
"""What a frequent word counts beside a name: paper, night."""

BESIDE = 0.3
"""What a word counts that stands in another note of the account than most of the others do."""

ENDINGS = re.compile("(?:[aeiou]|e?s)$")
RUN = re.compile(f"[{wording.CHINESE}]+")
WORDS_OF_ASKING = re.compile(
    "是不是|有没有|什么时候|为什么|到底|多少|多久|什么|哪里|哪些|哪位|哪个|怎么|如何|几个|几次|谁|请问"
    "|告诉|客户|我们|他们|当时|后来|现在|最近|[的了吗呢啊吧过着把被]"
)


class Text(Protocol):
    """What is needed of a note."""

    @property
    def id(self) -> str: ...
    @property
    def account_id(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Destination:
    """An account, how much of the question's words lead to it, and the note that holds most.

    `share` runs from 0 to 1, rare words counting more; `words` are those that the note holds.
    """

    account_id: str
    share: float
    note_id: str
    words: tuple[str, ...]


def terms(text: str) -> dict[str, float]:
    """What of a question may stand in a note, and what it counts: its words without their endings.

    Of Chinese each pair of characters.
    """
    found: list[tuple[str, str]] = []
    for word in wording.words(text):
        long = len(word.key) >= SHORTEST or (word.key.isdigit() and len(word.key) > 1)
        if not word.chinese and long and word.key not in _idle():
            term = ENDINGS.sub("", word.key) if len(word.key) > 4 else word.key
            found.append((term, word.key))
    for run in RUN.findall(WORDS_OF_ASKING.sub(" ", text)):
        found += [(run[at : at + 2], run[at : at + 2]) for at in range(len(run) - 1)]
    return {term: _worth(word) for term, word in found[:MOST_TERMS]}


def find(question: str, texts: Iterable[Text]) -> list[Destination]:
    """The accounts to which the words lead, best first."""
    wanted = terms(question)
    if not wanted:
        return []
    held = _held(wanted, texts)
    accounts = {account_id for _, account_id, _ in held}
    weights = _weights(wanted, held, len(accounts))
    whole = sum(weights.values())
    if not whole:
        return []
    found = [_lead(account, notes, weights, whole) for account, notes in _by_account(held)]
    return sorted((one for one in found if one.share), key=lambda one: -one.share)


def _worth(word: str) -> float:
    if word in utterances.standing():
        return OF_THE_FIELD
    everyday = word in wording.ordinary() and not wording.IDEOGRAPH.match(word)
    return EVERYDAY if everyday else 1.0


Held = list[tuple[str, str, frozenset[str]]]
"""Note, account, and which of the terms stand in the note."""


def _held(wanted: Iterable[str], texts: Iterable[Text]) -> Held:
    patterns = {term: _pattern(term) for term in wanted}
    found: Held = []
    for one in texts:
        said = wording.fold(one.text)
        inside = [term for term in wanted if term in said and patterns[term].search(said)]
        found.append((one.id, one.account_id, frozenset(inside)))
    return found


def _pattern(term: str) -> re.Pattern[str]:
    """The term as the beginning of a word; a number and a Chinese term as they stand."""
    if wording.IDEOGRAPH.match(term):
        return re.compile(term)
    ending = "(?![a-z0-9])" if term.isdigit() or len(term) < SHORTEST + 1 else "[a-z]{0,4}(?![a-z])"
    return re.compile(f"(?<![a-z0-9]){re.escape(term)}{ending}")


def _weights(wanted: Mapping[str, float], held: Held, accounts: int) -> dict[str, float]:
    """The rarer among the accounts, the more; one that nobody wrote counts as the rarest."""
    holders: Mapping[str, set[str]] = defaultdict(set)
    for _, account_id, inside in held:
        for term in inside:
            holders[term].add(account_id)
    counts = {term: len(holders[term]) for term in wanted}
    return {
        term: wanted[term] * math.log((accounts + 1) / (max(count, 1) + 0.5))
        for term, count in counts.items()
        if count <= max(COMMON, accounts / 3)
    }


def _by_account(held: Held) -> Iterator[tuple[str, Held]]:
    notes: dict[str, Held] = defaultdict(list)
    for one in held:
        if one[2]:
            notes[one[1]].append(one)
    yield from notes.items()


def _lead(account_id: str, notes: Held, weights: Mapping[str, float], whole: float) -> Destination:
    def worth(inside: Iterable[str]) -> float:
        return sum(weights.get(term, 0.0) for term in inside)

    note_id, _, best = max(notes, key=lambda note: worth(note[2]))
    beside = frozenset().union(*(inside for _, _, inside in notes)) - best
    share = (worth(best) + BESIDE * worth(beside)) / whole
    told = tuple(sorted(best, key=lambda term: -weights.get(term, 0.0)))
    return Destination(account_id, share, note_id, told)


@cache
def _idle() -> frozenset[str]:
    """Words that lead nowhere: those of every sentence, and how people ask."""
    return frozenset(wording.fold(word) for word in tokens.STOP_WORDS)
