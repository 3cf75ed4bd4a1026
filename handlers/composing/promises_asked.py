"""Which of our promises a question asks for across accounts: in which state, whose, of when."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from handlers.composing import phrases
from handlers.composing.desk import Desk
from knowledge import cues, dates, lists, periods, wording
from knowledge.notes import promises as wordings
from playbooks.handoffs import Promise

FILE = Path(__file__).with_suffix(".yaml")
"""How each of the lists is asked for, in our three languages."""

OF_ACCOUNTS = re.compile(
    r"(?:\bmy|['’]s) (?:accounts|customers|clients)\b|\b(?:miei|nostri) clienti\b"
    r"|\bclienti (?:miei|di|seguiti)\b|的客户",
    re.IGNORECASE,
)
"""Of promises to somebody's customers, whoever is to keep them."""

THAT_DAY = re.compile(r"\b(?:on|il|tomorrow|domani|today|oggi)\b|当天|那天")
"""What falls due on a day, not until then."""

Span = tuple[date | None, date | None]


class State(StrEnum):
    """Which promises are asked for."""

    LATE = "late"
    DUE = "due"
    OPEN = "open"
    KEPT = "kept"
    MADE = "made"
    BY_PERSON = "by_person"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the state, the days (both included; None is an open end), and of what was
    kept only what was late (True) or on time (False)."""

    state: State
    between: Span | None = None
    late: bool | None = None


@dataclass(frozen=True, slots=True)
class Keepers:
    """Whose promises: member ids, and the name by which they are spoken of."""

    ids: frozenset[str]
    name: str


def read(desk: Desk) -> Wanted:
    """What the question asks for; a further one keeps what the one before it asked."""
    said = wording.folded(_said(desk))
    named = {name for name, words in lists.patterns(FILE).items() if lists.first(words, said)}
    between = desk.asked.period or _until_a_day(desk, said)
    late = True if "late" in named else False if "on_time" in named else None
    state = _state(desk, named, between)
    if state is State.DUE and between is not None and late is None:
        between = _nearest(between, said, desk.today)
    if state is State.KEPT and between is not None and (between[0] or desk.today) > desk.today:
        between = None  # what was kept is over: the time is that of the question before
    return Wanted(state, between, late)


def _nearest(between: Span, said: str, today: date) -> Span:
    """A month that names no year is the one over or the one to come, whichever is nearer."""
    since, until = periods.ahead(between, said, today)
    if between[1] is None or since is None or until == between[1]:
        return between
    return (since, until) if since - today <= today - between[1] else between


def keeper(desk: Desk) -> str | None:
    """Whose promises are asked for; None for everybody's, and where whose accounts is meant."""
    return None if OF_ACCOUNTS.search(_said(desk)) else desk.asked.owner


def keepers(desk: Desk, who: str, pending: Sequence[Promise]) -> Keepers:
    """The member; their whole team where it is named, or where a manager has nothing to keep."""
    _, name = desk.texts, phrases.name(desk.member(who))
    team = {one.id for one in desk.archive.members.values() if one.manager == who}
    of_team = cues.about("whole_team").search(wording.folded(_said(desk)))
    if team and (of_team or all(one.owner != who for one in pending)):
        return Keepers(frozenset({who, *team}), _("The team of {name}", name=name))
    return Keepers(frozenset({who}), name)


def _said(desk: Desk) -> str:
    return f"{desk.question.text}\n{desk.asked.topic}"


def _state(desk: Desk, named: Collection[str], between: Span | None) -> State:
    if "by_person" in named:
        return State.BY_PERSON
    if "kept" in named and "not_kept" not in named:
        return State.KEPT
    if between is not None:
        ahead = between[1] is None or between[1] >= desk.today
        is_due = ahead or "due" in named or "late" in named
        return State.DUE if is_due or "made" not in named else State.MADE
    if "late" in named:
        return State.LATE
    return State.OPEN if keeper(desk) or {"open", "due"} & set(named) else State.LATE


def _until_a_day(desk: Desk, said: str) -> Span | None:
    """Until the day that is named, or that day alone: "by Friday", "due tomorrow"."""
    text = desk.question.text
    named = (text[slice(*span)] for span in wordings.days(text))
    day = next((day for one in named if (day := dates.parse(one, desk.today))), None)
    if day is None:
        return None
    return (day, day) if THAT_DAY.search(said) else (desk.today, day)
