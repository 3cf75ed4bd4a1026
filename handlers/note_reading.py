"""What is read out of a note: cues, commitments, intent, gaps, sentiment, language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from knowledge import dates, languages
from playbooks import commitments, cues, intents, sentiment
from playbooks.cues import FoundCue
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import ProductGap
from playbooks.people import Contact
from playbooks.wording import patterns, reading, sentences
from playbooks.wording.reading import Reading
from storage.workspace import Reader

READ = 60_000
"""Characters of a text that are read for cues; a longer one is kept whole and read so far."""

LISTENED_TO = ("champion", "executive_sponsor", "economic_buyer", "sponsor")
"""Roles of contacts whose leaving matters even when a note gives only their name."""

GAP_TITLE = 140

GAP_KINDS = ("deal_breaker", "nice_to_have")
"""How much a gap weighs, the worst first; what is neither is a challenge."""


@dataclass(frozen=True, slots=True)
class ReadOut:
    """All that one note says. `promises` are ours, `theirs` those of the customer."""

    note: Note
    sentiment: sentiment.Sentiment
    cues: tuple[Cue, ...]
    promises: tuple[Promise, ...]
    theirs: tuple[Promise, ...]
    intent: IntentReading | None
    gaps: tuple[ProductGap, ...]


def read(note: Note, champions: Sequence[str] = ()) -> ReadOut:
    """Read one note; ids derive from the note's, so that reading it again gives the same."""
    text = note.text[:READ]
    said = cues.read(text, champions)
    found = _cues(note, said)
    ours, theirs = _promises(note, text)
    mood = sentiment.of(text, said)
    note = _completed(note, text, found, mood)
    return ReadOut(
        note,
        mood,
        found,
        ours,
        theirs,
        _intent(note, text),
        tuple(_gaps(note, found)),
    )


def champions(reader: Reader, account_ids: Iterable[str] | None) -> dict[str, list[str]]:
    """Names of the contacts of each account (None: of all) whose leaving matters."""
    only: dict[str, Any] = {} if account_ids is None else {"account_id": list(account_ids)}
    named: dict[str, list[str]] = {}
    for contact in reader.find(Contact, role=LISTENED_TO, **only):
        named.setdefault(contact.account_id, []).append(contact.name)
    return named


def kind_of(text: str) -> str:
    """The kind of contact that a note names first (call, meeting, email…), or `note`."""
    said = [
        (found.start(), kind)
        for language in languages_of(text)
        for kind, phrases in patterns.wording(language).lists["kinds"].items()
        if (found := phrases.expression.search(text, 0, 400))
    ]
    return min(said)[1] if said else "note"


def languages_of(text: str) -> tuple[str, ...]:
    """The languages whose wording is worth trying on a text."""
    code = languages.detect(text).code
    return (code,) if code in patterns.LANGUAGES else patterns.LANGUAGES


def _cues(note: Note, said: Sequence[FoundCue]) -> tuple[Cue, ...]:
    return tuple(
        Cue(f"{note.id}.{cue.name}", note.account_id, note.id, note.date, cue.name, cue.quote)
        for cue in said
    )


def _promises(note: Note, text: str) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
    made = [
        (
            said.by_us,
            Promise(
                id=f"{note.id}.{crc32(said.what.encode()):08x}",
                account_id=note.account_id,
                what=said.what,
                note_id=note.id,
                owner=note.author if said.by_us else said.owner,
                due=dates.parse(said.when, note.date) if said.when else None,
            ),
        )
        for said in commitments.read(text)
    ]
    ours = tuple(promise for by_us, promise in made if by_us)
    return ours, tuple(promise for by_us, promise in made if not by_us)


def _completed(note: Note, text: str, found: Sequence[Cue], mood: sentiment.Sentiment) -> Note:
    """The note with its language and mood, and its direction when it tells of an exchange."""
    two_way = any(cue.name == "two_way_engagement" for cue in found)
    direction = note.direction or (Direction.TWO_WAY if two_way else None)
    language = note.language or languages.detect(text).code
    return replace(note, direction=direction, language=language, sentiment=note.sentiment or mood)


def _intent(note: Note, text: str) -> IntentReading | None:
    stated = intents.find(text)
    if stated is None or stated.confidence < intents.DECISIVE:
        return None
    return IntentReading(
        id=f"{note.id}.intent",
        account_id=note.account_id,
        intent=stated.intent,
        date=note.date,
        confidence=stated.confidence,
        source_kind="note",
        source_id=note.id,
        quote=stated.quote,
        free_text=stated.free_text,
        attributes=stated.attributes,
        author=note.author,
    )


def _gaps(note: Note, found: Sequence[Cue]) -> Iterable[ProductGap]:
    for cue in found:
        if cue.name == "product_gap":
            title = cue.quote if len(cue.quote) <= GAP_TITLE else f"{cue.quote[:GAP_TITLE]}…"
            yield ProductGap(
                f"{note.id}.gap", note.account_id, note.date, title, _weight(cue.quote), note.id
            )


def _weight(quote: str) -> str:
    """`deal_breaker` or `nice_to_have` when the words say so, otherwise `challenge`."""
    said = {
        kind
        for sentence in sentences.split(quote)
        for read_in in reading.read(sentence)
        for kind in GAP_KINDS
        if _is_said(read_in, kind)
    }
    return next((kind for kind in GAP_KINDS if kind in said), "challenge")


def _is_said(read_in: Reading, kind: str) -> bool:
    """True when the words stand there and are neither denied nor said to be over."""
    gaps, text = read_in.wording.lists["gaps"], read_in.sentence.text
    for match in gaps[kind].expression.finditer(text):
        first, _ = read_in.sentence.clause(match.start(), match.end())
        over = gaps["over"].expression.search(text, first, match.start())
        if not over and not read_in.negated(match):
            return True
    return False
