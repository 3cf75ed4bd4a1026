"""Messages to customers: opened from a nudge, edited in a form, taken along; never sent."""

from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.listeners import shortcuts, speaking, views
from bot.listeners.parts import Parts
from bot.views import draft
from bot.views.blocks import View
from handlers import drafts, texts
from handlers.drafting import writing
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.people import Member


def register(app: App, parts: Parts) -> None:
    """Take in the button that opens a message, the choices in its form, and the form."""

    def open_form(body: dict[str, Any]) -> None:
        shortcuts.open_form(parts, body, lambda _, member: _form(parts, _, member, body))

    def write_anew(body: dict[str, Any]) -> None:
        _write_anew(parts, body)

    app.action(draft.OPEN)(ack=shortcuts.acknowledge, lazy=[open_form])
    for choice in (draft.TO, draft.ADDRESS, draft.WAY):
        app.action(choice)(ack=shortcuts.acknowledge, lazy=[write_anew])

    @app.view(draft.FORM)
    def on_form(ack: Any, body: dict[str, Any]) -> None:
        views.submitted(parts, ack, body, _take, draft.TEXT)


def _form(parts: Parts, _: Texts, member: Member, body: dict[str, Any]) -> View:
    wish = draft.wanted(body["actions"][0]["value"])
    return draft.form(_, drafts.write(parts.context, wish, member.id))


def _write_anew(parts: Parts, body: dict[str, Any]) -> None:
    """The message for another reader, in the form that is open."""
    member, view = parts.people.insider(body["user"]["id"]), body["view"]
    if member is None:
        return
    try:
        wish = draft.chosen(view, body["actions"][0])
        shown = draft.form(texts.of(member.language), drafts.write(parts.context, wish, member.id))
        parts.client.views_update(view_id=view["id"], hash=view["hash"], view=shown)
    except (CairnError, SlackApiError, OSError) as error:
        speaking.log.warning("The message was not written anew: %s", error)


def _take(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    edited = draft.parse(view)
    blanks = [found.group(0) for found in writing.BLANK.finditer(edited.text)]
    text = _("Ready to copy. I have sent nothing.")
    views.keep_telling(parts, view, member.id, text, draft.taken(_, edited, blanks))
    return {}
