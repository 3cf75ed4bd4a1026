"""The records that follow from a note: its cues, both sides' promises, gaps, a stated intent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from playbooks.customer_promises import CustomerPromise
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Note
from playbooks.observations import ProductGap
from storage.workspace import Reader, Writer

OF_NOTES = (Cue, Promise, CustomerPromise, ProductGap)
"""Kinds that name their note; an intent names it as its source."""

KINDS = (*OF_NOTES, IntentReading)

Promised = TypeVar("Promised", Promise, CustomerPromise)


def derived(reader: Reader, note_ids: Sequence[str]) -> list[Any]:
    """All that was read out of these notes."""
    intents = reader.find(IntentReading, source_kind="note", source_id=list(note_ids))
    found: list[Any] = list(intents)
    for kind in OF_NOTES:
        found += reader.find(kind, note_id=list(note_ids))
    return found


def kept(before: Sequence[Any], promises: Sequence[Promised]) -> tuple[Promised, ...]:
    """Promises as people left them: one that is still in the text keeps its owner and delivery."""
    there = {(type(one), one.note_id, one.what): one for one in before if is_promise(one)}
    return tuple(there.get((type(one), one.note_id, one.what), one) for one in promises)


def take_away(writer: Writer, before: Sequence[Any], after: Sequence[Any]) -> None:
    """Remove what the text no longer says, but not a promise that was kept already."""
    left = {(type(value), value.id) for value in after}
    for kind in KINDS:
        gone = [
            value.id
            for value in before
            if type(value) is kind and (kind, value.id) not in left and kept_on(value) is None
        ]
        if gone:
            writer.remove(kind, id=gone)


def put(writer: Writer, values: Sequence[Any]) -> None:
    """Write a note and what follows from it."""
    for kind in (Note, *KINDS):
        own = [value for value in values if type(value) is kind]
        if own:
            writer.put_many(own)


def settled(before: Sequence[Any], after: Sequence[Any]) -> list[Any]:
    """The values after a change, with the days of promises that were kept already."""
    days = {(type(one), one.id): kept_on(one) for one in before}
    return [_settled(value, days.get((type(value), value.id))) for value in after]


def kept_on(value: Any) -> date | None:
    """The day on which a promise of either side was kept; None of anything else."""
    if isinstance(value, Promise):
        return value.delivered
    return value.kept if isinstance(value, CustomerPromise) else None


def is_promise(value: Any) -> bool:
    """Whether somebody of either side promised that."""
    return isinstance(value, (Promise, CustomerPromise))


def _settled(value: Any, day: date | None) -> Any:
    if day is None:
        return value
    return replace(value, **{"delivered" if isinstance(value, Promise) else "kept": day})
