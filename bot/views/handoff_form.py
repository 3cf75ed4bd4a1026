"""The handoff form, in steps that a seller can leave and come back to."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot.views import blocks, note, note_fields, note_form
from bot.views.blocks import Block, View
from bot.views.handoff_steps import GO_ON, HAND_OVER, PAGES, THEN, Step
from handlers import terms
from handlers.composing import phrases
from handlers.handoff_forms import MOST_PROMISES, Sheet, Unfinished
from handlers.handoff_prefill import Suggestion
from handlers.imports.cells import LARGEST_COUNT
from handlers.texts import Texts
from playbooks import handoffs as rules

CALLBACK = "handoff_form"
CONTINUE = "handoff_continue"
BACK = "handoff_back"
KEEP = "handoff_keep"
ADD_PROMISE = "handoff_add_promise"

LONG = ("success_criteria", "stakeholders", "technical_environment", "risks", "product_gaps")
MOST_UNFINISHED = 5


def customer(_: Texts, unfinished: Sequence[Unfinished]) -> View:
    """Which customer is handed over; what was begun before comes first."""
    search = blocks.searched_menu(note.ACCOUNT_SEARCH, _("Type a name"))
    fields: list[Block] = []
    if unfinished:
        fields.append(blocks.header(_("Continue where you left")))
    for one in unfinished[:MOST_UNFINISHED]:
        button = blocks.button(_("Continue"), CONTINUE, one.account.id)
        fields.append(blocks.section(_left(_, one), button))
    if unfinished:
        fields.append(blocks.divider())
    # Somebody who goes on with an earlier one must be able to leave this empty.
    fields.append(blocks.field("account", _("Customer"), search))
    return _modal(_, fields, _("Next"), {"step": Step.CUSTOMER})


def form(_: Texts, sheet: Sheet, step: Step, remark: str | None = None, round_: int = 0) -> View:
    """One step of the form, with what is known already in its fields."""
    fields = [
        *note_fields.remark(remark),
        blocks.context(_standing(_, sheet, step)),
        *_returned(_, sheet),
        *PAGE[step](_, sheet),
        blocks.actions(_buttons(_, sheet, step), "handoff_buttons"),
    ]
    carried = {
        "step": step,
        "handoff": sheet.handoff.id,
        "account": sheet.account.id,
        "fresh": sheet.fresh,
        "round": round_,
        "promises": [one.id or "" for one in sheet.promises] if step is Step.PROMISES else [],
    }
    numbered = [_numbered(block, round_) for block in fields]
    last = step is Step.PROMISES
    return _modal(_, numbered, _("Hand over") if last else _("Next"), carried)


def lacking(_: Texts, missing: Sequence[str]) -> str:
    """Why the form is back at its first step."""
    named = phrases.listed(_, [terms.say(_, name) for name in missing])
    return _("Before you can hand over, this is needed: {fields}. All else is kept.", fields=named)


def _modal(_: Texts, fields: Sequence[Block], submit: str, carried: dict[str, Any]) -> View:
    title, close = _("Log a handoff"), _("Close")
    return blocks.modal(
        CALLBACK, title, fields, submit=submit, close=close, metadata=json.dumps(carried)
    )


def _left(_: Texts, one: Unfinished) -> str:
    said = _("{share} complete", share=_.percent(one.share))
    if one.handoff.returned_reason:
        reason = blocks.escaped(blocks.cut(one.handoff.returned_reason, 200))
        said = _("{share} complete; sent back: {reason}", share=_.percent(one.share), reason=reason)
    elif one.missing:
        named = phrases.listed(_, [terms.say(_, name) for name in one.missing])
        said = _("{share} complete; missing: {fields}", share=_.percent(one.share), fields=named)
    return f"*{blocks.escaped(one.account.name)}*\n{said}"


def _standing(_: Texts, sheet: Sheet, step: Step) -> str:
    said = _(
        "*{account}* · step {step} of {steps} · {share} complete",
        account=blocks.escaped(sheet.account.name),
        step=PAGES.index(step) + 1,
        steps=len(PAGES),
        share=_.percent(sheet.share),
    )
    return f"{said} · {_('each step is kept when you press Next')}"


def _returned(_: Texts, sheet: Sheet) -> list[Block]:
    if not sheet.handoff.returned_reason:
        return []
    words = blocks.quote(blocks.cut(sheet.handoff.returned_reason, 1000))
    return [blocks.section(f"*{_('Sent back because')}*\n{words}")]


def _essentials(_: Texts, sheet: Sheet) -> Iterator[Block]:
    examples = {
        "why_bought": _("In their words, if you can"),
        "problem": _("What hurts today"),
        "time_expectation": _("A date or an event: before the season, by the end of March"),
    }
    for name in rules.MANDATORY:
        multiline = name != "time_expectation"
        initial, source = _initial(_, sheet, name)
        element = blocks.text_input(name, initial, examples[name], multiline=multiline)
        # Slack writes “(optional)” behind the label of a field that it does not insist on.
        needed = _("Needed before the customer can be handed over.")
        hint = phrases.joined(_, needed, source or "")
        field = blocks.field(name, _label(_, name), element, hint=hint)
        yield from _whole(_, sheet, name) or [field]
    yield blocks.field(THEN, _("And then?"), _choice(_))


def _choice(_: Texts) -> Block:
    go_on = blocks.option(_("Go on with the details"), GO_ON)
    made = note_fields.radio(THEN, [go_on, blocks.option(_("Hand over now"), HAND_OVER)])
    return made | {"initial_option": go_on}


def _details(_: Texts, sheet: Sheet) -> Iterator[Block]:
    for name in rules.FURTHER:
        initial, source = _initial(_, sheet, name)
        field = blocks.field(name, _label(_, name), _element(name, initial), hint=source)
        yield from _whole(_, sheet, name) or [field]


def _whole(_: Texts, sheet: Sheet, name: str) -> list[Block]:
    """A text that no field can hold, without a field: given back cut, it would lose its end."""
    held = getattr(sheet.handoff, name)
    if not isinstance(held, str) or len(held) <= blocks.SECTION_LIMIT:
        return []
    return [blocks.section(f"*{_label(_, name)}*"), note_fields.kept_whole(_, held, len(held))]


def _element(name: str, initial: Any) -> Block:
    if name == "kickoff_date":
        return blocks.date_input(name, initial)
    if name != "licences_sold":
        return blocks.text_input(name, initial, multiline=name in LONG)
    number: Block = {
        "type": "number_input",
        "action_id": name,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(LARGEST_COUNT),
    }
    return number | ({"initial_value": str(initial)} if initial is not None else {})


def _promises(_: Texts, sheet: Sheet) -> Iterator[Block]:
    yield blocks.section(_("What did we promise? Each with who keeps it and until when."))
    for number, one in enumerate(sheet.promises, start=1):
        yield from note_fields.promise(_, number, one, None)
    if sheet.hidden:
        more = _.plural(
            "{count} more promise stays as it is.",
            "{count} more promises stay as they are.",
            sheet.hidden,
        )
        yield blocks.context(more)


def _initial(_: Texts, sheet: Sheet, name: str) -> tuple[Any, str | None]:
    """What stands in a field, and the source that it was proposed from."""
    held, proposed = getattr(sheet.handoff, name), sheet.suggestions.get(name)
    if held not in (None, "") or proposed is None:
        return held, None
    if sheet.fresh:
        value = proposed.value
        if isinstance(value, str):
            value = blocks.cut(value, blocks.SECTION_LIMIT)
        return value, _("From {source}; please check.", source=_source(_, proposed))
    words = blocks.cut(str(proposed.value), 300)
    return None, phrases.labelled(_, phrases.capitalised(_source(_, proposed)), words)


def _source(_: Texts, one: Suggestion) -> str:
    named = {
        "note": _("a note"),
        "person": _("what somebody said"),
        "contact": _("the contacts"),
        "subscription": _("what they have bought"),
        "goal": _("their goals"),
        "gap": _("the product gaps on record"),
        "meeting": _("the calendar"),
    }.get(one.kind, _("the records"))
    return _("{source} of {day}", source=named, day=_.date(one.day)) if one.day else named


def _label(_: Texts, name: str) -> str:
    return phrases.capitalised(terms.say(_, name))


def _buttons(_: Texts, sheet: Sheet, step: Step) -> list[Block]:
    buttons = []
    if step is Step.PROMISES and len(sheet.promises) < MOST_PROMISES:
        buttons.append(blocks.button(_("Add a promise"), ADD_PROMISE))
    if step is not Step.ESSENTIALS:
        buttons.append(blocks.button(_("Back"), BACK))
    return [*buttons, blocks.button(_("Keep for later"), KEEP)]


def _numbered(block: Block, round_: int) -> Block:
    if "block_id" not in block:
        return block
    return block | {"block_id": note_form.block_id(block["block_id"], round_)}


PAGE = {Step.ESSENTIALS: _essentials, Step.DETAILS: _details, Step.PROMISES: _promises}
