"""What PreSales judges of an account: whether the product fits, and who won the technical case."""

from dataclasses import dataclass
from datetime import date

FIT, TECHNICAL = "fit", "technical"
FITS, FITS_PARTLY, FITS_NOT = "fits", "fits_partly", "fits_not"
WON, LOST = "technical_win", "technical_loss"

OUTCOMES = {FIT: (FITS, FITS_PARTLY, FITS_NOT), TECHNICAL: (WON, LOST)}
"""What can be found of each kind."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement with its reason; the newest of a kind stands, earlier ones are history."""

    id: str
    account_id: str
    date: date
    kind: str
    outcome: str
    reason: str | None = None
    member: str | None = None
