"""Nudge rules run over days that have passed: what would have fired, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from playbooks.frame import Frame
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges import spread
from playbooks.nudges.rulefile import NudgeRules
from playbooks.nudges.rules import Key, Opening
from playbooks.nudges.values import Episode


@dataclass
class Replay:
    """Rules, with the episodes that they opened on the days looked at so far."""

    rules: NudgeRules
    _lasting: list[Episode] = field(default_factory=list)
    _ended: set[Key] = field(default_factory=set)

    def look(self, frames: Iterable[Frame], at: date) -> list[Opening]:
        """What fires on this day; `frames` together hold all accounts, as of the day.

        Days have to be given in their order.
        """
        found: list[Opening] = []
        spreads = spread.begin(self.rules)
        for frame in frames:
            turn = nudge_rules.turn(frame, self._lasting, at, self.rules)
            self._close(turn.over)
            found += turn.opened
            spread.add(spreads, frame, at)
        wide = spread.wide(spreads)
        fired = [one for one in found if self._is_new(one) and one.rule not in wide]
        told = spread.running(self._lasting)
        for reach in spreads:
            if reach.rule.name in wide - told:
                fired += [one for one in found if _speaks_for_all(one, reach)][:1]
        self._lasting += [_episode(one, wide, at) for one in fired]
        return fired

    def _close(self, over: Iterable[Episode]) -> None:
        gone = {one.id: one for one in over}
        self._ended |= {nudge_rules.key(one) for one in gone.values()}
        self._lasting = [one for one in self._lasting if one.id not in gone]

    def _is_new(self, one: Opening) -> bool:
        return one.key not in self._ended


def _speaks_for_all(one: Opening, reach: spread.Spread) -> bool:
    return one.rule == reach.rule.name and one.account_id == reach.largest


def _episode(one: Opening, wide: set[str], at: date) -> Episode:
    account_id, rule, episode = one.key
    name = f"{spread.EPISODE}{at}" if rule in wide else episode
    return Episode("\0".join((account_id, rule, name)), account_id, rule, name)
