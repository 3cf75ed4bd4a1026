"""A year at many customers, made up day by day, with what each day has to be told to whom."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from playbooks.accounts import Account
from playbooks.handoffs import Handoff, HandoffState, Promise
from playbooks.intents import Intent, IntentReading
from playbooks.member_preferences import MemberPreferences
from playbooks.observations import Goal, MetricSample, Ticket
from playbooks.people import Contact, Member, Role
from playbooks.stages import Enrolment, Stage

ZONES = (
    *("Europe/Rome", "America/New_York", "Australia/Sydney", "Asia/Shanghai"),
    "America/Los_Angeles",
)
"""Their clocks change on three different days, or never, and in Sydney the other way round."""

ACCOUNTS_EACH = 200
"""Accounts that one person looks after."""

LASTS = 21
"""Days that a condition holds at least: longer than any row of holidays."""

QUIET_UNTIL = time(10, 30)
WITH_QUIET_HOURS = 4
"""One in so many people has quiet hours of their own, over the beginning of the day."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An episode that has to be told: what begins on which day, and whose account it is."""

    account_id: str
    rule: str
    begins: date


@dataclass
class Almanac:
    """The people, and what is recorded on each day; `expected` follows from it by arithmetic.

    `before` is there when the year begins, `events` come on the day that they are dated.
    """

    members: list[Member]
    before: list[Any]
    events: dict[date, list[Any]]
    expected: list[Expected]


def write(
    accounts: int, begin: date, days: int, chance: random.Random, csms: int | None = None
) -> Almanac:
    """Make a year up; the same one for the same chance. `csms` look after the accounts."""
    people = _people(csms or max(len(ZONES), accounts // ACCOUNTS_EACH))
    made = Almanac(people, list(people), defaultdict(list), [])
    owners = [one for one in people if one.role is Role.CSM]
    for number, csm in enumerate(owners):
        if number % WITH_QUIET_HOURS == 1:
            made.before.append(MemberPreferences(csm.id, time(8), QUIET_UNTIL))
    for number in range(accounts):
        owner = owners[number % len(owners)]
        _Customer(made, number, owner, begin, days, chance).live()
    return made


def _people(csms: int) -> list[Member]:
    manager = Member("U0BOSS", "Ruth Boss", "ruth", role=Role.MANAGER, time_zone=ZONES[0])
    team = [
        Member(
            f"U{number:04}",
            f"Csm {number}",
            f"csm{number}",
            time_zone=ZONES[number % len(ZONES)],
            language=("en", "it", "zh")[number % 3],
            manager=manager.id,
        )
        for number in range(csms)
    ]
    return [manager, *team]


class _Customer:
    """One account, and what happens there."""

    def __init__(
        self,
        made: Almanac,
        number: int,
        owner: Member,
        begin: date,
        days: int,
        chance: random.Random,
    ) -> None:
        self.made = made
        self.key = f"a{number:05}"
        self.owner = owner
        self.begin = begin
        self.days = days
        self.chance = chance
        self.segment = chance.choice(("enterprise", "mid_market", "smb"))

    def live(self) -> None:
        """Its record at the beginning, and some of what can happen."""
        account = Account(
            self.key,
            f"Customer {self.key[1:]}",
            segment=self.segment,
            arr=Decimal(self.chance.randint(5, 400) * 1000),
            currency="EUR",
            owner=self.owner.id,
            account_executive=self.owner.id,
            contract_start=self.begin - timedelta(days=400),
        )
        roles = ("economic_buyer", "user", "user")
        contacts = [
            Contact(f"c{self.key}{n}", self.key, f"Person {n}", role=role)
            for n, role in enumerate(roles)
        ]
        bought = MetricSample(
            f"b{self.key}", self.key, self.begin - timedelta(days=200), "licences_bought", 100
        )
        adoption = Enrolment(
            f"s{self.key}", self.key, Stage.ADOPTION, self.begin - timedelta(days=300)
        )
        why = IntentReading(
            f"i{self.key}",
            self.key,
            Intent.COMPETITIVE_SWITCH,
            self.begin - timedelta(days=300),
            0.9,
            "person",
            self.owner.id,
        )
        goal = Goal(
            f"g{self.key}", self.key, "Shorter waiting", "minutes", 20, 30, as_of=self.begin
        )
        self.made.before += [account, *contacts, bought, adoption, why, goal]
        self._use(self.begin - timedelta(days=120), 90)
        happenings = (self._falling_use, self._promises, self._escalation, self._champion)
        for happens in (*happenings, self._onboarding):
            if self.chance.random() < 0.55:
                happens()

    def _on(self, day: date, *values: Any) -> None:
        listed = self.made.before if day < self.begin else self.made.events[day]
        listed.extend(values)

    def _expects(self, rule: str, day: date) -> None:
        self.made.expected.append(Expected(self.key, rule, day))

    def _some_day(self, first: int = 10) -> date:
        first = min(first, self.days // 5)
        return self.begin + timedelta(days=self.chance.randint(first, max(first, self.days - 1)))

    def _use(self, day: date, users: int) -> None:
        self._on(day, MetricSample(f"u{self.key}{day}", self.key, day, "active_users", users))

    def _falling_use(self) -> None:
        """Use falls and recovers, and falls again: each fall is an episode of its own."""
        day = self._some_day()
        while day < self.begin + timedelta(days=self.days):
            self._use(day, 20)
            self._expects("licence_utilisation_low", day)
            recovers = day + timedelta(days=self.chance.randint(LASTS, 60))
            self._use(recovers, 90)
            day = recovers + timedelta(days=self.chance.randint(30, 200))

    def _promises(self) -> None:
        """One promise after the other; each is told a week before it is due."""
        due = self._some_day(17)
        number = 0
        while due < self.begin + timedelta(days=self.days):
            made = Promise(
                f"p{self.key}{number}", self.key, "A report by site", owner=self.owner.id, due=due
            )
            self._on(due - timedelta(days=14), made)
            self._expects("promise_due_or_broken", due - timedelta(days=7))
            delivered = due + timedelta(days=LASTS)
            self._on(delivered, replace(made, delivered=delivered))
            due = delivered + timedelta(days=self.chance.randint(40, 150))
            number += 1

    def _escalation(self) -> None:
        """An escalation without an answer for weeks."""
        opened = self._some_day()
        asked = Ticket(
            f"t{self.key}", self.key, opened, title="Sync", escalated=True, status="open"
        )
        self._on(opened, asked)
        unanswered = 1 if self.segment == "enterprise" else 2
        self._expects("escalation_overdue", opened + timedelta(days=unanswered))
        solved = opened + timedelta(days=LASTS + unanswered)
        closed = replace(
            asked, closed=solved, resolved_date=solved, feedback_asked=True, status="closed"
        )
        self._on(solved, closed)

    def _champion(self) -> None:
        """The champion leaves, and another one takes their place."""
        left = self._some_day()
        champion = Contact(f"c{self.key}x", self.key, "Cora Champion", role="champion")
        self.made.before.append(champion)
        self._on(left, replace(champion, active=False, left_on=left))
        self._expects("champion_left", left)
        heir = Contact(f"c{self.key}y", self.key, "Hugo Heir", role="champion")
        self._on(left + timedelta(days=LASTS + 5), heir)

    def _onboarding(self) -> None:
        """Another team begins, and nobody sets a kickoff."""
        entered = self._some_day()
        stay = Enrolment(f"e{self.key}", self.key, Stage.ONBOARDING, entered)
        handoff = Handoff(
            f"h{self.key}",
            self.key,
            HandoffState.ACCEPTED,
            submitted=entered,
            author=self.owner.id,
            why_bought="Their old system was switched off.",
            problem="Stock is counted by hand.",
            time_expectation="By spring.",
        )
        self._on(entered, stay, handoff)
        unset = 14 if self.segment == "enterprise" else 7
        self._expects("kickoff_missing", entered + timedelta(days=unset))
        left = entered + timedelta(days=unset + LASTS)
        self._on(left, replace(stay, exited=left))


def on(made: Almanac, day: date) -> Sequence[Any]:
    """What is recorded on a day."""
    return made.events.get(day, [])
