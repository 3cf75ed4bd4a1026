"""Rule files: read with their line numbers, joined with an admin's own, checked field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from playbooks.errors import BadInput

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]
Lines = dict[Place, int]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Misplaced(ValueError):
    """A fault that a check over the whole file found, with the place where it stands."""

    def __init__(self, message: str, *place: str | int) -> None:
        super().__init__(message)
        self.place: Place = place


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the file, its line, and the place in it, such as `rules › silence`.

    `left_out` is what of the file is therefore not in force, such as `rules › silence`; None when
    nothing of it is.
    """

    path: Path
    line: int
    place: str
    message: str
    left_out: str | None = None

    def __str__(self) -> str:
        return f"{self.path}, {self.within_the_file}"

    @property
    def within_the_file(self) -> str:
        """What is wrong, with its line and place."""
        place = f", {self.place}" if self.place else ""
        return f"line {self.line}{place}: {self.message}"


class _Unreadable(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def load(shipped: Path, model: type[Model], folder: Path | None = None) -> Model:
    """The shipped file, joined with the file of the same name in `folder` when there is one.

    An admin's file gives only what differs: mappings are joined key by key, everything else is
    replaced, and `off` under a rule or question takes it out. Raises `BadInput` that names the
    file, the line and the field; then nothing of the admin's file is applied.
    """
    try:
        document, lines = _read(shipped)
        sources = [(shipped, lines)]
        if folder is not None and (own := folder / shipped.name).is_file():
            theirs, their_lines = _read(own)
            document = _joined(document, theirs)
            sources.insert(0, (own, their_lines))
    except _Unreadable as error:
        raise BadInput(f"{error}. Nothing of it was used.") from None
    try:
        return model.model_validate(document)
    except ValidationError as error:
        faults = dict.fromkeys(str(fault) for fault, _ in _faults(error, sources, model))
        raise BadInput("; ".join(faults) + ". Nothing of it was used.") from None


def join(
    shipped: Path, model: type[Model], own: Iterable[Path], entries: Sequence[str]
) -> tuple[Model, tuple[Fault, ...]]:
    """The shipped file with what can be used of the `own` files, each over those before it.

    Whatever is wrong is left out and told, and the rest is used: what stands under one of the
    `entries` is left out entry by entry.
    """
    document, _ = _read(shipped)
    faults: list[Fault] = []
    for path in own:
        document, found = _taken_in(document, path, model, entries)
        faults += found
    return model.model_validate(document), tuple(faults)


def near(name: str, names: Iterable[str]) -> str:
    """How a sentence about an unknown name goes on: with the names that look like it."""
    found = get_close_matches(name, list(names), n=3)
    return f"; near it: {', '.join(found)}" if found else ""


def _taken_in(
    document: dict[str, Any], path: Path, model: type[BaseModel], entries: Sequence[str]
) -> tuple[dict[str, Any], list[Fault]]:
    try:
        theirs, lines = _read(path)
    except _Unreadable as error:
        return document, [error.fault]
    faults: list[Fault] = []
    while theirs:
        joined = _joined(document, theirs)
        try:
            model.model_validate(joined)
        except ValidationError as error:
            found = list(_faults(error, [(path, lines)], model))
            blamed = [_blamed(theirs, place, entries) for _, place in found]
            for (fault, place), entry in zip(found, blamed, strict=True):
                line = fault.line if place[: len(entry)] == entry else lines.get(entry, 1)
                out = " › ".join(map(str, entry))
                faults.append(replace(fault, line=line, left_out=out))
            for entry in blamed:
                _take_out(theirs, entry)
        else:
            return joined, faults
    return document, faults


def _blamed(theirs: Mapping[str, Any], place: Place, entries: Sequence[str]) -> Place:
    """The entry at fault, or what can have brought about a fault in an entry of ours."""
    top = place[0] if place else ""
    under = theirs.get(str(top))
    if top in entries and len(place) > 1 and isinstance(under, Mapping) and place[1] in under:
        return place[:2]
    others = (*(name for name in entries if name != top), top, *theirs)
    return (next(name for name in others if name in theirs),)


def _take_out(theirs: dict[str, Any], entry: Place) -> None:
    name, *below = (str(part) for part in entry)
    if below and name in theirs:
        theirs[name].pop(below[0], None)
    elif not below:
        theirs.pop(name, None)


def _read(path: Path) -> tuple[dict[str, Any], Lines]:
    lines: Lines = {}
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
        document = _value(node, (), lines) if node else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _Unreadable(Fault(path, line, "", error.problem or "it is not YAML")) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _Unreadable(Fault(path, 1, "", f"it cannot be read: {error}")) from None
    if not isinstance(document, dict):
        raise _Unreadable(Fault(path, 1, "", "a rule file holds names and values"))
    return document, lines


def _value(node: yaml.Node, place: Place, lines: Lines) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), lines) for index, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, place: Place, lines: Lines) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        # YAML reads a bare `yes` and `no` as truth values; here they are names.
        key = str(key_node.value)
        if key in found:
            problem = f"{key!r} stands here twice"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=key_node.start_mark)
        found[key] = _value(value_node, (*place, key), lines)
        lines[(*place, key)] = key_node.start_mark.line + 1
    return found


def _scalar(node: yaml.Node) -> Any:
    return yaml.SafeLoader("").construct_object(node)


def _joined(ours: Any, theirs: Any) -> Any:
    if not isinstance(ours, Mapping) or not isinstance(theirs, Mapping):
        return theirs
    return {**ours, **{key: _joined(ours.get(key), value) for key, value in theirs.items()}}


def _faults(
    error: ValidationError, sources: list[tuple[Path, Lines]], model: type[BaseModel]
) -> Iterable[tuple[Fault, Place]]:
    """Each fault, with its place part by part."""
    for found in error.errors():
        cause = found.get("ctx", {}).get("error")
        place = cause.place if isinstance(cause, Misplaced) else found["loc"]
        path, line = _where(place, sources)
        field = " › ".join(str(part) for part in place) or "the whole file"
        yield Fault(path, line, field, _message(found, model)), place


def _message(found: Any, model: type[BaseModel]) -> str:
    if found["type"] == "extra_forbidden":
        name = str(found["loc"][-1])
        return f"there is no key {name!r} here{near(name, _keys(model))}"
    if found["type"] == "missing":
        return "it is missing"
    if found["type"] == "literal_error":
        return f"{found['input']!r} is none of {found['ctx']['expected']}"
    return str(found["msg"]).removeprefix("Value error, ")


def _keys(model: type[BaseModel]) -> set[str]:
    """The names of all fields, whichever part of the file they belong to."""
    schema = model.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return {name for part in parts for name in part.get("properties", {})}


def _where(place: Place, sources: list[tuple[Path, Lines]]) -> tuple[Path, int]:
    """The file and line of the deepest part of `place` that was written down; admin's first."""
    for length in range(len(place), 0, -1):
        for path, lines in sources:
            if place[:length] in lines:
                return path, lines[place[:length]]
    return sources[0][0], 1
