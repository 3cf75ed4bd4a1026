"""A plan: which things of a remote become which of our records, field by field, in a YAML file."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from handlers.imports.kinds import KINDS, Kind
from handlers.imports.mapping import Mapping, Source, Sources
from playbooks.errors import BadInput

SHIPPED = Path(__file__).parent / "plans"
GIVEN = ("id", "account")
"""Columns that a sync fills itself: the record's own id, and the account that it belongs to."""

ACCOUNTS = "accounts"


class Rule(BaseModel):
    """One kind of ours that a thing becomes.

    `columns` are as in a mapping file for imports. `only` names fields and the words that they
    must have; a record with others is passed over, and what it gave before is taken back.
    """

    model_config = ConfigDict(extra="forbid")

    kind: str
    columns: Sources[Source]
    only: dict[str, list[str]] = {}
    dates: list[str] = []

    @field_validator("only", mode="before")
    @classmethod
    def _one_or_several(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        listed = {name: w if isinstance(w, list) else [w] for name, w in given.items()}
        return {name: [_word(word) for word in words] for name, words in listed.items()}

    @model_validator(mode="after")
    def _is_known(self) -> "Rule":
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not one of {', '.join(KINDS)}")
        unknown = set(self.columns) - (set(self.record.columns) - set(GIVEN))
        if unknown:
            raise ValueError(f"{self.kind} have no columns {', '.join(sorted(unknown))}")
        back = {name: column for column, (name, _) in self.record.columns.items()}
        lacking = {back[name] for name in self.record.required} - set(self.columns) - set(GIVEN)
        if lacking:
            raise ValueError(f"{self.kind} need {', '.join(sorted(lacking))}")
        return self

    @property
    def record(self) -> Kind:
        """The kind of record that comes out."""
        return KINDS[self.kind]

    @property
    def fields(self) -> frozenset[str]:
        """The fields of ours that the remote decides: those that are mapped, also when empty."""
        own = {self.record.columns[column][0] for column in self.columns}
        return frozenset(own | ({"account_id"} if self.record.has_account else set()))

    def takes(self, cells: dict[str, Any]) -> bool:
        """Whether a record with these fields becomes one of this kind."""
        return all(_word(cells.get(name)) in words for name, words in self.only.items())

    def mapping(self) -> Mapping:
        """The same columns as an import reads them, from cells named by `row`."""
        moved = {
            name: source.model_copy(update={"column": source.column and _theirs(source.column)})
            for name, source in self.columns.items()
        }
        return Mapping(kind=self.kind, columns=moved, dates=self.dates)

    def row(self, cells: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        """The cells of a record under names that are not mistaken for ours, and those given."""
        return {_theirs(name): cells.get(name) for name in self.asks_for} | given

    @property
    def asks_for(self) -> set[str]:
        """The remote's fields that the rule reads."""
        return {s.column for s in self.columns.values() if s.column} | set(self.only)


class Plan(BaseModel):
    """One plan file: the things of a remote in the order in which they are read."""

    model_config = ConfigDict(extra="forbid")

    connector: str
    things: dict[str, list[Rule]]

    @model_validator(mode="after")
    def _begins_with_accounts(self) -> "Plan":
        first = next(iter(self.things.values()), [])
        if [rule.kind for rule in first] != [ACCOUNTS]:
            raise ValueError("the first thing must become accounts: the rest belongs to them")
        return self

    @property
    def account_thing(self) -> str:
        """What the remote calls accounts."""
        return next(iter(self.things))

    def fields(self, thing: str) -> list[str]:
        """The remote's fields that are read of a thing."""
        return sorted(set().union(*(rule.asks_for for rule in self.things[thing])))


def load(connector: str, path: Path | None = None) -> Plan:
    """The plan in a file, or the one that ships; raises `BadInput` naming what is wrong."""
    path = path or SHIPPED / f"{connector}.yaml"
    try:
        plan = Plan.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise BadInput(
            "The plan {file} cannot be read: {why}. Nothing was synced.",
            file=str(path),
            why=error.strerror or str(error),
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        why = " ".join(str(error).split())
        raise BadInput(
            "The plan {file} is not YAML: {why}. Nothing was synced.", file=path.name, why=why
        ) from error
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors()]
        raise BadInput(
            "The plan {file} cannot be used: {faults}. Nothing was synced.",
            file=path.name,
            faults=faults,
        ) from error
    if plan.connector != connector:
        raise BadInput(
            "The plan {file} is for {other}, not for {connector}. Nothing was synced.",
            file=path.name,
            other=plan.connector,
            connector=connector,
        )
    return plan


def _theirs(name: str) -> str:
    return f"their {name}"


def _word(cell: Any) -> str:
    return "" if cell is None else str(cell).strip().lower()
