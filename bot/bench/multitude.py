"""A year of records for very many accounts, made up fast: the same ones for the same seed."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from bot.bench.crowd import CUES, NAMES, SAID, TRADES
from playbooks.accounts import Account, Subscription
from playbooks.handoffs import Handoff, Promise
from playbooks.health.values import PersonAnswer
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Note
from playbooks.observations import Goal, MetricSample, Outcome, ProductGap, SurveyResponse, Ticket
from playbooks.people import Contact, Member, Role
from playbooks.stages import Enrolment
from storage import bulk
from storage.workspace import Workspace

MEMBERS = 400
TOGETHER = 2_000
"""Accounts that are made and written at once."""

Lines = dict[type[Any], list[bulk.Line]]

COLUMNS: dict[type[Any], Sequence[str]] = {
    Account: (
        *("id", "name", "aliases", "segment", "arr", "currency", "contract_start"),
        *("renewal_date", "owner", "account_executive"),
    ),
    Contact: ("id", "account_id", "name", "role", "active", "left_on"),
    Enrolment: ("id", "account_id", "stage", "entered", "target_exit", "exited"),
    Subscription: ("id", "account_id", "product", "seats", "start_date"),
    Handoff: (
        *("id", "account_id", "state", "submitted", "author", "why_bought", "problem"),
        *("time_expectation", "success_criteria", "kickoff_date"),
    ),
    Note: (
        *("id", "account_id", "date", "text", "author", "kind", "direction", "private"),
        *("language", "version", "sentiment"),
    ),
    Cue: ("id", "account_id", "note_id", "date", "name", "quote"),
    Promise: ("id", "account_id", "what", "handoff_id", "note_id", "owner", "due", "delivered"),
    Goal: ("id", "account_id", "goal", "unit", "target", "current", "as_of", "due"),
    Outcome: ("id", "account_id", "date", "kind"),
    IntentReading: (
        *("id", "account_id", "intent", "date", "confidence", "source_kind", "source_id"),
        *("quote", "attributes"),
    ),
    MetricSample: ("id", "account_id", "date", "metric", "value", "unit"),
    SurveyResponse: ("id", "account_id", "date", "kind", "score", "respondent", "role", "comment"),
    Ticket: (
        *("id", "account_id", "opened", "closed", "title", "escalated", "promised_date"),
        *("resolved_date", "first_response_hours", "satisfaction", "status"),
    ),
    ProductGap: ("id", "account_id", "date", "title", "kind"),
    PersonAnswer: ("id", "account_id", "question", "verdict", "date", "author"),
}
"""What is written of each kind, in an order in which each finds what it refers to."""

ROLES = ("champion", "economic_buyer", "user", "executive_sponsor", "detractor")
INTENTS = (
    *("replace_outdated_process", "competitive_switch", "strategic_integration"),
    "pilot_to_expand",
)
QUESTIONS = ("intent.approach_adapted", "needs.content_ready", "journey.proactive")


def fill(workspace: Workspace, accounts: int, today: date, seed: int) -> int:
    """Put so many accounts with their records into an empty workspace; returns all rows."""
    chance = random.Random(seed)
    roles = (Role.CSM, Role.CSM, Role.SALES, Role.PRESALES, Role.MANAGER)
    members = [
        Member(f"U{n:03}", f"{NAMES[n % 25]} {TRADES[n % 20]}son", role=roles[n % 5])
        for n in range(MEMBERS)
    ]
    with workspace.writing() as writer:
        writer.put_many(members)
        return sum(
            bulk.insert(writer, kind, COLUMNS[kind], lines[kind])
            for lines in _parts(accounts, chance, today)
            for kind in COLUMNS
        )


def name(number: int) -> str:
    """What the account of that number is called."""
    return f"{NAMES[number % 25]} {TRADES[number // 25 % 20]} {number}"


def _parts(accounts: int, chance: random.Random, today: date) -> Iterator[Lines]:
    for start in range(0, accounts, TOGETHER):
        lines: Lines = {kind: [] for kind in COLUMNS}
        for number in range(start, min(start + TOGETHER, accounts)):
            _Maker(lines, f"a{number:07}", chance, today).make(number)
        yield lines


class _Maker:
    """Everything about one account."""

    def __init__(self, lines: Lines, key: str, chance: random.Random, today: date) -> None:
        self.lines = lines
        self.key = key
        self.chance = chance
        self.today = today
        self.rich = chance.random() < 0.85

    def make(self, number: int) -> None:
        """Most accounts have a rich record, some hardly any besides their use."""
        self._account(number)
        self._use()
        self._journey()
        if self.rich:
            self._people()
            self._start()
            self._goals()
            self._said()
            self._voice()
            self._support()

    def _add(self, kind: type[Any], id: str, *cells: Any) -> None:
        self.lines[kind].append((id, *cells) if kind is Account else (id, self.key, *cells))

    def _ago(self, low: int, high: int) -> str:
        return str(self.today - timedelta(days=int(self.chance.random() * (high - low)) + low))

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _account(self, number: int) -> None:
        chance = self.chance
        segment = chance.choice(("enterprise", "mid_market", "smb", "smb"))
        arr, currency = chance.randint(5, 400) * 100_000, chance.choice(("EUR", "USD"))
        team = f"U{number % MEMBERS:03}", f"U{(number + 2) % MEMBERS:03}"
        started, renews = self._ago(60, 900), self._ago(-365, 20)
        row = (self.key, name(number), "[]", segment, arr, currency, started, renews, *team)
        self.lines[Account].append(row)

    def _use(self) -> None:
        """Twenty samples: monthly users, quarterly breadth, and what they are measured against."""
        key, chance = self.key, self.chance
        bought = chance.randint(20, 400)
        users, drift = bought * chance.uniform(0.2, 1), chance.uniform(-0.04, 0.03)
        for month in range(12):
            count = int(users * (1 + drift) ** (12 - month)) + chance.randint(0, 3)
            day = self._ago(30 * month + 1, 30 * month + 6)
            self._add(MetricSample, f"mu{key}{month}", day, "active_users", count, "users")
        for quarter in range(4):
            share, day = (
                round(chance.uniform(0.1, 0.9), 2),
                self._ago(90 * quarter, 90 * quarter + 9),
            )
            self._add(MetricSample, f"mf{key}{quarter}", day, "feature_breadth", share, "share")
        for metric, value, unit in (
            ("licences_bought", bought, "licences"),
            ("licences_assigned", int(bought * 0.9), "licences"),
            ("training_completed", round(chance.random(), 2), "share"),
            ("boards", chance.randint(1, 90), "boards"),
        ):
            self._add(MetricSample, f"m{metric}{key}", self._ago(5, 200), metric, value, unit)
        self._add(Subscription, f"s{key}", "Planner", bought, self._ago(60, 900))

    def _journey(self) -> None:
        key = self.key
        if self._happens(0.25):
            late = self._ago(-40, 40)
            self._add(Enrolment, f"e{key}1", "onboarding", self._ago(5, 150), late, None)
            return
        left = self._ago(90, 250)
        self._add(Enrolment, f"e{key}1", "onboarding", self._ago(260, 400), None, left)
        self._add(Enrolment, f"e{key}2", "adoption", left, None, None)
        if self._happens(0.3):
            self._add(Enrolment, f"e{key}3", "renewal", self._ago(1, 80), None, None)

    def _people(self) -> None:
        for n in range(self.chance.randint(1, 4)):
            name = f"{self.chance.choice(NAMES)} {self.chance.choice(TRADES)}berg"
            left = self._ago(1, 300) if self._happens(0.05) else None
            role = ROLES[n] if self._happens(0.97) else ROLES[-1]
            self._add(Contact, f"c{self.key}{n}", name, role, left is None, left)

    def _start(self) -> None:
        key, chance = self.key, self.chance
        why = "Their old tool is slow and the licence ends." if self._happens(0.8) else None
        state = chance.choice(("accepted", "accepted", "submitted", "returned"))
        told = (why, "Plans on paper.", "Three months.", "Half the time." if why else None)
        day, kickoff = self._ago(200, 400), self._ago(100, 300)
        self._add(Handoff, f"h{key}", state, day, "U002", *told, kickoff)
        if why:
            source = ("handoff", f"h{key}", why, '{"planned_behaviour": "Two more teams."}')
            self._add(IntentReading, f"i{key}", chance.choice(INTENTS), day, 0.8, *source)
        if self._happens(0.6):
            due = self._ago(-60, 60)
            given = due if self._happens(0.5) else None
            self._add(Promise, f"p{key}", "A report by site", f"h{key}", None, "U001", due, given)
        if self._happens(0.6):
            kind = chance.choice(("renewal", "renewal", "expansion", "contraction", "churn"))
            self._add(Outcome, f"o{key}", self._ago(30, 700), kind)

    def _goals(self) -> None:
        for n in range(self.chance.randint(0, 2)):
            current, aim = self.chance.randint(15, 40), f"Reduce waiting time {n}"
            asked = (aim, "minutes", 20, current, self._ago(5, 60), self._ago(-90, 60))
            self._add(Goal, f"g{self.key}{n}", *asked)

    def _said(self) -> None:
        key, chance = self.key, self.chance
        for n in range(chance.randint(1, 10)):
            day, mood = self._ago(0, 400), chance.choice(("negative", "neutral", "positive", None))
            text = chance.choice(SAID).format(name=chance.choice(NAMES)) + f" ({n})"
            direction = "two_way" if self._happens(0.6) else "one_way"
            told = (day, text, "U001", "note", direction, False, "en", 1, mood)
            self._add(Note, f"n{key}{n}", *told)
            if self._happens(0.35):
                self._add(Cue, f"k{key}{n}", f"n{key}{n}", day, chance.choice(CUES), text)
            if self._happens(0.1):
                made = ("A plan for the next team", None, f"n{key}{n}", "U001", day, None)
                self._add(Promise, f"q{key}{n}", *made)

    def _voice(self) -> None:
        key, chance = self.key, self.chance
        for n in range(chance.randint(0, 5)):
            kind, top = chance.choice((("csat", 5), ("nps", 10), ("ces", 7)))
            person = f"{chance.choice(NAMES)} {chance.choice(TRADES)}berg"
            said = (kind, chance.randint(1, top), person, chance.choice(ROLES), "It is fine.")
            self._add(SurveyResponse, f"v{key}{n}", self._ago(1, 360), *said)
        if self._happens(0.1):
            asked = (chance.choice(QUESTIONS), chance.choice(("yes", "no")), self._ago(1, 300))
            self._add(PersonAnswer, f"w{key}", *asked, "U001")

    def _support(self) -> None:
        key, chance = self.key, self.chance
        for n in range(chance.randint(0, 5)):
            opened, done, escalated = self._ago(10, 360), self._happens(0.8), self._happens(0.1)
            closed = self._ago(0, 10) if done else None
            promised = self._ago(-10, 20) if escalated else None
            hours, rating = round(chance.uniform(0.5, 40), 1), chance.choice((None, 3, 4, 5))
            status = "closed" if done else "open"
            cells = ("Sync", escalated, promised, closed, hours, rating, status)
            self._add(Ticket, f"t{key}{n}", opened, closed, *cells)
        if self._happens(0.1):
            kind = chance.choice(("deal_breaker", "challenge"))
            self._add(ProductGap, f"x{key}", self._ago(1, 300), "Single sign-on", kind)
