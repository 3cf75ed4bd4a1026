"""What is known of a customer before the sale, proposed for a handoff, with its source.

Private notes and notes of private channels are left out: everybody here may read a handoff.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from handlers import terms
from handlers.access import Viewer
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks import handoff_phrases, intents
from playbooks.accounts import Account, Subscription
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.meetings import Meeting
from playbooks.notes import Cue, Note
from playbooks.observations import Goal, ProductGap
from playbooks.people import Channel, Contact
from playbooks.stages import Enrolment, Stage
from storage.workspace import Reader

READ = 200
"""Notes that are read, the newest first."""

TOLD = {
    "risks": ("churn_threat", "budget_freeze", "single_threaded", "unhappy"),
    "competitor_displaced": ("competitor",),
    "product_gaps": ("product_gap",),
}
"""Cues of notes that tell something of a field."""

MOST_QUOTES = 3
KICKOFF = ("kickoff", "kick-off", "kick off", "avvio", "启动")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a field could say, and where that stands: a kind of record and its day."""

    value: str | int | date
    kind: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Suggestions by field, and the promises that notes tell of."""

    fields: dict[str, Suggestion]
    promises: tuple[Promise, ...] = ()


def known(reader: Reader, viewer: Viewer, account: Account, today: date, _: Texts) -> Known:
    """What the records tell of the account by the day; SQL and patterns, no model."""
    notes = _presales_notes(reader, viewer, account, today)
    found = dict(_from_notes(notes))
    stated = _why_bought(reader, account, {note.id for note in notes}, today)
    found |= {"why_bought": stated} if stated else {}
    found |= _from_cues(reader, account, notes)
    found |= dict(_from_records(reader, account, today, _))
    made = reader.find(Promise, account_id=account.id, handoff_id=None, delivered=None)
    shown = {note.id for note in notes}
    return Known(found, tuple(promise for promise in made if promise.note_id in shown))


def _presales_notes(reader: Reader, viewer: Viewer, account: Account, today: date) -> list[Note]:
    """The newest notes from before the onboarding that everybody here may read."""
    begun = reader.find(Enrolment, account_id=account.id, stage=Stage.ONBOARDING, limit=1)
    until = min(begun[0].entered, today) if begun else today
    notes = reader.find(Note, account_id=account.id, until=until, newest_first=True, limit=READ)
    channels = {channel.id: channel for channel in reader.find(Channel)}
    return [note for note in notes if _is_open(note, channels) and viewer.sees_note(note, account)]


def _is_open(note: Note, channels: dict[str, Channel]) -> bool:
    channel = channels.get(note.channel or "")
    return not note.private and not (channel is not None and channel.private)


def _from_notes(notes: Sequence[Note]) -> Iterator[tuple[str, Suggestion]]:
    """The newest sentence for each field; the oldest is given first, so that it is written over."""
    for note in reversed(notes):
        for field, sentence in handoff_phrases.found(note.text).items():
            yield field, Suggestion(sentence, "note", note.date)


def _why_bought(
    reader: Reader, account: Account, shown: set[str], today: date
) -> Suggestion | None:
    stated = reader.find(IntentReading, account_id=account.id, until=today)
    visible = [one for one in stated if one.source_kind != "note" or one.source_id in shown]
    current = intents.current(visible, today)
    if current is None or not current.quote:
        return None
    return Suggestion(current.quote, current.source_kind, current.date)


def _from_cues(reader: Reader, account: Account, notes: Sequence[Note]) -> dict[str, Suggestion]:
    by_note = [note.id for note in notes]
    cues = reader.find(Cue, account_id=account.id, note_id=by_note) if by_note else []
    found = {}
    for field, names in TOLD.items():
        said = [cue for cue in cues if cue.name in names]
        if said:
            words = _lines(cue.quote for cue in reversed(said))
            found[field] = Suggestion(words, "note", said[-1].date)
    return found


def _from_records(
    reader: Reader, account: Account, today: date, _: Texts
) -> Iterator[tuple[str, Suggestion]]:
    contacts = [one for one in reader.find(Contact, account_id=account.id) if one.active]
    if contacts:
        yield (
            "stakeholders",
            Suggestion(_lines((_person(_, one) for one in contacts), 12), "contact"),
        )
    bought = reader.find(Subscription, account_id=account.id)
    bought = [one for one in bought if one.end_date is None or one.end_date >= today]
    products = dict.fromkeys(one.product for one in bought if one.product)
    if products:
        yield "products", Suggestion(phrases.listed(_, list(products)), "subscription")
    seats = sum(one.seats or 0 for one in bought)
    if seats:
        yield "licences_sold", Suggestion(seats, "subscription")
    goals = reader.find(Goal, account_id=account.id)
    if goals:
        yield "success_criteria", Suggestion(_lines(one.goal for one in goals), "goal")
    gaps = reader.find(ProductGap, account_id=account.id, until=today, note_id=None)
    if gaps:
        titles = (f"{gap.title} ({terms.say(_, gap.kind)})" for gap in gaps)
        yield "product_gaps", Suggestion(_lines(titles), "gap", gaps[-1].date)
    kickoff = _kickoff(reader, account, today)
    if kickoff is not None:
        yield "kickoff_date", kickoff


def _kickoff(reader: Reader, account: Account, today: date) -> Suggestion | None:
    """The first meeting to come whose title names a kickoff."""
    since = datetime.combine(today, time(), UTC)
    for meeting in reader.find(Meeting, account_id=account.id, since=since, cancelled=False):
        if any(word in meeting.title.casefold() for word in KICKOFF):
            return Suggestion(meeting.starts.date(), "meeting")
    return None


def _person(_: Texts, contact: Contact) -> str:
    return f"{contact.name} ({terms.say(_, contact.role)})" if contact.role else contact.name


def _lines(words: Iterable[str], most: int = MOST_QUOTES) -> str:
    return "\n".join(list(dict.fromkeys(words))[:most])
