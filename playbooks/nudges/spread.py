"""How far a rule reaches: what holds nearly everywhere is no news about one account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from playbooks.accounts import Account
from playbooks.facts import Fact
from playbooks.frame import Figures, Frame
from playbooks.nudges import firing
from playbooks.nudges.rule import ALIKE, Rule
from playbooks.nudges.rulefile import NudgeRules
from playbooks.nudges.values import Due, Episode, Nudge

FEWEST_ACCOUNTS = 10
"""Accounts that a rule asks about, below which nothing can be called common."""

EPISODE = "workspace "
"""Begins the episode of a nudge about the whole workspace; the day that it began follows."""

MANAGER = "manager"


@dataclass(slots=True)
class Spread:
    """A rule over all accounts: of those it asks about, how many are alike, and the largest.

    `revenue` is that of the `largest`, as a plain figure.
    """

    rule: Rule
    asked: int = 0
    alike: int = 0
    largest: str | None = None
    revenue: float = 0.0
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

    def due(self, account: Account, owner: str | None, at: date) -> Due | None:
        """The one nudge about all of them, told at the account with the most revenue."""
        said = self.rule.workspace
        if said is None:
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


def add(spreads: Iterable[Spread], frame: Frame, at: date) -> None:
    """Count these accounts in."""
    revenue = _revenue(frame)
    for spread in spreads:
        found = firing.look(spread.rule, frame, at)
        rows = np.flatnonzero(found.holds)
        spread.asked += int(found.asked.sum())
        spread.alike += len(rows)
        if len(rows):
            row = int(rows[np.argmax(revenue[rows])])
            if spread.largest is None or revenue[row] > spread.revenue:
                spread.largest, spread.revenue = frame.account_ids[row], float(revenue[row])
                spread.facts = found.facts(row, found.held(row))


def running(nudges: Iterable[Nudge | Episode]) -> set[str]:
    """The rules about which the workspace is being nudged."""
    return {n.rule for n in nudges if n.ended is None and n.episode.startswith(EPISODE)}


def wide(spreads: Sequence[Spread]) -> set[str]:
    """The rules that nudge nobody about single accounts for now."""
    return {spread.rule.name for spread in spreads if spread.is_wide}


def _revenue(frame: Frame) -> Figures:
    """Of each account, nothing where it is not known."""
    revenue, column = np.zeros(len(frame)), frame.columns.get("arr")
    if column is not None:
        revenue[column.known] = column.values[column.known].astype(np.float64)
    return revenue
