"""What people judge themselves: diagnostic answers, an account's band, why a customer bought."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.listeners import actions, shortcuts, views
from bot.listeners.parts import Parts
from bot.views import diagnosis as questions
from bot.views import health as judged
from bot.views import intent as reasons
from bot.views.blocks import View
from handlers import diagnosis, intent, refusals
from handlers.diagnosis import Unreasoned
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.people import Member

Open = Callable[[Parts, Texts, Member, str, Mapping[str, Any]], View]
Save = Callable[[Parts, Texts, Member, View], dict[str, str]]

VERDICT = re.compile(rf"{questions.VERDICT}{questions.SEPARATOR}.+")


def register(app: App, parts: Parts) -> None:
    """Take in the buttons that open the forms, and the forms."""
    for button, form in FORMS.items():
        app.action(button)(ack=shortcuts.acknowledge, lazy=[_opening(parts, form)])
    # Slack tells of each choice in such a form; what counts is what is sent in the end.
    app.action(VERDICT)(shortcuts.acknowledge)
    for callback, (save, field) in SAVED.items():
        app.view(callback)(_saving(parts, save, field))


def _opening(parts: Parts, form: Open) -> Callable[..., None]:
    def open_form(body: dict[str, Any]) -> None:
        account_id, origin = body["actions"][0]["value"], _origin(body)
        shortcuts.open_form(
            parts, body, lambda _, member: form(parts, _, member, account_id, origin)
        )

    return open_form


def _saving(parts: Parts, save: Save, field: str) -> Callable[..., None]:
    def on_form(ack: Ack, body: dict[str, Any]) -> None:
        views.submitted(parts, ack, body, save, field)

    return on_form


def _origin(body: dict[str, Any]) -> dict[str, Any]:
    """The place of the click, without what is used up by the time that the form is sent."""
    place = actions.place(body)
    return {name: place[name] for name in ("user", "channel", "thread_ts", "direct", "ephemeral")}


def _open_questions(
    parts: Parts, _: Texts, member: Member, account_id: str, origin: Mapping[str, Any]
) -> View:
    sheet = diagnosis.sheet(parts.context, account_id, member.id)
    return questions.form(_, sheet, sheet.open or sheet.answered, origin)


def _open_answers(
    parts: Parts, _: Texts, member: Member, account_id: str, origin: Mapping[str, Any]
) -> View:
    sheet = diagnosis.sheet(parts.context, account_id, member.id)
    return questions.form(_, sheet, sheet.answered or sheet.open, origin)


def _open_override(
    parts: Parts, _: Texts, member: Member, account_id: str, origin: Mapping[str, Any]
) -> View:
    sheet = diagnosis.sheet(parts.context, account_id, member.id)
    return judged.form(_, sheet, parts.context.today() + diagnosis.LASTS, origin)


def _open_intent(
    parts: Parts, _: Texts, member: Member, account_id: str, origin: Mapping[str, Any]
) -> View:
    known = intent.visible(parts.context, account_id, member.id)
    return reasons.form(_, known.account, known.summary, origin)


def _save_answers(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    entry = questions.parse(view)
    if unfinished := questions.unfinished(_, entry):
        return unfinished
    try:
        saved = diagnosis.answer(
            parts.context, entry.account_id, entry.given, member.id, view["id"]
        )
    except Unreasoned as error:
        return questions.marked(_, error.questions)
    except CairnError as error:
        return {questions.field_of(entry.fields[0]): refusals.say(_, error)}
    _thank(parts, _, view, saved, entry.origin)
    return {}


def _save_override(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    entry = judged.parse(view)
    if entry.band is None or entry.expires is None:
        return {"until": _("Say until when.")}
    saved = diagnosis.override(
        parts.context,
        entry.account_id,
        entry.band,
        entry.reason,
        entry.expires,
        member.id,
        view["id"],
    )
    _thank(parts, _, view, saved, entry.origin)
    return {}


def _thank(
    parts: Parts, _: Texts, view: View, saved: diagnosis.Saved, origin: dict[str, Any]
) -> None:
    if not saved.repeated:
        text = _("Saved for {account}.", account=saved.account.name)
        shown = questions.saved(_, saved)
        views.keep_telling(parts, view, origin["user"], text, shown, origin=origin)


def _save_intent(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    entry = reasons.parse(view)
    if entry.intent is None:
        return {"intent": _("Choose why.")}
    stated = intent.state(
        parts.context,
        entry.account_id,
        entry.intent,
        member.id,
        entry.free_text,
        entry.quote,
        entry.attributes,
        view["id"],
    )
    if stated.audit_entry_id is not None:
        known = intent.visible(parts.context, entry.account_id, member.id)
        text = _("Saved for {account}.", account=stated.account.name)
        shown = reasons.saved(_, stated, known.summary)
        views.keep_telling(parts, view, member.id, text, shown, origin=entry.origin)
    return {}


FORMS: dict[str, Open] = {
    questions.ANSWER: _open_questions,
    questions.CORRECT: _open_answers,
    judged.OVERRIDE: _open_override,
    reasons.STATE: _open_intent,
}
"""What opens for each button, by its action id; the button carries the account."""

SAVED: dict[str, tuple[Save, str]] = {
    questions.FORM: (_save_answers, questions.REASON),
    judged.FORM: (_save_override, "reason"),
    reasons.FORM: (_save_intent, "free_text"),
}
"""What is done with each form, and the field that shows faults which no field is to blame for."""
