"""A mapping file: how a foreign export names its columns, writes its dates and its words."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
)

from handlers.imports import cells
from playbooks.errors import BadInput

SHIPPED = Path(__file__).parent / "mappings"


class Source(BaseModel):
    """Where one of our fields comes from in a foreign row.

    `constant` is the same for every row; `values` translates words; `times` multiplies a number
    (minutes to hours: 0.016666…, or `divide: 60`).
    """

    model_config = ConfigDict(extra="forbid")

    column: str | None = Field(default=None, validation_alias=AliasChoices("from", "column"))
    constant: Any = None
    values: dict[str, Any] | None = None
    times: float | None = None
    divide: float | None = None

    def cell(self, row: dict[str, Any]) -> Any:
        """The foreign cell in our words; raises `Unusable` for a word that is not translated."""
        if self.column is None:
            return self.constant
        found = row.get(self.column)
        if cells.is_empty(found):
            return self.constant
        return self._scaled(self._translated(found))

    def _translated(self, found: Any) -> Any:
        if self.values is None:
            return found
        key = str(found).strip()
        if key not in self.values:
            known = ", ".join(self.values)
            raise cells.Unusable(f"{key!r} has no translation in the mapping ({known})")
        return self.values[key]

    def _scaled(self, found: Any) -> Any:
        if self.times is None and self.divide is None:
            return found
        return cells.to_float(found) * (self.times or 1.0) / (self.divide or 1.0)


def column(name: str) -> Source:
    """The source of a field that a file names as we do."""
    return Source.model_validate({"column": name})


class Measure(Source):
    """A figure that stands beside the record: it becomes a metric sample with this unit.

    Its date is the row's own, or `as_of` of the mapping for a row that has none.
    """

    unit: str | None = None


def _short_form(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    return {k: {"from": v} if isinstance(v, str) else v for k, v in given.items()}


From = TypeVar("From", bound=Source)

Sources = Annotated[dict[str, From], BeforeValidator(_short_form)]
"""Our fields, each with its source; a word alone is the foreign column."""


class Mapping(BaseModel):
    """One mapping file. `through` names the column that leads to the account by another record."""

    model_config = ConfigDict(extra="forbid")

    kind: str | None = None
    dates: list[str] = []
    as_of: date | None = None
    columns: Sources[Source] = {}
    metrics: Sources[Measure] = {}
    through: dict[str, str] = {}

    @field_validator("dates", mode="before")
    @classmethod
    def _one_or_several(cls, given: Any) -> Any:
        return [given] if isinstance(given, str) else given

    def foreign_columns(self) -> set[str]:
        """Every column that the mapping reads."""
        sources = [*self.columns.values(), *self.metrics.values()]
        return {source.column for source in sources if source.column} | set(self.through.values())


def load(path: Path) -> Mapping:
    """The mapping in a YAML file; raises `BadInput` naming the key that is wrong."""
    found = path if path.is_file() else SHIPPED / path
    if not found.is_file():
        shipped = ", ".join(str(p.relative_to(SHIPPED)) for p in sorted(SHIPPED.rglob("*.yaml")))
        raise BadInput(f"There is no mapping file {path}. Shipped with Cairn: {shipped}.")
    try:
        return Mapping.model_validate(yaml.safe_load(found.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{found.name} is not YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors()]
        raise BadInput(f"{found.name} cannot be used: {'; '.join(faults)}.") from error
