"""Buttons: undo, feedback, choosing an account, saving what was proposed."""

import re
from typing import Any

from slack_bolt import Ack, App

from bot.listeners import answering, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import answer as answer_view
from bot.views import blocks, diagnosis, home, logged, note, notice
from bot.views.blocks import Block
from handlers import brief, confirming, feedback, undo
from handlers.diagnosis import Saved
from handlers.presales import Logged
from handlers.texts import Texts
from playbooks.people import Member

JOB = "action"
CHOOSE_ACCOUNT = re.compile(rf"{answer_view.CHOOSE_ACCOUNT}:\d+")


def register(app: App, parts: Parts) -> None:
    """Take the buttons in."""

    def on_action(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        keep(parts, JOB, body, action)
        ack()

    for button in WORK:
        app.action(button)(on_action)
    app.action(CHOOSE_ACCOUNT)(on_action)


def work(parts: Parts) -> None:
    """Say what is done for a button."""
    parts.does(JOB, _do)


def keep(
    parts: Parts,
    job: str,
    body: dict[str, Any],
    action: dict[str, Any],
    delivery: str | None = None,
) -> None:
    """Keep a click: which control, what it carries, and where it was.

    `delivery` is the key under which it counts once; without, each click counts.
    """
    shown = body.get("message", {})
    click = {
        "place": place(body),
        "action": action["action_id"],
        "value": _value(action),
        "text": shown.get("text", ""),
        "blocks": [one for one in shown.get("blocks", []) if one["type"] != "actions"],
        "view": body.get("view", {}).get("private_metadata"),
    }
    parts.keep(job, delivery or f"act:{body['trigger_id']}:{action['action_id']}", click)


def place(body: dict[str, Any]) -> Payload:
    """Where a click was, as the place of a delivery."""
    container, channel = body["container"], body.get("channel", {}).get("id")
    ts = container.get("message_ts")
    return {
        "user": body["user"]["id"],
        "channel": channel,
        "thread_ts": container.get("thread_ts") or ts,
        "direct": bool(channel and channel.startswith("D")),
        "response_url": body.get("response_url"),
        "on_message": ts,
        "ephemeral": bool(container.get("is_ephemeral")),
    }


def _value(action: dict[str, Any]) -> str:
    chosen = action.get("selected_option") or action
    return str(chosen.get("value", ""))


def _do(parts: Parts, payload: Payload) -> None:
    name = payload["action"].partition(":")[0]

    def work(place: Place, member: Member, _: Texts) -> None:
        doing = _choose if name == answer_view.CHOOSE_ACCOUNT else WORK[name]
        doing(parts, place, member, _, payload)

    speaking.with_member(parts, payload, work)


def _undo(parts: Parts, place: Place, member: Member, _: Texts, payload: Payload) -> None:
    undone = undo.undo(parts.context, payload["value"], member.id)
    text = notice.undone(_, undone.kept_words)
    kept: list[Block] = [*payload["blocks"], blocks.context(text)]
    speaking.put_in_place(parts, place, text, kept)


def _judge(parts: Parts, place: Place, member: Member, _: Texts, payload: Payload) -> None:
    reply_id, verdict = answer_view.parse_value(payload["value"])
    feedback.give(parts.context, "reply", reply_id or "", verdict, member.id)
    text = notice.thanks_for_feedback(_, verdict)
    speaking.whisper(parts, place, text, notice.message(text), "thanks")


def _choose(parts: Parts, place: Place, member: Member, _: Texts, payload: Payload) -> None:
    """Answer the question that stood open, now that the account is known."""
    reply_id, account_id = answer_view.parse_value(payload["value"])
    reads_along = None if place.direct or place.ephemeral else place.channel
    question = confirming.about(parts.context, reply_id or "", account_id, member.id, reads_along)
    answering.answer(parts, place, question)


def _save(parts: Parts, place: Place, member: Member, _: Texts, payload: Payload) -> None:
    reply_id, account_id = answer_view.parse_value(payload["value"])
    born_in = None if place.direct else place.channel
    saved = confirming.save(parts.context, reply_id or "", account_id, member.id, born_in)
    if isinstance(saved, Saved):
        account, shown = saved.account, diagnosis.saved(_, saved)
    elif isinstance(saved, Logged):
        account, shown = saved.account, logged.saved(_, saved)
    else:
        account, shown = saved.proposal.account, note.saved(_, saved)
    text = _("Saved for {account}.", account=account.name)
    speaking.put_in_place(parts, place, text, shown)


def _discard(parts: Parts, place: Place, member: Member, _: Texts, payload: Payload) -> None:
    text = notice.discarded(_)
    speaking.put_in_place(parts, place, text, notice.message(text))


def _open_account(parts: Parts, place: Place, member: Member, _: Texts, payload: Payload) -> None:
    """The account's summary, in the conversation with the app when the click was elsewhere."""
    found = brief.brief(parts.context, payload["value"], member.id, language=member.language)
    answering.show(parts, place, found)


WORK = {
    home.OPEN_ACCOUNT: _open_account,
    note.UNDO: _undo,
    answer_view.FEEDBACK: _judge,
    answer_view.SAVE_PROPOSED: _save,
    answer_view.DISCARD_PROPOSED: _discard,
}
"""What is done for each button, by its action id."""
