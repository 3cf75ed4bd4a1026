"""The buttons of a nudge: done, put off, not useful and why, open the account."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot import delivery
from bot.listeners import actions, answering, home, shortcuts, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import nudge
from bot.views.blocks import View
from handlers import brief
from handlers.nudges import life
from handlers.texts import Texts
from playbooks.nudges.values import Nudge
from playbooks.people import Member

JOB = "nudge.answered"
SNOOZED = "nudge.snoozed"


def register(app: App, parts: Parts) -> None:
    """Take the buttons in, and the form that puts a nudge off."""

    def on_button(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actions.keep(parts, JOB, body, action)
        ack()

    def ask_how_long(body: dict[str, Any]) -> None:
        shortcuts.open_form(parts, body, lambda _, member: _form(_, body))

    for button in (nudge.DONE, nudge.NOT_USEFUL, nudge.WHY, nudge.OPEN_ACCOUNT):
        app.action(button)(on_button)
    app.action(nudge.SNOOZE)(ack=shortcuts.acknowledge, lazy=[ask_how_long])

    @app.view(nudge.SNOOZE_FORM)
    def on_snooze(ack: Ack, body: dict[str, Any]) -> None:
        _keep_snooze(parts, body["user"]["id"], body["view"])
        ack()


def work(parts: Parts) -> None:
    """Say what is done for each of them, and for the morning."""
    parts.does(JOB, _do)
    parts.does(SNOOZED, _put_off)
    delivery.work(parts)


def _form(_: Texts, body: dict[str, Any]) -> View:
    container = body["container"]
    asked = body["actions"][0]["value"]
    return nudge.snooze_form(_, asked, container.get("channel_id"), container.get("message_ts"))


def _keep_snooze(parts: Parts, user: str, view: View) -> None:
    asked = nudge.parse_snooze(view)
    payload = {
        "place": {"user": user},
        "nudge": asked.nudge_id,
        "days": asked.days,
        "reason": asked.reason,
        "at_home": asked.message_ts is None,
    }
    parts.keep(SNOOZED, f"view:{view['id']}:{view['hash']}", payload)


def _put_off(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        until = nudge.until(shortcuts.today(parts, member), payload["days"])
        kept = life.snooze(parts.context, payload["nudge"], member.id, until, payload["reason"])
        _show(parts, member, _, kept, at_home=payload["at_home"])

    speaking.with_member(parts, payload, work)


def _do(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        if payload["action"] == nudge.OPEN_ACCOUNT:
            _open_account(parts, place, member, payload["value"])
        else:
            kept = ANSWERS[payload["action"]](parts, member, payload["value"])
            _show(parts, member, _, kept, at_home=place.channel is None)

    speaking.with_member(parts, payload, work)


def _done(parts: Parts, member: Member, value: str) -> Nudge:
    return life.done(parts.context, value, member.id)


def _not_useful(parts: Parts, member: Member, value: str) -> Nudge:
    return life.not_useful(parts.context, value, member.id)


def _say_why(parts: Parts, member: Member, value: str) -> Nudge:
    nudge_id, why = nudge.parse_why(value)
    return life.not_useful(parts.context, nudge_id, member.id, why)


def _open_account(parts: Parts, place: Place, member: Member, nudge_id: str) -> None:
    """The account's summary, below the nudge."""
    kept = life.seen_by(parts.context, nudge_id, member.id)
    found = brief.brief(parts.context, kept.account_id, member.id, language=member.language)
    answering.show(parts, place, found)


def _show(parts: Parts, member: Member, _: Texts, kept: Nudge, *, at_home: bool) -> None:
    """Put what became of it in place of the buttons, on the Home tab too when they were there."""
    delivery.show_again(parts, kept)
    if at_home:
        home.draw(parts, member, _)


ANSWERS: dict[str, Callable[[Parts, Member, str], Nudge]] = {
    nudge.DONE: _done,
    nudge.NOT_USEFUL: _not_useful,
    nudge.WHY: _say_why,
}
"""What is done for each control, by its action id."""
