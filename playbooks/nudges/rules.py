"""When a rule fires: on a transition, once for each account and episode."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from playbooks import conditions
from playbooks.accounts import Account
from playbooks.facts import AccountFacts, from_json
from playbooks.frame import Flags, Frame
from playbooks.nudges import firing, rulefile
from playbooks.nudges.firing import Firing
from playbooks.nudges.rulefile import Case, NudgeRules, Rule
from playbooks.nudges.values import Due, Nudge

load = rulefile.load

URGENT = 1


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
    frame, history = Frame.of(facts_by_account), _history(known)
    found = [
        one
        for rule in rules.rules.values()
        for one in _dues(firing.look(rule, frame, at), accounts, history)
    ]
    return sorted(found, key=urgency)


def urgency(nudge: Due) -> tuple[int, float, str, str]:
    """What goes first sorts first: by priority, then by revenue."""
    return nudge.priority, -float(nudge.revenue or 0), nudge.account_id, nudge.rule


def still_true(nudge: Nudge, facts: AccountFacts, at: date, rules: NudgeRules) -> bool:
    """True when the nudge's condition holds now, for the episode that it was made for."""
    rule = rules.rules.get(nudge.rule)
    if rule is None:
        return False
    found = firing.look(rule, Frame.of({nudge.account_id: facts}), at)
    return bool(found.holds[0]) and _item(found, 0) in (None, nudge.episode)


def over(
    facts_by_account: Mapping[str, AccountFacts],
    known: Iterable[Nudge],
    at: date,
    rules: NudgeRules,
) -> list[Nudge]:
    """Nudges whose episode has ended by now; a condition that became unknown has not ended.

    Once they are stored with `ended`, the rule may fire for the account anew.
    """
    frame, nudges = Frame.of(facts_by_account), list(known)
    running: defaultdict[str, list[Nudge]] = defaultdict(list)
    for nudge in nudges:
        if nudge.ended is None and nudge.account_id in frame.row_of:
            running[nudge.rule].append(nudge)
    ended = {
        nudge.id
        for name, those in running.items()
        for nudge in _over(rules.rules.get(name), those, frame, at)
    }
    return [nudge for nudge in nudges if nudge.id in ended]


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


def _held(case: Case, kept: AccountFacts, at: date) -> bool:
    """A case held when it holds for some segment; the nudge does not keep which one it was."""
    segments = {segment for condition in case.when for segment in condition.limits}
    return any(conditions.all_hold(case.when, kept, segment, at) for segment in segments)


def _history(known: Iterable[Nudge]) -> Mapping[tuple[str, str], list[Nudge]]:
    found: defaultdict[tuple[str, str], list[Nudge]] = defaultdict(list)
    for nudge in known:
        found[nudge.account_id, nudge.rule].append(nudge)
    return found


def _item(found: Firing, row: int) -> str | None:
    return found.item(row, found.held(row)[0])


def _dues(
    found: Firing,
    accounts: Mapping[str, Account],
    history: Mapping[tuple[str, str], list[Nudge]],
) -> Iterable[Due]:
    urgent = found.urgent()
    for row in np.flatnonzero(found.holds).tolist():
        account, held = accounts[found.frame.account_ids[row]], found.held(row)
        before = history.get((account.id, found.rule.name), [])
        episode = _new_episode(found.item(row, held[0]), before, found.at)
        if episode is not None:
            priority = URGENT if urgent[row] else found.rule.priority
            yield _due(found, row, held, account, episode, priority)


def _new_episode(item: str | None, before: list[Nudge], at: date) -> str | None:
    """The key of an episode that has not been nudged yet; None when this one has."""
    if item is not None:
        return None if any(nudge.episode == item for nudge in before) else item
    key = at.isoformat()
    running = any(nudge.ended is None or nudge.episode == key for nudge in before)
    return None if running else key


def _due(
    found: Firing,
    row: int,
    held: tuple[Case, ...],
    account: Account,
    episode: str,
    priority: int,
) -> Due:
    rule = found.rule
    return Due(
        rule=rule.name,
        account_id=account.id,
        episode=episode,
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


def _reasons(rule: Rule, cases: Iterable[Case]) -> tuple[str, ...]:
    lead = (rule.reason,) if rule.reason else ()
    return (*lead, *(case.reason for case in cases))


def _owner(role: str, account: Account, frame: Frame, row: int) -> str | None:
    if role == "presales":
        return account.solution_architect
    if role != "sales":
        return account.owner
    author = frame.fact("handoff_author", row)
    return account.account_executive or (str(author.value) if author else None)


def _over(rule: Rule | None, running: Iterable[Nudge], frame: Frame, at: date) -> Iterable[Nudge]:
    """Those that ended; a rule that is no longer in force ends all of its own."""
    if rule is None:
        yield from running
        return
    found = firing.look(rule, frame, at)
    ended = found.over()
    for nudge in running:
        row = frame.row_of[nudge.account_id]
        another = found.holds[row] and _item(found, row) not in (None, nudge.episode)
        if ended[row] or another:
            yield nudge
