"""The golden set: what is asked, by whom, where, and what a right answer holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from playbooks.errors import BadInput

FOLDER = Path(__file__).parents[2] / "tests" / "data" / "golden"
STRANGERS = FOLDER / "strangers.yaml"
LANGUAGES = ("en", "it", "zh")
KNOWN = frozenset(
    (
        *("id", "as", "ask", "channel", "turns", "request", "not_request", "accounts"),
        *("clarify", "facts", "lacks", "hidden", "cites", "passages", "cites_something", "early"),
        *("abstains", "missing", "refused", "language"),
    )
)
REMARKS = frozenset(("kind", "shown", "about", "near", "source"))
"""What is written beside an item for whoever reads the file; it is not judged."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question and what a right answer holds; what is not given is not judged.

    `facts` are alternatives: one of each tuple must be shown, among the first lines when `early`.
    `cites` and `passages` (names of library files) name sources of which one must be cited.
    `abstains` is yes, no or maybe; `missing` are words of which one names what would settle an
    unanswerable question; `spoken` is the language of a right answer.
    """

    id: str
    area: str
    language: str
    ask: str
    asker: str
    channel: str | None = None
    turns: tuple[str, ...] = ()
    request: tuple[str, ...] = ()
    not_request: str | None = None
    accounts: tuple[str, ...] | None = None
    clarify: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    lacks: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    cites_something: bool = False
    early: bool = False
    abstains: str = "maybe"
    missing: tuple[str, ...] = ()
    refused: bool = False
    spoken: str = "en"

    @property
    def expected_kind(self) -> str:
        """The kind of request under which the item is counted."""
        return self.request[0] if self.request else "any"


def read(files: Iterable[Path]) -> list[Item]:
    """The items of these files; `BadInput` names the file, the item and what is wrong with it."""
    found = [item for file in files for item in _of_file(file)]
    seen: set[str] = set()
    for item in found:
        if item.id in seen:
            raise BadInput(f"Two items are called {item.id}. Give one of them another id.")
        seen.add(item.id)
    return found


def shipped() -> list[Path]:
    """The files of the golden set; `BadInput` when this is not a checkout.

    What strangers asked is asked apart, by naming its file: from it the weights are learned.
    """
    files = sorted(file for file in FOLDER.glob("*.yaml") if file != STRANGERS)
    if not files:
        raise BadInput(f"The golden set is not here: {FOLDER}. Run this from a checkout.")
    return files


def _of_file(file: Path) -> list[Item]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{file} cannot be read as YAML: {error}") from error
    if not isinstance(content, dict):
        raise BadInput(f"{file} is not a golden set: it needs lists of items named en, it or zh.")
    defaults = content.get("defaults") or {}
    return [
        _item(defaults | row, file, language)
        for language in LANGUAGES
        for row in content.get(language) or ()
    ]


def _item(row: Mapping[str, Any], file: Path, language: str) -> Item:
    name = row.get("id")
    unknown = sorted(row.keys() - KNOWN - REMARKS)
    if not name or not row.get("ask") or unknown:
        wrong = f"does not know {', '.join(unknown)}" if unknown else "needs an id and an ask"
        raise BadInput(f"{file}: item {name or '?'} {wrong}.")
    accounts = row.get("accounts")
    return Item(
        id=name,
        area=file.stem,
        language=language,
        ask=row["ask"],
        asker=row.get("as", "@maya"),
        channel=row.get("channel"),
        turns=tuple(row.get("turns", ())),
        request=_several(row.get("request")),
        not_request=row.get("not_request"),
        accounts=None if accounts is None else tuple(accounts),
        clarify=_several(row.get("clarify")),
        facts=tuple(tuple(str(fact).split("|")) for fact in row.get("facts", ())),
        lacks=_several(row.get("lacks")),
        hidden=_several(row.get("hidden")),
        cites=_several(row.get("cites")),
        passages=_several(row.get("passages")),
        cites_something=bool(row.get("cites_something")),
        early=bool(row.get("early")),
        abstains=str(row.get("abstains", "maybe")),
        missing=tuple(str(row.get("missing") or "").split("|")) if row.get("missing") else (),
        refused=bool(row.get("refused")),
        spoken=row.get("language", language),
    )


def _several(given: Any) -> tuple[str, ...]:
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)
