"""Nudges in the shapes that `--json` prints, and as a person reads them in the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.commands import reading_documents
from bot.views import regular
from handlers import texts
from handlers.digests import occasions
from handlers.nudges import budget, order
from handlers.nudges.planning import Plan
from handlers.nudges.receivers import Held
from handlers.nudges.telling import Told
from handlers.texts import Texts
from playbooks.member_preferences import MemberPreferences
from playbooks.people import Member

Members = Mapping[str, Member]


def plan(
    made: Plan, told: Sequence[Told], names: Mapping[str, str], drafts: Mapping[str, str], _: Texts
) -> dict[str, Any]:
    """What the day brings; `names` are the accounts' by id, `drafts` the messages by nudge."""
    return {
        "date": made.date,
        "nudges": [nudge(one, drafts.get(one.nudge.id), _) for one in told],
        "held": [_held(one, names) for one in made.held],
    }


def nudge(told: Told, draft: str | None, _: Texts) -> dict[str, Any]:
    """One nudge: why, for whom, with which step and message. `priority` 1 comes first."""
    kept = told.nudge
    return {
        "id": kept.id,
        "rule": kept.rule,
        "account": told.account,
        "account_id": kept.account_id,
        "episode": kept.episode,
        "owner": kept.owner,
        "priority": kept.priority,
        "reason": told.reason,
        "evidence": [reading_documents.fact(fact, _) for fact in told.evidence],
        "step": told.step,
        "play": told.play.id if told.play else None,
        "play_title": told.play.title if told.play else None,
        "draft": draft,
        "due": kept.due,
        "state": kept.state,
        "created": kept.created,
        "snoozed_until": kept.snoozed_until,
        "until_change": bool(kept.watched),
        "outcome": kept.outcome,
        "answer": kept.reason,
        "passed_from": kept.passed_from,
        "passed_by": kept.passed_by,
        "escalated_to": kept.escalated_to,
        "remarks": list(told.remarks),
    }


def plan_text(
    made: Plan,
    told: Sequence[Told],
    names: Mapping[str, str],
    members: Members,
    _: Texts,
) -> str:
    """The plan for a person."""
    count = _.plural("{count} nudge", "{count} nudges", len(told))
    lines = [_("{count} planned for {date}; nothing was written.", count=count, date=made.date)]
    lines += list_lines(told, members, _)
    for one in made.held:
        name = names.get(one.due.account_id, one.due.account_id)
        lines.append(f"  held: {name}, {one.due.rule}: {one.why}")
    return "\n".join(lines)


def list_lines(told: Sequence[Told], members: Members, _: Texts) -> list[str]:
    """One nudge after the other: the reason, and below it the step and whose it is."""
    lines = [order.in_words(_)] if len(told) > 1 else []
    for one in told:
        kept = one.nudge
        known = members.get(kept.owner or "")
        owner = known.name if known else kept.owner or "?"
        lines.append(f"[{kept.priority}] {one.reason} ({kept.rule}, {kept.state})")
        due = _.date(kept.due) if kept.due else "?"
        lines.append(f"    {owner}: {one.step} ({due})")
        lines += [f"    {remark}" for remark in one.remarks]
        lines += [f"    · {line.text}" for line in one.facts]
        if one.play:
            lines.append(f"    » {one.play.title}")
    return lines


def wishes(kept: MemberPreferences, member: Member) -> list[str]:
    """When a member is sent nothing, and which of the messages of known times they get."""
    _ = texts.of(member.language)
    hours = _("none")
    if kept.quiet_from and kept.quiet_until:
        begins, ends = f"{kept.quiet_from:%H:%M}", f"{kept.quiet_until:%H:%M}"
        hours = _("{begins} to {ends}", begins=begins, ends=ends)
    lines = [_("Quiet hours: {hours}.", hours=hours)]
    count = _.number(budget.BUDGET)
    lines.append(
        _("At a time of their own, not counted among the {count} messages of a day:", count=count)
    )
    for kind in occasions.offered(member.role):
        state = _("switched off") if kind in kept.without else _("comes")
        lines.append(f"    {regular.name(_, kind)} ({kind}): {state}")
    return lines


def _held(one: Held, names: Mapping[str, str]) -> dict[str, Any]:
    due = one.due
    return {
        "rule": due.rule,
        "account": names.get(due.account_id, due.account_id),
        "account_id": due.account_id,
        "why": one.why,
    }
