"""What one person sees when they open the app: their accounts, and where we know too little."""

from dataclasses import dataclass
from datetime import date

from handlers import portfolio, rulebook
from handlers.context import Context
from handlers.portfolio import Line
from playbooks.health import asking
from playbooks.health.rules import HealthRules
from playbooks.health.values import Band
from playbooks.people import Member, Role

OVERSEERS = (Role.MANAGER, Role.ADMIN)
"""Roles whose accounts are everybody's."""


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """An account of which too little is known, and the question that would tell the most."""

    line: Line
    question: str


@dataclass(frozen=True, slots=True)
class Homepage:
    """A member's accounts, those with the most revenue at risk first, and the blind spots."""

    as_of: date
    lines: tuple[Line, ...]
    blind_spots: tuple[BlindSpot, ...]


def read(context: Context, member: Member, at: date | None = None) -> Homepage:
    """The accounts that are the member's own; of a manager or admin, all of them."""
    wanted = portfolio.Filter(owner=member.id if member.role is Role.CSM else None)
    found = portfolio.read(context, wanted, member.id, at)
    lines = tuple(line for line in found.lines if _is_of(line, member))
    with context.workspace.reading() as reader:
        rules = rulebook.health(context, reader)
    return Homepage(found.as_of, lines, tuple(_blind_spots(lines, rules)))


def _is_of(line: Line, member: Member) -> bool:
    return member.role in OVERSEERS or member.id in line.account.team


def _blind_spots(lines: tuple[Line, ...], rules: HealthRules) -> list[BlindSpot]:
    found = []
    for line in lines:
        reading = line.reading
        if reading is not None and reading.band is Band.UNKNOWN and reading.unknown:
            question = asking.by_weight(reading, rules, reading.unknown)[0]
            found.append(BlindSpot(line, rules.questions[question.question].ask))
    return found
