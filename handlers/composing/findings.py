"""Facts as sentences, with the record that carries each."""

from dataclasses import replace

from handlers import quoting, wording
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from playbooks.facts import Fact

QUOTE = 90
"""Characters of an item's own words that a line of an answer shows."""


def words(desk: Desk, fact: Fact) -> str:
    """The fact as a sentence with unit, window, day and the beginning of its source's words."""
    if fact.quote is None:
        return wording.fact(desk.texts, fact)
    return wording.fact(desk.texts, replace(fact, quote=quoting.excerpt(fact.quote, QUOTE)))


def sentence(desk: Desk, fact: Fact) -> Sentence:
    """The fact as a sentence of its own, on the record behind it."""
    return claim(phrases.capitalised(words(desk, fact)), ref(fact), said=said(desk, fact))


def ref(fact: Fact) -> Ref:
    """The record behind the fact."""
    return Ref(fact.evidence_kind, fact.evidence_id)


def said(desk: Desk, fact: Fact) -> tuple[object, ...]:
    """What was computed: the fact as it reads, its value, its day and the words it was given."""
    bare = wording.fact(desk.texts, replace(fact, quote=None))
    return (bare, fact.value, fact.as_of, fact.quote or "")
