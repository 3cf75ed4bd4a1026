"""Foreign rows turned into values of the domain, or into the reason why they cannot be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from handlers.imports import cells, mapping
from handlers.imports.directory import Directory
from handlers.imports.files import FileRow
from handlers.imports.kinds import RENAMED, UNITS, Kind
from handlers.imports.mapping import Source
from playbooks import stages
from playbooks.errors import BadInput
from playbooks.handoffs import Handoff, Promise
from playbooks.observations import MetricSample

PEOPLE = ("owner", "account_executive", "solution_architect", "author", "manager", "member")
"""Columns that name a member by handle, name or id."""

SEVERAL_PEOPLE = ("members",)
"""Columns that name several."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out: its number in the file, the column, and why."""

    row: int
    field: str | None
    why: str


@dataclass(slots=True)
class Parsed:
    """What became of one row: the values that it holds (records of the kind, and samples), the
    fields that it `provided` of them, and promises, each with the fields that were given of it."""

    number: int
    values: list[Any] = field(default_factory=list)
    samples: list[MetricSample] = field(default_factory=list)
    promises: list[tuple[Promise, frozenset[str]]] = field(default_factory=list)
    provided: frozenset[str] = frozenset()


class _Refused(Exception):
    def __init__(self, column: str | None, why: str) -> None:
        super().__init__(why)
        self.column = column
        self.why = why


class RowParser:
    """Parses the rows of one file: a kind, a mapping, and the names of accounts and members."""

    def __init__(
        self, kind: Kind, columns: mapping.Mapping, directory: Directory, header: Iterable[str]
    ) -> None:
        self.kind = kind
        self.mapping = columns
        self.directory = directory
        self.header = set(header)
        self.sources = self._sources()
        self._check_header()

    def parse(self, row: FileRow) -> Parsed | Rejected:
        """The row's values, or why it is left out."""
        if row.fault:
            return Rejected(row.number, None, row.fault)
        try:
            return self._parse(row)
        except _Refused as refused:
            return Rejected(row.number, refused.column, refused.why)

    def _sources(self) -> dict[str, Source]:
        mapped = self.mapping.columns
        known = (*self.kind.columns, "promises")
        same = {name: mapping.column(name) for name in known if name in self.header}
        handle = {"slack_id": mapping.column("handle")} if self._named_by_handle() else {}
        return handle | same | mapped

    def _named_by_handle(self) -> bool:
        return self.kind.name == "members" and "slack_id" not in self.header

    def _check_header(self) -> None:
        unknown = set(self.mapping.columns) - set(self.kind.columns) - {"promises"}
        if unknown:
            raise BadInput(f"The mapping names unknown columns: {', '.join(sorted(unknown))}.")
        absent = self.mapping.foreign_columns() - self.header
        if absent:
            raise BadInput(
                f"The mapping reads columns that the file does not have: "
                f"{', '.join(sorted(absent))}. The file has: {', '.join(sorted(self.header))}."
            )
        missing = [name for name in self._required() if name not in self.sources]
        if missing:
            raise BadInput(
                f"The file lacks {', '.join(missing)}, which {self.kind.name} need. It has: "
                f"{', '.join(sorted(self.header))}. Give a mapping file with --map, or rename "
                "the columns. Nothing was changed."
            )

    def _required(self) -> list[str]:
        back = {field: column for column, (field, _) in self.kind.columns.items()}
        wanted = [back[name] for name in self.kind.required]
        if self.mapping.through:
            wanted.remove("account")
        return [n for n in wanted if not (self._is_wide() and n in ("metric", "value"))]

    def _is_wide(self) -> bool:
        return self.kind.name == "metrics" and "metric" not in self.sources

    def _parse(self, row: FileRow) -> Parsed:
        given = self._fields(row.cells)
        account_id = given.get("account_id")
        parsed = Parsed(row.number, provided=frozenset(given) - {"id"})
        if self._is_wide():
            parsed.samples = self._wide_samples(row.cells, given)
            parsed.values = list(parsed.samples)
            return parsed
        value = self._value(given)
        parsed.values = [value]
        owner = value.id if self.kind.name == "accounts" else account_id
        parsed.samples = self._beside(row.cells, str(owner), value)
        if isinstance(value, Handoff):
            parsed.promises = self._promises(row.cells, value)
        return parsed

    def _fields(self, row: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column, (name, hint) in self.kind.columns.items():
            if column in self.sources:
                value = self._field(row, column, hint)
                if value is not None:
                    found[name] = value
        if self.kind.has_account and "account_id" not in found:
            found["account_id"] = self._account_through(row)
        return found

    def _field(self, row: Mapping[str, Any], column: str, hint: Any) -> Any:
        try:
            cell = self.sources[column].cell(dict(row))
            if cells.is_empty(cell):
                return None
            if column in RENAMED:
                return self.directory.account(str(cell).strip())
            if column in PEOPLE:
                return self.directory.member(cells.to_text(cell))
            if column in SEVERAL_PEOPLE:
                return tuple(self.directory.member(name) for name in cells.to_list(cell))
            return cells.parse(cell, hint, self.mapping.dates)
        except cells.Unusable as error:
            raise _Refused(column, str(error)) from None

    def _account_through(self, row: Mapping[str, Any]) -> str:
        for kind, column in self.mapping.through.items():
            found = self.directory.through(kind, str(row.get(column, "")).strip())
            if found is not None:
                return found
            raise _Refused(column, f"no record among the {kind} has the id {row.get(column)!r}")
        raise _Refused("account", "the row names no account")

    def _value(self, given: dict[str, Any]) -> Any:
        for name in self.kind.required:
            if name not in given:
                raise _Refused(RENAMED_BACK.get(name, name), "empty, but it names the row")
        given.setdefault("id", self._natural_id(given))
        self._add_defaults(given)
        value = self.kind.value(**given)
        fault = self.kind.check(value) if self.kind.check else None
        if fault:
            raise _Refused(*fault)
        return value

    def _natural_id(self, given: Mapping[str, Any]) -> str:
        if self.kind.name == "accounts":
            known = self.directory.known_account(given["name"])
            if known is not None:
                return known
        return _identity(self.kind.name, *(given.get(name) for name in self.kind.natural))

    def _add_defaults(self, given: dict[str, Any]) -> None:
        if self.kind.name == "metrics":
            given.setdefault("unit", UNITS.get(given["metric"]))
        if self.kind.name == "surveys":
            given["kind"] = given["kind"].lower()
        if self.kind.name == "stages" and "team" in given:
            given["team"] = stages.team(given["team"])
        if given.get("channel") is not None:
            given["channel"] = self.directory.channel(given["channel"])

    def _wide_samples(self, row: Mapping[str, Any], given: Mapping[str, Any]) -> list[MetricSample]:
        if "date" not in given:
            raise _Refused("date", "empty, but it names the row")
        measures = self._measures()
        key = given.get("id") or _identity("metrics", given["account_id"], given["date"])
        found = {n: self._figure(row, n, s) for n, s in measures.items()}
        figures = {name: value for name, value in found.items() if value is not None}
        samples = [
            MetricSample(
                id=key if len(measures) == 1 and "id" in given else f"{key}:{name}",
                account_id=given["account_id"],
                date=given["date"],
                metric=name,
                value=value,
                unit=getattr(measures[name], "unit", None) or UNITS.get(name),
                source=given.get("source"),
            )
            for name, value in figures.items()
        ]
        self._check_samples(samples)
        return samples

    def _check_samples(self, samples: Sequence[MetricSample]) -> None:
        """In a wide file the metric's name is the column at fault."""
        for sample in samples:
            fault = self.kind.check(sample) if self.kind.check else None
            if fault:
                raise _Refused(sample.metric, fault[1])

    def _measures(self) -> dict[str, Source]:
        if self.mapping.metrics:
            return dict(self.mapping.metrics)
        known = set(self.kind.columns) | {"metric", "value"}
        return {name: mapping.column(name) for name in sorted(self.header - known)}

    def _figure(self, row: Mapping[str, Any], name: str, source: Source) -> float | None:
        try:
            cell = source.cell(dict(row))
            return None if cells.is_empty(cell) else _number(cell)
        except cells.Unusable as error:
            raise _Refused(source.column or name, str(error)) from None

    def _beside(self, row: Mapping[str, Any], account_id: str, value: Any) -> list[MetricSample]:
        """Figures that stand beside a record, as samples dated by the row or by `as_of`."""
        day = self.mapping.as_of or getattr(value, "date", None) or getattr(value, "opened", None)
        if not self.mapping.metrics or not isinstance(day, date):
            return []
        return [
            MetricSample(
                f"{value.id}:{name}", account_id, day, name, figure, measure.unit, self.kind.name
            )
            for name, measure in self.mapping.metrics.items()
            if (figure := self._figure(row, name, measure)) is not None
        ]

    def _promises(
        self, row: Mapping[str, Any], handoff: Handoff
    ) -> list[tuple[Promise, frozenset[str]]]:
        """Promises as items: records with what, owner, due and delivered, or texts by `|`."""
        if "promises" not in self.sources:
            return []
        try:
            cell = self.sources["promises"].cell(dict(row))
            entries = [] if cells.is_empty(cell) else cells.to_entries(cell)
            return [self._promise(handoff, n, e) for n, e in enumerate(entries, start=1)]
        except cells.Unusable as error:
            raise _Refused("promises", str(error)) from None

    def _promise(
        self, handoff: Handoff, number: int, entry: Mapping[str, Any]
    ) -> tuple[Promise, frozenset[str]]:
        unknown = set(entry) - {"id", "what", "owner", "due", "delivered"}
        if unknown or cells.is_empty(entry.get("what")):
            raise cells.Unusable(
                f"promise {number} needs `what`, and may have id, owner, due and delivered"
            )
        owner = entry.get("owner")
        promise = Promise(
            id=str(entry.get("id") or f"{handoff.id}:promise:{number}"),
            account_id=handoff.account_id,
            what=cells.to_text(entry["what"]),
            handoff_id=handoff.id,
            owner=None if cells.is_empty(owner) else self.directory.member(str(owner)),
            due=self._day(entry.get("due")),
            delivered=self._day(entry.get("delivered")),
        )
        given = {name for name, cell in entry.items() if not cells.is_empty(cell)}
        return promise, frozenset({"account_id", "handoff_id", *given} - {"id"})

    def _day(self, cell: Any) -> date | None:
        return None if cells.is_empty(cell) else cells.to_date(cell, self.mapping.dates)


RENAMED_BACK = {field: column for column, field in RENAMED.items()}


def _number(cell: object) -> float:
    text = str(cell).strip().lower()
    if text in ("true", "false"):
        return float(text == "true")
    return cells.to_float(cell)


def _identity(*parts: object) -> str:
    """An id that the same row gets again, so that importing twice changes nothing."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{parts[0]}_{sha256(text.encode()).hexdigest()[:24]}"
