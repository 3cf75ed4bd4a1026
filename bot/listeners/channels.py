"""Channels: whose they are, what was said in them, and what the app keeps of it."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_bolt import Ack, App

from bot import gathering
from bot.listeners import note_preparing, notes, shortcuts, speaking, views
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import channel as channel_view
from bot.views import notice
from bot.views.blocks import View
from handlers import accounts, channels, note_drafts, note_summaries, texts
from handlers.answers import Named
from handlers.texts import Texts
from playbooks.errors import BadInput
from playbooks.people import Member

JOINED, SUMMARY = "channel.joined", "channel.summary"

DAYS, MOST_DAYS = 7, 90
"""Days of a channel that are summarised unless more are asked for, and at most."""

_HERE = r"(?:(?:this|the) channel|questo canale|il canale|(?:本|此|这个)?频道)"
_LINK = re.compile(
    rf"(?:(?:link|collega|关联|绑定)\s*(?:{_HERE}\s*)?|把\s*{_HERE}\s*(?:关联|绑定))"
    r"(?:(?:to|with|a|al|alla|con)\s+|到|给|至)?\s*(?P<account>.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNLINK = re.compile(
    rf"(?:unlink|scollega|取消关联|解除关联|解绑)\s*{_HERE}?[\s.。]*", re.IGNORECASE
)
_SUMMARISE = re.compile(
    rf"(?:summari[sz]e|sum up|riassumi|riepiloga|总结|概括)(?:一下)?\s*(?:{_HERE})?[\s,，]*"
    r"(?:(?:(?:for|of|over|the|last|past|gli|degli|negli|ultimi|最近|过去|近)\s*){0,4}"
    r"(?P<days>\d{1,3})\s*(?:d|days?|giorn[oi]|天|日)?)?[\s.。!！]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a channel: `link`, `unlink` or `summarise`."""

    what: str
    account: str = ""
    days: int = DAYS


def wish(text: str, *, in_words: bool) -> Wish | None:
    """What is wanted of the channel; `in_words` where a question could be meant as well.

    Then the channel itself must be named: "summarise this channel".
    """
    plain = text.strip()
    if in_words and not re.search(_HERE, plain, re.IGNORECASE):
        return None
    if _UNLINK.fullmatch(plain):
        return Wish("unlink")
    if found := _LINK.fullmatch(plain):
        return Wish("link", found["account"].strip(" .。"))
    if found := _SUMMARISE.fullmatch(plain):
        return Wish("summarise", days=min(int(found["days"] or DAYS) or DAYS, MOST_DAYS))
    return None


def register(app: App, parts: Parts) -> None:
    """Take in that the app joined a channel, and the buttons and the form of links."""

    @app.event("member_joined_channel")
    def on_join(event: dict[str, Any]) -> None:
        if event["user"] == parts.identity.bot_user:
            place = {"user": event.get("inviter") or event["user"], "channel": event["channel"]}
            key = f"joined:{event['channel']}:{event.get('event_ts')}"
            parts.keep(JOINED, key, {"place": place})

    def link(body: dict[str, Any]) -> None:
        shortcuts.open_form(parts, body, lambda _, member: _form(parts, _, member, body))

    def save(body: dict[str, Any]) -> None:
        period = json.loads(body["actions"][0]["value"])
        notes.open_waiting(parts, body, {"kind": "channel", **period})

    app.action(channel_view.LINK)(ack=shortcuts.acknowledge, lazy=[link])
    app.action(channel_view.SAVE_SUMMARY)(ack=shortcuts.acknowledge, lazy=[save])

    @app.view(channel_view.CALLBACK)
    def on_link(ack: Ack, body: dict[str, Any]) -> None:
        views.submitted(parts, ack, body, _save_link, "account")


def work(parts: Parts) -> None:
    """Say what is done on joining a channel, and to summarise one."""
    parts.does(JOINED, _greet)
    parts.does(SUMMARY, _summarise)


def obey(parts: Parts, place: Place, member: Member, _: Texts, wanted: Wish, channel: str) -> None:
    """Do what is wanted of the channel that somebody is in, and tell them alone."""
    if channel.startswith("D"):
        raise BadInput("This is no channel. Nothing was changed; ask me in the channel itself.")
    if wanted.what == "summarise":
        latest = f"{parts.context.now().timestamp():.6f}"
        asked = {"channel": channel, "days": wanted.days, "latest": latest}
        payload = {"place": _written(place), **asked}
        parts.keep(SUMMARY, f"{place.key}:summary", payload)
    elif wanted.what == "unlink":
        unlinked = channels.unlink(parts.context, channel, member.id)
        text = channel_view.unlinked_text(_, unlinked)
        speaking.whisper(parts, place, text, channel_view.changed(_, text, unlinked), "linked")
    else:
        _link(parts, place, member, _, wanted.account, channel)


def _link(parts: Parts, place: Place, member: Member, _: Texts, account: str, channel: str) -> None:
    if not account:
        text = _("Which customer is this channel about?")
        speaking.whisper(parts, place, text, channel_view.joined(_), "linked")
        return
    linked = channels.link(parts.context, channel, account, member.id)
    text = channel_view.linked_text(_, linked)
    speaking.whisper(parts, place, text, channel_view.changed(_, text, linked), "linked")


def _written(place: Place) -> Payload:
    """A place as a job's payload keeps it."""
    return {
        "user": place.user,
        "channel": place.channel,
        "thread_ts": place.thread_ts,
        "direct": place.direct,
        "response_url": place.response_url,
    }


def _form(parts: Parts, _: Texts, member: Member, body: dict[str, Any]) -> View:
    """The form, with the customer that the channel's name names."""
    channel = body["channel"]
    name = str(channel.get("name") or "").replace("-", " ").replace("_", " ")
    meant = accounts.meant_by(parts.context, member.id, name, channel["id"])
    return channel_view.form(_, channel["id"], meant.account)


def _save_link(parts: Parts, _: Texts, member: Member, view: View) -> dict[str, str]:
    channel, account_id = channel_view.parse(view)
    if account_id is None:
        return {"account": _("Choose the customer.")}
    linked = channels.link(parts.context, channel, account_id, member.id)
    text = channel_view.linked_text(_, linked)
    shown = channel_view.changed(_, text, linked)
    views.keep_telling(parts, view, member.id, text, shown)
    return {}


def _greet(parts: Parts, payload: Payload) -> None:
    """Say to everybody in the channel what the app reads and keeps."""
    place = speaking.place_of(payload)
    member = parts.people.insider(place.user)
    _ = texts.of(member.language if member else "en")
    speaking.say(parts, place, channel_view.hello(_), channel_view.joined(_), "hello")


def _summarise(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        channel, days = payload["channel"], int(payload["days"])
        account = channels.linked(parts.context, channel, member.id)
        _check_reads(parts, channel, member)
        if account is None:
            text = channel_view.not_linked(_)
            speaking.whisper(parts, place, text, channel_view.unlinked_yet(_), "summary")
            return
        period = _period(payload, channel, days)
        _tell(parts, place, member, _, Named(account.id, account.name), period)

    speaking.with_member(parts, payload, work)


def _tell(
    parts: Parts, place: Place, member: Member, _: Texts, account: Named, period: dict[str, str]
) -> None:
    """Read the period, say what it comes to, and forget it."""
    context, draft_id = parts.context, f"summary_{place.key}"
    draft = note_drafts.begun(context, draft_id, member.id, "channel")
    exchange = gathering.gather(
        parts, draft, "conversations.history", period, member, lambda count: None
    )
    if exchange.turns:
        summary = note_summaries.of(context, exchange, _)
        remark = note_preparing.left_out(_, exchange)
        shown = channel_view.summary(_, account.name, summary.splitlines(), remark, period)
        text = _("What was said about {account}", account=account.name)
    else:
        seconds = float(period["latest"]) - float(period["oldest"])
        text = channel_view.nothing_said(_, round(seconds / 86_400))
        shown = notice.message(text)
    speaking.whisper(parts, place, text, shown, "summary")
    note_drafts.drop(context, draft_id, member.id)


def _period(payload: Payload, channel: str, days: int) -> dict[str, str]:
    """The days up to the moment of asking."""
    oldest = float(payload["latest"]) - timedelta(days=days).total_seconds()
    return {"channel": channel, "oldest": f"{oldest:.6f}", "latest": payload["latest"]}


def _check_reads(parts: Parts, channel: str, member: Member) -> None:
    """What is said in a private channel is for those who are in it."""
    found = parts.people.channel(channel)
    if found is None or (found.private and member.id not in found.members):
        raise gathering.unreadable()
