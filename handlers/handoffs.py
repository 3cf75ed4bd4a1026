"""Handoffs from sales to customer success: recording, submitting, accepting, sending back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from handlers import access, audit, handoff_intents, handoff_records, naming, open_handoffs
from handlers.access import Viewer
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Handoff, HandoffState, Promise, completeness, missing
from playbooks.intents import IntentReading
from playbooks.people import Role
from storage.workspace import Reader, Writer

RECEIVERS = (Role.CSM, Role.MANAGER, Role.ADMIN)
"""Roles that take an account over, or send the handoff back."""


class Incomplete(BadInput):
    """A handoff without its mandatory fields; it was kept as a draft under `draft.id`."""

    def __init__(self, sentence: str, missing: tuple[str, ...], draft: Handoff) -> None:
        super().__init__(sentence)
        self.missing = missing
        self.draft = draft


@dataclass(frozen=True, slots=True)
class HandoffDraft:
    """A handoff as a seller gives it, with its promises; the account is named by its id.

    `dropped` are ids of promises that it makes no longer.
    """

    handoff: Handoff
    promises: tuple[Promise, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedHandoff:
    """A handoff that was saved. `completeness` runs from 0 to 1; `audit_entry_id` undoes it.

    `repeated` is true when it stood like that already: then nothing was written.
    """

    handoff: Handoff
    promises: tuple[Promise, ...]
    completeness: float
    audit_entry_id: str | None
    repeated: bool = False


def from_record(context: Context, account: str, record: Mapping[str, object]) -> HandoffDraft:
    """A draft from keys as the columns of `handoffs`; raises `BadInput` naming a key it cannot use.

    `account` is a name, an alias or an id. Promises are texts, or mappings with `what`, `owner`,
    `due`, `delivered` and perhaps `id`. An account's handoff that is not accepted yet goes on:
    what the record does not give stays as it was.
    """
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, None).asker
        found = naming.account(reader, viewer, account)
        given = record.get("id")
        open_one = reader.get(Handoff, str(given)) if given else open_handoffs.of(reader, found.id)
        base = open_one or Handoff(str(given or context.new_id("handoff")), found.id)
        handoff = replace(base, submitted=None, **handoff_records.values(record))
        promises = handoff_records.promises(record.get("promises"), handoff)
        known = [replace(promise, owner=_member_id(reader, promise.owner)) for promise in promises]
        return HandoffDraft(handoff, tuple(known))


def submit(context: Context, draft: HandoffDraft, author: str | None) -> SavedHandoff:
    """Submit a handoff to the CSM, with its promises and the intent that it states.

    Raises `Incomplete` naming the mandatory fields that are empty, having kept the rest as a draft.
    """
    lacking = tuple(missing(draft.handoff))
    if lacking:
        raise _incomplete(lacking, keep(context, draft, author))
    with context.workspace.writing() as writer:
        viewer = _member(writer, author)
        day = draft.handoff.submitted or context.today(viewer.member)
        there = open_handoffs.check(writer, draft.handoff, viewer)
        handed = replace(draft.handoff, state=HandoffState.SUBMITTED, returned_reason=None)
        handed = replace(handed, author=viewer.member.id, submitted=day)
        return _save(context, writer, viewer, "handoff.submitted", there, handed, draft)


def keep(context: Context, draft: HandoffDraft, author: str | None) -> SavedHandoff:
    """Keep a draft as it is, complete or not, for its seller to go on with.

    One that came back stays so, with the reason, until it is submitted again; one that waits for
    its CSM goes on waiting as long as nothing mandatory is taken out of it.
    """
    with context.workspace.writing() as writer:
        viewer = _member(writer, author)
        there = open_handoffs.check(writer, draft.handoff, viewer)
        kept = replace(_unsent(draft.handoff, there), author=viewer.member.id)
        return _save(context, writer, viewer, "handoff.drafted", there, kept, draft)


def accept(context: Context, handoff_id: str, member: str | None) -> SavedHandoff:
    """The CSM takes the account over; an account without an owner becomes theirs.

    Accepted twice, it is accepted once.
    """
    with context.workspace.writing() as writer:
        viewer, handoff = _received(writer, handoff_id, member, HandoffState.ACCEPTED)
        if handoff.state is HandoffState.ACCEPTED:
            return _saved(handoff, _standing(writer, handoff, []), None)
        accepted = replace(handoff, state=HandoffState.ACCEPTED)
        beside = _taken_over(writer, handoff, viewer)
        draft = HandoffDraft(accepted)
        return _save(context, writer, viewer, "handoff.accepted", handoff, accepted, draft, beside)


def return_to_seller(
    context: Context, handoff_id: str, reason: str, member: str | None
) -> SavedHandoff:
    """Send a submitted handoff back with what is wrong with it; an empty reason is `BadInput`."""
    if not reason.strip():
        raise BadInput("Say what is missing or wrong, so that the seller can mend it.")
    with context.workspace.writing() as writer:
        viewer, handoff = _received(writer, handoff_id, member, HandoffState.RETURNED)
        returned = replace(handoff, state=HandoffState.RETURNED, returned_reason=reason.strip())
        draft = HandoffDraft(returned)
        return _save(context, writer, viewer, "handoff.returned", handoff, returned, draft)


def _unsent(handoff: Handoff, there: Handoff | None) -> Handoff:
    """The state in which a handoff is kept that nobody submits now."""
    if there is None or there.state is HandoffState.DRAFT:
        return replace(handoff, state=HandoffState.DRAFT, submitted=None, returned_reason=None)
    waits = there.state is HandoffState.RETURNED or not missing(handoff)
    state = there.state if waits else HandoffState.DRAFT
    day = there.submitted if waits else None
    return replace(handoff, state=state, submitted=day, returned_reason=there.returned_reason)


def _member_id(reader: Reader, name: str | None) -> str | None:
    """The member's id for a handle; a name that is no member's stays as it was given."""
    try:
        return access.find_member(reader, name).id if name else None
    except NotFound:
        return name


def _member(reader: Reader, who: str | None) -> Viewer:
    viewer = access.audience(reader, who).asker
    if viewer.member.role is Role.GUEST or not viewer.member.active:
        raise NotFound("There is no member {who} who may write here. Nothing was written.", who=who)
    return viewer


def _received(
    writer: Writer, handoff_id: str, member: str | None, already: HandoffState
) -> tuple[Viewer, Handoff]:
    """The handoff that waits for an answer, or has this one `already`, and who gives it."""
    viewer = _member(writer, member)
    handoff = writer.get(Handoff, handoff_id)
    if handoff is None:
        raise NotFound(
            "There is no handoff {handoff_id}. Nothing was changed.", handoff_id=handoff_id
        )
    if viewer.member.role not in RECEIVERS:
        raise BadInput("Only a CSM or a manager accepts a handoff or sends it back.")
    if handoff.state not in (HandoffState.SUBMITTED, already):
        raise BadInput(
            "This handoff is {state}, not waiting for an answer.", state=handoff.state.value
        )
    return viewer, handoff


def _taken_over(writer: Writer, handoff: Handoff, viewer: Viewer) -> tuple[Account, Account] | None:
    account = writer.get(Account, handoff.account_id)
    if account is None or account.owner or viewer.member.role is not Role.CSM:
        return None
    return account, replace(account, owner=viewer.member.id)


def _save(
    context: Context,
    writer: Writer,
    viewer: Viewer,
    action: str,
    there: Handoff | None,
    handoff: Handoff,
    draft: HandoffDraft,
    account: tuple[Account, Account] | None = None,
) -> SavedHandoff:
    promises = _promises(writer, handoff, draft)
    before = _standing(writer, there, [promise.id for promise in promises])
    if handoff == there and all(promise in before for promise in promises):
        return _saved(handoff, before, None)
    writer.put(handoff)
    _put_promises(writer, handoff, promises)
    handoff_intents.derive(writer, [handoff])
    if account:
        writer.put(account[1])
    after = _standing(writer, handoff, [promise.id for promise in promises])
    entry = audit.record(
        context,
        writer,
        viewer.member.id,
        action,
        handoff,
        before=[*before, *(account[:1] if account else ())],
        after=[*after, *(account[1:] if account else ())],
    )
    return _saved(handoff, after, entry.id)


def _promises(reader: Reader, handoff: Handoff, draft: HandoffDraft) -> list[Promise]:
    """The promises that change; those dropped no longer belong to the handoff."""
    gone = reader.find(Promise, id=list(draft.dropped), handoff_id=handoff.id)
    return [*draft.promises, *(replace(promise, handoff_id=None) for promise in gone)]


def _put_promises(writer: Writer, handoff: Handoff, promises: Sequence[Promise]) -> None:
    """A promise that was dropped stays as what a note says, or is gone when no note says it."""
    lost = [p.id for p in promises if p.handoff_id is None and p.note_id is None]
    kept = [promise for promise in promises if promise.id not in lost]
    if lost:
        writer.remove(Promise, id=lost)
    if kept:
        writer.put_many(kept)


def _saved(handoff: Handoff, standing: Sequence[Any], entry_id: str | None) -> SavedHandoff:
    made = (value for value in standing if isinstance(value, Promise))
    kept = tuple(promise for promise in made if promise.handoff_id == handoff.id)
    share = completeness(handoff, kept)
    return SavedHandoff(handoff, kept, share, entry_id, repeated=entry_id is None)


def _standing(reader: Reader, handoff: Handoff | None, promise_ids: Iterable[str]) -> list[Any]:
    """The handoff as it is in the records, with its promises and its intent."""
    if handoff is None:
        return reader.find(Promise, id=list(promise_ids))
    stated = reader.find(IntentReading, id=handoff_intents.name(handoff))
    promises = {p.id: p for p in reader.find(Promise, id=list(promise_ids))}
    promises |= {p.id: p for p in reader.find(Promise, handoff_id=handoff.id)}
    return [handoff, *promises.values(), *stated]


def _incomplete(lacking: tuple[str, ...], saved: SavedHandoff) -> Incomplete:
    kept = [f.name for f in fields(saved.handoff) if f.name in handoff_records.COLUMNS]
    filled = [name for name in kept if getattr(saved.handoff, name) is not None]
    said = ", ".join(filled + (["promises"] if saved.promises else [])) or "nothing yet"
    return Incomplete(
        f"The handoff lacks {', '.join(lacking)}. What you gave is kept as a draft ({said}); "
        "add what is missing and submit it again.",
        lacking,
        saved.handoff,
    )
