"""What a person reads: messages, dates and money in English, Italian or Chinese.

The source language of the messages is English. Translations stand in
`handlers/locales/<language>/*.po`, one file for each area of the product; a message that is not
translated is shown in English, never left out.
"""

import gettext
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, dates, numbers
from babel.messages import mofile, pofile

LANGUAGES = ("en", "it", "zh")
LOCALES = {"en": "en_GB", "it": "it_IT", "zh": "zh_Hans_CN"}
HAN = "[\u3400-\u9fff]"
ELIDED = re.compile(
    r"\b([Dd]el|[Aa]l|[Dd]al|[Nn]el|[Ii]l) "
    r"(?=(?:8|11) (?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\b)"
)
FOLDER = Path(__file__).parent / "locales"


class Texts:
    """The messages of one language; use as `_ = texts.of("it")` and `_("…")`."""

    def __init__(self, language: str, messages: gettext.NullTranslations) -> None:
        self.language = language
        self.locale = LOCALES[language]
        self._messages = messages

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, with `{name}` places filled from `values`."""
        said = self._messages.gettext(message)
        return self._elided(filled(said, values)) if values else said

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The message in the number that fits `count`, which fills `{count}`.

        A value of that name is written there instead: 2.5 in the plural.
        """
        said = filled(self._messages.ngettext(one, many, count), {"count": count, **values})
        return self._elided(said)

    def _elided(self, text: str) -> str:
        """Italian says dell’8 nov and all’11 nov."""
        return ELIDED.sub(_without_vowel, text) if self.language == "it" else text

    def month(self, day: date) -> str:
        """A month with its year: Nov 2026, nov 2026, 2026年11月."""
        return dates.format_skeleton("yMMM", day, locale=self.locale)

    def date(self, day: date) -> str:
        """A day as people write it: 20 Nov 2026, 20 nov 2026, 2026年11月20日."""
        return dates.format_date(day, "medium", locale=self.locale)

    def money(self, amount: Decimal | float, currency: str | None) -> str:
        """An amount in whole units with its currency: £96,000, 96.000 €, ¥96,000.

        Without a currency it says so.
        """
        if currency is None:
            return self("{number} (currency unknown)", number=self.number(amount))
        whole = round(Decimal(amount))
        pattern = Locale.parse(self.locale).currency_formats["standard"].pattern
        return numbers.format_currency(
            whole,
            currency,
            locale=self.locale,
            currency_digits=False,
            format=pattern.replace(".00", ""),
        )

    def number(self, value: Decimal | float, digits: int = 0) -> str:
        """A number with separators as the language writes them."""
        return numbers.format_decimal(round(Decimal(value), digits), locale=self.locale)

    def percent(self, share: float) -> str:
        """A share of one as whole per cent."""
        return numbers.format_percent(share, locale=self.locale)


@cache
def of(language: str) -> Texts:
    """The texts of `language`, a code such as `it` or `zh-CN`; English for one we do not speak."""
    code = language.split("-")[0].split("_")[0].lower()
    code = code if code in LANGUAGES else "en"
    return Texts(code, _messages(code))


def filled(message: str, values: Mapping[str, object]) -> str:
    """The message with its `{name}` places filled.

    Between Chinese and Chinese stands no space, between Chinese and a Latin word stands one,
    whichever the value turns out to be.
    """
    for name, value in values.items():
        place, said = re.escape(f"{{{name}}}"), str(value)
        for edge, seam in ((said[:1], f"(?<={HAN}) ?(?={place})"), (said[-1:], _behind(place))):
            if re.match(HAN, edge):
                message = re.sub(seam, "", message)
            elif edge.isascii() and edge.isalpha():
                message = re.sub(seam, " ", message)
    return message.format_map(values)


def _without_vowel(found: re.Match[str]) -> str:
    word = found.group(1)
    return "L’" if word == "Il" else "l’" if word == "il" else f"{word}l’"


def _behind(place: str) -> str:
    return f"(?<={place}) ?(?={HAN})"


def _messages(language: str) -> gettext.NullTranslations:
    found = gettext.NullTranslations()
    for path in sorted((FOLDER / language).glob("*.po")):
        translations = gettext.GNUTranslations(_compiled(path))
        translations.add_fallback(found)
        found = translations
    return found


def _compiled(path: Path) -> BytesIO:
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale=LOCALES[path.parent.name], abort_invalid=True)
    compiled = BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    return compiled
