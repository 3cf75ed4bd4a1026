"""The use case: one file of one kind into the records, whole rows or none, and a full report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from handlers import handoff_intents, note_intake
from handlers.context import Context
from handlers.imports import contradictions as disagreement
from handlers.imports import files, reading_ahead, transactions
from handlers.imports.directory import Directory
from handlers.imports.kinds import KINDS, Kind
from handlers.imports.mapping import Mapping
from handlers.imports.rows import Parsed, Rejected, RowParser
from handlers.note_reading import ReadOut
from playbooks.accounts import Account, Subscription
from playbooks.errors import BadInput
from playbooks.notes import Note
from playbooks.observations import MetricSample
from storage.changes import Change
from storage.workspace import Writer

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""

STEP = 1000
"""Rows written between two reports of progress."""


@dataclass(slots=True)
class Report:
    """What an import did; `read` and the three counts are rows of the file."""

    kind: str
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    contradictions: list[disagreement.Contradiction] = field(default_factory=list)


def import_file(
    context: Context,
    kind_name: str,
    path: Path,
    mapping: Mapping | None = None,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import a file in one transaction: good rows go in, the others are reported.

    Raises `BadInput`, with nothing changed, when the kind, the file, its columns or the mapping
    cannot be used. A dry run reports the same and writes nothing.
    """
    kind, rows = _kind(kind_name), files.read(path)
    return _import(context, kind, mapping or Mapping(), rows, dry_run, progress or _in_silence)


def import_rows(context: Context, kind_name: str, rows: Sequence[files.FileRow]) -> Report:
    """Import rows that are already read, named as we name columns, in one transaction."""
    return _import(context, _kind(kind_name), Mapping(), rows, False, _in_silence)


def write_rows(
    context: Context, writer: Writer, kind_name: str, rows: Sequence[files.FileRow]
) -> Report:
    """Import rows inside a transaction that somebody else has begun; of any kind but notes.

    Notes take long to read, which is done before a transaction begins.
    """
    assert kind_name != "notes"
    return _Import(context, writer, _kind(kind_name), Mapping(), {}).run(rows, _in_silence)


def _import(
    context: Context,
    kind: Kind,
    mapping: Mapping,
    rows: Sequence[files.FileRow],
    dry_run: bool,
    progress: Progress,
) -> Report:
    is_heard = kind.name == "notes" and not dry_run
    heard = reading_ahead.read(context, kind, mapping, rows) if is_heard else {}
    with transactions.writing(context, dry_run=dry_run) as writer:
        run = _Import(context, writer, kind, mapping, heard)
        report = run.run(rows, progress)
    if not dry_run:
        note_intake.read_late(context, run.unread)
    return report


def _in_silence(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise BadInput(f"{name!r} cannot be imported; choose one of {', '.join(KINDS)}.")
    return KINDS[name]


class _Import:
    """One run: parse every row, write what is good, find what disagrees."""

    def __init__(
        self,
        context: Context,
        writer: Writer,
        kind: Kind,
        mapping: Mapping,
        heard: dict[str, ReadOut],
    ) -> None:
        """`heard` is what its notes say, by id; one that is not among them is left in `unread`."""
        self.context = context
        self.writer = writer
        self.kind = kind
        self.mapping = mapping
        self.heard = heard
        self.unread: list[Note] = []
        self.report = Report(kind.name)
        self.restated: list[disagreement.Contradiction] = []

    def run(self, rows: Sequence[files.FileRow], progress: Progress) -> Report:
        directory = Directory(self.writer, self.mapping.through)
        if self.kind.name == "members":
            directory.expect(row.cells for row in rows)
        parser = RowParser(self.kind, self.mapping, directory, files.header(rows))
        parsed = self._parsed(parser, rows)
        for start in range(0, len(parsed), STEP):
            self._write(parsed[start : start + STEP])
            progress(min(start + STEP, len(parsed)), len(parsed))
        self._report_contradictions(parsed, {row.number: row.cells for row in rows})
        return self.report

    def _parsed(self, parser: RowParser, rows: Sequence[files.FileRow]) -> list[Parsed]:
        seen: dict[str, Parsed] = {}
        kept = []
        for row in rows:
            self.report.read += 1
            result = parser.parse(row)
            if isinstance(result, Parsed):
                result = _unless_taken(result, seen)
            if isinstance(result, Rejected):
                self.report.rejected.append(result)
            else:
                kept.append(result)
        return kept

    def _write(self, parsed: Sequence[Parsed]) -> None:
        values = [value for row in parsed for value in row.values]
        if not values:
            return
        self._keep_restated([sample for row in parsed for sample in (*row.values, *row.samples)])
        changes = self._put(parsed) | self._put_beside(parsed)
        for row in parsed:
            told = (*row.values, *row.samples, *(promise for promise, _only in row.promises))
            self._count([changes[item.id] for item in told])
        self._read_into(parsed, [value for value in values if changes[value.id] != "unchanged"])

    def _put(self, parsed: Sequence[Parsed]) -> dict[str, Change]:
        """Write what each row provides and no more: its empty cells empty nothing."""
        alike: dict[tuple[type[Any], frozenset[str] | None], list[Any]] = {}
        for row in parsed:
            provided = self._only(row.provided)
            told = [*((value, provided) for value in row.values), *row.promises]
            for value, only in told:
                alike.setdefault((type(value), only), []).append(value)
        changes: dict[str, Change] = {}
        for (_kind, provided), values in alike.items():
            changes |= self.writer.put_each(values, provided)
        return changes

    def _keep_restated(self, items: Sequence[Any]) -> None:
        """What a figure was before the same source gave another for its day."""
        samples = [item for item in items if isinstance(item, MetricSample)]
        found = disagreement.restated(self.writer, samples, self.context.today())
        if found:
            self.writer.put_many([one.before for one in found])
        self.restated += [one.told for one in found]

    def _only(self, provided: frozenset[str]) -> frozenset[str] | None:
        return provided if self.kind.name != "metrics" else None

    def _put_beside(self, parsed: Sequence[Parsed]) -> dict[str, Change]:
        beside = [s for row in parsed for s in row.samples if s not in row.values]
        return self.writer.put_each(beside) if beside else {}

    def _count(self, changes: list[Change]) -> None:
        for change in (Change.CREATED, Change.UPDATED, Change.UNCHANGED):
            if change in changes or change is Change.UNCHANGED:
                setattr(self.report, change, getattr(self.report, change) + 1)
                return

    def _read_into(self, parsed: Sequence[Parsed], changed: list[Any]) -> None:
        """What follows from new wording: cues and intent from notes, promises from handoffs."""
        if self.kind.name == "notes":
            self._keep_heard(changed)
        if self.kind.name == "handoffs":
            handoff_intents.derive(self.writer, changed)
        if self.kind.name == "members":
            self._recognise()

    def _keep_heard(self, changed: Sequence[Note]) -> None:
        heard = {note.id: self.heard.get(note.id) for note in changed}
        self.unread += [note for note in changed if not note_intake.is_of(heard[note.id], note)]
        left = {note.id for note in self.unread}
        keep = [one for one in heard.values() if one is not None and one.note.id not in left]
        note_intake.keep(self.writer, keep)

    def _recognise(self) -> None:
        """Accounts that came before their members name them by handle until now."""
        directory = Directory(self.writer)
        accounts = [_with_ids(account, directory) for account in directory.accounts.values()]
        if accounts:
            self.writer.put_many(accounts)

    def _report_contradictions(
        self, parsed: Sequence[Parsed], cells: dict[int, dict[str, Any]]
    ) -> None:
        values = [value for row in parsed for value in row.values]
        samples = [sample for row in parsed for sample in row.samples if sample not in row.values]
        found = disagreement.find(self.writer, values, samples, self.context.today())
        if "subscriptions" in self.mapping.through:
            column = self.mapping.through["subscriptions"]
            used = [(str(cells[r.number].get(column)), v) for r in parsed for v in r.values]
            held = {item.id: item for item in self.writer.find(Subscription)}
            found += disagreement.outside_subscription(held, used)
        self.report.contradictions = [*self.restated, *found]


def _with_ids(account: Account, directory: Directory) -> Account:
    def known(name: str | None) -> str | None:
        return directory.member(name) if name else None

    return replace(
        account,
        owner=known(account.owner),
        account_executive=known(account.account_executive),
        solution_architect=known(account.solution_architect),
    )


def _unless_taken(row: Parsed, seen: dict[str, Parsed]) -> Parsed | Rejected:
    """A second row with an id of this file is left out, unless it says the very same."""
    for value in row.values:
        first = seen.setdefault(value.id, row)
        if first is not row and first.values != row.values:
            why = f"row {first.number} has the same id {value.id!r} and says something else"
            return Rejected(row.number, "id", why)
    return row
