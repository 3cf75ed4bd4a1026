"""The one tokeniser: what counts as a word, for both databases and all three languages."""

import re
import unicodedata
from collections.abc import Iterator

_RUNS = re.compile(r"[㐀-鿿豈-﫿぀-ヿ]+|[^\W_]+")
_VOWELS = "aeiou"

_STOP_WORDS = frozenset(
    """
    a about after all also an and any are as at be because been before being both but by can could
    did do does doing don for from had has have having he her here him his how i if in into is it
    its itself just let me might more most must my no nor not of off on once only or other our out
    over own re s same shall she should so some such t than that the their them then there these
    they this those through to too under until up us very was we were what when where which while
    who whom why will with would you your ll ve
    al alla alle allo agli ai anche c che chi ci coi col come con cosa cui da dagli dai dal dalla
    dalle dallo degli dei del dell della delle dello di dove e ed era essere fa fare fra gli ha
    hanno ho il in io l la le lei lo loro lui ma mi mia mio ne negli nei nel nella nelle nello noi
    non nostra nostro o per perche piu puo qual quale quali quando quanto quella quelle quello
    questa queste questi questo qui se sei si sia siamo sono sta su sua sui sul sull sulla sulle
    sullo suo suoi tra tu tuo un una uno va vi viene voi
    """.split()
)
_STOP_CHINESE = frozenset("的 了 是 在 我 我们 你 他 她 它 和 与 或 吗 呢 吧 有 什么 怎么 如何 哪 哪些".split())


def words(text: str, language: str | None = None) -> list[str]:
    """The searchable words of a text, in order, with repetitions.

    Lower case, without accents, lightly stemmed as English unless `language` is `it`; Chinese in
    overlapping pairs of characters. Words are letters and digits only, so that they pass through
    the full-text parsers of SQLite and PostgreSQL unharmed.
    """
    stem = _italian if language == "it" else _english
    found: list[str] = []
    for run in _RUNS.findall(_folded(text)):
        if _is_chinese(run):
            found.extend(_pairs(run))
        elif run not in _STOP_WORDS:
            found.append(stem(run))
    return found


def asked(text: str, language: str | None = None) -> list[str]:
    """The words of a question, each once; an Italian word may also be an English one."""
    found = words(text, language)
    if language == "it":
        found += words(text)
    return list(dict.fromkeys(found))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _is_chinese(run: str) -> bool:
    return run[0] >= "぀" and _RUNS.match(run) is not None and not run[0].isascii()


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield from () if run in _STOP_CHINESE else (run,)
    for first, second in zip(run, run[1:], strict=False):
        pair = first + second
        if pair not in _STOP_CHINESE:
            yield pair


def _english(word: str) -> str:
    """Porter's first step: plurals, past and progressive forms."""
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    word = _without_plural(word)
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and any(v in stem for v in _VOWELS + "y"):
            return _without_e(_undoubled(stem))
    return _without_e(word)


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _undoubled(stem: str) -> str:
    double = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiouls"
    return stem[:-1] if double else stem


def _without_e(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _italian(word: str) -> str:
    """The ending that carries gender, number and person is left out."""
    if len(word) <= 3 or not word.isalpha():
        return word
    stem = word.rstrip("aeiou")
    stem = stem if len(stem) >= 3 else word[:-1]
    return stem[:-1] if stem.endswith("h") else stem
