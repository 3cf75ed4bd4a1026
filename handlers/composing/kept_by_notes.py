"""What notes tell of promises: that one was perhaps kept, or that nobody knows whether it was."""

from datetime import timedelta

from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from knowledge.notes import keeping
from playbooks.handoffs import Promise
from playbooks.notes import Note
from playbooks.wording import sentences

BEFORE_ITS_DATE = timedelta(days=180)
"""How long before its date a promise of a handoff may have been kept."""

OLD, OLD_SHOWN = 12, 3
"""Promises that only an old note tells: the newest that are looked into, and shown of them."""


def perhaps(desk: Desk, promise: Promise) -> list[Sentence]:
    """That a note tells the promise as kept, with its words; nothing where none does."""
    found = told(desk, promise)
    if found is None:
        return []
    _ = desk.texts
    text = _(
        "Perhaps it was kept, by a note of {date}: {quote}",
        date=_.date(found.note.date),
        quote=phrases.quoted(_, found.sentence),
    )
    return [claim(text, Ref("note", found.note.id))]


def told(desk: Desk, promise: Promise) -> keeping.Told | None:
    """A note after the one that holds the promise, or of the half year before its date on."""
    account = next((one for one in desk.accounts if one.id == promise.account_id), None)
    notes = sorted(desk.dossier(account).notes if account else (), key=lambda note: note.date)
    made = next((note.date for note in notes if note.id == promise.note_id), None)
    since = made or (promise.due or desk.today) - BEFORE_ITS_DATE
    return keeping.told(promise.what, (note for note in notes if note.date > since))


def not_known(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What notes tell was promised long ago, the newest first, where no note tells it as done."""
    notes = {note.id: note for note in dossier.notes}
    dated = [(notes[str(one.note_id)], one) for one in dossier.unconfirmed]
    dated.sort(key=lambda pair: pair[0].date, reverse=True)
    silent = [(note, one) for note, one in dated[:OLD] if told(desk, one) is None]
    return [_not_known(desk, note, one.what) for note, one in silent[:OLD_SHOWN]]


def _not_known(desk: Desk, note: Note, what: str) -> Sentence:
    _ = desk.texts
    whole = next((one.text for one in sentences.split(note.text) if what in one.text), what)
    text = _(
        "Whether this was kept is not known; only a note of {date} tells it: {what}",
        date=_.date(note.date),
        what=phrases.quoted(_, whole.strip()),
    )
    return claim(text, Ref("note", note.id))
