"""Shortcuts: they open a form at once, because Slack lets a form open for three seconds only."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot import mrkdwn
from bot.listeners import speaking
from bot.listeners.parts import Parts
from bot.views import handoff, note, notice
from bot.views.blocks import View
from handlers import accounts, texts
from handlers.answers import Named
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.people import Member

LOG_NOTE = "log_note"
LOG_HANDOFF = "log_handoff"
SAVE_AS_NOTE = "save_as_note"

Form = Callable[[Texts, Member], View]


def register(app: App, parts: Parts) -> None:
    """Take the three shortcuts in."""

    def log_note(body: dict[str, Any]) -> None:
        open_form(parts, body, lambda _, member: note_form(_, parts, member))

    def log_handoff(body: dict[str, Any]) -> None:
        open_form(parts, body, lambda _, member: handoff.form(_))

    def save_as_note(body: dict[str, Any]) -> None:
        open_form(parts, body, lambda _, member: _filled_form(_, parts, member, body))

    app.shortcut(LOG_NOTE)(ack=acknowledge, lazy=[log_note])
    app.shortcut(LOG_HANDOFF)(ack=acknowledge, lazy=[log_handoff])
    app.shortcut(SAVE_AS_NOTE)(ack=acknowledge, lazy=[save_as_note])


def acknowledge(ack: Ack) -> None:
    """Tell Slack that it was heard; what follows runs beside it."""
    ack()


def open_form(parts: Parts, body: dict[str, Any], form: Form) -> None:
    """Open a form for a member of ours; anybody else gets a window that says no.

    A repeated delivery opens nothing: Slack takes each trigger once.
    """
    try:
        member = parts.people.insider(body["user"]["id"])
        _ = texts.of(member.language if member else "en")
        view = notice.modal(_, notice.outsider(_))
        if member is not None:
            view = _form_or_reason(_, member, form)
        parts.client.views_open(trigger_id=body["trigger_id"], view=view)
    except (SlackApiError, OSError) as error:
        speaking.log.warning("No form was opened: %s", error)


def note_form(_: Texts, parts: Parts, member: Member, account: Named | None = None) -> View:
    """An empty note form, dated today where the person is."""
    return note.form(_, note.Form(today(parts, member), account))


def today(parts: Parts, member: Member) -> date:
    """The day that it is where the person is."""
    return parts.context.now().astimezone(ZoneInfo(member.time_zone)).date()


def _form_or_reason(_: Texts, member: Member, form: Form) -> View:
    try:
        return form(_, member)
    except CairnError as error:
        return notice.modal(_, notice.refused(_, error))


def _filled_form(_: Texts, parts: Parts, member: Member, body: dict[str, Any]) -> View:
    """The form with a message in it, and the account that it is about, if one is recognised."""
    message, channel = body["message"], body["channel"]["id"]
    text = message.get("text", "")
    text = mrkdwn.readable(text, parts.people.names(mrkdwn.mentioned(text)))
    meant = accounts.meant_by(parts.context, member.id, text, channel)
    written = datetime.fromtimestamp(float(message["ts"]), UTC)
    filled = note.Form(
        day=written.astimezone(ZoneInfo(member.time_zone)).date(),
        account=meant.account,
        text=text,
        channel=parts.born_in(channel, member.id),
        permalink=parts.permalink(channel, message["ts"], message.get("thread_ts")),
        candidates=meant.candidates,
    )
    return note.form(_, filled)
