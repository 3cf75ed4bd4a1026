"""The morning's work: plan for those whose day begins, and send each of them what is theirs."""

import logging
from datetime import date, timedelta

from slack_sdk.errors import SlackApiError

from bot import quiet
from bot.calling import Undeliverable
from bot.listeners import speaking
from bot.listeners.parts import Parts, Payload
from bot.messenger import GONE
from bot.views import digest, nudge
from handlers import health, texts, working_hours
from handlers.nudges import outgoing, passing, planning, telling
from handlers.nudges.outgoing import Message
from handlers.privacy import erasing
from playbooks.nudges.tellings import Telling
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Member
from storage.jobs import BACKGROUND, GiveUp, TryLater
from storage.schedules import Schedule

LOG = logging.getLogger(__name__)

MORNING = "morning.run"
DELIVER = "nudge.deliver"
REFRESH = "nudge.refresh"
UPKEEP = "jobs.upkeep"
SNAPSHOTS = "health.snapshots"

UNCHANGEABLE = (*GONE, "is_archived", "channel_not_found", "not_in_channel")
"""A message that nobody can change any more, because it or its channel is gone."""

FORGOTTEN_AFTER = timedelta(days=30)
"""Work that is over is kept so long, with what people wrote; Slack repeats itself for an hour."""

SNAPSHOT_HOUR = 4
"""In UTC; the readings of a day are stored once, before anybody's morning in Europe."""


def work(parts: Parts) -> None:
    """Say what is done each morning; before the jobs start."""
    jobs = {
        MORNING: _run_morning,
        DELIVER: _deliver,
        REFRESH: _refresh,
        UPKEEP: lambda parts, _: _keep_up(parts),
        SNAPSHOTS: lambda parts, _: _take_snapshots(parts),
    }
    for name, do in jobs.items():
        parts.does(name, do, lane=BACKGROUND)


def begin(parts: Parts) -> None:
    """Set the mornings going, and keep them up every hour: people move to other time zones."""
    keep_time(parts)
    now = parts.context.now()
    parts.jobs.come_back(UPKEEP, [Schedule(UPKEEP)], now)
    parts.jobs.come_back(SNAPSHOTS, [Schedule(SNAPSHOTS, "UTC", SNAPSHOT_HOUR)], now)


def keep_time(parts: Parts) -> None:
    """One morning for each time zone in use, at the start of working hours there."""
    hour = working_hours.START.hour
    zones = planning.time_zones(parts.context)
    mornings = [Schedule(MORNING, zone, hour) for zone in zones]
    parts.jobs.come_back(MORNING, mornings, parts.context.now())


def run_morning(parts: Parts, time_zone: str, today: date, plan_for: date | None = None) -> int:
    """Plan for the members of a zone and ask for their deliveries; how many people get something.

    `today` is the date there; on a day off nothing is planned. Running it again on the same day
    asks for nothing twice.
    """
    members = planning.morning_members(parts.context, time_zone)
    if not any(working_hours.works_on(member, today) for member in members):
        return 0
    ours = planning.belonging_to(member.id for member in members)
    recorded = planning.record(parts.context, planning.plan(parts.context, plan_for or today, ours))
    for lapsed in recorded.lapsed:
        _ask_refresh(parts, lapsed, today)
    _pass_on_what_is_left(parts)
    receivers = outgoing.receivers(parts.context, today, members)
    for member_id in receivers:
        _ask_delivery(parts, member_id, today)
    return len(receivers)


def send(parts: Parts, member: Member, day: date) -> int:
    """Send somebody what is theirs on a day, whatever the hour; how many nudges that is.

    A message that Slack refuses stays out and does not hold the others back. Raises `GiveUp` at
    the end when there were such.
    """
    context, refusals = parts.context, []
    left = outgoing.unfinished(context, member)
    begun = [one for one in left if parts.messenger.has_begun(parts.key(one.key))]
    for message in left:
        if message not in begun:
            outgoing.drop(context, message)
    count = 0
    for message in [*begun, *outgoing.for_today(context, member, day)]:
        if message in begun or outgoing.keep(context, message, member, day):
            try:
                _send(parts, member, day, message)
                count += len(message.nudges)
            except Undeliverable as refusal:
                outgoing.drop(context, message)
                refusals.append(refusal)
    if refusals:
        name = f"{member.name} ({member.id})"
        raise GiveUp(f"{name} was not told of {len(refusals)} matters. {refusals[0]}")
    return count


def pass_on(parts: Parts, kept: Nudge) -> None:
    """After a nudge went to somebody else: take it back where it was, and have it told anew."""
    show_again(parts, kept)
    receiver = parts.people.known(kept.owner or "")
    if receiver is not None and kept.state is NudgeState.PLANNED:
        today = parts.context.today(receiver)
        _ask_delivery(parts, receiver.id, today, f"{kept.id}:{kept.turn}")


def show_again(parts: Parts, kept: Nudge) -> None:
    """Draw each message that told a nudge anew, as it stands now; in its receiver's words.

    A message that somebody has deleted, or in a channel that is archived, is left alone: the nudge
    itself stands in the records.
    """
    for place in outgoing.places(parts.context, kept):
        receiver = parts.people.known(place.member)
        if receiver is not None:
            _draw(parts, receiver, place)


def _draw(parts: Parts, receiver: Member, place: Telling) -> None:
    channel, ts = place.channel or "", place.message_ts or ""
    _ = texts.of(receiver.language)
    told = telling.in_message(parts.context, channel, ts, receiver)
    if not told:
        return
    if place.digest:
        entries = [digest.entry(_, one) for one in told]
        text, blocks = digest.text(_, entries), digest.message(_, entries)
    else:
        shown = nudge.shown(told[0])
        text, blocks = nudge.text(_, shown), nudge.as_it_stands(_, shown, told[0].nudge)
    try:
        parts.messenger.update(channel, ts, text, blocks)
    except Undeliverable as refusal:
        if refusal.code not in UNCHANGEABLE:
            raise
        LOG.info("The message %s cannot be drawn anew: %s", ts, refusal)


def _run_morning(parts: Parts, payload: Payload) -> None:
    run_morning(parts, payload["time_zone"], date.fromisoformat(payload["date"]))


def _deliver(parts: Parts, payload: Payload) -> None:
    """One person's nudges of one day. What a day does not bring, the next morning does."""
    day, now = date.fromisoformat(payload["date"]), parts.context.now()
    known = parts.people.known(payload["member"])
    if known is None or working_hours.local(known, now).date() != day:
        return
    member = _asked_for(parts, known)
    if member is None:
        _pass_on_what_is_left(parts)
        return
    if not working_hours.works_on(member, day) or working_hours.is_over(member, now):
        return
    wait = working_hours.starts_in(member, now)
    if wait > 0:
        raise TryLater(wait, f"{member.name} is not at work yet")
    quiet.wait_until_over(parts, member)
    send(parts, member, day)


def _asked_for(parts: Parts, known: Member) -> Member | None:
    """Who it is and in which time zone, as Slack says now; None for one who has left.

    People move: nobody is written to by the clock of where they were.
    """
    try:
        return parts.people.insider(known.id, surely=True)
    except SlackApiError as error:
        raise speaking.again(error) from error


def _send(parts: Parts, member: Member, day: date, message: Message) -> None:
    _ = texts.of(member.language)
    told = telling.tell(parts.context, message.nudges, member, brief=message.digest)
    if not told:
        outgoing.drop(parts.context, message)
        return
    if message.digest:
        entries = [digest.entry(_, one) for one in told]
        text, blocks = digest.text(_, entries), digest.message(_, entries)
    else:
        shown = nudge.shown(told[0])
        text, blocks = nudge.text(_, shown), nudge.message(_, shown)
    channel = parts.messenger.open_dm(member.id)
    ts = parts.messenger.send(parts.key(message.key), channel, text, blocks)
    outgoing.told(parts.context, message, member, day, channel, ts)
    for one in message.nudges:
        if one.owner != member.id:
            _ask_refresh(parts, one, day, "escalated")
        elif one.passed_from is not None:
            _ask_refresh(parts, one, day, "passed")


def _pass_on_what_is_left(parts: Parts) -> None:
    """What people who left had to answer goes to who stands in for them."""
    for passed in passing.from_those_who_left(parts.context):
        pass_on(parts, passed.after)


def _ask_delivery(parts: Parts, member_id: str, day: date, part: str = "") -> None:
    """Ask for one person's delivery of a day; once, and once more for what came in `part`."""
    key = parts.key(f"{DELIVER}:{member_id}:{day}" + (f":{part}" if part else ""))
    parts.jobs.enqueue(DELIVER, key, {"member": member_id, "date": day.isoformat()})


def _ask_refresh(parts: Parts, kept: Nudge, today: date, why: str = "over") -> None:
    key = parts.key(f"{REFRESH}:{kept.id}:{today}:{why}")
    parts.jobs.enqueue(REFRESH, key, {"nudge": kept.id})


def _refresh(parts: Parts, payload: Payload) -> None:
    with parts.context.workspace.reading() as reader:
        kept = reader.get(Nudge, payload["nudge"])
    if kept is not None:
        show_again(parts, kept)


def _keep_up(parts: Parts) -> None:
    """Follow the members' time zones, take up what a killed process left, and forget old work."""
    keep_time(parts)
    parts.jobs.adopt()
    parts.jobs.forget(parts.context.now() - FORGOTTEN_AFTER)
    erasing.forget_what_was_deleted(parts.context)


def _take_snapshots(parts: Parts) -> None:
    health.take_snapshots(parts.context)
