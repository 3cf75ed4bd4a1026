"""A conversation: what its thread is about, and the replies that were given in it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.answers import Answer, Question, Request
from handlers.composing.desk import Desk
from handlers.context import Context
from handlers.understanding import kinds
from playbooks.accounts import Account
from playbooks.conversations import Reply, Thread
from playbooks.nudges.tellings import Telling
from storage.workspace import Reader

KEEPS_TOPIC = (Request.HELP, Request.OTHER)
"""Requests after which the thread is still about what it was about before."""

FRESH = timedelta(minutes=30)
"""How long what was said last in a direct message goes on in a message outside its thread."""

SEPARATOR = ":"
"""Between the channel and the first message of a thread in the thread's id."""


def thread(reader: Reader, question: Question, accounts: Iterable[Account]) -> Thread | None:
    """What the conversation is about before the question; None for a new one.

    A thread below a nudge is about the nudge's account, a new one in an account's channel about
    that account.
    """
    kept = reader.get(Thread, question.thread_id) if question.thread_id else None
    if kept is not None:
        return kept
    of_nudge = _of_nudge(reader, question.thread_id or "")
    return of_nudge or _of_channel(question, accounts)


def going_on(context: Context, reader: Reader, question: Question, asker: str) -> str | None:
    """The id of the thread that the asker was in a moment ago, in the same direct conversation.

    People answer below a message as often as in its thread.
    """
    if question.channel is not None or question.thread_id is None:
        return None
    since = context.now() - FRESH
    last = reader.find(Reply, asker=asker, since=since, newest_first=True, limit=1)
    place = _place(question.thread_id)
    return next((reply.thread_id for reply in last if _place(reply.thread_id) == place), None)


def last_reply(desk: Desk) -> Reply | None:
    """The newest reply of the conversation that rested on something."""
    return next((reply for reply in last_replies(desk) if reply.cited), None)


def last_replies(desk: Desk) -> list[Reply]:
    """The newest replies of the conversation, the newest first."""
    reader, question = desk.reader, desk.question
    if question.thread_id is None:
        return []
    replies = reader.find(Reply, thread_id=question.thread_id, newest_first=True, limit=10)
    if replies:
        return replies
    before = going_on(desk.context, reader, question, desk.asker.id)
    return reader.find(Reply, thread_id=before, newest_first=True, limit=10)


def said_between(
    reader: Reader, asker: str, since: date | None, until: date | None, most: int
) -> list[Reply]:
    """The replies that a person got, the newest first; nobody reads those of another."""
    first = datetime.combine(since, time.min, UTC) if since else None
    last = datetime.combine(until, time.max, UTC) if until else None
    return reader.find(Reply, asker=asker, since=first, until=last, newest_first=True, limit=most)


def remember(context: Context, desk: Desk, answer: Answer) -> Answer:
    """Store the reply with the ids that it cited, and what the thread is now about."""
    thread_id = desk.question.thread_id
    if thread_id is None:
        return answer
    reply = Reply(
        context.new_id("reply"),
        thread_id,
        context.now(),
        desk.question.text.strip(),
        answer.text,
        answer.request.value,
        answer.language,
        desk.asker.id,
        tuple(str(citation.ref) for citation in answer.citations),
        answer.model,
    )
    with context.workspace.writing() as writer:
        before = writer.get(Thread, thread_id) or Thread(thread_id)
        writer.put(replace(_continued(before, desk, answer), updated_at=context.now()))
        writer.put(reply)
    return replace(answer, thread_id=thread_id, reply_id=reply.id)


def _place(thread_id: str) -> str:
    return thread_id.partition(SEPARATOR)[0]


def _of_nudge(reader: Reader, thread_id: str) -> Thread | None:
    """What the message told, to whomever; a digest tells of several accounts, and so of none."""
    channel, _, ts = thread_id.partition(SEPARATOR)
    told = reader.find(Telling, channel=channel, message_ts=ts) if ts else []
    about = tuple({one.account_id for one in told})
    return Thread(thread_id, about) if len(about) == 1 else None


def _of_channel(question: Question, accounts: Iterable[Account]) -> Thread | None:
    wanted = question.channel
    linked = [account.id for account in accounts if wanted and account.channel == wanted]
    return Thread(question.thread_id or "", tuple(linked)) if len(linked) == 1 else None


def _continued(before: Thread, desk: Desk, answer: Answer) -> Thread:
    """The thread after this answer; small talk does not change what it is about."""
    asked = desk.asked
    if answer.request in KEEPS_TOPIC or asked.sub_kind is not None:
        return before
    since, until = asked.period or (None, None)
    of_many = answer.request.value in kinds.OF_MANY
    named = _ids(asked.accounts) or (() if of_many else before.account_ids)
    dated = asked.period is not None
    return replace(
        before,
        account_ids=named,
        request=answer.request.value,
        language=answer.language,
        since=since if dated else before.since,
        until=until if dated else before.until,
        topic=answer.proposal.text if answer.proposal else asked.topic,
        owner=asked.owner,
        apart_ids=_ids(asked.apart),
        earlier_ids=tuple(left for left in _ids(asked.earlier) if left not in named),
    )


def _ids(accounts: Sequence[Account]) -> tuple[str, ...]:
    return tuple(account.id for account in accounts)
