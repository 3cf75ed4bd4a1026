"""What people do with a nudge: done, put off, not useful."""

from dataclasses import replace
from datetime import date

from handlers import access, audit, working_hours
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.nudges.values import Nudge, NudgeState
from storage.workspace import Reader, Writer

WHY_NOT_USEFUL = ("wrong_facts", "already_known", "not_important", "bad_moment", "other")
"""Why a nudge was of no use; each rule is judged by these."""


def done(context: Context, nudge_id: str, member: str, outcome: str | None = None) -> Nudge:
    """Somebody acted on it; `outcome` says what came of it.

    All of these raise `NotFound` for a nudge that is not there or not the member's to answer, and
    leave one that was closed already as it is.
    """
    return _close(context, nudge_id, member, NudgeState.DONE, outcome)


def not_useful(context: Context, nudge_id: str, member: str, why: str | None = None) -> Nudge:
    """It did not help; `why` is one of WHY_NOT_USEFUL and may be given later."""
    if why is not None and why not in WHY_NOT_USEFUL:
        raise BadInput("“{why}” is no reason that is counted. Choose one that is listed.", why=why)
    with context.workspace.writing() as writer:
        nudge = _answerable(writer, nudge_id, member)
        if nudge.state is NudgeState.NOT_USEFUL and why is not None:
            return _keep(context, writer, member, "nudge.judged", nudge, replace(nudge, reason=why))
    return _close(context, nudge_id, member, NudgeState.NOT_USEFUL, why)


def snooze(
    context: Context, nudge_id: str, member: str, until: date, reason: str | None = None
) -> Nudge:
    """Put it off until a day, on which it comes again if it is still true.

    Raises `BadInput` for a day that is not to come.
    """
    with context.workspace.writing() as writer:
        nudge = _answerable(writer, nudge_id, member)
        today = working_hours.local(access.find_member(writer, member), context.now()).date()
        if until <= today:
            raise BadInput(
                "{day} is not a day to come, so nothing was put off. Name a later.", day=until
            )
        if nudge.closed_at is not None:
            return nudge
        why = (reason or "").strip() or None
        later = replace(nudge, state=NudgeState.SNOOZED, snoozed_until=until, reason=why)
        return _keep(context, writer, member, "nudge.snoozed", nudge, later)


def seen_by(context: Context, nudge_id: str, member: str) -> Nudge:
    """The nudge, for a member who may answer it."""
    with context.workspace.reading() as reader:
        return _answerable(reader, nudge_id, member)


def _close(
    context: Context, nudge_id: str, member: str, state: NudgeState, reason: str | None
) -> Nudge:
    with context.workspace.writing() as writer:
        nudge = _answerable(writer, nudge_id, member)
        if nudge.closed_at is not None:
            return nudge
        now = context.now()
        closed = replace(nudge, state=state, reason=reason, closed_at=now, snoozed_until=None)
        return _keep(context, writer, member, f"nudge.{state}", nudge, closed)


def _keep(
    context: Context, writer: Writer, member: str, action: str, before: Nudge, after: Nudge
) -> Nudge:
    writer.put(after)
    audit.record(context, writer, member, action, after, before=[before], after=[after])
    return after


def _answerable(reader: Reader, nudge_id: str, member: str) -> Nudge:
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
