"""A run of a connector: thing by thing, page by page, from where the last one stopped."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers import note_reading
from handlers.context import Context
from handlers.imports import transactions
from handlers.syncing import applying
from handlers.syncing.applying import Applied
from handlers.syncing.plans import Plan
from handlers.syncing.remote import Item, Page, Remote
from playbooks import remotes
from playbooks.errors import BadInput, CairnError
from playbooks.remotes import Cursor, Pass, RemoteRecord, RemoteState, Run, RunState
from storage.workspace import Reader, Writer

OVERLAP = timedelta(minutes=15)
"""Changes are asked for from so long before the last run began: a remote's clock and ours differ,
and its search finds a record only some time after it was written."""

NAMED_AT_ONCE = 100
"""Records that are asked for by their ids in one request."""

REMEMBERED = timedelta(days=90)
"""What a run did is kept so long."""

Progress = Callable[[str, int], None]
"""Called with the thing and the records of it that were read so far."""


@dataclass(frozen=True, slots=True)
class Sync:
    """One connector as it runs: where to read, what becomes of it, and whom to tell."""

    context: Context
    remote: Remote
    plan: Plan
    progress: Progress = lambda _thing, _read: None


def run(sync: Sync, *, full: bool = False) -> Run:
    """Bring our records in step with the remote's; returns the run with its counts.

    What a run that failed or was killed left undone is done first, as the same run. A `full` one
    reads everything again, and so finds what the remote has deleted for good. Raises what the
    remote raises: every page before is kept, with the place from which the next run goes on.
    """
    begun = _begin(sync, full)
    try:
        for thing in sync.plan.things:
            _read(sync, begun, thing)
    except Overtaken:
        raise
    except CairnError as error:
        _end(sync, begun, RunState.FAILED, str(error))
        raise
    return _end(sync, begun, RunState.DONE)


def rehearse(sync: Sync, *, full: bool = False) -> Run:
    """What a run would do; everything is read before, and nothing is written."""
    context = sync.context
    fresh = Run("rehearsal", sync.remote.name, context.now(), RunState.RUNNING, full)
    with context.workspace.reading() as reader:
        cursors = {thing: _next(sync, reader, fresh, thing) for thing in sync.plan.things}
    passes = {thing: _every_page(sync, cursor) for thing, cursor in cursors.items()}
    note_reading.prepare(
        text
        for thing, pages in passes.items()
        for page in pages
        for text in applying.said(sync.plan, thing, page.items)
    )
    with transactions.writing(context, dry_run=True) as writer:
        for thing, pages in passes.items():
            for page in pages:
                applied = applying.Page(context, writer, sync.plan, thing, None).apply(page.items)
                fresh = _counted(fresh, thing, applied)
    return replace(fresh, state=RunState.DONE, ended=context.now())


def last(reader: Reader, connector: str) -> Run | None:
    """The newest run of a connector."""
    found = reader.find(Run, connector=connector, newest_first=True, limit=1)
    return found[0] if found else None


class Overtaken(BadInput):
    """Another process runs the same connector; raised by the one that comes second."""


def _every_page(sync: Sync, cursor: Cursor) -> list[Page]:
    turns = [replace(cursor, reading=one) for one in (Pass.WAITED, Pass.CHANGED, Pass.GONE)]
    return [page for turn in turns for page in _pages(sync, turn)]


def _begin(sync: Sync, full: bool) -> Run:
    context, name = sync.context, sync.remote.name
    with context.workspace.writing() as writer:
        _forget(writer, name, context.now() - REMEMBERED)
        unfinished = last(writer, name)
        if unfinished is not None and unfinished.state is not RunState.DONE:
            again = replace(
                unfinished, state=RunState.RUNNING, tries=unfinished.tries + 1, why=None
            )
            # One who asks for everything gets it, also when a smaller run was left undone.
            if not full or unfinished.full:
                writer.put(again)
                return again
            writer.put(replace(unfinished, state=RunState.DONE, ended=context.now()))
        first = not writer.count(Cursor, connector=name)
        fresh = Run(
            context.new_id("sync"), name, context.now(), RunState.RUNNING, full=full or first
        )
        writer.put(fresh)
        return fresh


def _forget(writer: Writer, connector: str, before: datetime) -> None:
    if old := [run.id for run in writer.find(Run, connector=connector, until=before)]:
        writer.remove(Run, id=old)


def _end(sync: Sync, begun: Run, state: RunState, why: str | None = None) -> Run:
    with sync.context.workspace.writing() as writer:
        applying.settle_people(writer)
        kept = writer.get(Run, begun.id) or begun
        ended = replace(kept, state=state, ended=sync.context.now(), why=why)
        writer.put(ended)
    return ended


def _read(sync: Sync, begun: Run, thing: str) -> None:
    with sync.context.workspace.writing() as writer:
        cursor = _next(sync, writer, begun, thing)
        writer.put(cursor)
    for reading in (Pass.WAITED, Pass.CHANGED, Pass.GONE):
        if cursor.reading is reading:
            for page in _pages(sync, cursor):
                cursor = _keep(sync, begun, cursor, page)
            cursor = _turn(sync, begun, cursor)


def _next(sync: Sync, reader: Reader, begun: Run, thing: str) -> Cursor:
    """Where this run stands, or begins, with a thing."""
    name = sync.remote.name
    key = remotes.key(name, thing, "")
    kept = reader.get(Cursor, key)
    if kept is not None and kept.run == begun.id:
        return kept
    since = None if kept is None or begun.full else kept.started - OVERLAP
    if kept is not None and kept.reading is not Pass.DONE and not begun.full:
        # A run that was given up for a full one, which was given up in its turn.
        since = kept.since
    reading = Pass.WAITED if _ready(reader, sync.plan, thing) else Pass.CHANGED
    return Cursor(key, name, thing, begun.id, reading, sync.context.now(), since)


def _pages(sync: Sync, cursor: Cursor) -> Iterator[Page]:
    thing, fields = cursor.thing, sync.plan.fields(cursor.thing)
    if cursor.reading is Pass.CHANGED:
        return sync.remote.changed(thing, fields, cursor.since, cursor.after)
    if cursor.reading is Pass.GONE:
        return sync.remote.gone(thing, cursor.after)
    return _waited(sync, cursor)


def _waited(sync: Sync, cursor: Cursor) -> Iterator[Page]:
    """Records that waited for an account which is here by now: the remote did not change them."""
    with sync.context.workspace.reading() as reader:
        ids = _ready(reader, sync.plan, cursor.thing)
    for start in range(0, len(ids), NAMED_AT_ONCE):
        part = ids[start : start + NAMED_AT_ONCE]
        found = sync.remote.named(cursor.thing, sync.plan.fields(cursor.thing), part)
        yield replace(found, after=part[-1])


def _ready(reader: Reader, plan: Plan, thing: str) -> list[str]:
    if thing == plan.account_thing:
        return []
    name = plan.connector
    waiting = reader.find(RemoteRecord, connector=name, thing=thing, state=RemoteState.WAITING)
    named = [record for record in waiting if record.leads_to]
    accounts = reader.find(
        RemoteRecord, connector=name, thing=plan.account_thing, state=RemoteState.LIVE
    )
    here = {account.remote_id for account in accounts} if named else set()
    return sorted(record.remote_id for record in named if record.leads_to in here)


def _keep(sync: Sync, begun: Run, cursor: Cursor, page: Page) -> Cursor:
    """A page's rows, what they count and where the next page begins: all of it, or nothing."""
    moved = replace(cursor, after=page.after, pages=cursor.pages + 1)
    full_run = begun.id if begun.full else None
    note_reading.prepare(applying.said(sync.plan, cursor.thing, page.items))
    with sync.context.workspace.writing() as writer:
        kept = _unless_overtaken(writer, begun, cursor)
        applied = applying.Page(sync.context, writer, sync.plan, cursor.thing, full_run).apply(
            page.items
        )
        counted = _counted(kept, cursor.thing, applied)
        writer.put(counted)
        writer.put(moved)
    sync.progress(cursor.thing, counted.counts[cursor.thing].get("read", 0))
    return moved


def _turn(sync: Sync, begun: Run, cursor: Cursor) -> Cursor:
    """To the next pass; after the last of a full run, to what nobody has met."""
    order = list(Pass)
    turned = replace(cursor, reading=order[order.index(cursor.reading) + 1], after=None)
    with sync.context.workspace.writing() as writer:
        kept = _unless_overtaken(writer, begun, cursor)
        if turned.reading is Pass.DONE and begun.full:
            _say_vanished(sync, writer, kept, cursor.thing)
        writer.put(turned)
    return turned


def _say_vanished(sync: Sync, writer: Writer, begun: Run, thing: str) -> None:
    """Records that a full run has not met: the remote has forgotten that it had them."""
    there = writer.find(RemoteRecord, connector=sync.remote.name, thing=thing)
    over = (RemoteState.ARCHIVED, RemoteState.MERGED)
    lost = [r for r in there if r.state not in over and r.seen != begun.id]
    if not lost:
        return
    items = [Item(record.remote_id, gone=True, changed=record.at) for record in lost]
    applied = applying.Page(sync.context, writer, sync.plan, thing, None).apply(items)
    writer.put(_counted(begun, thing, applied))


def _unless_overtaken(reader: Reader, begun: Run, cursor: Cursor) -> Run:
    kept = reader.get(Run, begun.id)
    if kept is None or kept.tries != begun.tries or reader.get(Cursor, cursor.id) != cursor:
        raise Overtaken(
            "{connector} is being synced by another process, which goes on. This one has stopped.",
            connector=begun.connector,
        )
    return kept


def _counted(run: Run, thing: str, applied: Applied) -> Run:
    counts = Counter(run.counts.get(thing, {}))
    counts.update(applied.counts)
    notices = (*run.notices, *applied.notices)[: remotes.NOTICES]
    return replace(run, counts={**run.counts, thing: dict(counts)}, notices=notices)
