"""Whether a customer looks at others: what notes and the handoff say of competitors."""

from datetime import timedelta

from handlers.answers import Draft, Part
from handlers.composing import handoff, particulars, phrases, quoted_cues
from handlers.composing.desk import Desk

PARTICULAR = ("called", "person", "name", "money", "number", "time", "share")
"""Kinds of answer that must be told outright."""

DISPLACED = ("competitor_displaced",)
LATELY = timedelta(days=365)


def compose(desk: Desk) -> Draft | None:
    """Mentions of competitors, the newest first; for a name or a price, what tells it outright."""
    if particulars.read(desk).wants_any(*PARTICULAR):
        return particulars.sought(desk)
    dossier = desk.dossier(desk.asked.accounts[0])
    cues = quoted_cues.lately(dossier, ("competitor",), LATELY)
    handed = handoff.said(desk, dossier.handoff, DISPLACED) if dossier.handoff else []
    found = [*quoted_cues.lines(desk, cues), *handed]
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
