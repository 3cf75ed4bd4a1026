"""What people do with a nudge: done, put off, not useful."""

from dataclasses import replace
from datetime import date

from handlers import access, audit, health, rulebook
from handlers.context import Context
from handlers.nudges import facts
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.nudges.values import OUTCOMES, Nudge, NudgeState
from storage.workspace import Reader, Writer

WHY_NOT_USEFUL = (
    *("wrong_facts", "bad_moment", "wrong_person", "already_known", "not_important"),
    "other",
)
"""Why a nudge was of no use; each rule is judged by these."""


def done(
    context: Context,
    nudge_id: str,
    member: str,
    outcome: str | None = None,
    remark: str | None = None,
) -> Nudge:
    """Somebody acted on it; `outcome` is one of OUTCOMES, and it and `remark` may be given later.

    All of these raise `NotFound` for a nudge that is not there or not the member's to answer, and
    leave one that was closed otherwise already as it is.
    """
    if outcome is not None and outcome not in OUTCOMES:
        raise BadInput(
            "“{outcome}” is no outcome that is counted. Choose one that is listed.", outcome=outcome
        )
    said = (remark or "").strip() or None
    with context.workspace.writing() as writer:
        nudge = answerable(writer, nudge_id, member)
        if nudge.state is NudgeState.DONE and (outcome or said):
            after = replace(nudge, outcome=outcome or nudge.outcome, reason=said or nudge.reason)
            return keep(context, writer, member, "nudge.judged", nudge, after)
        closed = replace(nudge, state=NudgeState.DONE, outcome=outcome, reason=said)
        return _close(context, writer, member, nudge, closed)


def not_useful(context: Context, nudge_id: str, member: str, why: str | None = None) -> Nudge:
    """It did not help; `why` is one of WHY_NOT_USEFUL and may be given later."""
    if why is not None and why not in WHY_NOT_USEFUL:
        raise BadInput("“{why}” is no reason that is counted. Choose one that is listed.", why=why)
    with context.workspace.writing() as writer:
        nudge = answerable(writer, nudge_id, member)
        if nudge.state is NudgeState.NOT_USEFUL and why is not None:
            return keep(context, writer, member, "nudge.judged", nudge, replace(nudge, reason=why))
        closed = replace(nudge, state=NudgeState.NOT_USEFUL, reason=why)
        return _close(context, writer, member, nudge, closed)


def snooze(
    context: Context, nudge_id: str, member: str, until: date | None, reason: str | None = None
) -> Nudge:
    """Put it off until a day, or, without one, until a fact that it rests on changes.

    It comes again then if it is still true. Raises `BadInput` for a day that is not to come.
    """
    watched = _facts_now(context, nudge_id, member) if until is None else ()
    with context.workspace.writing() as writer:
        nudge = answerable(writer, nudge_id, member)
        today = context.today(access.find_member(writer, member))
        if until is not None and until <= today:
            raise BadInput(
                "{day} is not a day to come, so nothing was put off. Name a later.", day=until
            )
        if nudge.closed_at is not None:
            return nudge
        later = replace(
            nudge,
            state=NudgeState.SNOOZED,
            snoozed_until=until,
            watched=watched,
            reason=(reason or "").strip() or None,
            turn=nudge.turn + 1,
        )
        return keep(context, writer, member, "nudge.snoozed", nudge, later)


def seen_by(context: Context, nudge_id: str, member: str) -> Nudge:
    """The nudge, for a member who may answer it."""
    with context.workspace.reading() as reader:
        return answerable(reader, nudge_id, member)


def answerable(reader: Reader, nudge_id: str, member: str) -> Nudge:
    """The nudge, when it is the member's own or they may see the account's health."""
    viewer = access.audience(reader, member).asker
    nudge = reader.get(Nudge, nudge_id)
    account = reader.get(Account, nudge.account_id) if nudge else None
    if nudge is None or account is None:
        raise NotFound("There is no such nudge. Nothing was changed.")
    own = nudge.owner == viewer.member.id and viewer.sees_account(account)
    if not own and not viewer.sees_internals(account):
        raise NotFound("There is no such nudge. Nothing was changed.")
    return nudge


def keep(
    context: Context, writer: Writer, member: str, action: str, before: Nudge, after: Nudge
) -> Nudge:
    """Write what somebody did to a nudge, with its entry in the audit log."""
    writer.put(after)
    audit.record(context, writer, member, action, after, before=[before], after=[after])
    return after


def _close(context: Context, writer: Writer, member: str, before: Nudge, closed: Nudge) -> Nudge:
    if before.closed_at is not None:
        return before
    closed = replace(closed, closed_at=context.now(), snoozed_until=None, watched=())
    return keep(context, writer, member, f"nudge.{closed.state}", before, closed)


def _facts_now(context: Context, nudge_id: str, member: str) -> tuple[dict[str, object], ...]:
    """The facts that the nudge rests on as they stand now; as they were where none is known."""
    with context.workspace.reading() as reader:
        nudge = answerable(reader, nudge_id, member)
        rules = rulebook.health(context, reader)
        found = health.within(reader, context.today(), rules, [nudge.account_id], trend=True)
        known = {name: fact for one in found for name, fact in one.facts.items()}
    names = [str(fact["name"]) for fact in nudge.facts]
    return tuple(facts.written(known[name]) for name in names if name in known) or nudge.facts
