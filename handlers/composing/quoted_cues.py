"""What notes were read to say, quoted with their day: signs that somebody asked for."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from handlers.answers import Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.gathering.dossier import Dossier
from playbooks.notes import Cue


def lately(dossier: Dossier, names: Collection[str], span: timedelta) -> list[Cue]:
    """The last cue of each note within `span` that has one of these names, the newest first."""
    since = dossier.today - span
    found = [cue for cue in dossier.cues if cue.name in names and cue.date >= since]
    by_note = {cue.note_id: cue for cue in found}
    return sorted(by_note.values(), key=lambda cue: cue.date, reverse=True)


def lines(desk: Desk, cues: Iterable[Cue]) -> list[Sentence]:
    """The words of each note that carry it, behind the day of the note."""
    return [line(desk, cue) for cue in cues]


def line(desk: Desk, cue: Cue) -> Sentence:
    """The same for one."""
    return phrases.of_note(desk.texts, cue.note_id, cue.date, cue.quote)
