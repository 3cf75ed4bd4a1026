"""What is said of a handoff: to its seller, to the CSM who takes over, and when it comes back."""

from collections.abc import Iterable, Sequence

from bot.views import blocks, note
from bot.views.blocks import Block, View
from bot.views.handoff_form import CONTINUE
from handlers import handoffs, terms
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks import handoffs as rules

ACCEPT = "handoff_accept"
RETURN = "handoff_return"
KICKOFF = "handoff_kickoff"
RETURN_FORM = "handoff_return_form"
REASON = "reason"


def saved(_: Texts, result: handoffs.SavedHandoff, account: str, owner: str | None) -> list[Block]:
    """Thanks for a handoff: how complete it is, who has it now, and the way back."""
    name = blocks.escaped(account)
    lines = [_("Handed over: *{account}*. Thank you.", account=name)]
    lines.append(_receiver(_, owner))
    small = [_("Complete to {share}.", share=_.percent(result.completeness))]
    if result.promises:
        small.append(
            _.plural(
                "{count} promise recorded.", "{count} promises recorded.", len(result.promises)
            )
        )
    gaps = [field for field in rules.FURTHER if getattr(result.handoff, field) in (None, "")]
    if gaps:
        named = phrases.listed(_, [terms.say(_, field) for field in gaps])
        small.append(_("Still unknown: {fields}.", fields=named))
    said = [blocks.section(" ".join(lines)), blocks.context(*small)]
    return said + note.undoing(_, result.audit_entry_id)


def received(_: Texts, result: handoffs.SavedHandoff, account: str, author: str) -> list[Block]:
    """What the CSM who takes over is told, and what they can do about it."""
    name, seller = blocks.escaped(account), blocks.escaped(author)
    heading = _("{author} handed *{account}* over to you.", author=seller, account=name)
    return [blocks.section(heading), *_essentials(_, result), _answers(_, result.handoff.id)]


def accepted(_: Texts, account: str) -> list[Block]:
    """What stands in place of the buttons once the CSM has accepted."""
    name = blocks.escaped(account)
    said = _("You accepted the handoff of *{account}*. The kickoff brief follows.", account=name)
    return [blocks.section(said)]


def told_accepted(_: Texts, account: str, by: str) -> list[Block]:
    """What the seller hears of it."""
    said = _(
        "{name} accepted your handoff of *{account}*.",
        name=blocks.escaped(by),
        account=blocks.escaped(account),
    )
    return [blocks.section(said)]


def told_returned(_: Texts, result: handoffs.SavedHandoff, account: str, by: str) -> list[Block]:
    """What the seller hears when it comes back: why, and the way on."""
    said = _(
        "{name} sent your handoff of *{account}* back.",
        name=blocks.escaped(by),
        account=blocks.escaped(account),
    )
    button = blocks.button(_("Continue"), CONTINUE, result.handoff.account_id, style="primary")
    return [
        blocks.section(f"{said}\n{blocks.quote(result.handoff.returned_reason or '')}"),
        blocks.context(_("Everything you wrote is kept.")),
        blocks.actions([button]),
    ]


def returned(_: Texts, account: str, audit_entry_id: str | None) -> list[Block]:
    """What the CSM hears who sent it back."""
    name = blocks.escaped(account)
    said = _("The handoff of *{account}* is back with its seller, with your reason.", account=name)
    return [blocks.section(said), *note.undoing(_, audit_entry_id)]


def return_form(_: Texts, handoff_id: str, account: str) -> View:
    """Why it goes back; the seller reads it."""
    said = _(
        "What is missing or wrong in the handoff of *{account}*?", account=blocks.escaped(account)
    )
    element = blocks.text_input(REASON, multiline=True, max_length=1000)
    fields = [
        blocks.section(said),
        blocks.field(REASON, _("The seller reads this"), element, optional=False),
    ]
    title, submit, close = _("Send back"), _("Send back"), _("Cancel")
    return blocks.modal(RETURN_FORM, title, fields, submit=submit, close=close, metadata=handoff_id)


def reason(view: View) -> tuple[str, str]:
    """The handoff that goes back, and why."""
    written = view["state"]["values"][REASON][REASON].get("value") or ""
    return view["private_metadata"], written.strip()


def kept(_: Texts, result: handoffs.SavedHandoff, account: str) -> str:
    """What the window says when a seller leaves for now."""
    return _(
        "Kept: *{account}*, {share} complete. “Log a handoff” offers it first when you come back.",
        account=blocks.escaped(account),
        share=_.percent(result.completeness),
    )


def _essentials(_: Texts, result: handoffs.SavedHandoff) -> Iterable[Block]:
    for field in rules.MANDATORY:
        words = blocks.quote(blocks.cut(getattr(result.handoff, field) or "", 2000))
        label = phrases.capitalised(terms.say(_, field))
        yield blocks.section(f"*{label}*\n{words}")
    if result.promises:
        lines = list(_said(_, result))
        yield blocks.section(f"*{_('Promised')}*\n" + "\n".join(lines))


def _answers(_: Texts, handoff_id: str) -> Block:
    buttons: Sequence[Block] = [
        blocks.button(_("Accept"), ACCEPT, handoff_id, style="primary"),
        blocks.button(_("Send back…"), RETURN, handoff_id),
        blocks.button(_("Kickoff brief"), KICKOFF, handoff_id),
    ]
    return blocks.actions(buttons)


def _receiver(_: Texts, owner: str | None) -> str:
    if owner is None:
        return _("No CSM owns this account yet, so nobody was told.")
    return _("{owner} has been told.", owner=blocks.escaped(owner))


def _said(_: Texts, result: handoffs.SavedHandoff) -> Iterable[str]:
    for promise in result.promises:
        what = blocks.escaped(blocks.cut(promise.what, 200))
        when = _.date(promise.due) if promise.due else _("no date")
        yield f"• {what} ({when})"
