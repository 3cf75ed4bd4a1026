"""The rhythm of updates on an escalation: its form, opened where the escalation is shown."""

from typing import Any

from slack_bolt import Ack, App

from bot.listeners import shortcuts, views
from bot.listeners.parts import Parts
from bot.views import blocks, rhythm
from bot.views.blocks import View
from handlers.digests import updates
from handlers.texts import Texts
from playbooks.people import Member


def register(app: App, parts: Parts) -> None:
    """Take in the button that opens the form, and the form."""

    def open_form(body: dict[str, Any]) -> None:
        ticket_id = body["actions"][0]["value"]
        shortcuts.open_form(parts, body, lambda _, member: form(parts, _, member, ticket_id))

    app.action(rhythm.OPEN)(ack=shortcuts.acknowledge, lazy=[open_form])

    @app.view(rhythm.FORM)
    def on_form(ack: Ack, body: dict[str, Any]) -> None:
        views.submitted(parts, ack, body, _promise, rhythm.UNTIL)


def form(parts: Parts, _: Texts, member: Member, ticket_id: str) -> View:
    """The form as the rhythm stands; raises `NotFound` for what the member may not see."""
    return rhythm.form(_, updates.rhythm(parts.context, ticket_id, member.id))


def _promise(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    asked = rhythm.parse(view)
    kept = updates.promise_rhythm(
        parts.context, asked.ticket_id, asked.days, member.id, asked.contact, asked.until
    )
    text = blocks.escaped(rhythm.promised(_, kept))
    views.keep_telling(parts, view, member.id, text, [blocks.section(text)])
    return {}
