"""When a rule fires: on a transition, once for each account and episode."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from playbooks import conditions
from playbooks.accounts import Account
from playbooks.facts import AccountFacts, Fact, from_json
from playbooks.nudges import rulefile
from playbooks.nudges.rulefile import Case, NudgeRules, Rule
from playbooks.nudges.values import Due, Nudge

load = rulefile.load

URGENT = 1


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule whose condition holds now, with the cases and facts that make it hold."""

    rule: Rule
    cases: tuple[Case, ...]
    facts: tuple[Fact, ...]
    item: str | None


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
    history = _history(known)
    found = [
        _due(firing, accounts[account_id], facts, episode, at)
        for account_id, facts in facts_by_account.items()
        for firing in _firings(facts, at, rules)
        if (episode := _new_episode(firing, history[account_id, firing.rule.name], at))
    ]
    return sorted(found, key=_urgency)


def still_true(nudge: Nudge, facts: AccountFacts, at: date, rules: NudgeRules) -> bool:
    """True when the nudge's condition holds now, for the episode that it was made for."""
    rule = rules.rules.get(nudge.rule)
    firing = _firing(rule, facts, at) if rule else None
    return firing is not None and firing.item in (None, nudge.episode)


def over(
    facts_by_account: Mapping[str, AccountFacts],
    known: Iterable[Nudge],
    at: date,
    rules: NudgeRules,
) -> list[Nudge]:
    """Nudges whose episode has ended by now; a condition that became unknown has not ended.

    Once they are stored with `ended`, the rule may fire for the account anew.
    """
    return [
        nudge
        for nudge in known
        if nudge.ended is None
        and nudge.account_id in facts_by_account
        and _is_over(nudge, facts_by_account[nudge.account_id], at, rules)
    ]


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


def _history(known: Iterable[Nudge]) -> defaultdict[tuple[str, str], list[Nudge]]:
    found: defaultdict[tuple[str, str], list[Nudge]] = defaultdict(list)
    for nudge in known:
        found[nudge.account_id, nudge.rule].append(nudge)
    return found


def _firings(facts: AccountFacts, at: date, rules: NudgeRules) -> Iterable[Firing]:
    for rule in rules.rules.values():
        firing = _firing(rule, facts, at)
        if firing is not None:
            yield firing


def _firing(rule: Rule, facts: AccountFacts, at: date) -> Firing | None:
    segment = segment_of(facts)
    if any(condition.holds(facts, segment, at) for condition in rule.unless):
        return None
    if not conditions.all_hold(rule.when, facts, segment, at):
        return None
    cases = tuple(c for c in rule.cases if conditions.all_hold(c.when, facts, segment, at))
    if not cases:
        return None
    asked = [condition for case in cases for condition in case.when]
    shown = {fact.name: fact for fact in conditions.evidence((*asked, *rule.when), facts)}
    shown |= {name: facts[name] for name in rule.shows if name in facts}
    item = _item(cases[0].episode or rule.episode, facts)
    return Firing(rule, cases, tuple(shown.values()), item)


def segment_of(facts: AccountFacts) -> str | None:
    """The account's segment, by which thresholds differ."""
    fact = facts.get("segment")
    return str(fact.value) if fact else None


def _item(episode: str | None, facts: AccountFacts) -> str | None:
    """What names the episode: the item behind the fact, or the fact's own words."""
    fact = facts.get(episode) if episode else None
    if fact is None:
        return None
    return fact.value if isinstance(fact.value, str) else fact.evidence_id


def _new_episode(firing: Firing, before: list[Nudge], at: date) -> str | None:
    """The key of an episode that has not been nudged yet; None when this one has."""
    if firing.item is not None:
        return None if any(n.episode == firing.item for n in before) else firing.item
    key = at.isoformat()
    running = any(nudge.ended is None or nudge.episode == key for nudge in before)
    return None if running else key


def _due(firing: Firing, account: Account, facts: AccountFacts, episode: str, at: date) -> Due:
    rule = firing.rule
    urgent = any(c.holds(facts, segment_of(facts), at) for c in rule.urgent)
    return Due(
        rule=rule.name,
        account_id=account.id,
        episode=episode,
        priority=URGENT if urgent else rule.priority,
        role=rule.role,
        owner=_owner(rule.role, account, facts),
        facts=firing.facts,
        reasons=_reasons(rule, firing.cases),
        step=rule.step,
        within_days=rule.within_days,
        draft=rule.draft,
        play=firing.cases[0].play or rule.play,
        revenue=account.arr,
        currency=account.currency,
    )


def _reasons(rule: Rule, cases: Iterable[Case]) -> tuple[str, ...]:
    lead = (rule.reason,) if rule.reason else ()
    return (*lead, *(case.reason for case in cases))


def _owner(role: str, account: Account, facts: AccountFacts) -> str | None:
    if role == "presales":
        return account.solution_architect
    if role != "sales":
        return account.owner
    author = facts.get("handoff_author")
    return account.account_executive or (str(author.value) if author else None)


def _urgency(nudge: Due) -> tuple[int, float, str, str]:
    return nudge.priority, -float(nudge.revenue or 0), nudge.account_id, nudge.rule


def _is_over(nudge: Nudge, facts: AccountFacts, at: date, rules: NudgeRules) -> bool:
    rule = rules.rules.get(nudge.rule)
    if rule is None:
        return True
    firing = _firing(rule, facts, at)
    if firing is not None:
        return firing.item not in (None, nudge.episode)
    segment = segment_of(facts)
    if rule.over:
        return bool(conditions.all_hold(rule.over, facts, segment, at))
    return _fails(rule, facts, at)


def _fails(rule: Rule, facts: AccountFacts, at: date) -> bool:
    """True when the condition is known not to hold, not merely unknown."""
    segment = segment_of(facts)
    if any(condition.holds(facts, segment, at) for condition in rule.unless):
        return True
    if conditions.all_hold(rule.when, facts, segment, at) is False:
        return True
    return all(conditions.all_hold(c.when, facts, segment, at) is False for c in rule.cases)
