"""`/cairn …`: help, a question, a note, a wish about the channel; answered to the person alone."""

import re
from hashlib import sha256
from typing import Any

from slack_bolt import Ack, App

from bot import mrkdwn
from bot.listeners import answering, channels, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import helping, note
from handlers import accounts, notes
from handlers.answers import Question
from handlers.texts import Texts
from playbooks.errors import BadInput
from playbooks.people import Member

JOB = "command"
COMMAND = "/cairn"
HELP = ("", "help", "?", "aiuto", "帮助")
NOTE = re.compile(r"(?:note|nota|笔记|备注)\s*(?P<rest>[\s:：].*)", re.IGNORECASE | re.DOTALL)


def register(app: App, parts: Parts) -> None:
    """Take the command in."""

    @app.command(COMMAND)
    def on_command(ack: Ack, body: dict[str, Any]) -> None:
        place = {
            "user": body["user_id"],
            "response_url": body["response_url"],
        }
        command = {"place": place, "text": body.get("text", ""), "channel": body["channel_id"]}
        parts.keep(JOB, f"cmd:{body['trigger_id']}", command)
        ack()


def work(parts: Parts) -> None:
    """Say what is done for a command."""
    parts.does(JOB, _obey)


def _obey(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        text = _words(parts, payload["text"])
        wanted, of_channel = NOTE.fullmatch(text), channels.wish(text, in_words=False)
        if text.casefold() in HELP:
            speaking.whisper(parts, place, helping.text(_), helping.message(_, COMMAND), "help")
        elif wanted:
            written = wanted["rest"].lstrip(" :：\t\n")
            _write(parts, place, member, _, written, payload["channel"])
        elif of_channel:
            channels.obey(parts, place, member, _, of_channel, payload["channel"])
        else:
            # Only the asker reads what a command answers, so it is asked as in a direct message.
            question = Question(text, asker=member.id, language=member.language)
            answering.answer(parts, place, question)

    speaking.with_member(parts, payload, work)


def _write(
    parts: Parts, place: Place, member: Member, _: Texts, written: str, channel: str
) -> None:
    account, text = _split(parts, member, written)
    draft = notes.NoteDraft(
        account=account,
        text=text,
        channel=parts.born_in(channel, member.id),
        id=_note_id(place.key),
    )
    saved = notes.add(parts.context, draft, member.id)
    said = _("Saved for {account}.", account=saved.proposal.account.name)
    speaking.whisper(parts, place, said, note.saved(_, saved), "saved")


def _split(parts: Parts, member: Member, written: str) -> tuple[str, str]:
    """The account and the text of `Acme: their champion left`; the colon may be left out."""
    name, colon, text = written.replace("：", ":", 1).partition(":")
    if colon and text.strip() and len(name) <= 80:
        return name.strip(), text.strip()
    meant = accounts.meant_by(parts.context, member.id, written)
    if meant.account is None or not written.strip():
        raise BadInput(
            "Which customer is it about? Write `{command} note Acme: what happened`. "
            "Nothing was saved.",
            command=COMMAND,
        )
    return meant.account.id, written.strip()


def _words(parts: Parts, text: str) -> str:
    return mrkdwn.readable(text, parts.people.names(mrkdwn.mentioned(text)))


def _note_id(key: str) -> str:
    return f"note_{sha256(key.encode()).hexdigest()[:24]}"
