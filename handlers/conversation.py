"""A conversation: what its thread is about, and what was said in it on which grounds."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.answers import Answer, Draft, Part, Ref, Request, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.context import Context
from handlers.evidence import Evidence
from playbooks.conversations import Reply, Thread
from playbooks.notes import Note
from storage.workspace import Reader

KEEPS_TOPIC = (Request.HELP, Request.OTHER)
"""Requests after which the thread is still about what it was about before."""

GROUNDS = ("why", "show_source")
"""Follow-ups that ask for what the last reply rested on."""

LONGEST_SOURCE = 1500
MARKERS = re.compile(r"\s*(?:\[\d+\])+")


def thread(reader: Reader, thread_id: str | None) -> Thread | None:
    """What the thread is about, or None for a new one."""
    return reader.get(Thread, thread_id) if thread_id else None


def last_reply(reader: Reader, thread_id: str | None) -> Reply | None:
    """The newest reply of the thread that rested on something."""
    if thread_id is None:
        return None
    replies = reader.find(Reply, thread_id=thread_id, newest_first=True, limit=10)
    return next((reply for reply in replies if reply.cited), None)


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
        writer.put(_continued(context, thread(writer, thread_id), desk, answer))
        writer.put(reply)
    return replace(answer, thread_id=thread_id, reply_id=reply.id)


def grounds(desk: Desk, reply: Reply) -> Draft:
    """What the last reply rested on, each source in its own words; gone or hidden ones left out."""
    _ = desk.texts
    refs = [Ref.parse(written) for written in reply.cited]
    _read_health_again(desk, refs, reply)
    found = desk.archive.read(refs)
    seen = [found[ref] for ref in refs if ref in found and found[ref].allowed]
    if not seen:
        return phrases.abstention(
            _("The sources of that answer are not there any more, or you may not see them."),
            _("Ask the question again to see what carries the answer today."),
        )
    shown = [item for item in seen if item.ref.kind == "note"] if _wants_text(desk) else seen
    if _wants_text(desk):
        return phrases.draft(
            plain(_("This is what it rests on, in full:")),
            phrases.section(Part.REASONS, [_in_full(desk, item) for item in shown or seen], most=3),
        )
    first_line = MARKERS.sub("", reply.text.splitlines()[0] if reply.text else reply.question)
    lead = _("Because of these sources I said: {words}", words=phrases.quoted(_, first_line, 240))
    return phrases.draft(
        plain(lead), phrases.section(Part.REASONS, [_line(desk, item) for item in seen], most=8)
    )


def reply_with(reader: Reader, reply_id: str) -> Reply | None:
    """The stored reply with that id."""
    return reader.get(Reply, reply_id)


def _wants_text(desk: Desk) -> bool:
    return desk.asked.sub_kind == "show_source"


def _line(desk: Desk, item: Evidence) -> Sentence:
    words = phrases.quoted(desk.texts, item.quote, 200)
    return claim(f"{item.title}: {words}", item.ref, said=(item.words, item.quote))


def _in_full(desk: Desk, item: Evidence) -> Sentence:
    note = desk.reader.get(Note, item.ref.id) if item.ref.kind == "note" else None
    words = phrases.quoted(desk.texts, note.text if note else item.quote, LONGEST_SOURCE)
    return claim(f"{item.title}: {words}", item.ref, said=(item.words, item.quote))


def _read_health_again(desk: Desk, refs: Sequence[Ref], reply: Reply) -> None:
    """A computed reading is cited by its account; it is computed as of the day of the reply."""
    wanted = {ref.id for ref in refs if ref.kind == "health"}
    accounts = [account for account in desk.accounts if account.id in wanted]
    if accounts:
        desk.examined(accounts, min(desk.today, reply.asked_at.date()))


def _continued(context: Context, before: Thread | None, desk: Desk, answer: Answer) -> Thread:
    """The thread after this answer; small talk does not change what it is about."""
    assert desk.question.thread_id is not None
    known = before or Thread(desk.question.thread_id)
    moment = context.now()
    if answer.request in KEEPS_TOPIC:
        return replace(known, updated_at=moment)
    since = (desk.asked.period or (None, None))[0]
    return Thread(
        known.id,
        _accounts(answer) or known.account_ids,
        answer.request.value,
        answer.language,
        since or known.since,
        moment,
    )


def _accounts(answer: Answer) -> tuple[str, ...]:
    named: Sequence[str] = [account.id for account in answer.accounts]
    return tuple(named)
