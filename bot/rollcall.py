"""Every hour: who is in the workspace, and who is in the private channels that notes came from."""

from slack_sdk.errors import SlackApiError

from bot.listeners import speaking
from bot.listeners.parts import Parts, Payload
from storage.jobs import BACKGROUND
from storage.schedules import Schedule

JOB = "people.rollcall"


def work(parts: Parts) -> None:
    """Say what is done every hour; before the jobs start."""
    parts.does(JOB, _call, lane=BACKGROUND)


def begin(parts: Parts) -> None:
    """Call the roll now, and from now on every hour."""
    now = parts.context.now()
    parts.jobs.enqueue(JOB, parts.key(f"{JOB}:{now:%Y-%m-%dT%H}"), {})
    parts.jobs.come_back(JOB, [Schedule(JOB)], now)


def _call(parts: Parts, _payload: Payload) -> None:
    try:
        parts.people.refresh_all()
        parts.people.refresh_private_channels()
    except SlackApiError as error:
        raise speaking.again(error) from error
