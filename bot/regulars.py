"""Digests and briefs that come by themselves: looked for every hour, each sent once."""

import logging
from dataclasses import asdict

from slack_bolt import Ack, App

from bot import quiet
from bot.calling import Undeliverable
from bot.listeners import actions, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import blocks, regular
from handlers import member_preferences, texts
from handlers.digests import occasions, updates
from handlers.digests.occasions import Kind, Occasion
from handlers.digests.updates import Rhythm
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.people import Member
from storage.jobs import BACKGROUND, GiveUp, TryLater
from storage.schedules import Schedule

LOG = logging.getLogger(__name__)

HOURLY = "regulars.look"
SEND = "regulars.send"
CHOSEN = "regulars.chosen"
HOUR = 3600.0
LONGEST = 3000
"""Characters of a message that stand in its notification."""


def register(app: App, parts: Parts) -> None:
    """Take in that somebody does without a regular message, or wants it again."""

    def on_choice(ack: Ack, body: dict[str, object], action: dict[str, object]) -> None:
        actions.keep(parts, CHOSEN, body, action)
        ack()

    for choice in (regular.STOP, regular.RESUME):
        app.action(choice)(on_choice)


def work(parts: Parts) -> None:
    """Say what is done every hour, and for each message; before the jobs start."""
    parts.does(HOURLY, _look, lane=BACKGROUND)
    parts.does(SEND, _send, lane=BACKGROUND)
    parts.does(CHOSEN, _choose)


def begin(parts: Parts) -> None:
    """Look every hour for what is due."""
    parts.jobs.come_back(HOURLY, [Schedule(HOURLY)], parts.context.now())


def look(parts: Parts) -> int:
    """Ask for what is due now; how many messages had not been asked for before."""
    due = occasions.due(parts.context, parts.context.now())
    return sum(
        parts.jobs.enqueue(SEND, parts.key(one.key), {"occasion": asdict(one)}) for one in due
    )


def _look(parts: Parts, _payload: Payload) -> None:
    look(parts)


def _send(parts: Parts, payload: Payload) -> None:
    """One message, if there is still something to say and its receiver is at work."""
    given = payload["occasion"]
    occasion = Occasion(**{**given, "kind": Kind(given["kind"])})
    member = parts.people.insider(occasion.member)
    if member is None:
        return
    if not occasions.is_at_work(member, parts.context.now()):
        if occasion.kind is Kind.MEETING:
            return
        raise TryLater(HOUR, f"{member.name} is not at work")
    quiet.wait_until_over(parts, member)
    try:
        found, told = occasions.prepare(parts.context, occasion), _rhythm(parts, occasion)
    except CairnError as error:
        LOG.info("%s is not sent: %s", occasion.key, error)
        return
    if found is None:
        return
    _, about = texts.of(found.language), occasion.account_id
    shown = regular.message(_, occasion.kind, found, about, told)
    text = blocks.escaped(blocks.cut(found.text, LONGEST))
    try:
        channel = parts.messenger.open_dm(member.id)
        parts.messenger.send(parts.key(occasion.key), channel, text, shown)
    except Undeliverable as refusal:
        raise GiveUp(f"{member.name} cannot be written to. {refusal}") from refusal


def _rhythm(parts: Parts, occasion: Occasion) -> Rhythm | None:
    """Whom an update goes to and how often, which can be changed below it."""
    if occasion.kind is not Kind.UPDATE or occasion.item_id is None:
        return None
    return updates.rhythm(parts.context, occasion.item_id, occasion.member)


def _choose(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        kind, without = Kind(payload["value"]), payload["action"] == regular.STOP
        member_preferences.do_without(parts.context, member.id, kind, without=without)
        shown = regular.changed(_, kind, without=without)
        speaking.whisper(parts, place, regular.heading(_, kind), shown, "chosen")

    speaking.with_member(parts, payload, work)
