"""Erasing a customer, a contact, a colleague or a note for good, with what tells of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from handlers import access, audit
from handlers.context import Context
from handlers.imports import transactions
from handlers.privacy import linked, subjects
from handlers.privacy.linked import Links
from handlers.privacy.subjects import Subject
from knowledge import ranking
from knowledge.ranking import Item
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry, Feedback, Thread
from playbooks.notes import Note
from playbooks.nudges.values import Nudge
from playbooks.remotes import Run
from storage import members, traces
from storage.values import name_of
from storage.workspace import Writer, parts

KEPT_FOR_UNDOING = timedelta(days=30)
"""What was deleted can be brought back from the audit log for so long."""

FORMER_MEMBER = "former_member"
"""In whose name stays what a colleague wrote about customers."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records went, by kind, and how many stay without naming the subject any more.

    `telling` are ids of notes whose words still name them.
    """

    kind: str
    id: str
    gone: dict[str, int]
    cleared: dict[str, int]
    telling: tuple[str, ...]


def erase(
    context: Context, kind: str, named: str, actor: str | None, *, rehearse: bool = False
) -> Erased:
    """Erase one of `subjects.KINDS`; a rehearsal says what would go. It cannot be undone.

    The audit log goes on saying who did what and when, without the words. Raises as
    `subjects.find` does.
    """
    with transactions.writing(context, dry_run=rehearse) as writer:
        subject = subjects.find(writer, kind, named, actor)
        links = linked.to(writer, subject)
        gone = _remove(writer, subject, links)
        cleared = _clear(writer, subject, links)
        if subject.kind == "member":
            members.rename(writer, subject.id, FORMER_MEMBER)
        _note_down(context, writer, subject, actor)
    return Erased(subject.kind, subject.id, gone, cleared, subject.telling)


def forget_what_was_deleted(context: Context) -> None:
    """Drop the words of records that were deleted `KEPT_FOR_UNDOING` ago from the audit log."""
    before = context.now() - KEPT_FOR_UNDOING
    with context.workspace.writing() as writer:
        for name, kind in audit.KINDS.items():
            ids = traces.of_gone(writer, kind, name, before)
            traces.drop_words(writer, name, ids)
            if kind is Note:
                traces.drop_versions(writer, ids)


def _remove(writer: Writer, subject: Subject, links: Links) -> dict[str, int]:
    notes = [one for one in subject.records if isinstance(one, Note)]
    versions = traces.drop_versions(writer, [note.id for note in notes])
    items = [Item(note.id, note.text, note.language) for note in notes]
    traces.drop_vectors(writer, {part.digest for part in ranking.parts(items)})
    replies = list(_ids(links.replies))
    verdicts = writer.find(Feedback, about_kind="reply", about_id=replies)
    ids: dict[type[Any], set[str]] = defaultdict(set)
    for one in (*subject.records, *links.replies, *verdicts):
        ids[type(one)].add(one.id)
    # An account goes last: what hangs on it would be gone with it, uncounted.
    for kind in sorted(ids, key=lambda kind: kind is Account):
        for some in parts(sorted(ids[kind])):
            writer.remove(kind, id=some)
    gone = {name_of(kind): len(some) for kind, some in ids.items()}
    return gone | ({"note_version": versions} if versions else {})


def _ids(values: Iterable[Any]) -> set[str]:
    return {value.id for value in values}


def _clear(writer: Writer, subject: Subject, links: Links) -> dict[str, int]:
    """Records that stay, without what they say of the subject."""
    ids = _ids(subject.records)
    cleared = [after for _, after in subject.others]
    cleared += [replace(one, before=None, after=None) for one in links.entries]
    cleared += [_forgetful(one, subject.id) for one in links.threads]
    cleared += [_without_quotes(one, ids) for one in links.nudges]
    cleared += [replace(one, title=None, why=None) for one in links.remotes]
    cleared += [_unnamed(one, {record.remote_id for record in links.remotes}) for one in links.runs]
    for one in cleared:
        writer.put(one)
    return dict(Counter(name_of(type(one)) for one in cleared))


def _forgetful(thread: Thread, account_id: str) -> Thread:
    return replace(
        thread,
        topic="",
        account_ids=tuple(one for one in thread.account_ids if one != account_id),
        earlier_ids=tuple(one for one in thread.earlier_ids if one != account_id),
    )


def _without_quotes(nudge: Nudge, ids: set[str]) -> Nudge:
    def said(facts: tuple[dict[str, object], ...]) -> tuple[dict[str, object], ...]:
        return tuple(_unquoted(one) if one.get("evidence_id") in ids else one for one in facts)

    return replace(nudge, facts=said(nudge.facts), watched=said(nudge.watched))


def _unnamed(run: Run, remote_ids: set[str]) -> Run:
    return replace(
        run,
        notices=tuple(
            {**notice, "title": None, "why": None} if notice.get("id") in remote_ids else notice
            for notice in run.notices
        ),
    )


def _unquoted(fact: dict[str, object]) -> dict[str, object]:
    value = "…" if isinstance(fact["value"], str) else fact["value"]
    return {**fact, "value": value, "quote": None}


def _note_down(context: Context, writer: Writer, subject: Subject, actor: str | None) -> None:
    writer.put(
        AuditEntry(
            id=context.new_id("audit"),
            at=context.now(),
            actor=access.find_member(writer, actor).id,
            action=f"{subject.kind}.erased",
            item_kind=subject.kind,
            item_id=FORMER_MEMBER if subject.kind == "member" else subject.id,
        )
    )
