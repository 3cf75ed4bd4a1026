"""Files shared with the app: each is offered to the library or as a note, and a button adds it."""

import re
from typing import Any

from slack_bolt import Ack, App

from bot import downloads, mrkdwn
from bot.listeners import actions, rule_files, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import notice, shared_file
from bot.views.blocks import Block
from handlers import note_sources
from handlers.content import authors, sharing
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.people import Member
from storage.jobs import BACKGROUND

OFFER = "file.offer"
ANSWERED = "file.answered"
TAKE_BACK = "file.take_back"

MOST_AT_ONCE = 5
"""Files of one message that are offered; more are a folder, which `cairn content add` takes."""

ABOUT_THE_FILE = re.compile(
    r"\b(library|playbooks?|education|knowledge base|biblioteca|libreria|formazione)\b"
    r"|知识库|资料库|文库|方案|培训",
    re.IGNORECASE,
)
FEW_WORDS = 12
"""A longer text says more than what to do with its file."""


def register(app: App, parts: Parts) -> None:
    """Take the answers to an offer in; the offers themselves come from messages."""

    def on_answer(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        # Whichever button is used first counts, however often they are clicked.
        place, file_id = body["container"], action["value"]
        delivery = f"file:{place.get('channel_id')}:{place['message_ts']}:{file_id}"
        actions.keep(parts, ANSWERED, body, action, delivery)
        ack()

    def on_take_back(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actions.keep(parts, TAKE_BACK, body, action)
        ack()

    for button in (*shared_file.KINDS, shared_file.LEAVE):
        app.action(button)(on_answer)
    app.action(shared_file.TAKE_BACK)(on_take_back)


def work(parts: Parts) -> None:
    """Say what is done with a file; reading one takes longer than a person's question may wait."""
    parts.does(OFFER, _offer)
    parts.does(ANSWERED, _answered, lane=BACKGROUND)
    parts.does(TAKE_BACK, _take_back)
    rule_files.work(parts)


def take_in(parts: Parts, event: dict[str, Any], place: Payload) -> bool:
    """Keep a message's files to be offered; True when the message asks for nothing else."""
    if rule_files.take_in(parts, event, place):
        return True
    shared = [{"id": f["id"], "name": f.get("name") or ""} for f in event.get("files", [])]
    text = mrkdwn.without_mention(event.get("text", ""), parts.identity.bot_user)
    wanted = [one for one in shared if _is_readable(one["name"])] or (shared if not text else [])
    if not wanted:
        return False
    key = f"msg:{event['channel']}:{event['ts']}:files"
    parts.keep(OFFER, key, {"place": place, "files": wanted[:MOST_AT_ONCE]})
    return not text or (len(text.split()) <= FEW_WORDS and bool(ABOUT_THE_FILE.search(text)))


def _offer(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        if not speaking.is_ours(parts, place):
            return speaking.refuse(parts, place, notice.shared_channel(_))
        for shared in payload["files"]:
            text, shown = _offered(_, member, shared["id"], shared["name"])
            speaking.whisper(parts, place, text, shown, f"file:{shared['id']}")
        return None

    speaking.with_member(parts, payload, work)


def _offered(_: Texts, member: Member, file_id: str, name: str) -> tuple[str, list[Block]]:
    as_note, as_document = note_sources.is_readable(name), sharing.is_readable(name)
    if as_note:
        for_library = as_document and authors.may_write(member)
        shown = shared_file.offer_note(_, name, file_id, for_library=for_library)
        return shared_file.question_of_note(_, name), shown
    if not as_document:
        text = shared_file.unreadable(_, name)
        return text, notice.message(text)
    if not authors.may_write(member):
        text = shared_file.not_allowed(_)
        return text, notice.message(text)
    return shared_file.question(_, name), shared_file.offer(_, name, file_id)


def _is_readable(name: str) -> bool:
    return sharing.is_readable(name) or note_sources.is_readable(name)


def _answered(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        if payload["action"] == shared_file.LEAVE:
            return _say_instead(parts, place, shared_file.left(_))
        if not speaking.is_ours(parts, place):
            return _say_instead(parts, place, notice.shared_channel(_))
        _say_instead(parts, place, shared_file.reading(_))
        kind = shared_file.KINDS[payload["action"]]
        try:
            shared = downloads.fetch(parts.client, payload["value"])
            shelved = sharing.add(parts.context, shared, kind, member.id)
        except CairnError as error:
            return _say_instead(parts, place, notice.refused(_, error))
        text, shown = shared_file.heading(_, shelved), shared_file.added(_, shelved)
        return speaking.put_in_place(parts, place, text, shown)

    speaking.with_member(parts, payload, work)


def _take_back(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        document = sharing.take_back(parts.context, payload["value"], member.id)
        title = document.title if document else None
        _say_instead(parts, place, shared_file.taken_back(_, title))

    speaking.with_member(parts, payload, work)


def _say_instead(parts: Parts, place: Place, text: str) -> None:
    speaking.put_in_place(parts, place, text, notice.message(text))
