"""The Home tab: drawn when it is opened, and its buttons."""

from collections.abc import Sequence
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.listeners import shortcuts, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import home, notice, nudge
from handlers import homepage
from handlers.homepage import Homepage
from handlers.nudges import telling
from handlers.nudges.telling import Told
from handlers.portfolio import Line
from handlers.texts import Texts
from playbooks.people import Member

JOB = "home"


def register(app: App, parts: Parts) -> None:
    """Take the buttons of the Home tab in that open a form."""

    def log_note(body: dict[str, Any]) -> None:
        form = shortcuts.empty_note
        shortcuts.open_form(parts, body, lambda _, member: form(_, parts, member))

    app.action(home.LOG_NOTE)(ack=shortcuts.acknowledge, lazy=[log_note])


def work(parts: Parts) -> None:
    """Say what is done when the Home tab was opened."""
    parts.does(JOB, _draw)


def draw(parts: Parts, member: Member, _: Texts) -> None:
    """Draw the person's Home tab anew."""
    found = homepage.read(parts.context, member)
    told = telling.for_member(parts.context, member, shortcuts.today(parts, member))
    page = _page(_, member, found, told)
    parts.client.views_publish(user_id=member.id, view=home.view(_, page))


def _draw(parts: Parts, payload: Payload) -> None:
    def closed_door(place: Place, _: Texts) -> None:
        shut = home.closed_door(_, notice.outsider(_))
        try:
            parts.client.views_publish(user_id=place.user, view=shut)
        except SlackApiError as error:
            speaking.log.info("No home for %s: %s", place.user, error)

    speaking.with_member(
        parts, payload, lambda _place, member, _: draw(parts, member, _), otherwise=closed_door
    )


def _page(_: Texts, member: Member, found: Homepage, told: Sequence[Told]) -> home.Page:
    return home.Page(
        member=member,
        as_of=found.as_of,
        lines=tuple(_line(line) for line in found.lines[: home.MOST_ACCOUNTS]),
        accounts=len(found.lines),
        nudges=tuple(nudge.shown(one) for one in told[: home.MOST_NUDGES]),
        open_nudges=len(told),
        blind_spots=tuple((spot.line.account.name, _(spot.question)) for spot in found.blind_spots),
        blind=len(found.blind_spots),
    )


def _line(line: Line) -> home.Line:
    reading, account = line.reading, line.account
    return home.Line(
        account_id=account.id,
        name=account.name,
        band=reading.band if reading else None,
        score=reading.score if reading else None,
        low=reading.low if reading else None,
        high=reading.high if reading else None,
        coverage=reading.coverage if reading else None,
        stages=tuple(line.stages),
        renewal=account.renewal_date,
        arr=account.arr,
        currency=account.currency,
        last_engagement=line.last_engagement,
        channel=account.channel,
    )
