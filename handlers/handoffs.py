"""Handoffs from sales to customer success: recording, submitting, accepting, sending back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from handlers import access, audit, handoff_records, naming
from handlers.access import Viewer
from handlers.context import Context
from playbooks import intents
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
    """A handoff as a seller gives it, with its promises; the account is named by its id."""

    handoff: Handoff
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedHandoff:
    """A handoff that was saved. `completeness` runs from 0 to 1; `audit_entry_id` undoes it."""

    handoff: Handoff
    promises: tuple[Promise, ...]
    completeness: float
    audit_entry_id: str


def from_record(context: Context, account: str, record: Mapping[str, object]) -> HandoffDraft:
    """A draft from keys as the columns of `handoffs`; raises `BadInput` naming a key it cannot use.

    `account` is a name, an alias or an id. Promises are texts, or mappings with `what`, `owner`,
    `due`, `delivered` and perhaps `id`. An account's handoff that is not accepted yet goes on:
    what the record does not give stays as it was.
    """
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, None).asker
        found = naming.account(reader, viewer, account)
        open_one = _open_handoff(reader, found.id, record.get("id"))
        base = open_one or Handoff(str(record.get("id") or context.new_id("handoff")), found.id)
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
    day = draft.handoff.submitted or context.today()
    return _hand_in(context, draft, author, "handoff.submitted", HandoffState.SUBMITTED, day)


def keep(context: Context, draft: HandoffDraft, author: str | None) -> SavedHandoff:
    """Keep a draft as it is, complete or not, for its seller to go on with."""
    return _hand_in(context, draft, author, "handoff.drafted", HandoffState.DRAFT, None)


def accept(context: Context, handoff_id: str, member: str | None) -> SavedHandoff:
    """The CSM takes the account over; an account without an owner becomes theirs."""
    with context.workspace.writing() as writer:
        viewer, handoff = _received(writer, handoff_id, member)
        accepted = replace(handoff, state=HandoffState.ACCEPTED)
        beside = _taken_over(writer, handoff, viewer)
        return _save(context, writer, viewer, "handoff.accepted", handoff, accepted, (), beside)


def return_to_seller(
    context: Context, handoff_id: str, reason: str, member: str | None
) -> SavedHandoff:
    """Send a submitted handoff back with what is wrong with it; an empty reason is `BadInput`."""
    if not reason.strip():
        raise BadInput("Say what is missing or wrong, so that the seller can mend it.")
    with context.workspace.writing() as writer:
        viewer, handoff = _received(writer, handoff_id, member)
        returned = replace(handoff, state=HandoffState.RETURNED, returned_reason=reason.strip())
        return _save(context, writer, viewer, "handoff.returned", handoff, returned, ())


def derive(writer: Writer, handoffs: Sequence[Handoff]) -> None:
    """Keep the intents that handoffs in the records state; the same handoffs again change nothing.

    A draft states nothing yet. One without any date is dated by the account's contract start.
    """
    starts = {a.id: a.contract_start for a in writer.find(Account)} if handoffs else {}
    readings = [
        reading for one in handoffs if (reading := _intent(one, starts.get(one.account_id)))
    ]
    stated = {reading.id for reading in readings}
    silent = [_intent_id(one) for one in handoffs if _intent_id(one) not in stated]
    if silent:
        writer.remove(IntentReading, id=silent)
    if readings:
        writer.put_many(readings)


def _hand_in(
    context: Context,
    draft: HandoffDraft,
    author: str | None,
    action: str,
    state: HandoffState,
    day: date | None,
) -> SavedHandoff:
    with context.workspace.writing() as writer:
        viewer = _member(writer, author)
        there = _check_open(writer, draft.handoff, viewer)
        handoff = replace(
            draft.handoff,
            author=viewer.member.id,
            state=state,
            submitted=day,
            returned_reason=None,
        )
        return _save(context, writer, viewer, action, there, handoff, draft.promises)


def _open_handoff(reader: Reader, account_id: str, handoff_id: object) -> Handoff | None:
    """The account's handoff that is still on its way, or the one with that id."""
    if handoff_id:
        return reader.get(Handoff, str(handoff_id))
    on_its_way = (HandoffState.DRAFT, HandoffState.RETURNED, HandoffState.SUBMITTED)
    found = reader.find(Handoff, account_id=account_id, state=on_its_way)
    return found[-1] if found else None


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


def _check_open(reader: Reader, handoff: Handoff, viewer: Viewer) -> Handoff | None:
    """The handoff as it stands; another seller's, or one that was accepted, is not written over."""
    there = reader.get(Handoff, handoff.id)
    if there is None:
        return None
    if there.account_id != handoff.account_id:
        raise BadInput(
            "Handoff {handoff} is another account's. Nothing was changed.", handoff=handoff.id
        )
    if there.state is HandoffState.ACCEPTED:
        raise BadInput("This handoff was accepted already. Write what changed as a note.")
    if there.author not in (None, viewer.member.id) and viewer.member.role is not Role.ADMIN:
        raise BadInput(
            "{name} is handing this account over already. Nothing was changed; ask them to "
            "add what you know.",
            name=_name(reader, there.author),
        )
    return there


def _name(reader: Reader, member_id: str | None) -> str:
    try:
        return access.find_member(reader, member_id).name
    except NotFound:
        return str(member_id)


def _received(writer: Writer, handoff_id: str, member: str | None) -> tuple[Viewer, Handoff]:
    viewer = _member(writer, member)
    handoff = writer.get(Handoff, handoff_id)
    if handoff is None:
        raise NotFound(
            "There is no handoff {handoff_id}. Nothing was changed.", handoff_id=handoff_id
        )
    if viewer.member.role not in RECEIVERS:
        raise BadInput("Only a CSM or a manager accepts a handoff or sends it back.")
    if handoff.state is not HandoffState.SUBMITTED:
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
    promises: Sequence[Promise],
    account: tuple[Account, Account] | None = None,
) -> SavedHandoff:
    before = _standing(writer, there, [promise.id for promise in promises])
    writer.put(handoff)
    if promises:
        writer.put_many(promises)
    derive(writer, [handoff])
    if account:
        writer.put(account[1])
    after = _standing(writer, handoff, [])
    entry = audit.record(
        context,
        writer,
        viewer.member.id,
        action,
        handoff,
        before=[*before, *(account[:1] if account else ())],
        after=[*after, *(account[1:] if account else ())],
    )
    kept = tuple(value for value in after if isinstance(value, Promise))
    return SavedHandoff(handoff, kept, completeness(handoff, kept), entry.id)


def _standing(reader: Reader, handoff: Handoff | None, promise_ids: Iterable[str]) -> list[Any]:
    """The handoff as it is in the records, with its promises and its intent."""
    if handoff is None:
        return reader.find(Promise, id=list(promise_ids))
    stated = reader.find(IntentReading, id=_intent_id(handoff))
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


def _intent(handoff: Handoff, contract_start: date | None) -> IntentReading | None:
    day = handoff.submitted or handoff.kickoff_date or contract_start
    found = intents.of_handoff(handoff) if handoff.state is not HandoffState.DRAFT else None
    if found is None or day is None:
        return None
    return IntentReading(
        id=_intent_id(handoff),
        account_id=handoff.account_id,
        intent=found.intent,
        date=day,
        confidence=found.confidence,
        source_kind="handoff",
        source_id=handoff.id,
        quote=found.quote,
        free_text=found.free_text,
        attributes=found.attributes,
        author=handoff.author,
    )


def _intent_id(handoff: Handoff) -> str:
    return f"{handoff.id}.intent"
