"""Who speaks for us, who is critical of us, and when each of them was last asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import proper_names
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from playbooks.notes import Cue
from playbooks.people import Contact

PROMOTES, DETRACTS = 9, 6
"""Answers to the question whether they would recommend us: from and up to (NPS, 0 to 10)."""

MOST_POINTS = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What a record tells of somebody on a day; `why` names it, `glad` says for or against us."""

    day: date
    glad: bool
    why: str
    ref: Ref


def ledger(desk: Desk, dossier: Dossier, present: Sequence[Contact]) -> list[Sentence]:
    """A line for each person of whom it is known, then when somebody unnamed was asked."""
    lines = [_line(desk, dossier, contact) for contact in present]
    named = {cue.id for contact in present for cue in _naming(dossier, contact, "advocate_asked")}
    unnamed = [cue for cue in _cues(dossier, "advocate_asked") if cue.id not in named]
    return [line for line in lines if line is not None] + _somebody(desk, unnamed)


def _line(desk: Desk, dossier: Dossier, contact: Contact) -> Sentence | None:
    _, name = desk.texts, phrases.name(contact.name)
    told = max(_told(_, dossier, contact), key=lambda one: one.day, default=None)
    asked = max(_asked(dossier, contact), key=lambda one: one[0], default=None)
    if told is None and asked is None:
        return None
    refs = [*([told.ref] if told else []), *([asked[1]] if asked else [])]
    if told is None:
        text = _("{name}: last asked to speak for us on {date}.", name=name, date=_day(_, asked))
    elif not told.glad:
        text = _("{name} is critical of us ({why}).", name=name, why=told.why)
    elif asked is None:
        text = _(
            "{name} speaks for us ({why}); nobody recorded that they were asked to.",
            name=name,
            why=told.why,
        )
    else:
        text = _(
            "{name} speaks for us ({why}); last asked to on {date}.",
            name=name,
            why=told.why,
            date=_day(_, asked),
        )
    said: list[object] = [one for one in (told and told.day, asked and asked[0]) if one]
    if told is not None and told.ref.kind == "survey":
        said.append(MOST_POINTS)
    return claim(text, *refs, Ref("contact", contact.id), said=tuple(said))


def _day(_: Texts, asked: tuple[date, Ref] | None) -> str:
    return _.date(asked[0]) if asked else ""


def _told(_: Texts, dossier: Dossier, contact: Contact) -> Iterable[Told]:
    """What they answered, and what notes say that name them."""
    for survey in dossier.surveys:
        ours = (survey.respondent or "").strip().casefold() == contact.name.casefold()
        if ours and survey.kind == "nps" and not DETRACTS < survey.score < PROMOTES:
            why = _(
                "NPS {score} of 10 on {date}",
                score=_.number(survey.score),
                date=_.date(survey.date),
            )
            yield Told(survey.date, survey.score >= PROMOTES, why, Ref("survey", survey.id))
    for cue in _naming(dossier, contact, "advocate"):
        why = _("note of {date}", date=_.date(cue.date))
        yield Told(cue.date, True, why, Ref("note", cue.note_id))


def _asked(dossier: Dossier, contact: Contact) -> Iterable[tuple[date, Ref]]:
    if contact.asked_on is not None and contact.asked_on <= dossier.today:
        yield contact.asked_on, Ref("contact", contact.id)
    for cue in _naming(dossier, contact, "advocate_asked"):
        yield cue.date, Ref("note", cue.note_id)


def _cues(dossier: Dossier, name: str) -> list[Cue]:
    return [cue for cue in dossier.cues if cue.name == name]


def _naming(dossier: Dossier, contact: Contact, name: str) -> list[Cue]:
    """Cues whose own words name the person, in full or by the first name that nobody shares."""
    first = _first(contact)
    shared = sum(_first(one) == first for one in dossier.contacts) > 1
    wanted = contact.name if shared else first
    return [cue for cue in _cues(dossier, name) if proper_names.stands(wanted, cue.quote)]


def _first(contact: Contact) -> str:
    return next(iter(contact.name.split()), contact.name)


def _somebody(desk: Desk, asked: Sequence[Cue]) -> list[Sentence]:
    """When somebody was asked whom no note names, so that nobody is asked too often."""
    if not asked:
        return []
    _, last = desk.texts, asked[-1]
    text = _(
        "Last asked to speak for us on {date}; the note does not say who.", date=_.date(last.date)
    )
    return [claim(text, Ref("note", last.note_id), said=(last.date,))]
