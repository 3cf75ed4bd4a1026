"""Shortcuts: they open a form at once, because Slack lets a form open for three seconds only."""

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.listeners import speaking
from bot.listeners.parts import Parts
from bot.views import note_form, notice
from bot.views.blocks import View
from handlers import texts
from handlers.answers import Named
from handlers.note_filling import Filled
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.people import Member

LOG_NOTE = "log_note"
LOG_HANDOFF = "log_handoff"

Form = Callable[[Texts, Member], View]


def register(app: App, parts: Parts) -> None:
    """Take the shortcuts in that open an empty form."""

    def log_note(body: dict[str, Any]) -> None:
        open_form(parts, body, lambda _, member: empty_note(_, parts, member))

    app.shortcut(LOG_NOTE)(ack=acknowledge, lazy=[log_note])


def acknowledge(ack: Ack) -> None:
    """Tell Slack that it was heard; what follows runs beside it."""
    ack()


def open_form(parts: Parts, body: dict[str, Any], form: Form) -> str | None:
    """Open a form for a member of ours; anybody else gets a window that says no.

    Returns the id of the form that opened. A repeated delivery opens nothing: Slack takes each
    trigger once.
    """
    try:
        member = parts.people.insider(body["user"]["id"])
        _ = texts.of(member.language if member else "en")
        view = notice.modal(_, notice.outsider(_))
        if member is not None:
            view = _form_or_reason(_, member, form)
        opened = parts.client.views_open(trigger_id=body["trigger_id"], view=view)
    except (SlackApiError, OSError) as error:
        speaking.log.warning("No form was opened: %s", error)
        return None
    return str(opened["view"]["id"]) if member is not None else None


def redraw(parts: Parts, body: dict[str, Any], form: Form) -> None:
    """Draw the form anew in which a member of ours clicked, or why that cannot be."""
    try:
        member = parts.people.insider(body["user"]["id"])
        if member is None:
            return
        view = _form_or_reason(texts.of(member.language), member, form)
    except SlackApiError as error:
        speaking.log.warning("A form was not drawn anew: %s", error)
        return
    show(parts, body["view"]["id"], view)


def show(parts: Parts, view_id: str, view: View) -> bool:
    """Draw an open form anew; False when it was closed meanwhile."""
    try:
        parts.client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if error.response.get("error") in ("not_found", "view_not_found", "hash_conflict"):
            return False
        raise
    return True


def empty_note(_: Texts, parts: Parts, member: Member, account: Named | None = None) -> View:
    """An empty note form, dated today where the person is."""
    filled = Filled(parts.context.new_id("note"), "", "", today(parts, member))
    return note_form.form(_, note_form.Form(filled, account))


def today(parts: Parts, member: Member) -> date:
    """The day that it is where the person is."""
    return parts.context.today(member)


def _form_or_reason(_: Texts, member: Member, form: Form) -> View:
    try:
        return form(_, member)
    except CairnError as error:
        return notice.modal(_, notice.refused(_, error))
