"""Questions: a mention in a channel, or a message to the app itself."""

from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot import mrkdwn, thread_wishes
from bot.listeners import answering, channels, files, notes, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import notice
from handlers.answers import Question
from handlers.texts import Texts
from playbooks.people import Member

JOB = "answer"
SPOKEN = (None, "file_share", "thread_broadcast")
"""Subtypes of messages that somebody wrote; the others are edits, joins and the like."""


def register(app: App, parts: Parts) -> None:
    """Take mentions and direct messages in."""

    @app.event("app_mention")
    def on_mention(event: dict[str, Any]) -> None:
        _keep(parts, event, direct=False)

    @app.event("message")
    def on_message(event: dict[str, Any]) -> None:
        if event.get("channel_type") == "im":
            _keep(parts, event, direct=True)


def work(parts: Parts) -> None:
    """Say what is done for a question."""
    parts.does(JOB, _answer)


def _keep(parts: Parts, event: dict[str, Any], *, direct: bool) -> None:
    if event.get("bot_id") or event.get("subtype") not in SPOKEN or "user" not in event:
        return
    channel, ts = event["channel"], event["ts"]
    place = {
        "user": event["user"],
        "channel": channel,
        "thread_ts": event.get("thread_ts") or ts,
        "direct": direct,
    }
    if files.take_in(parts, event, place):
        return
    question = {"place": place, "text": event.get("text", ""), "viewing": _viewing(event)}
    question |= {"replies": "thread_ts" in event}
    # One text can come as a mention and as a message, each with an event id of its own.
    parts.keep(JOB, f"msg:{channel}:{ts}:answer", question)


def _viewing(event: dict[str, Any]) -> str | None:
    """The channel that somebody looks at beside the app, if any."""
    for entity in event.get("app_context", {}).get("entities", []):
        if entity.get("type") == "slack#/types/channel_id":
            return str(entity["value"])
    return None


def _answer(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        if not speaking.is_ours(parts, place):
            return speaking.refuse(parts, place, notice.shared_channel(_))
        text = _words(parts, payload["text"])
        wanted = None if place.direct else channels.wish(text, in_words=True)
        if wanted is not None and place.channel is not None:
            return channels.obey(parts, place, member, _, wanted, place.channel)
        account = thread_wishes.saving(text) if payload.get("replies") else None
        if account is not None:
            return notes.offer_thread(parts, place, _, account)
        _show_status(parts, place, notice.working(_))
        question = Question(
            text,
            asker=member.id,
            channel=None if place.direct else place.channel,
            thread_id=f"{place.channel}:{place.thread_ts}",
            language=member.language,
        )
        answering.answer(parts, place, question, payload["viewing"] or place.channel)
        return None

    speaking.with_member(parts, payload, work)


def _words(parts: Parts, text: str) -> str:
    text = mrkdwn.without_mention(text, parts.identity.bot_user)
    return mrkdwn.readable(text, parts.people.names(mrkdwn.mentioned(text)))


def _show_status(parts: Parts, place: Place, status: str) -> None:
    """A courtesy: an answer does not wait for it, and it goes away with the answer."""
    try:
        parts.client.assistant_threads_setStatus(
            channel_id=place.channel or "", thread_ts=place.thread_ts or "", status=status
        )
    except (SlackApiError, OSError):
        speaking.log.info("No status shown in %s", place.channel)
