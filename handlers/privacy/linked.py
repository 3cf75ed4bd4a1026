"""What tells of a subject's records elsewhere: the audit log, replies, nudges, remote records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers import audit
from handlers.privacy.subjects import Subject
from playbooks.conversations import AuditEntry, Reply, Thread
from playbooks.notes import Note
from playbooks.nudges.values import Nudge
from playbooks.remotes import RemoteRecord, Run
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class Links:
    """Entries that hold the records' words, replies that tell them, and what else quotes them."""

    entries: tuple[AuditEntry, ...]
    replies: tuple[Reply, ...]
    threads: tuple[Thread, ...]
    nudges: tuple[Nudge, ...]
    remotes: tuple[RemoteRecord, ...]
    runs: tuple[Run, ...]


def to(reader: Reader, subject: Subject) -> Links:
    """What is linked to these records. All of the log is read: this is asked for rarely."""
    ids = {one.id for one in subject.records}
    logged = [*subject.records, *(one for one, _ in subject.others)]
    named = {(audit.NAMES[type(one)], one.id) for one in logged if type(one) in audit.NAMES}
    about = [t for t in reader.find(Thread) if subject.id in (*t.account_ids, *t.earlier_ids)]
    texts = [one.text.strip() for one in subject.records if isinstance(one, Note)]
    threads = {thread.id for thread in about}
    replies = [
        reply
        for reply in reader.find(Reply)
        if reply.thread_id in threads
        or any(cited.partition(":")[2] in ids for cited in reply.cited)
        or any(text in reply.question for text in texts)
    ]
    remotes = [one for one in reader.find(RemoteRecord) if {one.local_id, one.remote_id} & ids]
    spoken = {reply.thread_id for reply in replies} | threads
    return Links(
        entries=tuple(one for one in reader.find(AuditEntry) if _tells(one, named)),
        replies=tuple(replies),
        threads=tuple(thread for thread in reader.find(Thread) if thread.id in spoken),
        nudges=tuple(one for one in reader.find(Nudge) if one.id not in ids and quotes(one, ids)),
        remotes=tuple(remotes),
        runs=tuple(one for one in reader.find(Run) if _notices(one, remotes)),
    )


def quotes(nudge: Nudge, ids: set[str]) -> bool:
    """Whether a fact that the nudge rests on is from one of these records."""
    return any(fact.get("evidence_id") in ids for fact in (*nudge.facts, *nudge.watched))


def _notices(run: Run, remotes: Sequence[RemoteRecord]) -> bool:
    known = {record.remote_id for record in remotes}
    return any(notice.get("id") in known for notice in run.notices)


def _tells(entry: AuditEntry, named: set[tuple[str, str]]) -> bool:
    if (entry.item_kind, entry.item_id) in named:
        return True
    return any(_holds(side, named) for side in (entry.before, entry.after) if side)


def _holds(side: Mapping[str, Any], named: set[tuple[str, str]]) -> bool:
    return any(
        isinstance(one, dict) and (kind, one.get("id")) in named
        for kind, records in side.items()
        if isinstance(records, list)
        for one in records
    )
