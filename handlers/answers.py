"""What goes into a question and what comes out of it: sentences, the items they cite, sections."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from handlers.pictures.values import Picture
from handlers.understand import Turn as Turn
from playbooks.observations import Activity, ProductGap
from playbooks.presales import Finding


class Request(StrEnum):
    """The kinds of request that Cairn tells apart."""

    HEALTH = "health"
    INTENT = "intent"
    SUMMARY = "summary"
    CHANGES = "changes"
    NEXT_STEPS = "next_steps"
    GUIDANCE = "guidance"
    EDUCATION = "education"
    HANDOFF = "handoff"
    PROMISES = "promises"
    PEOPLE = "people"
    PORTFOLIO = "portfolio"
    COMPARE = "compare"
    TRAJECTORY = "trajectory"
    REVENUE = "revenue"
    CAPACITY = "capacity"
    GAPS = "gaps"
    WRITE = "write"
    HELP = "help"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it was asked.

    `asker` is a member's Slack id or handle (None: the administrator), `channel` the place where
    the answer would appear (None: a direct message), `at` the day as of which to answer,
    `language` the one to answer in when the text itself does not show it. `account_id` is the
    account that the asker chose where a name in the text fitted several.
    """

    text: str
    asker: str | None = None
    channel: str | None = None
    thread_id: str | None = None
    turns: tuple[Turn, ...] = ()
    at: date | None = None
    language: str | None = None
    account_id: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Names a record that a sentence rests on: `note` n1, `metric` m7, `health` of account a1."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, written: str) -> "Ref":
        """The reference that `str` wrote."""
        kind, _, item_id = written.partition(":")
        return cls(kind, item_id)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the items that carry it.

    A sentence without `cites` makes no claim about an account or a playbook: it says what is
    not known, or what to do. `said` holds what rules computed from the cited items (a score, a
    number of days): figures that may be stated though no single item spells them out; without
    `cites`, the names and days in which something was looked for. `free` sentences were written by
    a model in its own words, so they are checked for more.
    """

    text: str
    cites: tuple[Ref, ...] = ()
    said: tuple[str, ...] = ()
    free: bool = False


class Part(StrEnum):
    """The parts of an answer after its first sentence, in the order in which they are read."""

    MEANT = "meant"
    REASONS = "reasons"
    ALSO = "also"
    STATE = "state"
    COMPONENTS = "components"
    MISSING = "missing"
    OPENING = "opening"
    VALUE = "value"
    TRAINING = "training"
    WATCH = "watch"
    GOALS = "goals"
    PEOPLE = "people"
    MONEY = "money"
    PROMISES = "promises"
    AWAITED = "awaited"
    CHANGES = "changes"
    ACCOUNTS = "accounts"
    RENEWALS = "renewals"
    SILENT = "silent"
    LOAD = "load"
    IGNORED = "ignored"
    STEPS = "steps"
    EXAMPLES = "examples"
    READ = "read"
    CONFLICTS = "conflicts"
    UNKNOWN = "unknown"
    QUESTIONS = "questions"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Section:
    """The sentences of one part of an answer, in order."""

    part: Part
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered source as the reader sees it; `quote` stays in the source's own language."""

    id: str
    kind: str
    title: str
    quote: str
    url: str | None = None
    as_of: date | None = None

    @property
    def ref(self) -> Ref:
        """The record behind the citation."""
        return Ref(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Named:
    """An account as something to choose from."""

    id: str
    name: str


class Deed(StrEnum):
    """What a person can do about an answer with one click, besides asking on."""

    ANSWER = "answer"
    CORRECT = "correct"
    OVERRIDE = "override"
    STATE_INTENT = "state_intent"
    CONTACT = "contact"
    GOAL = "goal"
    SURVEY = "survey"
    TOUCHPOINT = "touchpoint"
    CUSTOMER_PROMISE = "customer_promise"
    CONTINUE_HANDOFF = "continue_handoff"
    ACCEPT_HANDOFF = "accept_handoff"
    RETURN_HANDOFF = "return_handoff"
    EDIT_LETTER = "edit_letter"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that the asker may do about an account, or about one record of it.

    `item_id` is the record's id; of a letter, what was wished for, as `drafts.Wish` carries it.
    """

    deed: Deed
    account_id: str
    item_id: str | None = None


Day = date
"""The type, for a record that has a field named `date`."""

Owed = tuple[str, Day | None]
"""What somebody is to do, and by which day."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A note prepared for somebody to confirm; nothing is saved before they do.

    `owes` is what its author is to do, with the day by which; `delivers` the id of a promise that
    will be marked as kept. With a `band` it is no note but an override of the account's health
    until `ends`, and the text is its reason. With a `record` it is that record alone, whose id is
    given when it is saved.
    """

    account_id: str
    account: str
    text: str
    kind: str
    date: date
    author: str | None
    owes: Owed | None = None
    delivers: str | None = None
    band: str | None = None
    ends: Day | None = None
    record: Activity | ProductGap | Finding | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its citations are checked. `missing` names what would settle it.

    `private` is set where it is for the asker alone, whatever its sources are. `picture` shows what
    the answer says, and is for those who may read the answer.
    """

    lead: Sentence
    sections: tuple[Section, ...] = ()
    missing: tuple[str, ...] = ()
    abstained: bool = False
    clarify: tuple[Named, ...] = ()
    nearest: tuple[Named, ...] = ()
    proposal: Proposal | None = None
    private: bool = False
    picture: Picture | None = None
    offers: tuple[Offer, ...] = ()

    def sentences(self) -> Iterable[Sentence]:
        """The lead and then every sentence of every section."""
        yield self.lead
        for section in self.sections:
            yield from section.sentences


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker gets. Markers such as [1] in the sentences count from 1 into `citations`.

    `private` answers are shown to the asker alone. `model` names the language model that wrote
    it, or is None; `notice` says why a model's answer was not used. `reply_id` is the stored
    reply, for feedback and for "why do you say that?".
    """

    language: str
    request: Request
    lead: Sentence
    sections: tuple[Section, ...] = ()
    accounts: tuple[Named, ...] = ()
    citations: tuple[Citation, ...] = ()
    clarify: tuple[Named, ...] = ()
    nearest: tuple[Named, ...] = ()
    missing: tuple[str, ...] = ()
    abstained: bool = False
    private: bool = False
    model: str | None = None
    notice: str | None = None
    proposal: Proposal | None = None
    picture: Picture | None = None
    offers: tuple[Offer, ...] = ()
    thread_id: str | None = None
    reply_id: str | None = None
    text: str = field(default="")
