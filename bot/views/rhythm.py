"""The rhythm in which a customer hears of an escalation: who is told, how often, until when."""

import json
from dataclasses import dataclass
from datetime import date

from bot.views import blocks, note
from bot.views.blocks import Block, View
from handlers.composing import phrases
from handlers.digests.updates import Rhythm
from handlers.texts import Texts

OPEN = "rhythm_open"
FORM = "rhythm_form"
DAYS, CONTACT, UNTIL = "days", "contact", "until"

RHYTHMS = (1, 2, 3, 5, 7, 14, 30)
USUAL = 3
"""Days between two updates that are proposed, and those that are chosen at first."""

MOST_CONTACTS = 99
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody sent in the form."""

    ticket_id: str
    days: int
    contact: str | None
    until: date | None


def button(_: Texts, ticket_id: str) -> Block:
    """Opens the form."""
    return blocks.button(_("Rhythm of updates"), OPEN, ticket_id)


def form(_: Texts, found: Rhythm) -> View:
    """Who is told, how often, and until when; as it stands, if it was promised already."""
    ticket = found.ticket
    of = _("no title") if not ticket.title else ticket.title
    about = f"*{blocks.escaped(found.account.name)}* · {blocks.escaped(of)}"
    hint = _("Without a day, until it is solved. The owner of the account is reminded of each.")
    shown = [
        blocks.section(about),
        blocks.field(CONTACT, _("Who is told?"), _contacts(_, found)),
        blocks.field(DAYS, _("How often?"), _rhythms(_, ticket.update_every_days), optional=False),
        blocks.field(
            UNTIL, _("Until which day?"), blocks.date_input(UNTIL, ticket.update_until), hint=hint
        ),
    ]
    close, submit = _("Cancel"), _("Save")
    title, metadata = _("Rhythm of updates"), json.dumps({"ticket": ticket.id})
    return blocks.modal(FORM, title, shown, submit=submit, close=close, metadata=metadata)


def parse(view: View) -> Chosen:
    """What the submitted form says."""
    values = view["state"]["values"]
    contact = note.chosen(values, CONTACT)
    return Chosen(
        json.loads(view["private_metadata"])["ticket"],
        int(note.chosen(values, DAYS) or USUAL),
        None if contact == NOBODY else contact,
        note.day(values, UNTIL),
    )


def promised(_: Texts, kept: Rhythm) -> str:
    """What was promised, in a sentence, for whoever promised it."""
    ticket = kept.ticket
    said = _.plural(
        "{who} hears from us every day about {title}.",
        "{who} hears from us every {count} days about {title}.",
        ticket.update_every_days or USUAL,
        who=kept.told.name if kept.told else kept.account.name,
        title=_("“{quote}”", quote=ticket.title or _("no title")),
    )
    if ticket.update_until is None:
        return said
    until = _("Promised until {day}.", day=_.date(ticket.update_until))
    return phrases.joined(_, said, until)


def _contacts(_: Texts, found: Rhythm) -> Block:
    nobody = blocks.option(_("nobody in particular"), NOBODY)
    # Whoever is told stands first, so that a long list does not cut them off.
    contacts = sorted(found.contacts, key=lambda one: one != found.told)[:MOST_CONTACTS]
    options = [blocks.option(one.name, one.id) for one in contacts]
    chosen = found.told.id if found.told else NOBODY
    return blocks.menu(CONTACT, [nobody, *options], _("Choose"), chosen)


def _rhythms(_: Texts, kept: int | None) -> Block:
    days = sorted({*RHYTHMS, kept or USUAL})
    options = [
        blocks.option(_.plural("every day", "every {count} days", count), str(count))
        for count in days
    ]
    return blocks.menu(DAYS, options, _("Choose"), str(kept or USUAL))
