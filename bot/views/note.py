"""The thanks for a note that was saved, and what note forms share with other forms."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.views import blocks
from bot.views.blocks import Block, View
from handlers import notes, terms
from handlers.answers import Named
from handlers.note_forms import Kept
from handlers.texts import Texts
from playbooks.customer_promises import CustomerPromise
from playbooks.gap_wording import GAP
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Note
from playbooks.observations import ProductGap

ACCOUNT_SEARCH = "account_search"
UNDO = "undo"
EDIT = "note_edit"
SAVE_THREAD = "note_save_thread"

CUES = {
    "champion_left": "a champion left",
    "competitor": "a competitor is mentioned",
    "unhappy": "they are unhappy",
    "outcome_reached": "an outcome was reached",
    "expansion": "they may expand",
    "budget_freeze": "their budget is frozen",
    "two_way_engagement": "two-way engagement",
    "single_threaded": "it rests on one person",
    "product_gap": "they miss something in the product",
    "advocate": "they speak up for us",
    "advocate_asked": "they were asked to speak for us",
    "churn_threat": "they may leave",
    "escalation": "an escalation",
    "training_done": "training was done",
    "goal_defined": "a goal was set",
}
SHOWN_CUES = 6
SHOWN_TEXT = 400


def chosen(values: View, block_id: str) -> str | None:
    """The value of the option that was picked in a field, if any."""
    state = next(iter(values[block_id].values()))
    picked = state.get("selected_option")
    return picked["value"] if picked else None


def day(values: View, block_id: str) -> date | None:
    """The day that was picked in a field, if any."""
    picked = next(iter(values[block_id].values())).get("selected_date")
    return date.fromisoformat(picked) if picked else None


def saved(_: Texts, result: notes.SavedNote) -> list[Block]:
    """Thanks for a note, what was read out of it, and the ways to change it."""
    proposal = result.proposal
    said = _thanks(_, proposal.account.name, result.note, proposal.values)
    if proposal.near_duplicates:
        day = _.date(proposal.near_duplicates[0].date)
        said.append(
            blocks.context(_("A note of {day} says nearly the same; both are kept.", day=day))
        )
    return said + _ways(_, result.note.id, result.audit_entry_id)


def kept(_: Texts, result: Kept) -> list[Block]:
    """The same for a note that came from a form."""
    said = _thanks(_, result.account.name, result.note, result.written)
    return said + _ways(_, result.note.id, result.audit_entry_id)


def thread_question(_: Texts) -> str:
    """What is said when somebody wants the thread kept in which they write."""
    return _("I read the thread when you open the form, and keep nothing before you save it.")


def thread_offer(_: Texts, channel: str, thread_ts: str, account: str) -> list[Block]:
    """The button that opens the form on a thread, with the customer who was named."""
    carried = json.dumps({"channel": channel, "ts": thread_ts, "account": account})
    save = blocks.button(_("Save this thread as a note"), SAVE_THREAD, carried, "primary")
    return [blocks.section(thread_question(_)), blocks.actions([save])]


def thread_of(value: str) -> dict[str, str]:
    """The thread that such a button carries: its channel, its first message, the customer."""
    found: dict[str, str] = json.loads(value)
    return found


def undoing(_: Texts, audit_entry_id: str | None) -> list[Block]:
    """The button that takes a write back."""
    if audit_entry_id is None:
        return []
    return [blocks.actions([blocks.button(_("Undo"), UNDO, audit_entry_id)])]


def account_option(account: Named) -> Block:
    """An account as a choice of a menu."""
    return blocks.option(account.name, account.id)


def _thanks(_: Texts, account: str, note: Note, values: Sequence[Any]) -> list[Block]:
    said = [blocks.section(_("Saved for *{account}*. Thank you.", account=blocks.escaped(account)))]
    said.append(blocks.section(blocks.quote(blocks.cut(note.text, SHOWN_TEXT))))
    read = list(_read_out(_, values))
    return said + ([blocks.context(*read)] if read else [])


def _ways(_: Texts, note_id: str, audit_entry_id: str | None) -> list[Block]:
    """The buttons that change a note and take it back."""
    if audit_entry_id is None:
        return []
    edit = blocks.button(_("Edit"), EDIT, note_id)
    return [blocks.actions([edit, blocks.button(_("Undo"), UNDO, audit_entry_id)])]


def _read_out(_: Texts, values: Sequence[Any]) -> Iterable[str]:
    gaps = [value for value in values if isinstance(value, ProductGap)]
    named = {GAP} if gaps else set()
    cues = [value for value in values if isinstance(value, Cue) and value.name not in named]
    if cues:
        yield _("I read in it: {cues}.", cues=_cues(_, cues))
    for value in values:
        if isinstance(value, IntentReading):
            yield _("Why they are with us: {intent}.", intent=terms.say(_, value.intent))
    if gaps:
        yield _("They miss: {gaps}", gaps=_("; ").join(_gap(_, gap) for gap in gaps))
    for promise in [value for value in values if isinstance(value, Promise)][:3]:
        yield _promise(_, promise.what, promise.due)
    for theirs in [value for value in values if isinstance(value, CustomerPromise)][:3]:
        yield _their_promise(_, theirs.what, theirs.due)


def _cues(_: Texts, cues: Sequence[Cue]) -> str:
    names = dict.fromkeys(cue.name for cue in cues[:SHOWN_CUES])
    words = (_(CUES[name]) if name in CUES else name.replace("_", " ") for name in names)
    return _("; ").join(words)


def _gap(_: Texts, gap: ProductGap) -> str:
    return _(
        "{what} ({weight})",
        what=blocks.escaped(gap.title.rstrip(" .。")),
        weight=terms.say(_, gap.kind),
    )


def _promise(_: Texts, what: str, due: date | None) -> str:
    what = blocks.escaped(what)
    if due is None:
        return _("We promised: {what} (no date).", what=what)
    return _("We promised: {what}, by {day}.", what=what, day=_.date(due))


def _their_promise(_: Texts, what: str, due: date | None) -> str:
    what = blocks.escaped(what)
    if due is None:
        return _("They promised: {what} (no date).", what=what)
    return _("They promised: {what}, by {day}.", what=what, day=_.date(due))
