"""What somebody sent with the note form, or has entered in it so far."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.views import note, note_fields
from bot.views.blocks import View
from handlers.note_filling import Filled, FilledGap, FilledPromise
from playbooks import gaps
from playbooks.notes import Direction


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sent: the note as filled in, and what is to become of one that is alike."""

    filled: Filled
    account_id: str | None
    alike_id: str | None = None
    wish: str | None = None
    amends: bool = False
    round: int = 0


def parse(view: View) -> Entry:
    """What the submitted form says; also of one that is not sent yet."""
    origin = json.loads(view.get("private_metadata") or "{}")
    values = {name.partition("~")[0]: held for name, held in view["state"]["values"].items()}
    account_id = note.chosen(values, "account")
    filled = Filled(
        id=origin["id"],
        account_id=account_id or "",
        text=_joined(values),
        day=note.day(values, "day"),
        kind=note.chosen(values, "kind"),
        direction=_direction(values),
        sentiment=note.chosen(values, "sentiment"),
        stage=note.chosen(values, "stage"),
        participants=_names(note_fields.written(values, "participants")),
        private=bool(values["private"]["private"].get("selected_options")),
        channel=origin.get("channel"),
        permalink=origin.get("permalink"),
        promises=tuple(filled_promises(values, origin.get("promises", []))),
        theirs=tuple(_theirs(values, origin.get("theirs", []))),
        cues=note_fields.several(values, "cues"),
        intent=note.chosen(values, "intent"),
        gaps=tuple(_gaps(values)),
        has_proposals=bool(origin.get("read")),
        hidden=tuple(origin.get("hidden", [])),
    )
    return Entry(
        filled,
        account_id,
        origin.get("alike"),
        note.chosen(values, "alike") if "alike" in values else None,
        bool(origin.get("amends")),
        int(origin.get("round", 0)),
    )


def note_id(view: View) -> str:
    """The id of the note that a form is for, also of a form that is not filled yet."""
    origin = json.loads(view.get("private_metadata") or "{}")
    return str(origin.get("id") or f"note_{view['id']}")


def filled_promises(values: dict[str, Any], keys: Sequence[str]) -> Iterable[FilledPromise]:
    """The promises that were left or added; `keys` are the ids of those proposed, in order."""
    names = sorted((name for name in values if name.startswith("promise_")), key=_number)
    for place, name in enumerate(names):
        number = _number(name)
        what = note_fields.written(values, name)
        if not what:
            continue
        key = keys[place] if place < len(keys) else ""
        yield FilledPromise(
            what,
            next(iter(values[f"owner_{number}"].values())).get("selected_user"),
            _due(values, f"due_{number}"),
            key or None,
        )


def _theirs(values: dict[str, Any], known: Sequence[Sequence[str]]) -> Iterable[FilledPromise]:
    """What they promised, with the ids and names of those that were proposed, in order."""
    for number, (key, owner) in enumerate(known, start=1):
        what = note_fields.written(values, f"theirs_{number}")
        if what:
            due = _due(values, f"theirs_due_{number}")
            yield FilledPromise(what, owner or None, due, key or None)


def _joined(values: dict[str, Any]) -> str | None:
    """The text of all its fields; None where it is not shown whole."""
    names = sorted((name for name in values if name.startswith("text_")), key=_number)
    if not names:
        return None
    return "".join(note_fields.written(values, name, strip=False) for name in names).strip()


def _number(name: str) -> int:
    return int(name.rpartition("_")[2])


def _direction(values: dict[str, Any]) -> Direction | None:
    chosen = note.chosen(values, "direction")
    return Direction(chosen) if chosen else None


def _names(written: str) -> tuple[str, ...]:
    parts = written.replace("，", ",").replace("、", ",").replace(";", ",").split(",")
    return tuple(dict.fromkeys(name.strip() for name in parts if name.strip()))


def _due(values: dict[str, Any], name: str) -> date | None:
    if name in values:
        return note.day(values, name)
    picked = note.chosen(values, note_fields.WHICH + name)
    return date.fromisoformat(picked) if picked and picked != note_fields.NO_DAY else None


def _gaps(values: dict[str, Any]) -> Iterable[FilledGap]:
    """What they miss, in the order of its fields; one that was emptied is dropped."""
    names = [name for name in values if name.startswith("gap_") and name[4:].isdigit()]
    for number in sorted(map(_number, names)):
        if title := note_fields.written(values, f"gap_{number}"):
            kind = note.chosen(values, f"gap_kind_{number}") or gaps.CHALLENGE
            yield FilledGap(title, kind, number)
