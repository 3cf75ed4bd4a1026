"""What happened at an account in a span of time: one dated sentence for each record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from handlers import terms
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from playbooks.notes import Note


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; `weight` is 1 for what matters most."""

    date: date
    weight: int
    sentence: Sentence


def between(desk: Desk, dossier: Dossier, since: date, until: date) -> list[Event]:
    """The events from `since` to `until`, both included, the weightiest and newest first."""
    found = [
        event
        for source in SOURCES
        for event in source(desk, dossier)
        if since <= event.date <= until
    ]
    return sorted(found, key=lambda event: (event.weight, -event.date.toordinal()))


def told(desk: Desk, dossier: Dossier, since: date) -> list[Sentence]:
    """What happened from `since` on, as it is told: the weightiest and newest first."""
    return [event.sentence for event in between(desk, dossier, since, dossier.today)]


def _outcomes(desk: Desk, dossier: Dossier) -> Iterator[Event]:
    _ = desk.texts
    for outcome in dossier.outcomes:
        amount = ""
        if outcome.amount is not None:
            amount = f" ({_.money(outcome.amount, outcome.currency)})"
        yield _event(
            desk, outcome.date, 1, terms.say(_, outcome.kind) + amount, Ref("outcome", outcome.id)
        )


def _departures(desk: Desk, dossier: Dossier) -> Iterator[Event]:
    _ = desk.texts
    for contact in dossier.contacts:
        if contact.left_on is not None:
            role = terms.say(_, contact.role) if contact.role else _("role not known")
            what = _("{name} ({role}) left", name=phrases.name(contact.name), role=role)
            yield _event(desk, contact.left_on, 1, what, Ref("contact", contact.id))


def _tickets(desk: Desk, dossier: Dossier) -> Iterator[Event]:
    _ = desk.texts
    for ticket in dossier.tickets:
        title = phrases.quoted(_, ticket.title) if ticket.title else ""
        ref, weight = Ref("ticket", ticket.id), 1 if ticket.escalated else 3
        opened = _("ticket opened {title}", title=title)
        if ticket.escalated:
            opened = _("escalation opened {title}", title=title)
        yield _event(desk, ticket.opened, weight, opened, ref)
        ended = ticket.ended
        if ended is not None:
            yield _event(desk, ended, weight + 1, _("ticket resolved {title}", title=title), ref)


def _stages(desk: Desk, dossier: Dossier) -> Iterator[Event]:
    _ = desk.texts
    for stay in dossier.enrolments:
        stage, ref = terms.say(_, stay.stage), Ref("stage", stay.id)
        team = f" ({phrases.name(stay.team)})" if stay.team else ""
        entered = _("entered {stage}", stage=stage) + team
        yield _event(desk, stay.entered, 2, entered, ref)
        if stay.exited is not None:
            yield _event(desk, stay.exited, 2, _("left {stage}", stage=stage) + team, ref)


def _promises(desk: Desk, dossier: Dossier) -> Iterator[Event]:
    _ = desk.texts
    for promise in dossier.promises:
        what, ref = phrases.quoted(_, promise.what), Ref("promise", promise.id)
        if promise.delivered is not None:
            kept = _("promise delivered: {what}", what=what)
            yield _event(desk, promise.delivered, 2, kept, ref)
        elif promise.is_overdue(dossier.today) and promise.due is not None:
            broken = _("promise passed its date: {what}", what=what)
            yield _event(desk, promise.due, 1, broken, ref)


def _intents(desk: Desk, dossier: Dossier) -> Iterator[Event]:
    _ = desk.texts
    for before, reading in zip([None, *dossier.intents], dossier.intents, strict=False):
        if before is None or before.intent is not reading.intent:
            what = _("intent stated: {intent}", intent=terms.say(_, reading.intent))
            yield _event(desk, reading.date, 2, what, Ref("intent", reading.id))


def _surveys(desk: Desk, dossier: Dossier) -> Iterator[Event]:
    _ = desk.texts
    for answer in dossier.surveys:
        scale = SCALES.get(answer.kind)
        if scale is None:
            continue
        comment = [phrases.quoted(_, answer.comment)] if answer.comment else []
        what = _(
            "{kind} {score} (scale {low} to {high})",
            kind=answer.kind.upper(),
            score=f"{answer.score:g}",
            low=scale[0],
            high=scale[1],
        )
        what = phrases.clauses(_, [what, *comment])
        yield _event(desk, answer.date, 3, what, Ref("survey", answer.id), said=scale)


def _notes(desk: Desk, dossier: Dossier) -> Iterator[Event]:
    telling = {cue.note_id for cue in dossier.cues}
    for note in dossier.notes:
        weight = 2 if note.id in telling or note.sentiment == "negative" else 4
        yield Event(note.date, weight, note_line(desk, note))


def note_line(desk: Desk, note: Note, limit: int = 160) -> Sentence:
    """A note as one dated sentence in its own words."""
    _ = desk.texts
    text = _("{date}: {what}", date=_.date(note.date), what=phrases.quoted(_, note.text, limit))
    return claim(text, Ref("note", note.id))


SCALES = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}
SOURCES: tuple[Callable[[Desk, Dossier], Iterator[Event]], ...] = (
    _outcomes,
    _departures,
    _tickets,
    _stages,
    _promises,
    _intents,
    _surveys,
    _notes,
)


def _event(
    desk: Desk, day: date, weight: int, what: str, ref: Ref, said: tuple[object, ...] = ()
) -> Event:
    _ = desk.texts
    text = _("{date}: {what}", date=_.date(day), what=what.strip())
    return Event(day, weight, claim(text, ref, said=(day, *said)))
