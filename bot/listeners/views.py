"""Submitted forms: saved and answered in the acknowledgement, so that faults show at the field."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from bot.listeners import speaking
from bot.listeners.parts import Parts, Payload
from bot.views import notice
from bot.views.blocks import Block, View
from handlers import refusals, texts
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.people import Member, Role

JOB = "tell"


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


def redrawn(
    parts: Parts, ack: Ack, body: dict[str, Any], draw: Callable[[Texts, Member], View]
) -> None:
    """Acknowledge with another form in place of the one that was sent; only SQL."""
    member = parts.people.known(body["user"]["id"])
    _ = texts.of(member.language if member else "en")
    shown = notice.modal(_, notice.outsider(_))
    if member is not None and member.active and member.role is not Role.GUEST:
        try:
            shown = draw(_, member)
        except CairnError as error:
            shown = notice.modal(_, notice.refused(_, error))
    ack(response_action="update", view=shown)


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
