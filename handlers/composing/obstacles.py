"""What holds a customer up: what came last, what is late, what burns, and the stage they are in."""

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import particulars, phrases, promises, standing, their_promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from playbooks.notes import Note

LATEST = 2
"""Notes that tell where things stand now."""


def compose(desk: Desk) -> Draft | None:
    """The notes nearest to the question and the last ones, the newest first, then what is late."""
    dossier = desk.dossier(desk.asked.accounts[0])
    days = {note.id: note.date for note in dossier.notes}
    near = [one for one in particulars.nearest(desk) if one.cites[0].id in days]
    seen = {ref for one in near for ref in one.cites}
    newest = [note for note in reversed(dossier.notes) if Ref("note", note.id) not in seen]
    told = [*near, *(_latest(desk, note) for note in newest[:LATEST])]
    told.sort(key=lambda one: days[one.cites[0].id], reverse=True)
    stages = standing.stages(desk, dossier)
    if not told and not stages:
        return None
    burning = standing.escalations(desk, dossier) if dossier.open_escalations else []
    first, *others = [*told, *stages]
    return phrases.draft(
        phrases.of_account(desk.texts, phrases.name(dossier.account.name), first),
        phrases.section(Part.REASONS, [one for one in others if one in told], most=3),
        phrases.section(Part.STATE, [one for one in others if one in stages], most=2),
        phrases.section(Part.PROMISES, promises.late(desk, dossier), most=2),
        phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=2),
        phrases.section(Part.WATCH, burning, most=2),
    )


def _latest(desk: Desk, note: Note) -> Sentence:
    _ = desk.texts
    words = phrases.quoted(_, note.text, 240)
    return claim(phrases.labelled(_, _.date(note.date), words), Ref("note", note.id))
