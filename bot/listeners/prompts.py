"""Opening the app: its Home tab is drawn anew, and its Messages tab suggests what to ask."""

from typing import Any

from slack_bolt import App

from bot.listeners import home, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import prompts
from handlers.texts import Texts
from playbooks.people import Member

JOB = "prompts"


def register(app: App, parts: Parts) -> None:
    """Take in that somebody opened the app."""

    @app.event("app_home_opened")
    def on_opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        job = home.JOB if event.get("tab") == "home" else JOB
        place = {"user": event["user"], "channel": event["channel"], "direct": True}
        parts.keep(job, f"ev:{body['event_id']}", {"place": place})


def work(parts: Parts) -> None:
    """Say what is done when the Messages tab was opened."""
    parts.does(JOB, _suggest)


def _suggest(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        # Without a thread: an agent app that names one is told "ok" and nothing is shown.
        parts.client.assistant_threads_setSuggestedPrompts(
            channel_id=place.channel or "",
            title=_("Ask me, for example"),
            prompts=prompts.for_role(_, member.role),
        )

    speaking.with_member(parts, payload, work, otherwise=lambda place, _: None)
