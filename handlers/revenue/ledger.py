"""The records that revenue is read from: courses of accounts, answers to surveys, contacts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from playbooks import catalogue
from playbooks.accounts import Account, Subscription
from playbooks.observations import MetricSample, Outcome, SurveyResponse, Ticket
from playbooks.revenue import courses
from playbooks.revenue.courses import Course
from playbooks.revenue.effects import Line
from playbooks.revenue.values import Measure
from storage.workspace import Reader

T = TypeVar("T", Subscription, Outcome)

WINDOW_DAYS = 180
"""Answers of so many days before a reading are its satisfaction."""

TOPS = {**catalogue.TOPS, Measure.TICKETS.value: catalogue.TOPS[Measure.CSAT.value]}
"""The most that a person can answer; a figure beyond it is a share or a net score of many."""

LICENCES = "licences_bought"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of somebody at the customer's: on which day it was known, and its record."""

    account_id: str
    day: date
    measure: Measure
    score: float
    kind: str
    id: str


@dataclass(frozen=True)
class Ledger:
    """All that is read once. `said` comes by account, the oldest first."""

    accounts: Sequence[Account]
    courses: Mapping[str, Course]
    said: Mapping[str, Sequence[Said]]
    licences: Mapping[str, Sequence[MetricSample]]
    tickets: Sequence[Ticket]

    def line(self, course: Course, cutoff: date, horizon_days: int, last: date) -> Line | None:
        """One account at one cut-off, None for one that paid nothing then, or nobody knows what."""
        arr = course.arr(cutoff)
        if not arr:
            return None
        end = cutoff + timedelta(days=horizon_days)
        return Line(
            course.account_id,
            cutoff,
            course.segment,
            course.currency,
            self.satisfaction(course.account_id, cutoff),
            arr,
            course.arr(end) if end <= last else None,
            _paid_a_month(course, cutoff),
            self._seats(course, cutoff),
            course.tenure(cutoff),
        )

    def satisfaction(self, account_id: str, day: date) -> dict[Measure, float]:
        """The mean of the answers of the window before the day, by measure."""
        scores: dict[Measure, list[float]] = defaultdict(list)
        for one in self.answers(account_id, day):
            scores[one.measure].append(one.score)
        return {measure: sum(some) / len(some) for measure, some in scores.items()}

    def answers(self, account_id: str, day: date) -> list[Said]:
        """The answers of the window before the day, the oldest first."""
        since = day - timedelta(days=WINDOW_DAYS)
        return [one for one in self.said.get(account_id, ()) if since < one.day <= day]

    def _seats(self, course: Course, day: date) -> int | None:
        known = [one for one in self.licences.get(course.account_id, ()) if one.date <= day]
        counted = int(known[-1].value) if known and known[-1].value > 0 else None
        return course.seats(day) or counted


def read(reader: Reader, until: date) -> Ledger:
    """Everything that was dated up to the day."""
    accounts = reader.find(Account)
    bought = _by_account(reader.find(Subscription))
    outcomes = _by_account(reader.find(Outcome, until=until))
    made = (
        courses.course(one, bought.get(one.id, []), outcomes.get(one.id, []), until)
        for one in accounts
    )
    tickets = reader.find(Ticket, until=until)
    said: dict[str, list[Said]] = defaultdict(list)
    for one in sorted(_said(reader, tickets, until), key=lambda one: (one.day, one.id)):
        said[one.account_id].append(one)
    licences: dict[str, list[MetricSample]] = defaultdict(list)
    for sample in reader.find(MetricSample, until=until, metric=LICENCES):
        licences[sample.account_id].append(sample)
    found = {one.account_id: one for one in made if one is not None}
    return Ledger(accounts, found, said, licences, tickets)


def _said(reader: Reader, tickets: Iterable[Ticket], until: date) -> Iterator[Said]:
    kinds = list(TOPS)
    for survey in reader.find(SurveyResponse, until=until, kind=kinds):
        measure = Measure(survey.kind)
        yield Said(survey.account_id, survey.date, measure, survey.score, "survey", survey.id)
    for sample in reader.find(MetricSample, until=until, metric=kinds):
        measure = Measure(sample.metric)
        if 0 <= sample.value <= TOPS[sample.metric]:
            yield Said(sample.account_id, sample.date, measure, sample.value, "metric", sample.id)
    for ticket in tickets:
        if ticket.satisfaction is not None and ticket.rated_on <= until:
            day, score = ticket.rated_on, ticket.satisfaction
            yield Said(ticket.account_id, day, Measure.TICKETS, score, "ticket", ticket.id)


def _paid_a_month(course: Course, day: date) -> float | None:
    months = course.tenure(day)
    if months is None or months < 1 or course.began is None:
        return None
    paid = course.paid(course.began, day)
    return None if paid is None else paid / months


def _by_account(items: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[item.account_id].append(item)
    return found
