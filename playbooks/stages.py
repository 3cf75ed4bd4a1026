"""The journey: its five stages, what each is for, and an account's enrolments in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median


class Stage(StrEnum):
    """The stages of the journey; the first belongs to PreSales, the next four to CS."""

    PRESALES = "presales"
    ONBOARDING = "onboarding"
    ADOPTION = "adoption"
    RENEWAL = "renewal"
    ESCALATION = "escalation"


PASSED_THROUGH = (Stage.PRESALES, Stage.ONBOARDING, Stage.ESCALATION)
"""Stages in which a long stay is a bottleneck; in adoption a customer is meant to live."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """An account's (or one of its teams') time in a stage; several may be open at once."""

    id: str
    account_id: str
    stage: Stage
    entered: date
    team: str | None = None
    target_exit: date | None = None
    exited: date | None = None

    def is_open(self, today: date) -> bool:
        """True when entered by `today` and not yet left."""
        return self.entered <= today and (self.exited is None or self.exited > today)


@dataclass(frozen=True, slots=True)
class ExpectedTime:
    """Days that earlier accounts of a segment spent in a stage: median, range and how many."""

    stage: Stage
    segment: str | None
    median_days: float
    low_days: int
    high_days: int
    n: int


MINIMUM_EARLIER_STAYS = 5
"""Fewer finished stays than this say nothing about what to expect."""


def expected_time(stage: Stage, segment: str | None, days: Iterable[int]) -> ExpectedTime | None:
    """Expected days in `stage` from those of finished stays; None when there are too few."""
    stays = sorted(days)
    if len(stays) < MINIMUM_EARLIER_STAYS:
        return None
    return ExpectedTime(stage, segment, float(median(stays)), stays[0], stays[-1], len(stays))


WHOLE = re.compile(
    r"(?:the )?(?:whole|entire|all(?: of)?(?: the)?) ?"
    r"(?:company|organi[sz]ation|account|customer|teams)?|company[- ]wide|everyone|"
    r"(?:tutta |l['’]intera |intera )?(?:l['’])?(?:azienda|organizzazione)|"
    r"tutti(?: i team)?|(?:全|整个)(?:公司|集团|员)|所有(?:团队|部门)",
    re.IGNORECASE,
)


def team(named: str | None) -> str | None:
    """The team of an enrolment; None where its name says that the whole account is meant."""
    return None if named is None or WHOLE.fullmatch(named.strip()) else named
