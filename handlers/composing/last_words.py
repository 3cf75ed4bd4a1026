"""What somebody at a customer's said last, what they want, and what became of them."""

import re
from collections.abc import Sequence
from itertools import islice

from handlers import conversation
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import particulars, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from handlers.gathering.dossier import Dossier
from knowledge import acts, persons
from playbooks.notes import Direction, Note
from playbooks.people import Contact
from playbooks.wording import sentences

LAST_NOTES = 3
"""Notes that are quoted where it is asked what somebody said last."""

WHOLE = 1500
"""Characters of the newest note, where that is asked for."""

QUOTED = 320
"""Characters of each."""

WISH = re.compile(
    r"(?:want|need|expect|think|vuole|vorrebbe|chiede|pensa|idea|opinione|fatt[oa])\w*|看|想|要"
)


def said(desk: Desk) -> Draft | None:
    """What the one person who is named said last; None where none is, or nothing is recorded."""
    return _of_one(desk)


def became(desk: Desk) -> Draft | None:
    """What the newest notes tell of the one person who is named, spoken with or not."""
    return _of_one(desk, only_spoken=False)


def wanted(desk: Desk) -> Draft | None:
    """What the one person who is named wants or thinks, where it is asked of nothing else."""
    return None if _others(desk) else _of_one(desk)


def latest_note(desk: Desk) -> Draft | None:
    """The newest note of the account in full, and those before it in brief.

    "And the one before?" asks for the note before the one that was shown.
    """
    _, account = desk.texts, desk.asked.accounts[0]
    notes = sorted(desk.dossier(account).notes, key=lambda note: (note.date, note.id), reverse=True)
    older = notes[_shown(desk, notes) :]
    if notes and not older:
        none = _("No older note of {account} is recorded.", account=phrases.name(account.name))
        return phrases.draft(plain(none), abstained=True)
    if not older:
        return None
    last, *others = older
    first = phrases.of_note(_, last.id, last.date, last.text, WHOLE)
    before = [phrases.of_note(_, one.id, one.date, one.text) for one in others[: LAST_NOTES - 1]]
    return phrases.draft(first, phrases.section(Part.ALSO, before))


def _shown(desk: Desk, notes: Sequence[Note]) -> int:
    """How many of the notes, the newest first, are at least as new as the one shown last."""
    act = acts.of(desk.question.text)
    replies = conversation.last_replies(desk) if act and act.name == "before" else []
    shown = {Ref.parse(written) for written in replies[0].cited[:1]} if replies else set()
    return next((n for n, note in enumerate(notes, 1) if Ref("note", note.id) in shown), 0)


def _of_one(desk: Desk, *, only_spoken: bool = True) -> Draft | None:
    dossier = desk.dossier(desk.asked.accounts[0])
    meant = named(dossier, desk.question.text)
    if len(meant) != 1:
        return None
    lines = told(desk, dossier, meant[0], only_spoken=only_spoken)
    return phrases.draft(lines[0], phrases.section(Part.ALSO, lines[1:])) if lines else None


def _others(desk: Desk) -> list[str]:
    """What the question names beside people."""
    asked = particulars.read(desk)
    return [word for word in asked.units if word not in asked.people and not WISH.fullmatch(word)]


def told(
    desk: Desk, dossier: Dossier, contact: Contact, *, only_spoken: bool = True
) -> list[Sentence]:
    """The newest notes that name a contact, of those where we spoke with them."""
    spoken = (Direction.TWO_WAY, None)
    kept = [one for one in dossier.notes if one.direction in spoken or not only_spoken]
    return naming(desk, kept, contact)


def naming(desk: Desk, notes: Sequence[Note], contact: Contact) -> list[Sentence]:
    """The newest of the notes that name a contact, from there on."""
    index = persons.Index([contact])
    telling = ((one, words) for one in reversed(notes) if (words := _telling(one.text, index)))
    return [
        phrases.of_note(desk.texts, note.id, note.date, words, QUOTED)
        for note, words in islice(telling, LAST_NOTES)
    ]


def _telling(text: str, index: persons.Index) -> str:
    """The note from the sentence on that names the person; "" where none does."""
    found = (one.start for one in sentences.split(text) if index.find(one.text))
    start = next(found, None)
    return "" if start is None else text[start:]


def named(dossier: Dossier, text: str) -> list[Contact]:
    """The contacts whom a text names, in either script, by the whole name or a part of it."""
    index = persons.Index(dossier.contacts)
    places = {at for met in index.find(text) if len(met.positions) == 1 for at in met.positions}
    return [dossier.contacts[at] for at in sorted(places)]
