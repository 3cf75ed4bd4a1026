"""The records that follow from a note: its cues, promises, gaps and the intent that it states."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Note
from playbooks.observations import ProductGap
from storage.workspace import Reader, Writer

KINDS = (Cue, Promise, ProductGap, IntentReading)


def derived(reader: Reader, note_ids: Sequence[str]) -> list[Any]:
    """All that was read out of these notes."""
    intents = reader.find(IntentReading, source_kind="note", source_id=list(note_ids))
    found: list[Any] = list(intents)
    for kind in (Cue, Promise, ProductGap):
        found += reader.find(kind, note_id=list(note_ids))
    return found


def kept(before: Sequence[Any], promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Promises as people left them: one that is still in the text keeps its owner and delivery."""
    there = {(p.note_id, p.what): p for p in before if isinstance(p, Promise)}
    return tuple(there.get((promise.note_id, promise.what), promise) for promise in promises)


def take_away(writer: Writer, before: Sequence[Any], after: Sequence[Any]) -> None:
    """Remove what the text no longer says, but not a promise that was delivered already."""
    left = {(type(value), value.id) for value in after}
    for kind in KINDS:
        gone = [v.id for v in before if type(v) is kind and (kind, v.id) not in left]
        delivered = [v.id for v in before if isinstance(v, Promise) and v.delivered]
        if ids := [item_id for item_id in gone if item_id not in delivered]:
            writer.remove(kind, id=ids)


def put(writer: Writer, values: Sequence[Any]) -> None:
    """Write a note and what follows from it."""
    for kind in (Note, *KINDS):
        own = [value for value in values if type(value) is kind]
        if own:
            writer.put_many(own)


def settled(before: Sequence[Any], after: Sequence[Any]) -> list[Any]:
    """The values after a change, with the delivery of promises that were kept already."""
    delivered = {p.id: p.delivered for p in before if isinstance(p, Promise) and p.delivered}
    return [
        replace(value, delivered=delivered[value.id])
        if isinstance(value, Promise) and value.id in delivered
        else value
        for value in after
    ]
