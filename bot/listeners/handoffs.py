"""Handoffs: written in steps, handed over, accepted or sent back, and taken into the kickoff."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.listeners import actions, handoff_news, shortcuts, views
from bot.listeners.parts import Parts
from bot.views import handoff, handoff_entry, handoff_form, handoff_steps, home, notice
from bot.views.blocks import View
from bot.views.handoff_entry import Entry
from bot.views.handoff_steps import Step
from handlers import handoff_forms, handoffs, refusals, texts
from handlers.note_filling import FilledPromise
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.errors import CairnError, NotFound
from playbooks.handoffs import Handoff
from playbooks.people import Member, Role

Change = Callable[[Parts, Texts, Member, Entry], View]


def register(app: App, parts: Parts) -> None:
    """Take in what opens the form, its steps, and what the CSM answers."""

    def begin(body: dict[str, Any]) -> None:
        shortcuts.open_form(parts, body, lambda _, member: _opening(parts, _, member))

    def go_on(body: dict[str, Any]) -> None:
        account_id = body["actions"][0]["value"]

        def form(_: Texts, member: Member) -> View:
            return _step(parts, _, member, account_id, _new_id(body))

        # A button of the Home tab comes with a view as well, which is no form to draw anew.
        if body.get("view", {}).get("type") == "modal":
            shortcuts.redraw(parts, body, form)
        else:
            shortcuts.open_form(parts, body, form)

    app.shortcut(shortcuts.LOG_HANDOFF)(ack=shortcuts.acknowledge, lazy=[begin])
    app.action(home.LOG_HANDOFF)(ack=shortcuts.acknowledge, lazy=[begin])
    app.action(handoff_form.CONTINUE)(ack=shortcuts.acknowledge, lazy=[go_on])
    for button, change in WITHIN.items():
        app.action(button)(ack=shortcuts.acknowledge, lazy=[_changing(parts, change)])
    app.view(handoff_form.CALLBACK)(lambda ack, body: _submitted(parts, ack, body))
    _register_answers(app, parts)


def _register_answers(app: App, parts: Parts) -> None:
    def keep(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actions.keep(parts, handoff_news.ANSWERED, body, action)
        ack()

    def send_back(body: dict[str, Any]) -> None:
        shortcuts.open_form(
            parts, body, lambda _, member: _return_form(parts, _, body["actions"][0]["value"])
        )

    def returned(ack: Ack, body: dict[str, Any]) -> None:
        views.submitted(parts, ack, body, _send_back, handoff.REASON)

    app.action(handoff.ACCEPT)(keep)
    app.action(handoff.KICKOFF)(keep)
    app.action(handoff.RETURN)(ack=shortcuts.acknowledge, lazy=[send_back])
    app.view(handoff.RETURN_FORM)(returned)


def _opening(parts: Parts, _: Texts, member: Member) -> View:
    return handoff_form.customer(_, handoff_forms.unfinished(parts.context, member.id))


def _step(
    parts: Parts,
    _: Texts,
    member: Member,
    account_id: str,
    new_id: str,
    step: Step | None = None,
    *,
    fresh: bool = False,
    remark: str | None = None,
    round_: int = 0,
) -> View:
    """A step of the form; without one, that at which its seller stopped."""
    sheet = handoff_forms.begin(parts.context, account_id, member.id, new_id, fresh=fresh)
    return handoff_form.form(_, sheet, step or handoff_steps.left_at(sheet), remark, round_)


def _submitted(parts: Parts, ack: Ack, body: dict[str, Any]) -> None:
    """Keep what the step says, and show the next one in the acknowledgement; only SQL."""
    member, view = parts.people.known(body["user"]["id"]), body["view"]
    _ = texts.of(member.language if member else "en")
    if member is None or not member.active or member.role is Role.GUEST:
        ack(response_action="update", view=notice.modal(_, notice.outsider(_)))
        return
    entry = handoff_entry.parse(view)
    try:
        answer = _taken(parts, _, member, view, entry)
    except CairnError as error:
        answer = _faulty(parts, _, member, entry, error)
    ack(**answer) if answer else ack()


def _taken(parts: Parts, _: Texts, member: Member, view: View, entry: Entry) -> dict[str, Any]:
    """What a step's submission is answered with; nothing closes the form."""
    if entry.account_id is None:
        return _errors({"account": _("Choose the customer.")})
    if entry.step is Step.CUSTOMER:
        new_id = f"handoff_{view['id']}"
        drawn = _step(parts, _, member, entry.account_id, new_id, Step.ESSENTIALS)
        return _update(drawn)
    if not entry.hand_over:
        handoff_forms.keep(parts.context, entry.written, member.id)
        return _update(_drawn(parts, _, member, entry, handoff_steps.after(entry.step)))
    try:
        saved = handoff_forms.hand_over(parts.context, entry.written, member.id)
    except handoffs.Incomplete as error:
        if entry.step is Step.ESSENTIALS:
            return _errors(handoff_entry.marked(_, error.missing, entry.round))
        lacking = handoff_form.lacking(_, error.missing)
        return _update(_drawn(parts, _, member, entry, Step.ESSENTIALS, lacking))
    handoff_news.handed_over(parts, _, member, view, saved)
    return {}


def _faulty(
    parts: Parts, _: Texts, member: Member, entry: Entry, error: CairnError
) -> dict[str, Any]:
    """The reason at a field, or above what was entered where the step has no field for it."""
    field, said = handoff_entry.field_of(entry), refusals.say(_, error)
    if field is not None:
        return _errors({field: said})
    return _update(notice.modal(_, notice.refused(_, error)))


def _drawn(
    parts: Parts, _: Texts, member: Member, entry: Entry, step: Step, remark: str | None = None
) -> View:
    """Another step of the same form, as it is kept by now."""
    written = entry.written
    return _step(
        parts,
        _,
        member,
        written.account_id,
        written.handoff_id,
        step,
        fresh=entry.fresh,
        remark=remark,
        round_=entry.round + 1,
    )


def _update(view: View) -> dict[str, Any]:
    return {"response_action": "update", "view": view}


def _errors(errors: dict[str, str]) -> dict[str, Any]:
    return {"response_action": "errors", "errors": errors}


def _changing(parts: Parts, change: Change) -> Callable[..., None]:
    """Draw the open form anew: what was entered so far is kept, whatever the button does."""

    def on_button(body: dict[str, Any]) -> None:
        entry = handoff_entry.parse(body["view"])
        shortcuts.redraw(parts, body, lambda _, member: change(parts, _, member, entry))

    return on_button


def _back(parts: Parts, _: Texts, member: Member, entry: Entry) -> View:
    handoff_forms.keep(parts.context, entry.written, member.id)
    return _drawn(parts, _, member, entry, handoff_steps.before(entry.step))


def _leave(parts: Parts, _: Texts, member: Member, entry: Entry) -> View:
    saved = handoff_forms.keep(parts.context, entry.written, member.id)
    with parts.context.workspace.reading() as reader:
        account = reader.get(Account, saved.handoff.account_id)
    return notice.modal(_, handoff.kept(_, saved, account.name if account else ""))


def _add_promise(parts: Parts, _: Texts, member: Member, entry: Entry) -> View:
    """One more empty promise below those entered so far."""
    handoff_forms.keep(parts.context, entry.written, member.id)
    sheet = handoff_forms.begin(
        parts.context,
        entry.written.account_id,
        member.id,
        entry.written.handoff_id,
        fresh=entry.fresh,
    )
    longer = replace(sheet, promises=(*sheet.promises, FilledPromise("")))
    return handoff_form.form(_, longer, Step.PROMISES, round_=entry.round + 1)


def _return_form(parts: Parts, _: Texts, handoff_id: str) -> View:
    with parts.context.workspace.reading() as reader:
        given = reader.get(Handoff, handoff_id)
        account = reader.get(Account, given.account_id) if given else None
    if account is None:
        raise NotFound(
            "There is no handoff {handoff_id}. Nothing was changed.", handoff_id=handoff_id
        )
    return handoff.return_form(_, handoff_id, account.name)


def _send_back(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    handoff_id, reason = handoff.reason(view)
    saved = handoffs.return_to_seller(parts.context, handoff_id, reason, member.id)
    handoff_news.sent_back(parts, _, member, view, saved)
    return {}


def _new_id(body: dict[str, Any]) -> str:
    """An id for a handoff that is begun anew by a click, the same when it is heard of again."""
    return f"handoff_{body.get('trigger_id', '').replace('.', '_')}"


WITHIN: dict[str, Change] = {
    handoff_form.BACK: _back,
    handoff_form.KEEP: _leave,
    handoff_form.ADD_PROMISE: _add_promise,
}
"""What the buttons of the form do, by their action ids."""
