"""The note form, what it says when it is sent, and the thanks for a note that was saved."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.views import blocks
from bot.views.blocks import Block, View
from handlers import notes, terms
from handlers.answers import Named
from handlers.texts import Texts
from playbooks.notes import Cue, Direction

CALLBACK = "note_form"
ACCOUNT_SEARCH = "account_search"
UNDO = "undo"

KINDS = ("call", "meeting", "email", "workshop", "demo", "note")
PIECE = 3000
"""Slack takes this many characters in one field; a longer message gets several."""

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
    "churn_threat": "they may leave",
    "escalation": "an escalation",
    "training_done": "training was done",
    "goal_defined": "a goal was set",
}
SHOWN_CUES = 6
SHOWN_TEXT = 400


@dataclass(frozen=True, slots=True)
class Form:
    """What is filled in already when the form opens; `candidates` when a name fits several."""

    day: date
    account: Named | None = None
    text: str = ""
    channel: str | None = None
    permalink: str | None = None
    candidates: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sent; `day` is None when the field was emptied."""

    account_id: str | None
    text: str
    day: date | None
    kind: str | None
    direction: Direction | None
    private: bool
    channel: str | None
    permalink: str | None


def form(_: Texts, filled: Form) -> View:
    """The form: a recognised account is proposed, so that saving a message takes two clicks."""
    fields = [
        _account_field(_, filled.account),
        *_hints(_, filled),
        *_text_fields(_, filled.text),
        blocks.field("day", _("Date"), blocks.date_input("day", filled.day)),
        blocks.field("kind", _("What was it?"), _kinds(_)),
        blocks.field("direction", _("Who spoke?"), _directions(_)),
        blocks.field("private", _("Who may read it?"), _private(_)),
    ]
    origin = json.dumps({"channel": filled.channel, "permalink": filled.permalink})
    title, submit, close = _("Log a note"), _("Save"), _("Cancel")
    return blocks.modal(CALLBACK, title, fields, submit=submit, close=close, metadata=origin)


def parse(view: View) -> Entry:
    """What the submitted form says."""
    values = view["state"]["values"]
    origin = json.loads(view.get("private_metadata") or "{}")
    direction = chosen(values, "direction")
    return Entry(
        account_id=chosen(values, "account"),
        text=_joined(values).strip(),
        day=day(values, "day"),
        kind=chosen(values, "kind"),
        direction=Direction(direction) if direction else None,
        private=bool(values["private"]["private"].get("selected_options")),
        channel=origin.get("channel"),
        permalink=origin.get("permalink"),
    )


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
    """Thanks for a note, what was read out of it, and the way back."""
    account = blocks.escaped(result.proposal.account.name)
    said = [blocks.section(_("Saved for *{account}*. Thank you.", account=account))]
    said.append(blocks.section(blocks.quote(blocks.cut(result.note.text, SHOWN_TEXT))))
    read = list(_read_out(_, result.proposal))
    said += [blocks.context(*read)] if read else []
    return said + undoing(_, result.audit_entry_id)


def undoing(_: Texts, audit_entry_id: str | None) -> list[Block]:
    """The button that takes a write back."""
    if audit_entry_id is None:
        return []
    return [blocks.actions([blocks.button(_("Undo"), UNDO, audit_entry_id)])]


def account_option(account: Named) -> Block:
    """An account as a choice of a menu."""
    return blocks.option(account.name, account.id)


def _account_field(_: Texts, account: Named | None) -> Block:
    proposed = account_option(account) if account else None
    search = blocks.searched_menu(ACCOUNT_SEARCH, _("Type a name"), proposed)
    return blocks.field("account", _("Customer"), search, optional=False)


def _hints(_: Texts, filled: Form) -> list[Block]:
    if not filled.candidates:
        return []
    names = ", ".join(blocks.escaped(account.name) for account in filled.candidates)
    return [blocks.context(_("The name fits several customers: {names}. Choose one.", names=names))]


def _text_fields(_: Texts, text: str) -> list[Block]:
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)] or [""]
    return [_text_field(_, number, piece) for number, piece in enumerate(pieces, start=1)]


def _text_field(_: Texts, number: int, piece: str) -> Block:
    more = number > 1
    label = _("What happened, part {number}", number=number) if more else _("What happened?")
    asked = None if more else _("Who said what, and what was agreed")
    written = blocks.text_input(f"text_{number}", piece, asked, multiline=True)
    return blocks.field(f"text_{number}", label, written, optional=more)


def _kinds(_: Texts) -> Block:
    options = [blocks.option(terms.say(_, kind).capitalize(), kind) for kind in KINDS]
    return blocks.menu("kind", options, _("Choose"))


def _directions(_: Texts) -> Block:
    options = [
        blocks.option(_("Both sides"), Direction.TWO_WAY),
        blocks.option(_("Only we did"), Direction.ONE_WAY),
        blocks.option(_("Internal, without the customer"), Direction.INTERNAL),
    ]
    return blocks.menu("direction", options, _("Choose"))


def _private(_: Texts) -> Block:
    choice = blocks.option(_("Private: CSMs, managers and the account's team"), "private")
    return blocks.checkbox("private", choice)


def _joined(values: View) -> str:
    names = sorted((name for name in values if name.startswith("text_")), key=_number)
    return "".join(next(iter(values[name].values())).get("value") or "" for name in names)


def _number(block_id: str) -> int:
    return int(block_id.removeprefix("text_"))


def _read_out(_: Texts, proposal: notes.Proposal) -> Iterable[str]:
    if proposal.cues:
        yield _("I read in it: {cues}.", cues=_cues(_, proposal.cues))
    if proposal.intent is not None:
        yield _("Why they are with us: {intent}.", intent=terms.say(_, proposal.intent.intent))
    for promise in proposal.promises[:3]:
        yield _promise(_, promise.what, promise.due)
    if proposal.near_duplicates:
        earlier = proposal.near_duplicates[0]
        yield _("A note of {day} says nearly the same; both are kept.", day=_.date(earlier.date))


def _cues(_: Texts, cues: Sequence[Cue]) -> str:
    names = dict.fromkeys(cue.name for cue in cues[:SHOWN_CUES])
    words = (_(CUES[name]) if name in CUES else name.replace("_", " ") for name in names)
    return _("; ").join(words)


def _promise(_: Texts, what: str, due: date | None) -> str:
    what = blocks.escaped(what)
    if due is None:
        return _("We promised: {what} (no date).", what=what)
    return _("We promised: {what}, by {day}.", what=what, day=_.date(due))
