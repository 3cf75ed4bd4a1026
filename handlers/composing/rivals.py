"""Whether a customer looks at others: what notes and the handoff say of competitors."""

from datetime import timedelta

from handlers import terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import particulars, phrases, quoted_cues
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier

PARTICULAR = ("called", "person", "name", "money", "number", "time", "share")
"""Kinds of answer that must be told outright."""

LATELY = timedelta(days=365)


def compose(desk: Desk) -> Draft | None:
    """Mentions of competitors, the newest first; for a name or a price, what tells it outright."""
    if particulars.read(desk).wants_any(*PARTICULAR):
        return particulars.sought(desk)
    dossier = desk.dossier(desk.asked.accounts[0])
    cues = quoted_cues.lately(dossier, ("competitor",), LATELY)
    told = quoted_cues.lines(desk, cues)
    found = [*told, *_displaced(desk, dossier)]
    if not found:
        return particulars.sought(desk)
    cited = {ref for one in found for ref in one.cites}
    near = [one for one in particulars.nearest(desk) if not cited & set(one.cites)]
    account = phrases.name(dossier.account.name)
    return phrases.draft(
        phrases.of_account(desk.texts, account, found[0]),
        phrases.section(Part.REASONS, found[1:], most=4),
        phrases.section(Part.ALSO, near, most=2),
    )


def _displaced(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Whom we replaced, as the handoff has it."""
    handoff = dossier.handoff
    if handoff is None or not handoff.competitor_displaced:
        return []
    _ = desk.texts
    label = phrases.capitalised(terms.say(_, "competitor_displaced"))
    words = phrases.quoted(_, handoff.competitor_displaced)
    return [claim(phrases.labelled(_, label, words), Ref("handoff", handoff.id))]
