"""When a rule fires: on a transition, once for each account and episode."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from playbooks import conditions
from playbooks.accounts import Account
from playbooks.facts import AccountFacts, from_json
from playbooks.frame import Cells, Flags, Frame, Rows, given, texts
from playbooks.nudges import firing, rulefile
from playbooks.nudges.firing import Firing
from playbooks.nudges.rule import Case, Rule
from playbooks.nudges.rulefile import NudgeRules
from playbooks.nudges.values import Due, Episode, Nudge

load = rulefile.load

URGENT = 1

Known = TypeVar("Known", Nudge, Episode)
Key = tuple[str, str, str]
"""Account, rule and episode, for which there is one nudge."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A rule holds for an account, and nothing that lasts speaks of it."""

    found: Firing
    row: int
    episode: str

    @property
    def account_id(self) -> str:
        return self.found.frame.account_ids[self.row]

    @property
    def rule(self) -> str:
        return self.found.rule.name

    @property
    def key(self) -> Key:
        return self.account_id, self.rule, self.episode


class Turn(NamedTuple, Generic[Known]):
    """Where rules hold and nothing that lasts speaks of it, and what lasts no longer."""

    opened: list[Opening]
    over: list[Known]


def due(
    facts_by_account: Mapping[str, AccountFacts],
    accounts: Mapping[str, Account],
    known: Iterable[Nudge],
    at: date,
    rules: NudgeRules,
) -> list[Due]:
    """What fires now and has not fired in this episode; first by priority, then by revenue.

    `known` are all nudges that these accounts ever had. Revenue is compared as plain figures,
    whatever the currency: there are no exchange rates here.
    """
    nudges = list(known)
    ended = {key(nudge) for nudge in nudges if nudge.ended is not None}
    opened = turn(Frame.of(facts_by_account), nudges, at, rules).opened
    fresh = [one for one in opened if one.key not in ended]
    return sorted(dues(fresh, accounts), key=urgency)


def key(nudge: Known) -> Key:
    """What there is one nudge for."""
    return nudge.account_id, nudge.rule, nudge.episode


def turn(frame: Frame, known: Iterable[Known], at: date, rules: NudgeRules) -> Turn[Known]:
    """What the day brings for the accounts of a frame; of the `known`, only those that last count.

    An episode that has ended may open: whoever has those on record leaves it out.
    """
    lasting = _lasting(known, frame)
    opened: list[Opening] = []
    over: list[Known] = []
    for name, rule in rules.rules.items():
        found, those = firing.look(rule, frame, at), lasting.pop(name, [])
        items, (rows, episodes) = found.items(), _beside(those, frame)
        now = items[rows]
        another = given(now) & (now != episodes)
        opened += _opened(found, items, rows[~another])
        over += [those[n] for n in np.flatnonzero(found.over()[rows] | another).tolist()]
    # A rule that is no longer in force ends all of its own.
    return Turn(opened, over + [one for those in lasting.values() for one in those])


def dues(opened: Iterable[Opening], accounts: Mapping[str, Account]) -> list[Due]:
    """What is to be said where a rule fires."""
    urgent: dict[str, Flags] = {}
    found = []
    for one in opened:
        rule = one.found.rule
        if rule.name not in urgent:
            urgent[rule.name] = one.found.urgent()
        priority = URGENT if urgent[rule.name][one.row] else rule.priority
        found.append(_due(one, accounts[one.account_id], priority))
    return found


def urgency(nudge: Due) -> tuple[int, float, str, str]:
    """What goes first sorts first: by priority, then by revenue."""
    return nudge.priority, -float(nudge.revenue or 0), nudge.account_id, nudge.rule


def still_true(nudge: Nudge, facts: AccountFacts, at: date, rules: NudgeRules) -> bool:
    """True when the nudge's condition holds now, for the episode that it was made for."""
    rule = rules.rules.get(nudge.rule)
    if rule is None:
        return False
    found = firing.look(rule, Frame.of({nudge.account_id: facts}), at)
    return bool(found.holds[0]) and found.items()[0] in (None, nudge.episode)


def over(
    facts_by_account: Mapping[str, AccountFacts],
    known: Iterable[Known],
    at: date,
    rules: NudgeRules,
) -> list[Known]:
    """Those whose episode has ended by now; a condition that became unknown has not ended.

    Once they are stored with `ended`, the rule may fire for the account anew.
    """
    return turn(Frame.of(facts_by_account), known, at, rules).over


def wanting(fact: str, frame: Frame, at: date, rules: NudgeRules) -> Flags:
    """For which accounts some rule could fire, or end, by this fact, which is dear to find out."""
    found = np.zeros(len(frame), np.bool_)
    for rule in rules.rules.values():
        if fact in rule.facts:
            found |= firing.may_hold(rule, frame, at, without=fact)
    return found


def reasons(nudge: Nudge, rules: NudgeRules) -> tuple[str, ...]:
    """The messages that say why a stored nudge fired, from the facts that it keeps."""
    rule = rules.rules.get(nudge.rule)
    if rule is None:
        return ()
    kept = {str(document["name"]): from_json(document) for document in nudge.facts}
    held = [case for case in rule.cases if _held(case, kept, nudge.created)]
    return _reasons(rule, held or rule.cases[:1])


def _lasting(known: Iterable[Known], frame: Frame) -> dict[str, list[Known]]:
    """By rule, those that have not ended, of accounts that are there."""
    found: defaultdict[str, list[Known]] = defaultdict(list)
    rows = frame.row_of
    for nudge in known:
        if nudge.ended is None and nudge.account_id in rows:
            found[nudge.rule].append(nudge)
    return found


def _opened(found: Firing, items: Cells, spoken_of: Rows) -> Iterable[Opening]:
    """Where the rule holds, but for the accounts of whose episode something lasts that speaks."""
    fresh = found.holds.copy()
    fresh[spoken_of] = False
    today, kept = found.at.isoformat(), found.alone()
    for row in np.flatnonzero(fresh).tolist():
        yield Opening(kept, row, items[row] or today)


def _beside(lasting: Sequence[Known], frame: Frame) -> tuple[Rows, Cells]:
    """The rows of these nudges' accounts, and their episodes."""
    row_of = frame.row_of
    rows = np.array([row_of[nudge.account_id] for nudge in lasting], np.intp)
    return rows, texts([nudge.episode for nudge in lasting])


def _due(opened: Opening, account: Account, priority: int) -> Due:
    found, row = opened.found, opened.row
    rule, held = found.rule, found.held(row)
    return Due(
        rule=rule.name,
        account_id=account.id,
        episode=opened.episode,
        priority=priority,
        role=rule.role,
        owner=_owner(rule.role, account, found.frame, row),
        facts=found.facts(row, held),
        reasons=_reasons(rule, held),
        step=rule.step,
        within_days=rule.within_days,
        draft=rule.draft,
        play=held[0].play or rule.play,
        revenue=account.arr,
        currency=account.currency,
    )


def _owner(role: str, account: Account, frame: Frame, row: int) -> str | None:
    if role == "presales":
        return account.solution_architect
    if role != "sales":
        return account.owner
    author = frame.fact("handoff_author", row)
    return account.account_executive or (str(author.value) if author else None)


def _held(case: Case, kept: AccountFacts, at: date) -> bool:
    """A case held when it holds for some segment; the nudge does not keep which one it was."""
    segments = {segment for condition in case.when for segment in condition.limits}
    return any(conditions.all_hold(case.when, kept, segment, at) for segment in segments)


def _reasons(rule: Rule, cases: Iterable[Case]) -> tuple[str, ...]:
    lead = (rule.reason,) if rule.reason else ()
    return (*lead, *(case.reason for case in cases))
