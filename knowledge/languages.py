"""Which language a text is in; tells the three that we speak from those that we do not."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from knowledge import utterances, wording

SPOKEN = ("en", "it", "zh")

KNOWN = (
    Language.ENGLISH,
    Language.ITALIAN,
    Language.SPANISH,
    Language.FRENCH,
    Language.GERMAN,
    Language.PORTUGUESE,
    Language.DUTCH,
    Language.POLISH,
    Language.SWEDISH,
    Language.TURKISH,
)
"""Languages in Latin letters that a question may come in; the others are told by their script."""

SCRIPTS = {
    "ja": "\u3040\u30ff",
    "ko": "\uac00\ud7af",
    "ru": "\u0400\u04ff",
    "ar": "\u0600\u06ff",
    "he": "\u0590\u05ff",
    "el": "\u0370\u03ff",
    "hi": "\u0900\u097f",
    "th": "\u0e00\u0e7f",
}

SMALL_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in yaml.safe_load(
        Path(__file__).with_name("small_words.yaml").read_text(encoding="utf-8")
    ).items()
}
"""Words that hold a sentence together: Italians borrow our terms, but not these."""

SURE = ((0.4, 0.55), (0.6, 0.97))
"""Below which share of words of our own examples lingua's confidence from which on is enough to
believe in a language that we do not speak."""

FEWEST_WORDS = 3
"""Shorter texts are taken for a language that we speak: "renewal?" is no Polish."""

READ = 600
"""Characters of a long text that are looked at."""


@dataclass(frozen=True, slots=True)
class Detected:
    """A language by its ISO 639-1 code, and whether it is one that we speak."""

    code: str

    @property
    def spoken(self) -> bool:
        """True for English, Italian and Chinese."""
        return self.code in SPOKEN


def detect(text: str, likely: str = "en") -> Detected:
    """The language of `text`, from which names should be removed; `likely` when nothing tells."""
    text = text[:READ]
    written = _by_script(text)
    if written:
        return Detected(written)
    words = [word for word in wording.keys(text) if not word.isdigit()]
    if not words:
        return Detected(likely)
    return Detected(_by_words(text, words, likely))


def _by_script(text: str) -> str | None:
    letters = [character for character in text if character.isalpha()]
    for code, ends in SCRIPTS.items():
        found = sum(ends[0] <= character <= ends[1] for character in letters)
        if found and (code == "ja" or found * 2 > len(letters)):
            return code
    ideographs = len(wording.IDEOGRAPH.findall(text))
    latin = sum(not word.chinese for word in wording.words(text))
    return "zh" if ideographs and ideographs * 2 >= latin else None


def _by_words(text: str, words: list[str], likely: str) -> str:
    known = {code: _share(words, code) for code in ("en", "it")}
    believed = {
        value.language.iso_code_639_1.name.lower(): value.value
        for value in _detector().compute_language_confidence_values(text)
    }
    foreign = max(believed, key=lambda code: believed[code])
    familiar = max(known.values())
    if foreign not in SPOKEN and _is_foreign(words, familiar, believed[foreign]):
        return foreign
    scores = {code: known[code] + 0.5 * believed[code] + _held(words, code) for code in known}
    scores[likely] = scores.get(likely, 0.0) + 0.1
    spoken = max(scores, key=lambda code: scores[code])
    return spoken if scores[spoken] > 0.1 or spoken == likely else likely


def _is_foreign(words: list[str], familiar: float, believed: float) -> bool:
    """Whether lingua is believed: the more words are of ours, the surer it must be."""
    needed = next((sure for share, sure in SURE if familiar < share), 2.0)
    return len(words) >= FEWEST_WORDS and believed >= needed


def _share(words: list[str], code: str) -> float:
    """Share of the words that our own examples in that language use and the other's do not."""
    own, other = _vocabulary(code), _vocabulary("it" if code == "en" else "en")
    telling = sum(1.0 if word not in other else 0.3 for word in words if word in own)
    return telling / len(words)


def _held(words: list[str], code: str) -> float:
    """Of the small words in the text that tell, the share that is of that language."""
    own = sum(word in SMALL_WORDS[code] for word in words)
    all_ = sum(word in small for word in words for small in SMALL_WORDS.values())
    return own / all_ if all_ else 0.0


@cache
def _vocabulary(code: str) -> frozenset[str]:
    return frozenset(
        key
        for example in utterances.examples()
        if example.language == code
        for key in wording.keys(example.text)
    )


@cache
def _detector() -> LanguageDetector:
    # The full models cost 270 MB and two seconds; trigrams alone 20 MB, enough beside our words.
    return LanguageDetectorBuilder.from_languages(*KNOWN).with_low_accuracy_mode().build()
