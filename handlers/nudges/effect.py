"""The effect of nudges: by rule, by person and by playbook, and what followed on the play."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from handlers import health, rulebook
from handlers.context import Context
from playbooks import conditions
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.errors import BadInput
from playbooks.frame import ANY, Frame
from playbooks.notes import Cue
from playbooks.nudges import effects
from playbooks.nudges.effects import Comparison, Counts, Proposal, Share
from playbooks.nudges.rule import Rule
from playbooks.nudges.rulefile import NudgeRules
from playbooks.nudges.values import Nudge
from playbooks.observations import Ticket
from playbooks.people import Member, Role
from storage import facts as fact_store
from storage.workspace import Reader

DAYS = 365
"""How far back is looked when nobody says."""

EXAMPLES = 3
"""Accounts that are named for each rule."""

COMPLAINTS = ("unhappy", "churn_threat", "escalation")
"""Cues by which a customer asks before we do."""

BEFORE = timedelta(days=30)
"""A complaint in the days right before a nudge makes it an answer, and nothing proactive."""


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """One rule, with some of the accounts that its nudges were about.

    `goal` is None for a rule without one; `proposal` when it is not ignored.
    """

    rule: str
    title: str
    accounts: tuple[str, ...]
    counts: Counts
    goal: Comparison | None
    goal_days: int
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class PersonEffect:
    """One person's nudges."""

    member: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class PlayEffect:
    """A playbook by the three Ps (domain, section 2).

    Prescriptive: the segments and intents that it is written for; with none it is
    one-size-fits-all. Predictive: the goal with the play done and without. Proactive: how many of
    its nudges came before the customer complained.
    """

    id: str
    title: str
    segments: tuple[str, ...]
    intents: tuple[str, ...]
    rules: tuple[str, ...]
    goal: Comparison
    proactive: Share


@dataclass(frozen=True, slots=True)
class Effect:
    """All of it for the nudges created in a period, both days included, as it stands today."""

    since: date
    until: date
    rules: tuple[RuleEffect, ...]
    people: tuple[PersonEffect, ...]
    plays: tuple[PlayEffect, ...]


JUDGES = (Role.MANAGER, Role.ADMIN)
"""Who may see what became of everybody's nudges."""


def of(
    context: Context,
    member: Member,
    since: date | None = None,
    until: date | None = None,
    rule: str | None = None,
) -> Effect:
    """The effect of the nudges of the last year, or of these days, of one rule or of all.

    Only managers and admins see everybody's; others see their own, and no playbooks. Raises
    `BadInput` for a rule that there is not, and for days that run backwards.
    """
    end = until or context.today()
    begin = since or end - timedelta(days=DAYS)
    if begin > end:
        raise BadInput(
            "{since} is later than {until}. Give the earlier day first.", since=begin, until=end
        )
    rules = rulebook.nudges(context)
    with context.workspace.reading() as reader:
        only: dict[str, Any] = {"rule": rule} if rule else {}
        if member.role not in JUDGES:
            only["owner"] = member.id
        nudges = reader.find(Nudge, since=begin, until=end, **only)
        if rule is not None and rule not in rules.every and not nudges:
            raise BadInput("There is no rule {rule}. `cairn nudges rules` lists them.", rule=rule)
        goals = _Goals(context, reader, rules, [n for n in nudges if effects.was_sent(n)])
        by_rule = effects.grouped(nudges, lambda nudge: nudge.rule)
        return Effect(
            begin,
            end,
            tuple(_rule_effect(name, those, rules, goals) for name, those in by_rule.items()),
            tuple(
                PersonEffect(name, effects.counts(those))
                for name, those in effects.grouped(nudges, lambda nudge: nudge.owner).items()
            ),
            tuple(_plays(reader, nudges, goals)) if member.role in JUDGES else (),
        )


def _rule_effect(
    name: str, nudges: Sequence[Nudge], rules: NudgeRules, goals: "_Goals"
) -> RuleEffect:
    rule = rules.every.get(name)
    has_goal = rule is not None and bool(rule.goal)
    return RuleEffect(
        rule=name,
        title=rule.title if rule else name,
        accounts=tuple(dict.fromkeys(nudge.account_id for nudge in nudges))[:EXAMPLES],
        counts=effects.counts(nudges),
        goal=goals.compared(nudges) if has_goal else None,
        goal_days=rule.goal_days if rule else 0,
        proposal=effects.proposal(nudges, rules.rules[name]) if name in rules.rules else None,
    )


class _Goals:
    """Whether the goals of nudges that were sent have been reached.

    Each is looked at on the first Monday after its days are over, those of a week together: every
    day that is looked at is a reading of the accounts.
    """

    def __init__(
        self, context: Context, reader: Reader, rules: NudgeRules, sent: Sequence[Nudge]
    ) -> None:
        self._context, self._reader = context, reader
        self._too_early: set[str] = set()
        self._reached: dict[str, bool | None] = {}
        due: defaultdict[date, list[tuple[Nudge, Rule]]] = defaultdict(list)
        for nudge in sent:
            rule = rules.every.get(nudge.rule)
            if rule is None or not rule.goal:
                continue
            day = _monday(_day(nudge.sent_at) + timedelta(days=rule.goal_days))
            if day > context.today():
                self._too_early.add(nudge.id)
            else:
                due[day].append((nudge, rule))
        for day, those in due.items():
            self._look(day, those)

    def compared(self, nudges: Iterable[Nudge]) -> Comparison:
        sent = [nudge for nudge in nudges if effects.was_sent(nudge)]
        return effects.compared(sent, self._reached, self._too_early)

    def _look(self, day: date, those: Sequence[tuple[Nudge, Rule]]) -> None:
        frames = self._frames(day, those)
        for nudge, rule in those:
            frame = next((f for f in frames if nudge.account_id in f.row_of), None)
            if frame is not None:
                truth = conditions.together(rule.goal, frame, day)
                verdict = conditions.VERDICTS[truth[frame.row_of[nudge.account_id]]]
                self._reached[nudge.id] = verdict

    def _frames(self, day: date, those: Sequence[tuple[Nudge, Rule]]) -> list[Frame]:
        asked = sorted({nudge.account_id for nudge, _ in those})
        there = {a.id for a in self._reader.find(Account, id=asked)}
        ids = [account_id for account_id in asked if account_id in there]
        if not ids:
            return []
        if any(c.fact.startswith("health_") for _, rule in those for c in rule.goal):
            judged = rulebook.health(self._context, self._reader)
            return [r.frame for r in health.side_by_side(self._reader, day, judged, ids)]
        return list(fact_store.frames(self._reader, day, ids))


def _plays(reader: Reader, nudges: Sequence[Nudge], goals: _Goals) -> Iterable[PlayEffect]:
    """Every playbook that a rule calls for or a nudge has named."""
    documents = {d.id: d for d in reader.find(Document, kind="playbook")}
    by_rule = {rule: d.id for d in documents.values() for rule in d.triggers}
    by_play = effects.grouped(nudges, lambda n: n.play or by_rule.get(n.rule))
    complaints = _complaints(reader, nudges)
    for name, document in sorted(documents.items()):
        those = by_play.get(name, [])
        if those or document.triggers:
            sent = [nudge for nudge in those if effects.was_sent(nudge)]
            first = sum(not _came_late(nudge, complaints) for nudge in sent)
            yield PlayEffect(
                id=name,
                title=document.title,
                segments=_tuned(document.segments),
                intents=_tuned(document.intents),
                rules=tuple(dict.fromkeys((*document.triggers, *(n.rule for n in those)))),
                goal=goals.compared(those),
                proactive=effects.share(first, len(sent)),
            )


def _tuned(codes: Sequence[str]) -> tuple[str, ...]:
    """Whom it is written for; what is for any is for nobody in particular."""
    return tuple(code for code in codes if code != ANY)


def _complaints(reader: Reader, nudges: Sequence[Nudge]) -> Mapping[str, list[date]]:
    """By account, the days on which the customer complained."""
    found: defaultdict[str, list[date]] = defaultdict(list)
    if not nudges:
        return found
    since = min(nudge.created for nudge in nudges) - BEFORE
    for cue in reader.find(Cue, since=since, name=COMPLAINTS):
        found[cue.account_id].append(cue.date)
    for ticket in reader.find(Ticket, since=since, escalated=True):
        found[ticket.account_id].append(ticket.opened)
    return found


def _came_late(nudge: Nudge, complaints: Mapping[str, list[date]]) -> bool:
    sent = _day(nudge.sent_at)
    return any(sent - BEFORE <= day <= sent for day in complaints.get(nudge.account_id, ()))


def _day(moment: datetime | None) -> date:
    return moment.date() if moment else date.min


def _monday(day: date) -> date:
    """The day itself when it is one, else the next."""
    return day + timedelta(days=-day.weekday() % 7)
