"""How far a rule reaches: what holds nearly everywhere is no news about one account."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from playbooks.accounts import Account
from playbooks.facts import Fact
from playbooks.frame import Frame
from playbooks.nudges import firing
from playbooks.nudges.rulefile import ALIKE, NudgeRules, Rule
from playbooks.nudges.values import Due, Nudge

FEWEST_ACCOUNTS = 10
"""Accounts that a rule asks about, below which nothing can be called common."""

EPISODE = "workspace "
"""Begins the episode of a nudge about the whole workspace; the day that it began follows."""

MANAGER = "manager"


@dataclass(slots=True)
class Spread:
    """A rule over all accounts: of those it asks about, how many are alike, and the largest."""

    rule: Rule
    asked: int = 0
    alike: int = 0
    largest: Account | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def share(self) -> float:
        """Of the accounts asked about, the part for which the rule holds."""
        return self.alike / self.asked if self.asked else 0.0

    @property
    def is_wide(self) -> bool:
        """Whether it says more about the workspace than about any account."""
        limit = self.rule.workspace
        return limit is not None and self.asked >= FEWEST_ACCOUNTS and self.share > limit.above

    def due(self, owner: str | None, at: date) -> Due | None:
        """The one nudge about all of them, told at the account with the most revenue."""
        said, account = self.rule.workspace, self.largest
        if said is None or account is None:
            return None
        alike = Fact(ALIKE, self.share, at, "account", account.id, "share")
        return Due(
            rule=self.rule.name,
            account_id=account.id,
            episode=f"{EPISODE}{at}",
            priority=self.rule.priority,
            role=MANAGER,
            owner=owner,
            facts=(alike, *self.facts),
            reasons=(said.reason,),
            step=said.step,
            within_days=self.rule.within_days,
            play=self.rule.play,
            revenue=account.arr,
            currency=account.currency,
        )


def begin(rules: NudgeRules) -> list[Spread]:
    """The rules that may turn out to be about the workspace, before any account is looked at."""
    return [Spread(rule) for rule in rules.rules.values() if rule.workspace]


def add(spreads: Iterable[Spread], frame: Frame, accounts: Mapping[str, Account], at: date) -> None:
    """Count these accounts in."""
    for spread in spreads:
        found = firing.look(spread.rule, frame, at)
        rows = np.flatnonzero(found.holds).tolist()
        spread.asked += int(found.asked.sum())
        spread.alike += len(rows)
        for row in rows:
            account = accounts[frame.account_ids[row]]
            if _is_larger(account, spread.largest):
                spread.largest = account
                spread.facts = found.facts(row, found.held(row))


def running(nudges: Iterable[Nudge]) -> set[str]:
    """The rules about which the workspace is being nudged."""
    return {n.rule for n in nudges if n.ended is None and n.episode.startswith(EPISODE)}


def wide(spreads: Sequence[Spread]) -> set[str]:
    """The rules that nudge nobody about single accounts for now."""
    return {spread.rule.name for spread in spreads if spread.is_wide}


def _is_larger(account: Account, other: Account | None) -> bool:
    return other is None or (account.arr or 0, other.id) > (other.arr or 0, account.id)
