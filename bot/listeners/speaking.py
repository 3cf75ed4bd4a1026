"""Saying something where a person is: in the thread, to them alone, or as an answer to a click."""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.calling import Undeliverable, patience
from bot.listeners.parts import Parts, Payload
from bot.views import notice
from bot.views.blocks import Block
from handlers import texts
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.people import Member
from storage.jobs import TryLater

log = logging.getLogger("cairn")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a delivery came from. `key` is its own, from which messages take theirs.

    `response_url` answers a command or a click, even where the app is no member; `on_message` is
    the timestamp of the message that was clicked.
    """

    key: str
    user: str
    channel: str | None = None
    thread_ts: str | None = None
    direct: bool = False
    response_url: str | None = None
    on_message: str | None = None
    ephemeral: bool = False


def place_of(payload: Payload) -> Place:
    """The place that a listener wrote into a job's payload."""
    return Place(**payload["place"], key=payload["key"])


def say(parts: Parts, place: Place, text: str, blocks: Sequence[Block], part: str = "said") -> None:
    """Say it for everyone who reads the place; `part` tells messages of one delivery apart."""
    if place.channel is None or place.ephemeral:
        whisper(parts, place, text, blocks, part)
    else:
        _post(parts, place, place.channel, text, blocks, part)


def whisper(
    parts: Parts, place: Place, text: str, blocks: Sequence[Block], part: str = "said"
) -> None:
    """Say it to the person alone."""
    aside = place.channel is None or place.ephemeral
    if aside and place.response_url and _respond(parts, place.response_url, text, blocks):
        return
    if place.channel is None or place.ephemeral:
        _post(parts, replace(place, thread_ts=None), _dm(parts, place), text, blocks, part)
    elif place.direct:
        _post(parts, place, place.channel, text, blocks, part)
    else:
        _post(parts, place, place.channel, text, blocks, part, ephemeral_to=place.user)


def put_in_place(parts: Parts, place: Place, text: str, blocks: Sequence[Block]) -> None:
    """Put it in place of the message whose button was used."""
    if place.ephemeral and place.response_url is not None:
        _respond(parts, place.response_url, text, blocks, replaces=True)
    elif place.channel is not None and place.on_message is not None:
        parts.messenger.update(place.channel, place.on_message, text, list(blocks))


def with_member(
    parts: Parts,
    payload: Payload,
    work: Callable[[Place, Member, Texts], None],
    *,
    otherwise: Callable[[Place, Texts], None] | None = None,
) -> None:
    """Do a delivery's work for a member of ours; others get one sentence that tells nothing.

    `otherwise` is done for others in its place.

    This is where an error becomes a sentence for the person. What may pass by itself (a limit of
    Slack's, a broken connection) is raised on, so that the job is tried again.
    """
    place = place_of(payload)
    shut_out = otherwise or (lambda place, _: refuse(parts, place, notice.outsider(_)))
    try:
        member = parts.people.insider(place.user)
        _ = texts.of(member.language if member else "en")
        if member is None:
            shut_out(place, _)
        else:
            _guarded(parts, place, member, work)
    except SlackApiError as error:
        raise again(error) from error


def is_ours(parts: Parts, place: Place) -> bool:
    """Whether only people of ours read the place."""
    if place.direct:
        return True
    channel = parts.people.channel(place.channel or "")
    return channel is not None and not channel.shared


def refuse(parts: Parts, place: Place, text: str) -> None:
    """Say why there is no answer, so that nobody else sees it, not even in a direct message."""
    try:
        whisper(parts, replace(place, direct=False), text, notice.message(text), "refused")
    except Undeliverable as error:
        log.info("Nothing was said to %s: %s", place.user, error)


def again(error: SlackApiError) -> Exception:
    """A limit of Slack's is waited for and does not count as a failure."""
    if error.response.status_code == 429:
        return TryLater(patience(error.response.headers), "Slack asks to wait")
    return error


def _guarded(
    parts: Parts, place: Place, member: Member, work: Callable[[Place, Member, Texts], None]
) -> None:
    _ = texts.of(member.language)
    try:
        work(place, member, _)
    except Undeliverable:
        raise
    except CairnError as error:
        text = notice.refused(_, error)
        whisper(parts, place, text, notice.message(text), "error")
    except (SlackApiError, OSError, TryLater):
        raise
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("Reference %s", reference)
        text = notice.unexpected(_, reference)
        whisper(parts, place, text, notice.message(text), "error")


def _post(
    parts: Parts,
    place: Place,
    channel: str,
    text: str,
    blocks: Sequence[Block],
    part: str,
    ephemeral_to: str | None = None,
) -> None:
    key = f"{place.key}:{part}"
    parts.messenger.send(
        key, channel, text, list(blocks), thread_ts=place.thread_ts, ephemeral_to=ephemeral_to
    )


def _dm(parts: Parts, place: Place) -> str:
    return parts.messenger.open_dm(place.user)


def _respond(
    parts: Parts, url: str, text: str, blocks: Sequence[Block], *, replaces: bool = False
) -> bool:
    """Answer through a response URL, which needs no membership; False when it is used up or old."""
    webhook = WebhookClient(url)
    webhook.proxy = parts.client.proxy
    answer = webhook.send(
        text=text,
        blocks=list(blocks),
        response_type=None if replaces else "ephemeral",
        replace_original=replaces,
        unfurl_links=False,
        unfurl_media=False,
    )
    if answer.status_code == 429 or answer.status_code >= 500:
        raise TryLater(patience(answer.headers), "Slack asks to wait")
    return answer.status_code == 200
