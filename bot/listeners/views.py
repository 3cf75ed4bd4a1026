"""Submitted forms: saved and answered in the acknowledgement, so that faults show at the field."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.listeners import speaking
from bot.listeners.parts import Parts, Payload
from bot.views import handoff, notice
from bot.views.blocks import Block, View
from handlers import handoffs, refusals, texts
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.errors import BadInput, CairnError
from playbooks.people import Member, Role

JOB = "tell"


def register(app: App, parts: Parts) -> None:
    """Take the forms in."""

    @app.view(handoff.CALLBACK)
    def on_handoff(ack: Ack, body: dict[str, Any]) -> None:
        submitted(parts, ack, body, _save_handoff, "account")


def work(parts: Parts) -> None:
    """Say what is done after a form was saved."""
    parts.does(JOB, _tell)


def submitted(
    parts: Parts,
    ack: Ack,
    body: dict[str, Any],
    save: Callable[[Parts, Texts, Member, View], dict[str, str]],
    field: str,
) -> None:
    """Save and acknowledge, or send the form back; `field` shows what no field is to blame for."""
    member = parts.people.known(body["user"]["id"])
    _ = texts.of(member.language if member else "en")
    if member is None or not member.active or member.role is Role.GUEST:
        ack(response_action="update", view=notice.modal(_, notice.outsider(_)))
        return
    try:
        errors = save(parts, _, member, body["view"])
    except CairnError as error:
        errors = {field: refusals.say(_, error)}
    if errors:
        ack(response_action="errors", errors=errors)
    else:
        ack()


def _save_handoff(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    entry = handoff.parse(view)
    if entry.account_id is None:
        return {"account": _("Choose the customer.")}
    record = {**entry.record, "id": f"handoff_{view['id']}"}
    try:
        draft = handoffs.from_record(parts.context, entry.account_id, record)
        saved = handoffs.submit(parts.context, draft, member.id)
    except handoffs.Incomplete as error:
        return handoff.marked(_, error.missing)
    _tell_both(parts, _, member, view, saved)
    return {}


def _tell_both(
    parts: Parts, _: Texts, author: Member, view: View, saved: handoffs.SavedHandoff
) -> None:
    """Thank the seller, and tell the CSM who takes over in their own language."""
    with parts.context.workspace.reading() as reader:
        account = reader.get(Account, saved.handoff.account_id)
        owner = reader.get(Member, account.owner) if account and account.owner else None
    if account is None:
        raise BadInput("The customer is not there any more; nothing was saved.")
    text = _("Handed over: {account}.", account=account.name)
    thanks = handoff.saved(_, saved, account.name, owner.name if owner else None)
    keep_telling(parts, view, author.id, text, thanks)
    if owner is not None and owner.id != author.id:
        own = texts.of(owner.language)
        told = own("{author} handed {account} over.", author=author.name, account=account.name)
        shown = handoff.received(own, saved, account.name, author.name)
        keep_telling(parts, view, owner.id, told, shown, "owner")


def keep_telling(
    parts: Parts,
    view: View,
    user: str,
    text: str,
    shown: list[Block],
    part: str = "author",
    origin: Payload | None = None,
) -> None:
    """Keep what is said after a form was saved: where the form was opened, or between the two."""
    payload = {"place": origin or {"user": user}, "text": text, "blocks": shown}
    parts.keep(JOB, f"view:{view['id']}:{view['hash']}:{part}", payload)


def _tell(parts: Parts, payload: Payload) -> None:
    def work(place: speaking.Place, member: Member, _: Texts) -> None:
        speaking.whisper(parts, place, payload["text"], payload["blocks"])

    speaking.with_member(parts, payload, work)
