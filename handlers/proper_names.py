"""The people, companies and products that a sentence names, and whether its sources name them."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from babel.dates import get_day_names, get_month_names

from handlers import terms

SHORTEST = 3
PAIR = re.compile(r"\b[A-ZÀ-Ý][a-zà-ÿ’'-]+(?: [A-ZÀ-Ý][a-zà-ÿ’'-]+)+")
CAPITAL = re.compile(r"(?<![\w’'])[A-ZÀ-Ý][\w&-]*(?:[’'][A-Z][\w-]*)?")
OPENING = re.compile(r"(?:^|[.!?:;。！？：；→•\n(（\[“«\"—–-]\s*(?:\d+[.)]\s*)?)$")
TITLED = re.compile(
    r"(?<!高)(?:[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    r"魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
    r"乔贺赖龚文])[\u4e00-\u9fff]{0,2}?(?:总监|总|经理|先生|女士|老师|博士|工程师)"
)
FIELD = frozenset(
    (
        *("I", "AI", "API", "ARR", "CES", "CLV", "CRM", "CSAT", "CSM", "CX", "ERP", "IT", "KPI"),
        *("MRR", "NPS", "OK", "PreSales", "QBR", "ROI", "SaaS", "SLA", "SSO", "Slack", "Cairn"),
        *("English", "Italian", "Chinese", "USD", "EUR", "GBP", "CNY", "Playbook", "Handoff"),
        *("Q1", "Q2", "Q3", "Q4", "H1", "H2", "Ms", "Mr", "Mrs", "Dr"),
    )
)
"""Words with a capital that name nobody."""


def unsupported(text: str, carried: Sequence[str], names: Iterable[str]) -> list[str]:
    """The names in `text`, among `names` or of several capitalised words, that no source has."""
    said = " ".join(carried)
    loose = [name for name in names if stands(name, text) and not stands(name, said)]
    pairs = (match.group(0) for match in PAIR.finditer(text))
    return loose + [pair for pair in pairs if not _all_in(pair.split()[1:], said)]


def invented(text: str, carried: Sequence[str], names: Iterable[str]) -> list[str]:
    """The single names in a sentence that was written freely and that no source has.

    A word with a capital inside a sentence is a name, unless it is a month, a day or a term of the
    field; at the beginning of a sentence it is one only when it is a part of one of `names`. In
    Chinese a surname with a title is one.
    """
    said = " ".join(carried)
    known = {part for name in names for part in _parts(name)}
    loose = []
    for match in CAPITAL.finditer(text):
        word = match.group(0)
        begins = OPENING.search(text[: match.start()]) is not None
        if (begins and word not in known) or _common(word) or len(word) < 2:
            continue
        if not stands(word, said, cased=False):
            loose.append(word)
    loose += [found for found in TITLED.findall(text) if found not in said]
    return loose


def without(text: str, names: Iterable[str]) -> str:
    """The text without these names: a number in one ("Due Mulini", "3Rivers") counts nothing."""
    there = (name for name in names if not name.isdecimal() and stands(name, text))
    for name in sorted(there, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def stands(name: str, text: str, *, cased: bool = True) -> bool:
    """True when the name stands in the text as a word of its own; Chinese has no spaces."""
    if not name.isascii():
        return name in text
    flags = 0 if cased else re.IGNORECASE
    if cased and name not in text:
        return False
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text, flags) is not None


def _all_in(words: Iterable[str], said: str) -> bool:
    return all(word in said or _common(word) for word in words)


def _parts(name: str) -> list[str]:
    return [part for part in name.split() if len(part) >= SHORTEST and part[:1].isupper()]


def _common(word: str) -> bool:
    return word in FIELD or word.casefold() in _words_with_capitals()


@cache
def _words_with_capitals() -> frozenset[str]:
    """Months, days of the week and the terms of the field, in English and Italian."""
    found = {part for said in terms.WORDS.values() for part in said.casefold().split()}
    for language in ("en", "it"):
        for width in ("wide", "abbreviated"):
            calendar = (get_month_names, get_day_names)
            for names in calendar:
                found |= {
                    name.casefold().rstrip(".") for name in names(width, locale=language).values()
                }
    return frozenset(found)
