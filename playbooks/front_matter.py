"""What a Markdown file says of itself above its text: a shipped piece fully, a page if it likes."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from playbooks.errors import BadInput

T = TypeVar("T", bound=BaseModel)


def _listed(value: Any) -> Any:
    """One name may stand alone where several are allowed."""
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
StageName = Literal["presales", "onboarding", "adoption", "renewal", "escalation", "any"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class Step(BaseModel):
    """One thing to do: an imperative sentence, the role that does it, days from the trigger."""

    model_config = ConfigDict(extra="forbid")

    do: Line
    owner: str
    within_days: int = Field(ge=0)


class Page(BaseModel):
    """The front matter of any page: nothing is required, unknown keys are left alone."""

    title: Line | None = None
    kind: Literal["playbook", "education"] | None = None
    stage: StageName | None = None
    audience: Names = ()
    segments: Names = ()
    intents: Names = ()
    triggers: Names = ()
    goals: Names = ()
    steps: tuple[Step, ...] = ()
    learning_objective: str | None = None
    language: Literal["en", "it", "zh"] | None = None
    summary: str | None = None


class Piece(BaseModel):
    """The front matter of a shipped piece: complete, and with no key that is not known."""

    model_config = ConfigDict(extra="forbid")

    id: Slug
    kind: Literal["playbook", "education"]
    title: Line
    stage: StageName
    audience: Names
    segments: Names
    intents: Names
    triggers: Names = ()
    goals: Names = ()
    steps: tuple[Step, ...] = ()
    learning_objective: str | None = None
    language: Literal["en", "it", "zh"]
    summary: Line


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's front matter as it was written, and the Markdown below it."""

    matter: dict[str, Any]
    text: str


def split(markdown: str) -> Parsed:
    """Front matter and text; a file without front matter has an empty one.

    Raises `BadInput` when front matter was begun but is not closed, or is not valid YAML.
    """
    found = _MATTER.match(markdown)
    if found is None:
        if _BEGUN.match(markdown):
            raise BadInput(
                "The front matter begins with --- but is never closed by another ---. The file was "
                "left out; close it, or take the first line away."
            )
        return Parsed({}, markdown)
    matter = _loaded(found["matter"])
    # Between two rules without any key it is text, not front matter.
    return Parsed(matter, markdown[found.end() :]) if matter is not None else Parsed({}, markdown)


def read(model: type[T], matter: dict[str, Any]) -> T:
    """The front matter as `model`; raises `BadInput` that names the key and what is wrong."""
    try:
        return model.model_validate(matter)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            "The front matter's {key} cannot be used: {why}. The file was left out; mend that "
            "line, or take it away.",
            key=key,
            why=first["msg"].lower(),
        ) from None


LARGEST = 20_000
"""Characters of front matter; more is no description of a page."""

_MATTER = re.compile(r"---[ \t]*\n(?P<matter>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BEGUN = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*:")


def _loaded(matter: str) -> dict[str, Any] | None:
    if len(matter) > LARGEST:
        raise _no_yaml("it is longer than any description of a page")
    try:
        loaded = yaml.safe_load(matter)
    except yaml.YAMLError as error:
        raise _no_yaml(_why(error)) from None
    except (RecursionError, ValueError):
        # Brackets within brackets without end; dates that no calendar has.
        raise _no_yaml("it holds a value that cannot be read") from None
    if loaded is None:
        return {}
    return loaded if isinstance(loaded, dict) else None


def _no_yaml(why: str) -> BadInput:
    return BadInput(
        "The front matter is not valid YAML: {why}. The file was left out; mend it, or take it "
        "away.",
        why=why,
    )


def _why(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem} (line {mark.line + 2})" if mark else str(problem)
