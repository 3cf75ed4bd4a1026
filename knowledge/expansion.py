"""What a question is searched with beyond its own words: a glossary in three languages."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge import tokens

GLOSSARY = Path(__file__).with_name("glossary.yaml")

TRANSLATED = 1.0
"""Weight of the first English term for one in other words or another language: it stands for a
word asked."""

ALSO_SAID = 0.5
"""Weight of the further English terms for one in other words or another language."""

SYNONYM = 0.3
"""Weight of other English terms for an English one: the asker did choose their own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing and what it is called in each language; the first English term is ours.

    `said` is how people put it in plain English who do not have the word.
    """

    en: tuple[str, ...]
    it: tuple[str, ...]
    zh: tuple[str, ...]
    said: tuple[str, ...] = ()


@cache
def glossary() -> tuple[Entry, ...]:
    """The field's glossary as it ships."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(GLOSSARY.read_text(encoding="utf-8"), Loader=loader)
    return tuple(Entry(**{name: tuple(terms) for name, terms in row.items()}) for row in rows)


def weights(query: str) -> dict[str, float]:
    """Words to look up and how much each counts: the asker's own 1.0, the glossary's as above."""
    own = tokens.asked(query)
    found = dict.fromkeys(own, 1.0)
    for entry, otherwise in entries(query):
        for number, term in enumerate(entry.en):
            weight = (ALSO_SAID if number else TRANSLATED) if otherwise else SYNONYM
            for word in tokens.words(term):
                found[word] = max(found.get(word, 0.0), weight)
    return found


def entries(query: str) -> list[tuple[Entry, bool]]:
    """Entries that the question names, and whether in other words or another language alone."""
    named = _named(query, "en")
    plain = tokens.plain(query)
    otherwise = [
        *(entry for wording, entry in _wordings() if wording <= plain),
        *_named(query, "it"),
        *(entry for entry in glossary() if any(term in query for term in entry.zh)),
    ]
    known = {id(entry) for entry in named}
    further = {id(entry): entry for entry in otherwise if id(entry) not in known}
    return [(entry, False) for entry in named] + [(entry, True) for entry in further.values()]


def _named(query: str, language: str) -> list[Entry]:
    """Entries of which a term stands in the query as it is.

    Of a term with one telling word the others must be there too: a buyer is one who buys, but not
    everyone who does is meant.
    """
    words, every = tuple(tokens.words(query, language)), tokens.plain(query, language)
    terms = _by_first_word(language)
    found = {}
    for place, word in enumerate(words):
        for term, whole, entry in terms.get(word, ()):
            if words[place : place + len(term)] == term and (len(term) > 1 or whole <= every):
                found[id(entry)] = entry
    return list(found.values())


@cache
def _wordings() -> tuple[tuple[frozenset[str], Entry], ...]:
    return tuple((tokens.plain(said), entry) for entry in glossary() for said in entry.said)


Terms = dict[str, list[tuple[tuple[str, ...], frozenset[str], Entry]]]


@cache
def _by_first_word(language: str) -> Terms:
    terms: Terms = defaultdict(list)
    for entry in glossary():
        for term in getattr(entry, language):
            if words := tuple(tokens.words(term, language)):
                terms[words[0]].append((words, tokens.plain(term, language), entry))
    return dict(terms)
