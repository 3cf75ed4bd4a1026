"""Every hour: the records of each connector that is set up, and the calendars."""

import logging
from functools import partial

from bot.connectors import opening
from bot.listeners.parts import Parts, Payload
from bot.settings import Settings
from bot.views import blocks
from handlers import content, refusals, texts
from handlers.syncing import plans, running
from handlers.syncing.remote import RemoteBusy, RemoteRefusal
from playbooks.errors import CairnError
from playbooks.people import Member, Role
from storage.jobs import BACKGROUND, GiveUp, TryLater
from storage.schedules import Schedule

JOB = "sync"
CALENDAR = "calendar"

AGAIN = 900.0
"""Seconds until a remote that lets us wait, and does not say how long, is asked again."""

LOG = logging.getLogger("cairn.sync")


def work(parts: Parts, settings: Settings) -> None:
    """Say what is done every hour; before the jobs start."""
    for name in _names(settings):
        parts.does(_job(name), partial(_run, settings=settings, name=name), lane=BACKGROUND)


def begin(parts: Parts, settings: Settings) -> None:
    """Sync now, going on where the last run stopped, and from now on every hour."""
    now = parts.context.now()
    for name in _names(settings):
        job = _job(name)
        parts.jobs.enqueue(job, parts.key(f"{job}:{now:%Y-%m-%dT%H:%M:%S}"), {})
        parts.jobs.come_back(job, [Schedule(job)], now)


def _names(settings: Settings) -> list[str]:
    diary = [CALENDAR] if opening.calendars(settings) else []
    return opening.configured(settings) + diary


def _job(name: str) -> str:
    return f"{JOB}.{name}"


def _run(parts: Parts, _payload: Payload, *, settings: Settings, name: str) -> None:
    """One run. What passes by itself is tried again by the job; what does not, a person is told."""
    try:
        _sync(parts, settings, name)
    except running.Overtaken as error:
        LOG.info("%s", error)
    except RemoteBusy as error:
        raise TryLater(error.seconds or AGAIN, str(error)) from error
    except RemoteRefusal as error:
        _tell_administrators(parts, name, error)
        raise GiveUp(str(error)) from error


def _sync(parts: Parts, settings: Settings, name: str) -> None:
    if name == CALENDAR:
        # icalendar is read only where calendars are set.
        from bot.connectors import diary

        done = diary.sync(parts.context, opening.calendars(settings), settings.calendar_hosts)
    else:
        remote = opening.opened(settings, name)
        plan = plans.load(name, opening.plan_file(settings, name))
        done = running.run(running.Sync(parts.context, remote, plan, _tell))
        content.learn_notes(parts.context)
    if done.why:
        LOG.warning("%s", done.why)
    LOG.info("%s: %s", name, done.counts)


def _tell(thing: str, read: int) -> None:
    LOG.info("%s: %d read", thing, read)


def _tell_administrators(parts: Parts, name: str, error: CairnError) -> None:
    """Once a day, so that a token that ended in the night is known in the morning."""
    with parts.context.workspace.reading() as reader:
        administrators = reader.find(Member, role=Role.ADMIN, active=True)
    for member in administrators:
        _ = texts.of(member.language)
        said = refusals.say(_, error)
        key = parts.key(f"{_job(name)}:{member.id}:{parts.context.today()}")
        channel = parts.messenger.open_dm(member.id)
        parts.messenger.send(key, channel, said, [blocks.section(blocks.escaped(said))])
