"""What is read out of a note: cues, commitments, intent, gaps, sentiment, language."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar
from zlib import crc32

from handlers import participants
from knowledge import dates, languages
from knowledge.notes import action_lists, hearing
from knowledge.notes import reader as listener
from knowledge.notes.lacking import Lack
from playbooks import commitment_sides, commitments, gaps, intents, moods, sentiment
from playbooks.commitment_sides import People
from playbooks.commitments import Commitment
from playbooks.cues import FoundCue
from playbooks.customer_promises import CustomerPromise
from playbooks.errors import NotReady
from playbooks.exchanges import Turn
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import ProductGap
from playbooks.people import Contact, Member, Role
from playbooks.wording import patterns
from storage.workspace import Reader

Either = TypeVar("Either", Promise, CustomerPromise)

READ = 60_000
"""Characters of a text that are read for cues; a longer one is kept whole and read so far."""

LISTENED_TO = ("champion", "executive_sponsor", "economic_buyer", "sponsor")
"""Roles of contacts whose leaving matters even when a note gives only their name."""

GAP_TITLE = 140

MOST_THEIRS = 12
"""Promises of the customer's that are kept of one note; in a long call people promise easily."""

MOST_GAPS = 6
"""Things missed in the product that are kept of one note, as many as the form has room for."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A date of a promise that can be read in several ways, such as 03/04/05; nearest day first."""

    promise_id: str
    wording: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class ReadOut:
    """All that one note says. `promises` are ours, `theirs` those of the customer.

    `because` gives for each cue the words that told it.
    """

    note: Note
    sentiment: sentiment.Sentiment
    cues: tuple[Cue, ...]
    promises: tuple[Promise, ...]
    theirs: tuple[CustomerPromise, ...]
    intent: IntentReading | None
    gaps: tuple[ProductGap, ...]
    unclear: tuple[Unclear, ...] = ()
    because: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """Who is known around an account: names of contacts whose leaving matters, and who may promise
    something."""

    champions: tuple[str, ...] = ()
    people: People = field(default_factory=People)


NOBODY = Known()


def read(note: Note, known: Known = NOBODY, turns: Sequence[Turn] = ()) -> ReadOut:
    """Read one note; ids derive from the note's, so that reading it again gives the same.

    `turns` are what several people said, where the note is about that: each keeps what they
    promised themselves.
    """
    text = note.text[:READ]
    said = listener.read(text, known.champions)
    found = _cues(note, said.cues)
    made = list(
        _made_in_turns(note, turns) if turns else _made(note, said.promises, known.people, text)
    )
    mood = moods.of_signs(text) or said.mood
    note = _completed(note, text, found, mood)
    return ReadOut(
        note,
        mood,
        found,
        tuple(_promise(Promise, note, said) for said in made if said.by_us),
        _foremost([_promise(CustomerPromise, note, said) for said in made if not said.by_us]),
        _intent(note, text),
        tuple(_gaps(note, said.lacks)),
        tuple(_unclear(note, made)),
        {cue.name: cue.words for cue in said.cues},
    )


def filled_in(note: Note, read: ReadOut) -> Note:
    """A note as it stands now, with the language, mood and direction read out of its text.

    What the note has of these already stays.
    """
    return replace(
        note,
        language=note.language or read.note.language,
        direction=note.direction or read.note.direction,
        sentiment=note.sentiment or read.note.sentiment,
    )


def prepare(texts: Iterable[str]) -> None:
    """Do ahead what takes long in reading these notes: nobody else writes while a writer reads."""
    with suppress(NotReady):
        listener.prepare(text[:READ] for text in texts)


def warm() -> None:
    """Load what reading needs: the wordings of three languages, and how to tell them apart."""
    day = date(2026, 1, 1)
    for text in ("They are unhappy.", "Sono contenti.", "客户很满意。"):
        read(Note("warm", "", day, text))


class Acquaintances:
    """Who is known around some accounts (None: around all), read once."""

    def __init__(self, reader: Reader, account_ids: Iterable[str] | None) -> None:
        only: dict[str, Any] = {} if account_ids is None else {"account_id": list(account_ids)}
        self._contacts: dict[str, list[Contact]] = {}
        for contact in reader.find(Contact, **only):
            self._contacts.setdefault(contact.account_id, []).append(contact)
        self._ours = our_people(reader.find(Member, active=True))

    def of(self, account_id: str) -> Known:
        """Who is known around one account; our own people around any."""
        return acquainted(self._contacts.get(account_id, []), self._ours)


def our_people(members: Iterable[Member]) -> dict[str, str]:
    """Ids of members by what they are called; guests keep no promise of ours."""
    return participants.called([one for one in members if one.role is not Role.GUEST])


def acquainted(contacts: Sequence[Contact], ours: Mapping[str, str]) -> Known:
    """What a note's reader knows of an account's contacts, and of our people."""
    names = {contact.id: contact.name for contact in contacts}
    theirs = {said: names[id_] for said, id_ in participants.called(contacts).items()}
    matter = tuple(contact.name for contact in contacts if contact.role in LISTENED_TO)
    return Known(matter, People(theirs, ours))


def gap_id(note_id: str, number: int) -> str:
    """The id of a note's product gap of that number, from 1 on."""
    return f"{note_id}.gap" if number == 1 else f"{note_id}.gap{number}"


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


def _made(
    note: Note, promises: Iterable[Commitment], people: People, text: str
) -> Iterable[Commitment]:
    """What the author or a colleague promised, with them as owner; and what the customer did.

    In a list of who is to do what, each line tells all of it.
    """
    listed = action_lists.read(text, people.telling)
    told = [one for one in promises if not any(item.holds(one.at) for item in listed)]
    sides = [commitment_sides.sided(one, people, text) for one in told]
    sides += [commitment_sides.of(item.said, item.name, people) for item in listed if item.said]
    for said in sorted(filter(None, sides), key=lambda one: one.at):
        yield replace(said, owner=said.owner or note.author) if said.by_us else said


def _made_in_turns(note: Note, turns: Sequence[Turn]) -> Iterable[Commitment]:
    """What people promised in an exchange; of somebody whom nobody knows it is not our promise."""
    left = READ
    for turn in turns:
        left -= len(turn.text)
        if left < 0:
            return
        judged = READ - left <= hearing.HEARD
        for said in (listener.promised if judged else commitments.read)(turn.text):
            if said.by_us and turn.ours:
                yield replace(said, owner=turn.member or note.author)
            elif said.by_us:
                yield replace(said, by_us=False, owner=turn.speaker or None)
            else:
                yield said


def _promise(kind: type[Either], note: Note, said: Commitment) -> Either:
    return kind(
        id=_promise_id(note, said),
        account_id=note.account_id,
        what=said.what,
        note_id=note.id,
        owner=said.owner,
        due=dates.parse(said.when, note.date, note.language) if said.when else None,
    )


def _foremost(theirs: Sequence[CustomerPromise]) -> tuple[CustomerPromise, ...]:
    """What they are held to of a long talk: what has a day first, then in the order of the text."""
    chosen = sorted(theirs, key=lambda one: one.due is None)[:MOST_THEIRS]
    return tuple(one for one in theirs if one in chosen)


def _promise_id(note: Note, said: Commitment) -> str:
    return f"{note.id}.{crc32(said.what.encode()):08x}"


def _unclear(note: Note, made: Sequence[Commitment]) -> Iterable[Unclear]:
    for said in made:
        days = dates.readings(said.when, note.date, note.language) if said.when else ()
        if said.when and days:
            yield Unclear(_promise_id(note, said), said.when, days)


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


def _gaps(note: Note, lacks: Sequence[Lack]) -> Iterable[ProductGap]:
    for number, lack in enumerate(dict.fromkeys(lacks[:MOST_GAPS]), start=1):
        title = lack.words if len(lack.words) <= GAP_TITLE else f"{lack.words[:GAP_TITLE]}…"
        key, weight = gap_id(note.id, number), lack.weight or gaps.CHALLENGE
        yield ProductGap(key, note.account_id, note.date, title, weight, note.id)
