"""Rule files: read with their line numbers, joined with an admin's own, checked field by field."""

from collections.abc import Mapping
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


def load(shipped: Path, model: type[Model], folder: Path | None = None) -> Model:
    """The shipped file, joined with the file of the same name in `folder` when there is one.

    An admin's file gives only what differs: mappings are joined key by key, everything else is
    replaced, and `off` under a rule or question takes it out. Raises `BadInput` that names the
    file, the line and the field; then nothing of the admin's file is applied.
    """
    document, lines = _read(shipped)
    sources = [(shipped, lines)]
    if folder is not None and (own := folder / shipped.name).is_file():
        theirs, their_lines = _read(own)
        document = _joined(document, theirs)
        sources.insert(0, (own, their_lines))
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise BadInput(_sentence(error, sources)) from None


def _read(path: Path) -> tuple[dict[str, Any], Lines]:
    lines: Lines = {}
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
        document = _value(node, (), lines) if node else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(f"{path}, line {line}: {error.problem}. Nothing of it was used.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}. Nothing of it was used.") from None
    if not isinstance(document, dict):
        raise BadInput(f"{path}, line 1: a rule file holds names and values. It was not used.")
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


def _sentence(error: ValidationError, sources: list[tuple[Path, Lines]]) -> str:
    faults = []
    for fault in error.errors():
        cause = fault.get("ctx", {}).get("error")
        place = cause.place if isinstance(cause, Misplaced) else fault["loc"]
        faults.append(_fault(place, fault["msg"], sources))
    return "; ".join(dict.fromkeys(faults)) + ". Nothing of it was used."


def _fault(place: Place, message: str, sources: list[tuple[Path, Lines]]) -> str:
    path, line = _where(place, sources)
    field = " › ".join(str(part) for part in place) or "the whole file"
    return f"{path}, line {line}, {field}: {message.removeprefix('Value error, ')}"


def _where(place: Place, sources: list[tuple[Path, Lines]]) -> tuple[Path, int]:
    """The file and line of the deepest part of `place` that was written down; admin's first."""
    for length in range(len(place), 0, -1):
        for path, lines in sources:
            if place[:length] in lines:
                return path, lines[place[:length]]
    return sources[0][0], 1
