"""The Home tab: drawn when it is opened, and its buttons."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.listeners import shortcuts, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import home, notice, nudge
from handlers import homepage, portfolio
from handlers.homepage import Homepage, Wanted
from handlers.nudges import telling
from handlers.nudges.telling import Told
from handlers.portfolio import Line
from handlers.texts import Texts
from playbooks.people import Member

JOB = "home"
CHOICE = re.compile(rf"({home.CHOOSE}|{home.TURN}):.+")


def register(app: App, parts: Parts) -> None:
    """Take in the buttons of the Home tab that open a form, and its menus and pages."""

    def log_note(body: dict[str, Any]) -> None:
        form = shortcuts.empty_note
        shortcuts.open_form(parts, body, lambda _, member: form(_, parts, member))

    def on_choice(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        _keep_choice(parts, body, action)
        ack()

    app.action(home.LOG_NOTE)(ack=shortcuts.acknowledge, lazy=[log_note])
    app.action(CHOICE)(on_choice)


def work(parts: Parts) -> None:
    """Say what is done when the Home tab was opened, or something was chosen in it."""
    parts.does(JOB, _draw)


def draw(parts: Parts, member: Member, _: Texts, wanted: Wanted | None = None) -> None:
    """Draw the person's Home tab anew, as they chose to see it."""
    today = shortcuts.today(parts, member)
    found = homepage.read(parts.context, member, today, wanted)
    told = telling.tell(parts.context, [step.nudge for step in found.steps], member)
    page = _page(_, member, found, told)
    parts.client.views_publish(user_id=member.id, view=home.view(_, page))


def _keep_choice(parts: Parts, body: dict[str, Any], action: dict[str, Any]) -> None:
    value = (action.get("selected_option") or action)["value"]
    before = home.wanted(body["view"]["private_metadata"])
    wanted = home.chosen(before, action["action_id"], value)
    payload = {"place": {"user": body["user"]["id"]}, "wanted": asdict(wanted)}
    parts.keep(JOB, f"act:{body['trigger_id']}:{action['action_id']}", payload)


def _draw(parts: Parts, payload: Payload) -> None:
    def closed_door(place: Place, _: Texts) -> None:
        shut = home.closed_door(_, notice.outsider(_))
        try:
            parts.client.views_publish(user_id=place.user, view=shut)
        except SlackApiError as error:
            speaking.log.info("No home for %s: %s", place.user, error)

    wanted = Wanted(**payload["wanted"]) if "wanted" in payload else None
    speaking.with_member(
        parts,
        payload,
        lambda _place, member, _: draw(parts, member, _, wanted),
        otherwise=closed_door,
    )


def _page(_: Texts, member: Member, found: Homepage, told: Sequence[Told]) -> home.Page:
    return home.Page(
        member=member,
        as_of=found.as_of,
        lines=tuple(_line(line) for line in found.lines),
        accounts=found.accounts,
        nudges=tuple(nudge.shown(one) for one in told),
        open_nudges=found.all_steps,
        blind_spots=tuple((spot.line.account.name, _(spot.question)) for spot in found.blind_spots),
        blind=len(found.blind_spots),
        wanted=found.wanted,
        fresh={step.nudge.id: step.account.id for step in found.steps if not step.is_kept},
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
        held=reading.cap.reason if reading and reading.cap and not reading.override else None,
        doubtful=reading is not None and portfolio.is_doubtful(reading),
    )
