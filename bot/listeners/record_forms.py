"""Forms for people, goals, surveys and touchpoints: opened from an answer, saved once."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.listeners import actions, shortcuts, views
from bot.listeners.parts import Parts
from bot.views import record_form
from bot.views.blocks import View
from handlers import customer_records
from handlers.texts import Texts
from playbooks.people import Member


def register(app: App, parts: Parts) -> None:
    """Take in the buttons that open the forms, and the forms."""
    for kind, action in record_form.OPEN.items():
        app.action(action)(ack=shortcuts.acknowledge, lazy=[_opening(parts, kind)])

    def on_form(ack: Ack, body: dict[str, Any]) -> None:
        kind = record_form.parse(body["view"]).kind
        views.submitted(parts, ack, body, _save, record_form.NEEDED[kind][-1])

    app.view(record_form.PICK)(lambda ack, body: _picked(parts, ack, body))
    app.view(record_form.FORM)(on_form)


def _opening(parts: Parts, kind: str) -> Callable[..., None]:
    def open_form(body: dict[str, Any]) -> None:
        account_id, place = body["actions"][0]["value"], actions.place(body)
        kept = ("user", "channel", "thread_ts", "direct", "ephemeral")
        origin = {name: place[name] for name in kept}

        def form(_: Texts, member: Member) -> View:
            known = customer_records.listed(parts.context, kind, account_id, member.id)
            if known and kind in customer_records.CHANGED_LATER:
                return record_form.pick(_, kind, account_id, known, origin)
            return record_form.form(_, kind, account_id, None, origin)

        shortcuts.open_form(parts, body, form)

    return open_form


def _picked(parts: Parts, ack: Ack, body: dict[str, Any]) -> None:
    """The form of the record that was chosen, in place of the choice."""

    def drawn(_: Texts, member: Member) -> View:
        entry = record_form.picked(body["view"])
        known = customer_records.listed(parts.context, entry.kind, entry.account_id, member.id)
        record = next((one for one in known if one.id == entry.item_id), None)
        return record_form.form(_, entry.kind, entry.account_id, record, entry.origin)

    views.redrawn(parts, ack, body, drawn)


def _save(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    entry = record_form.parse(view)
    kept = customer_records.put(
        parts.context,
        entry.kind,
        entry.account_id,
        entry.values,
        member.id,
        item_id=entry.item_id,
        occasion=view["id"],
    )
    text = _("Saved for {account}.", account=kept.account.name)
    shown = record_form.saved(_, kept)
    views.keep_telling(parts, view, member.id, text, shown, origin=entry.origin)
    return {}
