"""Rule files: read with their line numbers, joined with an admin's own, checked field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from playbooks import rulefaults
from playbooks.errors import BadInput
from playbooks.rulefaults import Fault, Place, Unfit, Why

Model = TypeVar("Model", bound=BaseModel)
Lines = dict[Place, int]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Twice(yaml.MarkedYAMLError):
    """A name that stands twice at one level, of which YAML would take the last in silence."""


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
    own = folder / shipped.name if folder is not None else None
    source, (document, lines) = shipped, _read(shipped)
    try:
        if own is not None and own.is_file():
            source = own
            theirs, lines = _read(own)
            document = _joined(document, theirs)
        return model.model_validate(document)
    except _Unreadable as error:
        faults = [error.fault]
    except ValidationError as error:
        faults = [fault for fault, _ in _faults(error, source, lines, model)]
    told = [fault for number, fault in enumerate(faults) if fault not in faults[:number]]
    raise BadInput("In {file}: {faults}. Nothing of it was used.", file=source, faults=told)


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
            found = list(_faults(error, path, lines, model))
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
    if top in theirs and top not in entries:
        return (top,)
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
        raise _Unreadable(Fault(path, line, "", _unread(error))) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = Why("it cannot be read: {problem}", {"problem": error})
        raise _Unreadable(Fault(path, 1, "", why)) from None
    if not isinstance(document, dict):
        raise _Unreadable(Fault(path, 1, "", Why("a rule file holds names and values")))
    return document, lines


def _unread(error: yaml.MarkedYAMLError) -> Why:
    if isinstance(error, _Twice):
        return Why("“{key}” stands here twice", {"key": error.problem})
    return Why("it is not YAML: {problem}", {"problem": error.problem or error})


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
            raise _Twice(problem=key, problem_mark=key_node.start_mark)
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
    error: ValidationError, path: Path, lines: Lines, model: type[BaseModel]
) -> Iterable[tuple[Fault, Place]]:
    """Each fault, with its place part by part."""
    for found in error.errors():
        cause = found.get("ctx", {}).get("error")
        known = cause.place if isinstance(cause, Unfit) else None
        place = found["loc"] if known is None else known
        why = rulefaults.of_field(found, _keys(model))
        yield Fault(path, _line(place, lines), " › ".join(map(str, place)), why), place


def _keys(model: type[BaseModel]) -> set[str]:
    """The names of all fields, whichever part of the file they belong to."""
    schema = model.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return {name for part in parts for name in part.get("properties", {})}


def _line(place: Place, lines: Lines) -> int:
    """The line of the deepest part of `place` that was written down."""
    deepest = (place[:length] for length in range(len(place), 0, -1))
    return next((lines[part] for part in deepest if part in lines), 1)
