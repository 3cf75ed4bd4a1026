"""Short messages that are not answers: refusals, apologies, and what went on meanwhile."""

from collections.abc import Sequence

from bot.views import blocks
from bot.views.blocks import Block, View
from handlers import refusals
from handlers.texts import Texts
from playbooks.errors import CairnError


def outsider(_: Texts) -> str:
    """What guests, bots and people of other organisations get: nothing about any customer."""
    return _("I can help members of this workspace only.")


def shared_channel(_: Texts) -> str:
    """What a member gets in a channel that people of another organisation read."""
    return _(
        "People of another organisation are in this channel. Please ask me in a direct message."
    )


def working(_: Texts) -> str:
    """The status while an answer is being made; Slack puts the app's name before it."""
    return _("is looking at the records…")


def looking(_: Texts) -> str:
    """The heading of the steps while an answer is being written."""
    return _("Looking at the records…")


def looked(_: Texts, steps: int) -> str:
    """The heading of the steps when the answer stands: each sentence of it was checked."""
    return _.plural(
        "{count} step; each sentence checked against its sources",
        "{count} steps; each sentence checked against its sources",
        steps,
    )


def unexpected(_: Texts, reference: str) -> str:
    """Something failed that we did not foresee; the reference stands in the log as well."""
    return _(
        "Something went wrong on my side (reference {reference}). Nothing that you wrote is lost; "
        "please try again, and tell your admin the reference if it happens once more.",
        reference=reference,
    )


def refused(_: Texts, error: CairnError) -> str:
    """Why something could not be done, with nothing in it that Slack would make live."""
    return blocks.escaped_lines(refusals.say(_, error))


def thanks_for_feedback(_: Texts, verdict: str) -> str:
    """Said to the person who gave a verdict."""
    if verdict == "good":
        return _("Thank you; noted that this helped.")
    return _("Thank you; noted that this did not help.")


def undone(_: Texts, kept: Sequence[str]) -> str:
    """A write was taken back; but records with these names were kept as others changed them."""
    said = _("Undone: what was there before is back.")
    if not kept:
        return said
    records = ", ".join(f"“{name}”" for name in kept)
    stayed = _("Kept, because it was changed since: {records}.", records=records)
    return f"{said} {blocks.escaped(stayed)}"


def discarded(_: Texts) -> str:
    """A proposed note was not wanted."""
    return _("All right, nothing was saved.")


def message(text: str) -> list[Block]:
    """Any of these as blocks."""
    return [blocks.section(text)]


def modal(_: Texts, text: str) -> View:
    """A window that says one thing, in place of a form that a person may not use."""
    return blocks.modal("notice", "Cairn", message(text), close=_("Close"))
