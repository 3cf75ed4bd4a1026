"""The products that customers have: which one a list asks for, and who has it today."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from handlers.understanding.values import Understanding
from knowledge import wording
from playbooks.accounts import Subscription
from storage import mentions
from storage.workspace import Reader

OF_MANY = ("portfolio", "people")
"""Requests as which "who has that product?" is understood."""

WHO = re.compile(r"\b(?:who|which|chi|quali)\b|谁|哪些|哪几家", re.IGNORECASE)
"""What asks for some of many, where the product was taken for a customer."""

LACKING = re.compile(
    r"\b(?:not|never|without|no|non|senza|mai|nessun\w*)\b|n['’]t\b|没|不|未", re.IGNORECASE
)
"""What asks for those who do not have it."""

HAVING = re.compile(
    r"\b(?:have|has|had|with|use|uses|using|bought|buy|own|purchased|on|running"
    r"|hanno|ha|con|usa|usano|utilizzano|utilizza|comprato|acquistato|preso)\b"
    r"|用了?|买了?|有|使用|采购了?|的",
    re.IGNORECASE,
)


def narrowed(asked: Understanding, reader: Reader, text: str) -> Understanding:
    """A list of those who have the product that the text names, or lack it; all else as it is."""
    of_many = asked.request in OF_MANY or (asked.unknown_name and WHO.search(text))
    if not of_many or asked.accounts or asked.sub_kind is not None:
        return asked
    text = asked.topic if asked.follow_up else text
    product = named(mentions.products(reader), text)
    if product is None:
        return asked
    lacking = LACKING.search(text) is not None
    filters = replace(asked.filters, product=product, lacks_product=lacking)
    return replace(asked, request="portfolio", filters=filters, unknown_name=None, nearest=())


def named(products: Iterable[str], text: str) -> str | None:
    """The one product that the text names, by all of its name or by its last word with a capital:
    Dock, where there is one Stowmark Dock."""
    known = list(products)
    whole = [one for one in known if _says(wording.fold(one), wording.fold(text))]
    short = [one for one in known if one.split()[-1].istitle() and _says_short(one, text)]
    found = whole or short
    return found[0] if len(found) == 1 else None


def without(text: str, product: str) -> str:
    """The text without the product and without words for having it."""
    words = (product, product.split()[-1])
    said = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    return HAVING.sub(" ", said.sub(" ", text))


def holders(reader: Reader, product: str, day: date) -> set[str]:
    """The ids of the accounts that have it on a day."""
    bought = reader.find(Subscription, product=product)
    return {one.account_id for one in bought if one.is_in_force(day)}


def _says_short(product: str, text: str) -> bool:
    """Whether its last word stands there, and not as a part of another name: "Success Plan"."""
    found = re.search(rf"(\S+) {re.escape(product.split()[-1])}\b", text)
    return found is not None and not found[1][0].isupper()


def _says(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<![^\W_{wording.CHINESE}]){re.escape(words)}(?![a-zA-Z0-9])", text))
