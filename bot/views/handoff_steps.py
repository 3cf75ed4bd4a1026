"""The steps in which a handoff is written, and where its seller goes on."""

from enum import StrEnum

from handlers.handoff_forms import Sheet
from playbooks import handoffs as rules

THEN, GO_ON, HAND_OVER = "then", "go_on", "hand_over"
"""The choice below what is mandatory: on with the details, or hand over at once."""


class Step(StrEnum):
    """The pages of the form, in their order."""

    CUSTOMER = "customer"
    ESSENTIALS = "essentials"
    DETAILS = "details"
    PROMISES = "promises"


PAGES = (Step.ESSENTIALS, Step.DETAILS, Step.PROMISES)

FIELDS = {Step.ESSENTIALS: rules.MANDATORY, Step.DETAILS: rules.FURTHER, Step.PROMISES: ()}
"""What is asked for on each page."""


def left_at(sheet: Sheet) -> Step:
    """Where its seller stopped: at what is mandatory or came back, else behind what is filled."""
    given = sheet.handoff
    if given.state is rules.HandoffState.RETURNED or rules.missing(given):
        return Step.ESSENTIALS
    details = any(getattr(given, name) not in (None, "") for name in rules.FURTHER)
    return Step.PROMISES if details else Step.DETAILS


def after(step: Step) -> Step:
    """The step behind this one."""
    return PAGES[PAGES.index(step) + 1]


def before(step: Step) -> Step:
    """The step in front of this one."""
    return PAGES[max(PAGES.index(step) - 1, 0)]
