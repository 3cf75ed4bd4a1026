"""Receiving a question: who asks and who reads along, what they may see, what is meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers import access, conversation, products, rulebook, texts, understand
from handlers.access import Audience
from handlers.answers import Question
from handlers.composing.desk import Desk
from handlers.context import Context
from handlers.evidence import Archive
from handlers.understand import Turn, Understanding
from handlers.understanding import pointing, reading
from handlers.understanding.values import Filters
from knowledge import clauses, periods, regions, scope, wording
from knowledge.criteria import asked as criteria
from playbooks.accounts import Account
from playbooks.conversations import Reply, Thread
from playbooks.errors import BadInput
from playbooks.people import Channel, Member, Role
from storage import mentions
from storage.mentions import Known, Written
from storage.workspace import Reader

LONGEST = 4000
"""Characters of a question; Slack's own limit for a message block, and more than a screen."""

SOME_DAY = date(2026, 1, 1)
"""Any day: what names a period names one, whenever it is said."""

MOST_PARTS = 3
"""Questions of one message that are answered one after another."""

FEW = 40
"""Characters up to which a question may lean on our last answer: "yes", "the energy one"."""


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
    today = question.at or context.today(audience.asker.member)
    thread = _thread(context, reader, question, audience.asker.member, accounts)
    asked = understand.understand(
        understand.Question(read(question), audience.asker.member.id),
        thread,
        question.turns or _our_last_turn(reader, question, thread),
        accounts,
        members,
        today,
        _known(reader, accounts),
    )
    asked = _about_chosen(asked, accounts, question.account_id)
    desk = _laid_out(context, reader, question, audience, asked, members, accounts)
    asked = _by_notes(asked, reader, audience, accounts, desk.archive.channels, question.text)
    asked = products.narrowed(asked, reader, question.text)
    asked = _by_criteria(asked, context)
    said = texts.of(asked.language if asked.spoken else "en")
    return replace(desk, asked=asked, texts=said, archive=replace(desk.archive, texts=said))


def unasked(
    context: Context,
    reader: Reader,
    member: str | None,
    request: str,
    language: str | None = None,
    at: date | None = None,
) -> Desk:
    """A desk for what somebody gets without asking, in their own language; raises as `receive`."""
    audience = access.audience(reader, member)
    said = texts.of(language or audience.asker.member.language).language
    asked = Understanding(said, True, request)
    everyone, accounts = reader.find(Member), _visible(reader, audience)
    question = Question("", member, at=at)
    return _laid_out(context, reader, question, audience, asked, everyone, accounts)


def _laid_out(
    context: Context,
    reader: Reader,
    question: Question,
    audience: Audience,
    asked: Understanding,
    everyone: Sequence[Member],
    accounts: Sequence[Account],
) -> Desk:
    members = {member.id: member for member in everyone}
    channels = {channel.id: channel for channel in reader.find(Channel)}
    said, links = texts.of(asked.language), context.link_hosts
    archive = Archive(reader, context.library, audience, said, members, channels, links)
    today = question.at or context.today(audience.asker.member)
    return Desk(context, reader, audience, archive, question, asked, said, today, accounts)


def apart(desk: Desk) -> list[Desk]:
    """A desk for each of several questions that one message asks about an account; else none."""
    asked, accounts = desk.asked, desk.asked.accounts
    parts = clauses.questions(desk.question.text)
    if len(accounts) != 1 or not 1 < len(parts) <= MOST_PARTS:
        return []
    talk = Thread("", (accounts[0].id,), language=asked.language)
    members = tuple(desk.archive.members.values())
    known = _known(desk.reader, desk.accounts)
    found = []
    for part in parts:
        said = understand.Question(part, desk.asker.id)
        read = understand.understand(said, talk, (), desk.accounts, members, desk.today, known)
        if read.accounts != accounts:
            return []
        read = replace(read, language=asked.language, follow_up=asked.follow_up)
        found.append(replace(desk, question=replace(desk.question, text=part), asked=read))
    return found


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


def _our_last_turn(reader: Reader, question: Question, thread: Thread | None) -> tuple[Turn, ...]:
    """Our last answer, read again where "those three" may be accounts that it listed, or where few
    words may answer what it asked back."""
    leans = reading.points_to_several(question.text) or len(question.text.strip()) <= FEW
    if thread is None or not leans:
        return ()
    replies = reader.find(Reply, thread_id=thread.id, newest_first=True, limit=1)
    return tuple(Turn("assistant", reply.text) for reply in replies)


def _about_chosen(
    asked: Understanding, accounts: Sequence[Account], account_id: str | None
) -> Understanding:
    """The question about the account that somebody picked where its name left that open."""
    chosen = tuple(account for account in accounts if account.id == account_id)
    if not chosen:
        return asked
    return replace(asked, accounts=chosen, candidates=(), unknown_name=None, nearest=())


def _by_criteria(asked: Understanding, context: Context) -> Understanding:
    """A list with the criteria that choose it; a stage named by the same words is not meant."""
    if asked.request != "portfolio" or asked.sub_kind is not None:
        return asked
    narrowed = asked.filters != Filters() or bool(asked.segment or asked.stage or asked.owner)
    words = scope.without_order(regions.without(_undated(asked)))
    product = asked.filters.product
    words = products.without(words, product) if product else words
    named = criteria.read(words, rulebook.criteria(context), narrowed=narrowed)
    meant = any(one.stage == asked.stage for one in named.criteria)
    filters = replace(asked.filters, named=named)
    return replace(asked, filters=filters, stage=None if meant else asked.stage)


def _undated(asked: Understanding) -> str:
    """The words of a list without the day to which renewals are asked for: no "1" of 1 March."""
    dated = asked.filters.renewing_within_days is not None
    found = periods.find(asked.topic, SOME_DAY) if dated else None
    if found is None:
        return asked.topic
    folded = wording.folded(asked.topic)
    return f"{folded[: found.start]} {folded[found.end :]}".strip()


def _by_notes(
    asked: Understanding,
    reader: Reader,
    audience: Audience,
    accounts: Sequence[Account],
    channels: Mapping[str, Channel],
    text: str,
) -> Understanding:
    """Where no account is named, the one whose notes speak of what is asked, if one does."""
    if not pointing.wants_a_search(asked):
        return asked
    own = [account for account in accounts if audience.asker.member.id in account.team]
    by_id = {account.id: account for account in accounts}
    viewer = audience.asker

    def pools() -> Iterator[list[Written]]:
        for pool in filter(None, (own if len(own) < len(accounts) else (), accounts)):
            ids = [account.id for account in pool] if pool is own else None
            yield [
                note
                for note in mentions.written(reader, ids)
                if note.account_id in by_id
                and viewer.sees_note(note, by_id[note.account_id], channels.get(note.channel or ""))
            ]

    return pointing.by_notes(asked, text, accounts, pools())


def _known(reader: Reader, accounts: Sequence[Account]) -> list[Known]:
    """The people at the accounts that the asker may see."""
    seen = {account.id for account in accounts}
    return [person for person in mentions.people(reader) if person.account_id in seen]


def _visible(reader: Reader, audience: Audience) -> tuple[Account, ...]:
    return tuple(a for a in reader.find(Account) if audience.asker.sees_account(a))
