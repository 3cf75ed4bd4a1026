"""What is wrong in a rule file: where it stands, and why it does not fit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

Place = tuple[str | int, ...]

QUOTED = re.compile("'([^']*)'")


@dataclass(frozen=True, slots=True)
class Why:
    """An English message whose places the `values` fill; `near` are the names that were meant.

    Values are words of the file, or of the program that reads it, and stay as they are.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = self.message.format_map(self.values)
        return f"{said}; near it: {', '.join(self.near)}" if self.near else said


class Unfit(ValueError):
    """Something in a rule file does not fit. Where the check knows it, `place` is where."""

    def __init__(self, message: str, near: Iterable[str] = (), **values: object) -> None:
        self.why = Why(message, values, tuple(near))
        self.place: Place | None = None
        super().__init__(str(self.why))

    def at(self, *place: str | int) -> "Unfit":
        """The same, with the place in the file."""
        self.place = place
        return self


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the file, its line, and the place in it, such as `rules › silence`.

    `left_out` is what of the file is therefore not in force, such as `rules › silence`; None when
    nothing of it is.
    """

    path: Path
    line: int
    place: str
    why: Why
    left_out: str | None = None

    def __str__(self) -> str:
        place = f", {self.place}" if self.place else ""
        return f"line {self.line}{place}: {self.why}"


def near(name: str, names: Iterable[str]) -> list[str]:
    """The names that look like one that is not known."""
    return get_close_matches(name, list(names), n=3)


def of_field(found: Mapping[str, Any], keys: Iterable[str]) -> Why:
    """Why a field does not fit, from what pydantic found; `keys` are those that a file may have."""
    cause = found.get("ctx", {}).get("error")
    if isinstance(cause, Unfit):
        return cause.why
    if found["type"] == "extra_forbidden":
        name = str(found["loc"][-1])
        return Why("there is no key “{key}” here", {"key": name}, tuple(near(name, keys)))
    if found["type"] == "literal_error":
        choices = ", ".join(QUOTED.findall(found["ctx"]["expected"]))
        return Why("“{given}” is none of {choices}", {"given": found["input"], "choices": choices})
    if found["type"] in LIMITS:
        message, limit = LIMITS[found["type"]]
        return Why(message, {"limit": f"{found['ctx'][limit]:g}"})
    if found["type"] in KINDS:
        return Why(KINDS[found["type"]])
    return Why("it does not fit: {problem}", {"problem": found["msg"]})


LIMITS = {
    "greater_than": ("it has to be more than {limit}", "gt"),
    "greater_than_equal": ("it has to be at least {limit}", "ge"),
    "less_than": ("it has to be less than {limit}", "lt"),
    "less_than_equal": ("it has to be at most {limit}", "le"),
}

KINDS = {
    "missing": "it is missing",
    "string_type": "text belongs here",
    "string_too_short": "it is empty",
    "too_short": "it is empty",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "a whole number belongs here"),
    **dict.fromkeys(("float_type", "float_parsing"), "a figure belongs here"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false belongs here"),
    **dict.fromkeys(("tuple_type", "list_type"), "a list belongs here"),
    **dict.fromkeys(("dict_type", "model_type"), "names with their values belong here"),
}
