"""Receiving a question: who asks and who reads along, what they may see, what is meant."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import access, conversation, naming, texts, understand
from handlers.access import Audience
from handlers.answers import Question
from handlers.composing.desk import Desk
from handlers.context import Context
from handlers.evidence import Archive
from handlers.understand import Understanding
from handlers.understanding import kinds, reading
from playbooks.accounts import Account
from playbooks.conversations import Thread
from playbooks.errors import BadInput
from playbooks.people import Channel, Contact, Member, Role
from storage.workspace import Reader

LONGEST = 4000
"""Characters of a question; Slack's own limit for a message block, and more than a screen."""


def read(question: Question) -> str:
    """The question's text without surrounding space; `BadInput` when there is none, or too much."""
    text = question.text.strip()
    if not text:
        raise BadInput(
            "The question is empty. Ask about a customer, for example: How is Acme doing? "
            "Or ask: What can you do?"
        )
    if len(text) > LONGEST:
        raise BadInput(
            "The question has {length} characters; at most {most} are read. Nothing was "
            "saved. Ask in a few sentences, or keep a long text as a note: `cairn note "
            "ACCOUNT TEXT`, or the shortcut “Log a note”.",
            length=len(text),
            most=LONGEST,
        )
    return text


def receive(context: Context, reader: Reader, question: Question) -> Desk:
    """The question on a desk: understood, with its reader's rights around it.

    Raises `NotFound` for somebody whom the workspace does not know.
    """
    audience = access.audience(reader, question.asker, question.channel)
    members = tuple(reader.find(Member))
    accounts = _visible(reader, audience)
    today = question.at or context.today()
    asked = understand.understand(
        understand.Question(read(question), audience.asker.member.id),
        _thread(context, reader, question, audience.asker.member, accounts),
        question.turns,
        accounts,
        members,
        today,
    )
    asked = _about_chosen(asked, accounts, question.account_id)
    asker = audience.asker.member.id
    asked = _about_a_contact(asked, reader, accounts, question.text, asker)
    language = asked.language if asked.spoken else "en"
    channels = {channel.id: channel for channel in reader.find(Channel)}
    by_id = {member.id: member for member in members}
    said = texts.of(language)
    links = context.link_hosts
    archive = Archive(reader, context.library, audience, said, by_id, channels, links)
    return Desk(context, reader, audience, archive, question, asked, said, today, accounts)


def is_outsider(desk: Desk) -> bool:
    """True where nothing at all may be said: to guests, and in channels shared with others."""
    channel = desk.archive.channels.get(desk.question.channel or "")
    member = desk.asker
    shut_out = member.role is Role.GUEST or not member.active
    return shut_out or (channel is not None and channel.shared)


def _thread(
    context: Context,
    reader: Reader,
    question: Question,
    asker: Member,
    accounts: Sequence[Account],
) -> Thread | None:
    """What was talked of before; outside its thread only for words that point back to it."""
    known = conversation.thread(reader, question, accounts)
    if known is not None or not reading.points_back(question.text):
        return known
    before = conversation.going_on(context, reader, question, asker.id)
    return reader.get(Thread, before) if before else None


def _about_chosen(
    asked: Understanding, accounts: Sequence[Account], account_id: str | None
) -> Understanding:
    """The question about the account that somebody picked where its name left that open."""
    chosen = tuple(account for account in accounts if account.id == account_id)
    if not chosen:
        return asked
    return replace(asked, accounts=chosen, candidates=(), unknown_name=None, nearest=())


def _about_a_contact(
    asked: Understanding, reader: Reader, accounts: Sequence[Account], text: str, asker: str
) -> Understanding:
    """Where no account is named, that of the one contact who is.

    By the full name anybody's contact; by a first name one at the asker's own accounts.
    """
    asks = asked.request in (*kinds.ABOUT_ACCOUNTS, "other") or asked.particular > 0
    if asked.accounts or asked.candidates or not asks:
        return asked
    spelt = reader.find(Contact, name=list(naming.spelt(text)))
    own = [account.id for account in accounts if asker in account.team]
    found = spelt or naming.by_first_name(text, reader.find(Contact, account_id=own))
    theirs = {contact.account_id for contact in found}
    meant = tuple(account for account in accounts if account.id in theirs)
    if len(meant) != 1:
        return asked
    return replace(asked, accounts=meant, unknown_name=None, nearest=(), person=found[0].name)


def _visible(reader: Reader, audience: Audience) -> tuple[Account, ...]:
    return tuple(a for a in reader.find(Account) if audience.asker.sees_account(a))
