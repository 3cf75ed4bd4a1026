"""Which office at a customer's, or which role for us, a question asks after: "who is the CFO?"."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge import lists, wording

FILE = Path(__file__).with_suffix(".yaml")
NEAR = 45
"""Characters between the word that asks who and the office, at most; in Chinese the office may
stand first."""


KINDS = ("ours", "roles", "offices")
"""What somebody may be: one of us, a role for us, an office at the customer's."""

ROLE_OF = {"decides": "economic_buyer"}
"""Roles that are asked for in other words than their name."""

ABBREVIATED = 4
"""Letters up to which an office is said by its initials: CFO, COO."""


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody is: `name` of the list ("" for any other office), `said` as the question has
    it, `kind` of `KINDS`, and `of`, what any other office is the head of."""

    name: str
    said: str
    kind: str = "offices"
    of: str = ""

    @property
    def is_role(self) -> bool:
        """Whether it is a role that people play for us rather than a job."""
        return self.kind == "roles"

    @property
    def is_ours(self) -> bool:
        """Whether it is one of our own people who look after the account."""
        return self.kind == "ours"


def asked(text: str) -> Office | None:
    """The office that `text` asks who holds it; None where it asks something else."""
    words = _words(text)
    for who in _any("who").finditer(words):
        chinese = wording.IDEOGRAPH.search(who[0])
        start = max(0, who.start() - NEAR) if chinese else who.start()
        found = named(words[start : who.end() + NEAR])
        if found is not None:
            return found
    return None


def asks_who(text: str) -> bool:
    """Whether it is asked who somebody is, or what somebody or something is called."""
    return bool(_any("who").search(_words(text)))


def named(text: str) -> Office | None:
    """The first office that `text` names."""
    words = _words(text)
    found = [
        (match.start(), -match.end(), Office(name, _shown(match[0]), kind))
        for kind in KINDS
        for name, pattern in _kinds(kind).items()
        if (match := pattern.search(words))
    ]
    return min(found, key=lambda one: one[:2])[2] if found else _any_other(words)


def holds(office: Office, title: str | None, role: str | None) -> bool:
    """Whether somebody with this title and role is what the question asks for."""
    if office.is_role:
        return role == ROLE_OF.get(office.name, office.name)
    if office.is_ours:
        return False
    if office.of:
        return office.of in _words(title or "")
    return bool(title and _kinds("offices")[office.name].search(_words(title)))


def _any_other(words: str) -> Office | None:
    match = _any("any").search(words)
    if match is None:
        return None
    of = next(value for name, value in match.groupdict().items() if value)
    return Office("", match[0].strip(), of=of)


def _shown(said: str) -> str:
    """The words as they are shown; what is short is an abbreviation."""
    said = said.strip()
    return said.upper() if said.isascii() and len(said) <= ABBREVIATED else said


def _words(text: str) -> str:
    """Folded words with single spaces; Chinese ones stay joined."""
    spaced = re.sub(r"[^\w']+", " ", wording.folded(text))
    return spaced.replace("'", " ")


@cache
def _kinds(kind: str) -> dict[str, re.Pattern[str]]:
    return {name: _joined(said) for name, said in lists.read(FILE)[kind].items()}


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(said.replace("'", " ") for said in lists.read(FILE)[name]))


def _joined(said: list[str]) -> re.Pattern[str]:
    """Whole words in Latin letters; Chinese ones stand anywhere."""
    latin = wording.CHINESE
    return re.compile(f"(?<![^\\W{latin}_])(?:{'|'.join(said)})(?![^\\W{latin}_])")
