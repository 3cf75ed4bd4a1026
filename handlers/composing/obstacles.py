"""What holds a customer up: what came last, what is late, what burns, and the stage they are in."""

from handlers.answers import Draft, Part, Ref
from handlers.composing import particulars, phrases, promises, standing, their_promises
from handlers.composing.desk import Desk

LATEST = 2
"""Notes that tell where things stand now."""


def compose(desk: Desk) -> Draft | None:
    """The notes nearest to the question and the last ones, the newest first, then what is late."""
    dossier = desk.dossier(desk.asked.accounts[0])
    days = {note.id: note.date for note in dossier.notes}
    near = [one for one in particulars.nearest(desk) if one.cites[0].id in days]
    seen = {ref for one in near for ref in one.cites}
    newest = [note for note in reversed(dossier.notes) if Ref("note", note.id) not in seen]
    told = [
        *near,
        *(phrases.of_note(desk.texts, one.id, one.date, one.text) for one in newest[:LATEST]),
    ]
    told.sort(key=lambda one: days[one.cites[0].id], reverse=True)
    stages = standing.stages(desk, dossier)
    if not told and not stages:
        return None
    first, *others = [*told, *stages]
    return phrases.draft(
        phrases.of_account(desk.texts, phrases.name(dossier.account.name), first),
        phrases.section(Part.REASONS, [one for one in others if one in told], most=3),
        phrases.section(Part.STATE, [one for one in others if one in stages], most=2),
        phrases.section(Part.PROMISES, promises.late(desk, dossier), most=2),
        phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=2),
        phrases.section(Part.WATCH, standing.escalations(desk, dossier), most=2),
    )
