"""Why a customer left: the day, the reason on record, and what the notes say of it."""

from handlers.answers import Draft, Part
from handlers.composing import money, particulars, phrases
from handlers.composing.desk import Desk
from playbooks.observations import CHURN


def compose(desk: Desk) -> Draft | None:
    """The outcome with its reason first, then what comes nearest; None where nobody left."""
    dossier = desk.dossier(desk.asked.accounts[0])
    left = money.outcomes(desk, dossier, CHURN)
    if not left:
        return None
    told = [one for one in particulars.nearest(desk) if not set(one.cites) & set(left[0].cites)]
    account = phrases.name(dossier.account.name)
    return phrases.draft(
        phrases.of_account(desk.texts, account, left[0]),
        phrases.section(Part.REASONS, told, most=3),
    )
