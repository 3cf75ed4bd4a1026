"""The morning's work: plan for those whose day begins, and send each of them what is theirs."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import date, timedelta

from bot.calling import Undeliverable
from bot.listeners.parts import Parts, Payload
from bot.messenger import GONE
from bot.views import digest, nudge
from handlers import health, texts, working_hours
from handlers.nudges import outgoing, planning, telling
from handlers.nudges.telling import Told
from playbooks.nudges.values import Nudge
from playbooks.people import Member
from storage.jobs import BACKGROUND, GiveUp, TryLater
from storage.schedules import Schedule

LOG = logging.getLogger(__name__)

MORNING = "morning.run"
DELIVER = "nudge.deliver"
REFRESH = "nudge.refresh"
UPKEEP = "jobs.upkeep"
SNAPSHOTS = "health.snapshots"

FORGOTTEN_AFTER = timedelta(days=30)
"""Work that was done is kept so long, with what people wrote; Slack repeats itself for an hour."""

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

    `today` is the date there. Running it again on the same day asks for nothing twice.
    """
    members = planning.morning_members(parts.context, time_zone)
    ours = planning.belonging_to(member.id for member in members)
    recorded = planning.record(parts.context, planning.plan(parts.context, plan_for or today, ours))
    for lapsed in recorded.lapsed:
        _ask_refresh(parts, lapsed, today)
    receivers = outgoing.receivers(parts.context, today, members)
    for member_id in receivers:
        key = parts.key(f"{DELIVER}:{member_id}:{today}")
        parts.jobs.enqueue(DELIVER, key, {"member": member_id, "date": today.isoformat()})
    return len(receivers)


def send(parts: Parts, member: Member, day: date) -> int:
    """Send somebody what is theirs on a day, whatever the hour; how many nudges that is."""
    today = outgoing.for_today(parts.context, member, day)
    if today.single or today.digest:
        _send(parts, member, day, today)
    return len(today.single) + len(today.digest)


def show_again(parts: Parts, kept: Nudge) -> None:
    """Draw the message that told a nudge anew, as it stands now; for its owner, in their words.

    A message that somebody has deleted is left alone: the nudge itself stands in the records.
    """
    owner = parts.people.known(kept.owner or "")
    if kept.channel is None or kept.message_ts is None or owner is None:
        return
    _ = texts.of(owner.language)
    told = telling.in_message(parts.context, kept.channel, kept.message_ts, owner)
    if len(told) == 1:
        shown = [nudge.shown(one) for one in told]
        text, blocks = nudge.text(_, shown[0]), nudge.as_it_stands(_, shown[0], told[0].nudge)
    else:
        entries = [digest.entry(_, one) for one in told]
        text, blocks = digest.text(_, entries), digest.message(_, entries)
    try:
        parts.messenger.update(kept.channel, kept.message_ts, text, blocks)
    except Undeliverable as refusal:
        if refusal.code not in GONE:
            raise
        LOG.info("The message of nudge %s cannot be drawn anew: %s", kept.id, refusal)


def _run_morning(parts: Parts, payload: Payload) -> None:
    run_morning(parts, payload["time_zone"], date.fromisoformat(payload["date"]))


def _deliver(parts: Parts, payload: Payload) -> None:
    """One person's nudges of one day. What a day does not bring, the next morning does."""
    member, day = parts.people.known(payload["member"]), date.fromisoformat(payload["date"])
    now = parts.context.now()
    if member is None or working_hours.local(member, now).date() != day:
        return
    if not working_hours.works_on(member, day) or working_hours.is_over(member, now):
        return
    wait = working_hours.starts_in(member, now)
    if wait > 0:
        raise TryLater(wait, f"{member.name} is not at work yet")
    send(parts, member, day)


def _send(parts: Parts, member: Member, day: date, today: outgoing.Outgoing) -> None:
    try:
        channel = parts.messenger.open_dm(member.id)
    except Undeliverable as refusal:
        raise GiveUp(f"{member.name} ({member.id}) cannot be written to. {refusal}") from refusal
    for told in telling.tell(parts.context, today.single, member):
        _send_one(parts, member, channel, told)
    if today.digest:
        _send_digest(parts, member, channel, day, telling.tell(parts.context, today.digest, member))


def _send_one(parts: Parts, member: Member, channel: str, told: Told) -> None:
    _, kept = texts.of(member.language), told.nudge
    shown = nudge.shown(told)
    # A nudge that was put off comes a second time, under a key of its own.
    occasion = kept.snoozed_until or kept.created
    key = parts.key(f"nudge:{kept.id}:{occasion}")
    ts = parts.messenger.send(key, channel, nudge.text(_, shown), nudge.message(_, shown))
    outgoing.sent(parts.context, [kept], channel, ts)


def _send_digest(
    parts: Parts, member: Member, channel: str, day: date, told: Sequence[Told]
) -> None:
    _, kept = texts.of(member.language), [one.nudge for one in told]
    entries = [digest.entry(_, one) for one in told]
    content = hashlib.sha256(" ".join(one.id for one in kept).encode()).hexdigest()[:12]
    key = parts.key(f"digest:{member.id}:{day}:{content}")
    ts = parts.messenger.send(key, channel, digest.text(_, entries), digest.message(_, entries))
    outgoing.sent(parts.context, kept, channel, ts)


def _ask_refresh(parts: Parts, lapsed: Nudge, today: date) -> None:
    key = parts.key(f"{REFRESH}:{lapsed.id}:{today}")
    parts.jobs.enqueue(REFRESH, key, {"nudge": lapsed.id})


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


def _take_snapshots(parts: Parts) -> None:
    health.take_snapshots(parts.context)
