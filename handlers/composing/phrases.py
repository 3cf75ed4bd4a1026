"""The small pieces that composers share: claims, sections, quotations, spans of time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from handlers import quoting
from handlers.answers import Draft, Part, Ref, Section, Sentence
from handlers.texts import Texts
from playbooks.accounts import Account

QUOTATION = {"en": "“{}”", "it": "«{}»", "zh": "“{}”"}
MOST_LINES = 5


def claim(text: str, *refs: Ref, said: Iterable[object] = ()) -> Sentence:
    """A sentence that the records in `refs` carry; `said` holds what rules computed from them."""
    return Sentence(text, tuple(dict.fromkeys(refs)), tuple(_written(value) for value in said))


def plain(text: str) -> Sentence:
    """A sentence that claims nothing: what is not known, or what to do.

    It may name an account and days that were looked at; one that counts anything needs `claim`.
    """
    return Sentence(text)


def asked(text: str) -> Sentence:
    """A question for a person to answer, or words offered to them, whatever numbers it holds."""
    return Sentence(text, said=(text,))


def section(part: Part, sentences: Sequence[Sentence], most: int = MOST_LINES) -> list[Section]:
    """A part of the answer with at most `most` sentences; no part when there are none."""
    return [Section(part, tuple(sentences[:most]))] if sentences else []


def merged(_: Texts, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences that belong together on one line, on the sources of all of them."""
    if not sentences:
        return []
    text = joined(_, *(ended(_, sentence.text) for sentence in sentences))
    refs = [ref for sentence in sentences for ref in sentence.cites]
    return [claim(text, *refs, said=[said for sentence in sentences for said in sentence.said])]


def draft(
    lead: Sentence,
    *sections: Sequence[Section],
    missing: Iterable[str] = (),
    abstained: bool = False,
) -> Draft:
    """A draft of the sections that have something to say."""
    kept = tuple(part for given in sections for part in given)
    return Draft(lead, kept, tuple(missing), abstained)


def first(made: Draft, most: int) -> Draft:
    """The draft's lead and the sentences after it, `most` of them together."""
    kept: list[Section] = []
    left = most - 1
    for one in made.sections:
        kept += section(one.part, one.sentences[:left])
        left = max(0, left - len(one.sentences))
    return replace(made, sections=tuple(kept))


def abstention(text: str, *missing: str) -> Draft:
    """An answer that says what is not known, and which observations would settle it."""
    unknown = section(Part.UNKNOWN, [asked(sentence) for sentence in missing])
    return Draft(plain(text), tuple(unknown), missing, abstained=True)


def declined(text: str, wanted: str, *beside: Sequence[Section]) -> Draft:
    """An abstention in words that may repeat the asker's, with what is known instead."""
    found = abstention(text, wanted)
    known = tuple(part for given in beside for part in given)
    return replace(found, lead=asked(text), sections=(*known, *found.sections))


def of_note(_: Texts, note_id: str, day: date, words: str, limit: int = 240) -> Sentence:
    """Words of a note behind its day."""
    return claim(labelled(_, _.date(day), quoted(_, words, limit)), Ref("note", note_id))


def quoted(_: Texts, words: str, limit: int = 140) -> str:
    """The source's own words in the reader's quotation marks."""
    return QUOTATION[_.language].format(quoting.inner(quoting.excerpt(words, limit)))


def prescribed(_: Texts, words: str, limit: int = 140) -> str:
    """What the library prescribes, in the reader's language; a quotation where nobody translated
    it."""
    said = _(words) if words else ""
    return quoted(_, words, limit) if said == words else quoting.excerpt(said, limit)


def title(_: Texts, words: str, limit: int = 100) -> str:
    """The title of a document of the library, in the reader's language where it is translated."""
    return quoted(_, _(words) if words else "", limit)


def name(words: str) -> str:
    """A name from the records as plain text."""
    return quoting.excerpt(words, 80)


def days(_: Texts, count: int) -> str:
    """A span of days in words."""
    return _.plural("{count} day", "{count} days", count)


def yearly(_: Texts, amount: Decimal, currency: str | None) -> str:
    """An amount of money a year."""
    return _("{money} a year", money=_.money(amount, currency))


def listed(_: Texts, items: Sequence[str]) -> str:
    """Items in one line, as the language separates them."""
    return ("、" if _.language == "zh" else ", ").join(items)


def joined_by_and(_: Texts, items: Sequence[str]) -> str:
    """Items as one phrase: “adoption and renewal”."""
    if len(items) < 2:
        return "".join(items)
    return _("{items} and {last}", items=listed(_, items[:-1]), last=items[-1])


def clauses(_: Texts, items: Sequence[str]) -> str:
    """Short clauses in one line, where the items of a list would want another mark in Chinese."""
    return ("，" if _.language == "zh" else ", ").join(items)


def labelled(_: Texts, label: str, words: str) -> str:
    """Words behind what they are about, with the colon of the language."""
    return _("{label}: {words}", label=label, words=words)


def of_account(_: Texts, name: str, sentence: Sentence) -> Sentence:
    """The sentence with the account in it, where several are spoken of."""
    if name in sentence.text:
        return sentence
    return replace(sentence, text=labelled(_, name, sentence.text))


def at(_: Texts, account: str, sentence: Sentence) -> Sentence:
    """A sentence behind the name of the account that it is about."""
    said = sentence.text[:1].lower() + sentence.text[1:]
    return replace(sentence, text=labelled(_, name(account), said))


def left_out(_: Texts, accounts: Sequence[Account]) -> list[str]:
    """That nothing is said of these accounts, which were asked about too; nothing without any."""
    named = joined_by_and(_, [name(account.name) for account in accounts])
    return [_("Not told here for want of room: {accounts}.", accounts=named)] if accounts else []


def sequence(_: Texts, items: Sequence[str]) -> str:
    """Longer items in one line, set apart by more than a comma."""
    return ("；" if _.language == "zh" else "; ").join(items)


def capitalised(text: str) -> str:
    """The text as a sentence or a heading begins; the rest of it stays as it is."""
    return text[:1].upper() + text[1:]


def ended(_: Texts, text: str) -> str:
    """The text with the full stop of the language, unless it has an end already."""
    if text.rstrip("”»」'\"")[-1:] in tuple(".!?:…。！？："):
        return text
    return text + ("。" if _.language == "zh" else ".")


def joined(_: Texts, *sentences: str) -> str:
    """Sentences one after the other; Chinese puts no space between them."""
    return ("" if _.language == "zh" else " ").join(filter(None, sentences))


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    # Three decimals could be thousands to another reader; six cannot.
    return f"{value:.6f}" if isinstance(value, float | Decimal) else str(value)
