"""The form in which a person sets an account's band against the computed one."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.views import blocks, note
from bot.views.blocks import Block, View
from bot.views.diagnosis import Origin
from handlers import diagnosis, wording
from handlers.diagnosis import Sheet
from handlers.texts import Texts
from playbooks.health.values import Band

OVERRIDE = "health_override"
FORM = "health_override_form"
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sent."""

    account_id: str
    band: Band | None
    reason: str
    expires: date | None
    origin: dict[str, Any] = field(default_factory=dict)


def form(_: Texts, sheet: Sheet, until: date, origin: Origin) -> View:
    """Band, reason and end, below what is computed and what a person set before."""
    today = wording.reading(_, sheet.reading)
    hint = _("It ends by itself; the computed band stays visible beside it.")
    fields: list[Block] = [
        blocks.section(f"*{blocks.escaped(sheet.account.name)}*\n{blocks.escaped(today)}"),
        blocks.field("band", _("Health"), _bands(_), optional=False),
        blocks.field("reason", _("Why?"), _reason(), optional=False),
        blocks.field("until", _("Until"), blocks.date_input("until", until), hint=hint),
    ]
    metadata = json.dumps({"account_id": sheet.account.id, "origin": dict(origin)})
    title, submit, close = _("Override health"), _("Override"), _("Cancel")
    return blocks.modal(FORM, title, fields, submit=submit, close=close, metadata=metadata)


def parse(view: View) -> Entry:
    """What the submitted form says."""
    values, carried = view["state"]["values"], json.loads(view["private_metadata"])
    band = note.chosen(values, "band")
    return Entry(
        account_id=carried["account_id"],
        band=Band(band) if band else None,
        reason=(values["reason"]["reason"].get("value") or "").strip(),
        expires=note.day(values, "until"),
        origin=carried["origin"],
    )


def _bands(_: Texts) -> Block:
    options = [
        blocks.option(_sentence(wording.band(_, band)), band) for band in diagnosis.OVERRIDABLE
    ]
    return blocks.menu("band", options, _("Choose"))


def _reason() -> Block:
    return blocks.text_input("reason", multiline=True, max_length=LONGEST_REASON)


def _sentence(word: str) -> str:
    return word[:1].upper() + word[1:]
