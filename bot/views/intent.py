"""The form in which a person says why a customer started with us, and the thanks for it."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.views import blocks, note
from bot.views.blocks import Block, View
from bot.views.diagnosis import Origin
from handlers import intent as intents_said
from handlers import terms, wording
from handlers.intent import IntentSummary, Stated
from handlers.texts import Texts
from playbooks import intents
from playbooks.accounts import Account
from playbooks.intents import Intent

STATE = "intent_state"
FORM = "intent_form"
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sent."""

    account_id: str
    intent: Intent | None
    free_text: str
    quote: str
    attributes: dict[str, str]
    origin: dict[str, Any] = field(default_factory=dict)


def form(_: Texts, account: Account, summary: IntentSummary, origin: Origin) -> View:
    """What is known today, and what a person knows better."""
    today = blocks.escaped(wording.intent(_, summary.current))
    fields: list[Block] = [
        blocks.section(f"*{blocks.escaped(account.name)}*\n{today}"),
        blocks.field("intent", _("Why did they start with us?"), _intents(_), optional=False),
        blocks.field(
            "free_text", _("Another reason: which?"), blocks.text_input("said", max_length=LONGEST)
        ),
        blocks.field(
            "quote",
            _("In their own words"),
            blocks.text_input("said", multiline=True, max_length=LONGEST),
        ),
        *(_attribute(_, name) for name in intents_said.ATTRIBUTES),
    ]
    metadata = json.dumps({"account_id": account.id, "origin": dict(origin)})
    title, submit, close = _("Why they bought"), _("Save"), _("Cancel")
    return blocks.modal(FORM, title, fields, submit=submit, close=close, metadata=metadata)


def parse(view: View) -> Entry:
    """What the submitted form says."""
    values, carried = view["state"]["values"], json.loads(view["private_metadata"])
    intent = note.chosen(values, "intent")
    said = {name: _said(values, name) for name in intents_said.ATTRIBUTES}
    return Entry(
        account_id=carried["account_id"],
        intent=Intent(intent) if intent else None,
        free_text=_said(values, "free_text"),
        quote=_said(values, "quote"),
        attributes={name: text for name, text in said.items() if text},
        origin=carried["origin"],
    )


def saved(_: Texts, result: Stated, summary: IntentSummary) -> list[Block]:
    """Thanks, what it implies, which sources say otherwise, and the way back."""
    account = blocks.escaped(result.account.name)
    lines = [_("Thank you. Saved for *{account}*.", account=account)]
    lines.append(blocks.escaped(wording.intent(_, result.reading)))
    shown = [blocks.section("\n".join(lines))]
    implied = [f"• {blocks.escaped(_(line))}" for line in summary.implications]
    shown.append(blocks.section("\n".join([f"*{_('What it asks of us')}*", *implied])))
    against = [blocks.escaped(wording.contradiction(_, one)) for one in summary.contradictions[:3]]
    shown += [blocks.section(text) for text in against]
    return shown + note.undoing(_, result.audit_entry_id)


def _intents(_: Texts) -> Block:
    stated = [intent for intent in Intent if intent is not Intent.UNKNOWN]
    options = [blocks.option(_(intents.title(intent)), intent) for intent in stated]
    return blocks.menu("intent", options, _("Choose"))


def _attribute(_: Texts, name: str) -> Block:
    label = terms.say(_, name)
    box = blocks.text_input("said", max_length=LONGEST)
    return blocks.field(name, label[:1].upper() + label[1:], box)


def _said(values: View, block_id: str) -> str:
    return (values[block_id]["said"].get("value") or "").strip()
