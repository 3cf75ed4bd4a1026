"""What is said in a channel: what the app reads and keeps, whose channel it is, and summaries."""

import json
from collections.abc import Iterable

from bot.views import blocks, note
from bot.views.blocks import Block, View
from handlers.answers import Named
from handlers.channels import Linked
from handlers.texts import Texts

CALLBACK = "channel_link"
LINK = "channel_link_open"
SAVE_SUMMARY = "channel_summary_as_note"


def hello(_: Texts) -> str:
    """What everybody in a channel is told when the app joins it."""
    return _(
        "I read nothing here unless somebody asks me to: a message, a thread, or what was said in "
        "the last days. I keep only what somebody saves as a note, with the link to where it was "
        "said; a summary is kept nowhere unless it is saved."
    )


def joined(_: Texts) -> list[Block]:
    """The same, with the way to link the channel to a customer."""
    return [blocks.section(hello(_)), blocks.actions([_link_button(_)])]


def unlinked_yet(_: Texts) -> list[Block]:
    """Said when a channel that is linked to nobody is to be summarised."""
    return [blocks.section(not_linked(_)), blocks.actions([_link_button(_)])]


def not_linked(_: Texts) -> str:
    """The channel is about no customer yet."""
    return _("This channel is linked to no customer yet. Nothing was read; link it first.")


def form(_: Texts, channel: str, account: Named | None) -> View:
    """Which customer a channel is about."""
    proposed = note.account_option(account) if account else None
    search = blocks.searched_menu(note.ACCOUNT_SEARCH, _("Type a name"), proposed)
    fields = [
        blocks.section(_("Notes and questions here will be about this customer.")),
        blocks.field("account", _("Customer"), search, optional=False),
    ]
    title, submit, close = _("Link the channel"), _("Link"), _("Cancel")
    return blocks.modal(CALLBACK, title, fields, submit=submit, close=close, metadata=channel)


def parse(view: View) -> tuple[str, str | None]:
    """The channel and the account that were chosen."""
    return view["private_metadata"], note.chosen(view["state"]["values"], "account")


def linked_text(_: Texts, linked: Linked) -> str:
    """The channel is about that customer now."""
    return _("This channel is linked to {account}.", account=linked.account.name)


def unlinked_text(_: Texts, linked: Linked) -> str:
    """The channel is about no customer any more."""
    return _("This channel is not linked to {account} any more.", account=linked.account.name)


def changed(_: Texts, text: str, linked: Linked) -> list[Block]:
    """What was changed, and the way back."""
    return [blocks.section(blocks.escaped(text)), *note.undoing(_, linked.audit_entry_id)]


def summary(
    _: Texts, account: str, lines: Iterable[str], remark: str | None, period: dict[str, str]
) -> list[Block]:
    """What was said in a channel, and that nothing of it is kept unless somebody saves it."""
    heading, *said = lines
    title = _("*{account}*: what was said here", account=blocks.escaped(account))
    shown = [blocks.section(title), blocks.context(blocks.escaped(heading))]
    shown += [blocks.section(f"• {blocks.escaped(line)}") for line in said[:30]]
    shown += [blocks.context(blocks.escaped(remark))] if remark else []
    shown.append(blocks.context(_("Nothing of this is stored, unless you save it as a note.")))
    save = blocks.button(_("Save as a note"), SAVE_SUMMARY, json.dumps(period))
    return [*shown, blocks.actions([save])]


def nothing_said(_: Texts, days: int) -> str:
    """There is nothing to summarise."""
    return _.plural(
        "Nobody wrote anything here in the last day.",
        "Nobody wrote anything here in the last {count} days.",
        days,
    )


def _link_button(_: Texts) -> Block:
    return blocks.button(_("Link to a customer"), LINK)
