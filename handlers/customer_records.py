"""What people write down of a customer in a small form: people, goals, surveys, touchpoints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers import audit, naming, notes
from handlers.context import Context
from handlers.imports.cells import LARGEST
from handlers.imports.kinds import KINDS as IMPORTED
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.customer_promises import CustomerPromise
from playbooks.encounters import Encounter
from playbooks.errors import BadInput, NotFound
from playbooks.observations import Goal, SurveyResponse
from playbooks.people import Contact
from playbooks.stages import Stage
from storage.workspace import Reader

Record = Contact | Goal | SurveyResponse | Encounter | CustomerPromise

KINDS: dict[str, type[Any]] = {
    "contact": Contact,
    "goal": Goal,
    "survey": SurveyResponse,
    "touchpoint": Encounter,
    "customer_promise": CustomerPromise,
}
"""What can be written down, by the name of its form."""

CHANGED_LATER = ("contact", "goal", "touchpoint", "customer_promise")
"""Kinds of which one goes on being kept up; an answer to a survey is given once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was saved; `repeated` when it stood like that already."""

    record: Record
    account: Account
    audit_entry_id: str | None
    repeated: bool = False


def account_id(context: Context, named: str, member: str | None) -> str:
    """The id of the account with that name, alias or id; raises as `naming.account` does."""
    with context.workspace.reading() as reader:
        return naming.account(reader, notes.writing_member(reader, member), named).id


def listed(context: Context, kind: str, account_id: str, member: str | None) -> list[Record]:
    """The account's records of the kind, for somebody to choose the one to change.

    Raises `NotFound` for an account that is not there or out of sight.
    """
    with context.workspace.reading() as reader:
        account = naming.by_id(reader, notes.writing_member(reader, member), account_id)
        found: list[Record] = reader.find(KINDS[kind], account_id=account.id)
        return found


def put(
    context: Context,
    kind: str,
    account_id: str,
    values: Mapping[str, Any],
    member: str | None,
    *,
    item_id: str | None = None,
    occasion: str | None = None,
) -> Kept:
    """Save a new record, or what changes in the one with `item_id`; once for an occasion.

    Raises `BadInput` for a record without its name or outside its scale, `NotFound` for an account
    or record that is not there.
    """
    with context.workspace.writing() as writer:
        viewer = notes.writing_member(writer, member)
        account = naming.by_id(writer, viewer, account_id)
        key = item_id or (f"{kind}_{occasion}" if occasion else context.new_id(kind))
        before = writer.get(KINDS[kind], key)
        if item_id is not None and (before is None or before.account_id != account.id):
            raise NotFound("That record is not there any more. Nothing was saved.")
        record = _record(context, kind, key, account, before, values)
        if record == before:
            return Kept(record, account, _entry(writer, key), repeated=True)
        writer.put(record)
        action = f"{audit.NAMES[type(record)]}.{'changed' if before else 'added'}"
        entry = audit.record(
            context,
            writer,
            viewer.member.id,
            action,
            record,
            before=[before] if before else [],
            after=[record],
        )
        return Kept(record, account, entry.id)


def _entry(reader: Reader, item_id: str) -> str | None:
    found = reader.find(AuditEntry, item_id=item_id, newest_first=True, limit=1)
    return found[0].id if found else None


def _record(
    context: Context,
    kind: str,
    key: str,
    account: Account,
    before: Any,
    values: Mapping[str, Any],
) -> Any:
    _check_figures(values)
    completed = COMPLETED[kind](context, before, dict(values))
    if before is not None:
        return replace(before, **completed)
    return KINDS[kind](id=key, account_id=account.id, **completed)


def _check_figures(values: Mapping[str, Any]) -> None:
    """Neither `nan` nor what is endless is a figure; it would count in every mean from then on."""
    for value in values.values():
        if isinstance(value, float) and not abs(value) < LARGEST:
            raise BadInput("{written} is no figure. Nothing was saved.", written=value)


def _contact(context: Context, before: Contact | None, values: dict[str, Any]) -> dict[str, Any]:
    """Who left is not active from that day on; with the day taken back, they are here again."""
    if not values.get("name") and before is None:
        raise BadInput("Give the person's name. Nothing was saved.")
    left_on, was = values.get("left_on"), before.left_on if before else None
    if left_on is not None:
        values["active"] = left_on > context.today()
    elif "left_on" in values and was is not None:
        values["active"] = True
    return values


def _goal(context: Context, before: Goal | None, values: dict[str, Any]) -> dict[str, Any]:
    """A new figure is dated today when nobody says otherwise."""
    if not values.get("goal") and before is None:
        raise BadInput("Say what they want to reach. Nothing was saved.")
    moved = "current" in values and values["current"] != (before.current if before else None)
    if moved and values.get("as_of") is None:
        values["as_of"] = context.today()
    return values


def _survey(
    context: Context, before: SurveyResponse | None, values: dict[str, Any]
) -> dict[str, Any]:
    if values.get("kind") is None or values.get("score") is None:
        raise BadInput("Say which survey it was, and the score. Nothing was saved.")
    values.setdefault("date", None)
    values["date"] = values["date"] or context.today()
    check = IMPORTED["surveys"].check
    fault = check(SurveyResponse(id="", account_id="", **values)) if check else None
    if fault is not None:
        raise BadInput(
            "CSAT runs from 1 to 5, NPS from 0 to 10, CES from 1 to 7. Nothing was saved."
        )
    return values


def _touchpoint(
    context: Context, before: Encounter | None, values: dict[str, Any]
) -> dict[str, Any]:
    if before is None and not (values.get("title") and values.get("stage")):
        raise BadInput("Name the touchpoint and its stage. Nothing was saved.")
    if values.get("stage") is not None:
        values["stage"] = Stage(values["stage"])
    return values


def _customer_promise(
    context: Context, before: CustomerPromise | None, values: dict[str, Any]
) -> dict[str, Any]:
    if not values.get("what", before.what if before else None):
        raise BadInput("Say what they are to do. Nothing was saved.")
    return values


COMPLETED: dict[str, Callable[[Context, Any, dict[str, Any]], dict[str, Any]]] = {
    "contact": _contact,
    "goal": _goal,
    "survey": _survey,
    "touchpoint": _touchpoint,
    "customer_promise": _customer_promise,
}
