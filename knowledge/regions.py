"""Of which country customers are asked for: "Italian customers", "clienti in Germania"."""

import re
from functools import cache
from pathlib import Path

from babel import Locale

from knowledge import lists, wording

FILE = Path(__file__).with_name("regions.yaml")
LOCALES = ("en", "it", "zh")
ALSO = {"GB": ("uk", "gran bretagna", "great britain", "inghilterra"), "US": ("usa", "the us")}
"""What countries are called beside the names of the locale data, folded."""

OPENERS = re.compile(
    r"(?:(?:and|only|just|what about|how about|those|the ones|e|ma|solo|soltanto|invece|quelli"
    r"|quelle|那|只看|只要)\W*)*",
    re.IGNORECASE,
)
"""Words before a country that narrows a list already shown."""

MANY = (
    r"(?:customers?|clients?|accounts?|companies|ones|renewals?|deals?|prospects?"
    r"|clienti|aziende|rinnovi|conti)"
)


def asked(text: str) -> str | None:
    """The code of the country whose customers the text asks for; None where it names none.

    Each line is a turn that narrows the list of those before it: the last one counts.
    """
    found = (_found(line) for line in reversed(text.splitlines()))
    return next((one[0] for one in found if one), None)


def is_all(text: str) -> bool:
    """Whether the text says no more than a country: "and in the UK?", "solo in Italia"."""
    return _found(text) is not None and not without(text)


def without(text: str) -> str:
    """The text without the words that name a country."""
    return "\n".join(map(_line_without, text.splitlines()))


def _line_without(line: str) -> str:
    found = _found(line)
    if found is None:
        return line
    start, end = found[1].span("country")
    rest = f"{line[:start]}{line[end:]}"
    return rest if OPENERS.sub("", rest).strip(" ?!.,？。呢的") else ""


def is_one(text: str) -> bool:
    """Whether the text is the name of a country, and nothing else."""
    return wording.fold(text.strip()) in _known()


def is_in(region: str | None, code: str) -> bool:
    """Whether what is recorded as an account's region is the country of this code."""
    return region is not None and wording.fold(region.strip()) in {*_names(code), code.lower()}


def name(code: str, locale: str) -> str:
    """The country's name in a language."""
    return str(Locale.parse(locale).territories[code])


@cache
def _known() -> frozenset[str]:
    called = (one for code in lists.read(FILE) for one in (*_names(code), *ALSO.get(code, ())))
    return frozenset(called)


@cache
def _names(code: str) -> tuple[str, ...]:
    """What the country is called in our languages, folded."""
    return tuple(wording.fold(name(code, locale)) for locale in LOCALES)


def _found(text: str) -> tuple[str, re.Match[str]] | None:
    folded = wording.folded(text)
    matches = ((code, lists.first(said, folded)) for code, said in _patterns().items())
    return next(((code, match) for code, match in matches if match), None)


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {code: _said(code, *called) for code, called in lists.read(FILE).items()}


def _said(code: str, english: str, italian: str) -> tuple[re.Pattern[str], ...]:
    """A word for the country beside one for customers."""
    *latin, chinese = _names(code)
    country = "|".join(map(re.escape, (*latin, *ALSO.get(code, ()))))
    at = (
        "(?:in|from|di|da|dall.|dal|dalla|della|nel|nello|nella|negli|nei|based in) ?(?:the |gli )?"
    )
    sayings = (
        rf"\b(?P<country>{english}|{country}) (?:\w+ )?{MANY}\b",
        rf"\b{MANY} (?P<country>{italian})\b",
        rf"\b{MANY} (?:\w+ ){{0,2}}?(?P<country>{at}(?:{country}))\b",
        rf"(?P<country>在?{chinese}的?)(?=.{{0,4}}(?:客户|公司|企业|账户))",
        rf"(?:客户|公司|企业|账户)(?:都|是)?(?P<country>(?:在|来自|位于){chinese})",
        rf"^\W*{OPENERS.pattern}(?P<country>(?:{at})?(?:{country}))\W*$",
        rf"^\W*{OPENERS.pattern}(?P<country>在?{chinese}的?)呢?\W*$",
    )
    return tuple(map(re.compile, sayings))
