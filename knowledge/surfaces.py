"""The ways in which people write one account's name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import yaml

from knowledge import pinyin, wording

_LISTS: dict[str, str] = yaml.safe_load(
    Path(__file__).with_name("surfaces.yaml").read_text(encoding="utf-8")
)


def listed(name: str) -> tuple[str, ...]:
    """The words of one list of `surfaces.yaml`, in its order."""
    return tuple(_LISTS[name].split())


LEGAL_FORMS = frozenset(listed("legal_forms"))
LEGAL_ENDINGS = (("s", "p", "a"), ("s", "r", "l"), ("s", "a", "s"), ("s", "n", "c"), ("s", "a"))
"""Dotted forms fall apart into letters: S.p.A., S.r.l."""

COMPANY_WORDS = LEGAL_FORMS | frozenset(listed("company_words"))
"""Words that many companies carry: none of them alone says which company is meant."""

PLACES = frozenset(listed("kinds_of_places"))
"""Company words by which people call a customer where only one bears that word."""

BEFORE_A_PLACE_MEANT = frozenset(listed("before_a_kind_of_place"))
SHORT = 3
"""Letters of the longest abbreviation of a name's first word."""

JOINING = frozenset(listed("joining"))
CHINESE_ENDINGS = listed("chinese_endings")
CHINESE_PLACES = listed("chinese_places")


class Named(Protocol):
    """What is needed of an account to find it in a text."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def domain(self) -> str | None: ...


def whole(account: Named) -> set[str]:
    """Keys that name the account in full: name, aliases, id, domain, without the legal form."""
    found: set[str] = set()
    for name in (account.name, *account.aliases):
        words = wording.keys(name)
        found |= {"".join(words), "".join(_without_legal_form(words))}
        found.add("".join(word for word in words if word not in JOINING))
    found.add("".join(wording.keys(account.id)))
    if account.domain:
        host = wording.keys(account.domain.removeprefix("www."))
        found |= {"".join(host), "".join(host[:-1])}
    return {key for key in found if len(key) > 1}


def parts(account: Named) -> set[str]:
    """Keys of stretches of the name that could stand for all of it."""
    found: set[str] = set()
    for name in (account.name, *account.aliases):
        if wording.IDEOGRAPH.search(name):
            cores = list(_chinese_cores(name))
            found.update(cores, map(_in_latin, (name, *cores)))
        words = _without_legal_form(wording.keys(name))
        found.update(_stretches(words))
    return found


def initials(account: Named) -> str | None:
    """The first letters of a name of three words or more, in capitals: NWE, BPS."""
    words = _without_legal_form(wording.keys(account.name))
    latin = not wording.IDEOGRAPH.search(account.name)
    return "".join(word[0] for word in words).upper() if latin and len(words) > 2 else None


def calling(account: Named) -> set[str]:
    """What the account is, as far as its name says so: the bank, le fonderie."""
    return {key for key in wording.keys(account.name) if key in PLACES}


def common(account: Named) -> set[str]:
    """The company words of its name, behind the word that is its own."""
    behind = _without_legal_form(wording.keys(account.name))[1:]
    return {key for key in behind if key in COMPANY_WORDS and len(key) > len("and")}


def may_be_short(letters: str, account: Named) -> bool:
    """Whether these two or three letters stand for the first word of the name: nw, Northwind."""
    first = wording.keys(account.name)[0]
    if not 1 < len(letters) <= SHORT < len(first) or letters[0] != first[0]:
        return False
    rest = iter(first)
    return all(letter in rest for letter in letters)


def _in_latin(name: str) -> str:
    return "".join("".join(pinyin.spelt(key)) for key in wording.keys(name))


def _without_legal_form(words: tuple[str, ...]) -> tuple[str, ...]:
    for ending in LEGAL_ENDINGS:
        if len(words) > len(ending) and words[-len(ending) :] == ending:
            return words[: -len(ending)]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words = words[:-1]
    return words


def _stretches(words: tuple[str, ...]) -> Iterator[str]:
    """Runs of words, shorter than the name, that hold more than company words and digits."""
    words = words[:6]
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            stretch = words[first:last]
            telling = [w for w in stretch if w not in COMPANY_WORDS and not w.isdigit()]
            chinese = any(wording.IDEOGRAPH.match(word) for word in stretch)
            if telling and not chinese and sum(map(len, telling)) > 2:
                yield "".join(stretch)


def _chinese_cores(name: str) -> Iterator[str]:
    core = "".join(wording.keys(name))
    for place in CHINESE_PLACES:
        if core.startswith(place) and len(core) > len(place) + 1:
            yield (core := core[len(place) :])
            break
    shortened = True
    while shortened:
        shortened = False
        for ending in CHINESE_ENDINGS:
            if core.endswith(ending) and len(core) >= len(ending) + 2:
                yield (core := core[: -len(ending)])
                shortened = True
                break
