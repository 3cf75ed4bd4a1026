"""The buttons of a nudge: done, put off, not useful and why, passed on, open the account."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot import delivery
from bot.listeners import actions, answering, home, rhythms, shortcuts, speaking, views
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import home as home_view
from bot.views import nudge, nudge_forms
from bot.views.blocks import View
from bot.views.nudge_forms import Origin
from handlers import brief, member_preferences
from handlers.digests import occasions
from handlers.nudges import life, passing
from handlers.texts import Texts
from playbooks.errors import BadInput
from playbooks.nudges.values import Nudge
from playbooks.people import Member

JOB = "nudge.answered"
SHOWN = "nudge.shown"
PASSED = "nudge.passed"

Save = Callable[[Parts, Texts, Member, View], dict[str, str]]


def register(app: App, parts: Parts) -> None:
    """Take the buttons in, and the forms that they open."""

    def on_button(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actions.keep(parts, JOB, body, action)
        ack()

    def open_form(body: dict[str, Any]) -> None:
        shortcuts.open_form(parts, body, lambda _, member: _form(_, parts, member, body))

    for button in (nudge.DONE, nudge.OUTCOME, nudge.NOT_USEFUL, nudge.WHY, nudge.OPEN_ACCOUNT):
        app.action(button)(on_button)
    for button in (nudge.SNOOZE, nudge.SAY_MORE, nudge.MORE):
        app.action(button)(ack=shortcuts.acknowledge, lazy=[open_form])
    for form, (save, field) in FORMS.items():
        app.view(form)(_submission(parts, save, field))


def work(parts: Parts) -> None:
    """Say what is done for each of them, and for the morning."""
    parts.does(JOB, _do)
    parts.does(SHOWN, _show_kept)
    parts.does(PASSED, _pass_on)
    delivery.work(parts)


def _submission(parts: Parts, save: Save, field: str) -> Callable[..., None]:
    def on_submission(ack: Ack, body: dict[str, Any]) -> None:
        views.submitted(parts, ack, body, save, field)

    return on_submission


def _form(_: Texts, parts: Parts, member: Member, body: dict[str, Any]) -> View:
    """The form that a button opens; raises `NotFound` when it is not the member's to answer."""
    container, action = body["container"], body["actions"][0]
    chosen = action.get("selected_option") or action
    what, asked = nudge.parse_more(chosen["value"])
    if what == nudge.QUIET_HOURS:
        kept = member_preferences.read(parts.context, member.id)
        return nudge_forms.quiet_hours(_, kept, member.role)
    if what == nudge.RHYTHM:
        return rhythms.form(parts, _, member, asked)
    seen = life.seen_by(parts.context, asked or what, member.id)
    where = container.get("channel_id"), container.get("message_ts")
    origin = Origin(seen.id, *where, body.get("view", {}).get("private_metadata"))
    if what == nudge.PASS_ON:
        return nudge_forms.pass_on(_, origin)
    if action["action_id"] == nudge.SAY_MORE:
        return nudge_forms.outcome(_, origin, seen.outcome)
    return nudge_forms.snooze(_, origin)


def _snooze(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    asked = nudge_forms.parse_snooze(view, shortcuts.today(parts, member))
    life.snooze(parts.context, asked.origin.nudge_id, member.id, asked.until, asked.reason)
    _keep_for_later(parts, SHOWN, view, member, asked.origin)
    return {}


def _say_more(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    said = nudge_forms.parse_outcome(view)
    life.done(parts.context, said.origin.nudge_id, member.id, said.outcome, said.remark)
    _keep_for_later(parts, SHOWN, view, member, said.origin)
    return {}


def _reassign(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    """Somebody whom the records do not know is asked of Slack afterwards."""
    origin, receiver = nudge_forms.parse_pass_on(view)
    if parts.people.known(receiver) is not None:
        passing.reassign(parts.context, origin.nudge_id, member.id, receiver)
    _keep_for_later(parts, PASSED, view, member, origin, to=receiver)
    return {}


def _keep_quiet_hours(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    begins, ends = nudge_forms.parse_quiet_hours(view)
    member_preferences.keep_quiet(parts.context, member.id, begins, ends)
    offered, wanted = occasions.offered(member.role), nudge_forms.parse_regulars(view)
    member_preferences.choose(parts.context, member.id, offered, wanted)
    return {}


FORMS: dict[str, tuple[Save, str]] = {
    nudge_forms.SNOOZE_FORM: (_snooze, "until"),
    nudge_forms.OUTCOME_FORM: (_say_more, "remark"),
    nudge_forms.PASS_FORM: (_reassign, "person"),
    nudge_forms.QUIET_FORM: (_keep_quiet_hours, "ends"),
}
"""How each form is saved, and the field that shows what no other is to blame for."""


def _keep_for_later(
    parts: Parts, job: str, form: View, member: Member, origin: Origin, **said: str
) -> None:
    """Keep what is to be shown once the form is saved, and where the click on the nudge was."""
    where = {"nudge": origin.nudge_id, "at_home": origin.at_home, "view": origin.view}
    payload = {"place": {"user": member.id}, **where, **said}
    parts.keep(job, f"view:{form['id']}:{form['hash']}", payload)


def _show_kept(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        kept = life.seen_by(parts.context, payload["nudge"], member.id)
        at_home, chosen = payload["at_home"], payload.get("view")
        _show(parts, member, _, kept, at_home=at_home, view=chosen)

    speaking.with_member(parts, payload, work)


def _pass_on(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        # Somebody who was never seen here becomes known by being asked for.
        if parts.people.insider(payload["to"]) is None:
            raise BadInput("Only members of this workspace can take a nudge over. Name another.")
        passed = passing.reassign(parts.context, payload["nudge"], member.id, payload["to"])
        delivery.pass_on(parts, passed.after)
        if payload["at_home"]:
            home.draw(parts, member, _, home_view.wanted(payload.get("view")))

    speaking.with_member(parts, payload, work)


def _do(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        if payload["action"] == nudge.OPEN_ACCOUNT:
            _open_account(parts, place, member, payload["value"])
        else:
            kept = ANSWERS[payload["action"]](parts, member, payload["value"])
            at_home = place.channel is None
            _show(parts, member, _, kept, at_home=at_home, view=payload.get("view"))

    speaking.with_member(parts, payload, work)


def _done(parts: Parts, member: Member, value: str) -> Nudge:
    return life.done(parts.context, value, member.id)


def _say_outcome(parts: Parts, member: Member, value: str) -> Nudge:
    nudge_id, outcome = nudge.parse_why(value)
    return life.done(parts.context, nudge_id, member.id, outcome)


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


def _show(
    parts: Parts,
    member: Member,
    _: Texts,
    kept: Nudge,
    *,
    at_home: bool,
    view: str | None = None,
) -> None:
    """Put what became of it in place of the buttons, on the Home tab too when they were there.

    `view` is what the Home tab kept of the person's choices.
    """
    delivery.show_again(parts, kept)
    if at_home:
        home.draw(parts, member, _, home_view.wanted(view))


ANSWERS: dict[str, Callable[[Parts, Member, str], Nudge]] = {
    nudge.DONE: _done,
    nudge.OUTCOME: _say_outcome,
    nudge.NOT_USEFUL: _not_useful,
    nudge.WHY: _say_why,
}
"""What is done for each control, by its action id."""
