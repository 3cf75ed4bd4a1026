"""Digests and briefs that come by themselves: an answer with a heading, and a way to stop them."""

from bot.views import answer, blocks, draft, rhythm
from bot.views.blocks import Block
from handlers.answers import Answer
from handlers.digests.occasions import Kind
from handlers.digests.updates import Rhythm
from handlers.drafts import Wish
from handlers.texts import Texts

STOP = "regular_stop"
RESUME = "regular_resume"

LETTERS = {Kind.UPDATE: "escalation_overdue", Kind.RENEWAL: "renewal_falling"}
"""The rule whose letter goes with a regular message."""


def heading(_: Texts, kind: Kind) -> str:
    """What a regular message is called."""
    return {
        Kind.PORTFOLIO: _("Your accounts this week"),
        Kind.TEAM: _("Your team this week"),
        Kind.MEETING: _("Before your meeting"),
        Kind.RENEWAL: _("Before the renewal"),
        Kind.UPDATE: _("An update is due"),
    }[kind]


def name(_: Texts, kind: Kind) -> str:
    """What somebody chooses who wants them, or does without."""
    return {
        Kind.PORTFOLIO: _("The week at my accounts, when it begins"),
        Kind.TEAM: _("My team's week, when it begins"),
        Kind.MEETING: _("A brief before each meeting"),
        Kind.RENEWAL: _("A brief 120 days before each renewal"),
        Kind.UPDATE: _("When a customer is to hear of an escalation"),
    }[kind]


def message(
    _: Texts,
    kind: Kind,
    found: Answer,
    account_id: str | None = None,
    told: Rhythm | None = None,
) -> list[Block]:
    """The message with its heading, a message to the customer, and the button that ends these.

    `told` is the rhythm of an escalation: its reader is written to, and it can be changed.
    """
    buttons = [blocks.button(_("Without these from now on"), STOP, kind.value)]
    if told is not None:
        buttons.insert(0, rhythm.button(_, told.ticket.id))
    letter = LETTERS.get(kind)
    if letter is not None and account_id is not None:
        contact = told.told if told else None
        wish = Wish(account=account_id, rule=letter, contact=contact.id if contact else None)
        buttons.insert(0, draft.button(_, wish.carried))
    return [blocks.header(heading(_, kind)), *answer.message(found, _), blocks.actions(buttons)]


def changed(_: Texts, kind: Kind, *, without: bool) -> list[Block]:
    """What was chosen, and the way back."""
    named = heading(_, kind)
    if without:
        said = _("You do without “{what}” from now on.", what=named)
        back = blocks.button(_("Have it again"), RESUME, kind.value)
        return [blocks.section(said), blocks.actions([back])]
    return [blocks.section(_("You get “{what}” again.", what=named))]
