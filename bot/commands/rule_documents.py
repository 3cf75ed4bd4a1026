"""Nudge rules in the shapes that `--json` prints, and as a person reads them in the terminal."""

from collections.abc import Sequence
from typing import Any

from handlers import rule_faults
from handlers.nudges import rehearsing
from handlers.nudges.rehearsal import Rehearsal
from handlers.nudges.ruling import Ruling
from handlers.texts import Texts
from playbooks.nudges.rulefile import NudgeRules
from playbooks.rulefaults import Fault


def rules(all_rules: Sequence[Ruling], file: NudgeRules, _: Texts) -> dict[str, Any]:
    """Every rule in words and as it is written, the thresholds, and what is left out and why."""
    return {
        "version": file.file.version,
        "never": list(file.file.never),
        "thresholds": file.file.thresholds,
        "rules": [_rule(one, file) for one in all_rules],
        "faults": [fault(one, _) for one in file.faults],
    }


def fault(found: Fault, _: Texts) -> dict[str, Any]:
    """What of a rule file is wrong, and what is left out for it."""
    return {
        "file": str(found.path),
        "line": found.line,
        "key": found.place,
        "why": rule_faults.why(_, found.why),
        "left_out": found.left_out,
    }


def rehearsal(made: Rehearsal, _: Texts) -> dict[str, Any]:
    """What the rules of a file would have done; `already` held on the first day."""
    return {
        "since": made.since,
        "until": made.until,
        "every_days": made.every,
        "accounts": made.accounts,
        "rules": [
            {
                "rule": one.rule,
                "title": one.title,
                "on": one.is_on,
                "fired": len(one.fired),
                "accounts": one.accounts,
                "already": one.already,
                "fired_in_force": one.before,
                "firings": [
                    {
                        "account": each.account,
                        "account_id": each.account_id,
                        "owner": each.owner,
                        "date": each.day,
                        "reason": each.reason,
                    }
                    for each in one.fired
                ],
            }
            for one in made.rules
        ],
        "faults": [fault(one, _) for one in made.faults],
    }


def rehearsal_text(made: Rehearsal, _: Texts) -> str:
    """The rehearsal for a person."""
    return "\n".join([*rehearsing.lines(_, made), *faults_lines(made.faults, _)])


def _rule(one: Ruling, file: NudgeRules) -> dict[str, Any]:
    rule = one.rule
    return {
        "rule": rule.name,
        "title": one.title,
        "on": one.is_on,
        "origin": one.origin,
        "to": rule.role,
        "priority": rule.priority,
        "when": one.when,
        "unless": one.unless,
        "cases": [{"when": way.when, "reason": way.reason} for way in one.ways],
        "urgent": one.urgent,
        "over": one.over,
        "goal": one.goal,
        "goal_days": rule.goal_days,
        "episode": one.episode,
        "shows": one.shows,
        "step": one.step,
        "within_days": rule.within_days,
        "draft": one.draft,
        "play": one.play,
        "play_title": one.play_title,
        "escalate_after": rule.escalate_after,
        "written": file.file.rules[rule.name].model_dump(mode="json", exclude_defaults=True),
    }


def rules_text(all_rules: Sequence[Ruling], file: NudgeRules, _: Texts) -> str:
    """The rules for a person, each on a few lines."""
    lines = [line for one in all_rules for line in _lines(one, _)]
    return "\n".join([*lines, *faults_lines(file.faults, _)])


def faults_lines(faults: Sequence[Fault], _: Texts) -> list[str]:
    """What is wrong in an admin's files, a line each."""
    return [_("Left out: {fault}.", fault=rule_faults.with_file(_, found)) for found in faults]


def _lines(one: Ruling, _: Texts) -> list[str]:
    rule = one.rule
    state = {"own": _("your own"), "changed": _("changed by you")}.get(one.origin, "")
    state = state if one.is_on else _("switched off")
    lines = [f"{one.title} ({rule.name}{f', {state}' if state else ''})"]
    days = _.plural("{count} day", "{count} days", rule.within_days)
    about = _("for: {who} · priority {n} · within {days}", who=one.to, n=rule.priority, days=days)
    lines.append(f"    {about}")
    lines += _listed(_("when"), one.when)
    for way in one.ways:
        lines += _listed(_("case"), way.when)
        lines.append(f"        → {way.reason}")
    lines += _listed(_("unless"), one.unless)
    lines += _listed(_("first, if"), one.urgent)
    lines += _listed(_("over, when"), one.over)
    after = _.plural("goal after {count} day", "goal after {count} days", rule.goal_days)
    lines += _listed(after, one.goal)
    lines.append(f"    {one.episode}")
    lines.append(f"    {_('Step: {step}', step=one.step)}")
    if one.play_title:
        lines.append(f"    » {one.play_title}")
    elif rule.play:
        lines.append(f"    {_('The play {id} is not in the library.', id=rule.play)}")
    return [*lines, ""]


def _listed(what: str, parts: Sequence[str]) -> list[str]:
    return [f"    {what}: {'; '.join(parts)}"] if parts else []
