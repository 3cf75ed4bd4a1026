"""What a question is searched with beyond its own words: a glossary in three languages."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge import tokens

GLOSSARY = Path(__file__).with_name("glossary.yaml")

TRANSLATED = 1.0
"""Weight of the first English term for an Italian or Chinese one: it stands for a word asked."""

ALSO_SAID = 0.5
"""Weight of the further English terms for an Italian or Chinese one."""

SYNONYM = 0.3
"""Weight of other English terms for an English one: the asker did choose their own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing and what it is called in each language; the first English term is ours."""

    en: tuple[str, ...]
    it: tuple[str, ...]
    zh: tuple[str, ...]


@cache
def glossary() -> tuple[Entry, ...]:
    """The field's glossary as it ships."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(GLOSSARY.read_text(encoding="utf-8"), Loader=loader)
    return tuple(Entry(tuple(r["en"]), tuple(r["it"]), tuple(r["zh"])) for r in rows)


def weights(query: str) -> dict[str, float]:
    """Words to look up and how much each counts: the asker's own 1.0, the glossary's as above."""
    own = tokens.asked(query)
    found = dict.fromkeys(own, 1.0)
    for entry, foreign in entries(query):
        for number, term in enumerate(entry.en):
            weight = (ALSO_SAID if number else TRANSLATED) if foreign else SYNONYM
            for word in tokens.words(term):
                found[word] = max(found.get(word, 0.0), weight)
    return found


def entries(query: str) -> list[tuple[Entry, bool]]:
    """Entries that the question names, and whether by an Italian or Chinese term alone."""
    english = _named(tuple(tokens.words(query)), _by_first_word("en"))
    italian = _named(tuple(tokens.words(query, "it")), _by_first_word("it"))
    chinese = [entry for entry in glossary() if any(term in query for term in entry.zh)]
    known = {id(entry) for entry in english}
    foreign = {id(entry): entry for entry in [*italian, *chinese] if id(entry) not in known}
    return [(entry, False) for entry in english] + [(entry, True) for entry in foreign.values()]


Terms = dict[str, list[tuple[tuple[str, ...], Entry]]]


def _named(words: tuple[str, ...], terms: Terms) -> list[Entry]:
    found = {}
    for place, word in enumerate(words):
        for term, entry in terms.get(word, ()):
            if words[place : place + len(term)] == term:
                found[id(entry)] = entry
    return list(found.values())


@cache
def _by_first_word(language: str) -> Terms:
    terms: Terms = defaultdict(list)
    for entry in glossary():
        for term in getattr(entry, language):
            if words := tuple(tokens.words(term, language)):
                terms[words[0]].append((words, entry))
    return dict(terms)
