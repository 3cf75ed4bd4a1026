"""What a customer may be told of what we have on record: this table, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from babel import dates

from handlers import quoting
from handlers.access import Viewer
from handlers.answers import Ref
from handlers.texts import Texts
from knowledge import languages
from playbooks import customer_promises
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.facts import AccountFacts, Fact
from playbooks.handoffs import MANDATORY, Promise
from playbooks.notes import Direction, Note
from playbooks.observations import Goal, SurveyResponse, Ticket
from playbooks.people import Channel, Contact
from playbooks.stages import Enrolment, Stage
from storage.workspace import Reader

Say = Callable[[Texts], str]
Item = TypeVar("Item", Promise, CustomerPromise, Ticket)


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing that may be told: how it is said, the records that carry it, and their day."""

    say: Say
    refs: tuple[Ref, ...]
    as_of: date | None = None


FIGURES: Mapping[str, Callable[[Texts, float], str]] = {
    "active_users": lambda _, figure: _.number(figure),
    "licences_bought": lambda _, figure: _.number(figure),
    "licence_utilisation": lambda _, figure: _.percent(figure),
    "training_completed": lambda _, figure: _.percent(figure),
}
"""Their own use of what they bought, as we measured it."""

RECORDS = (
    "onboarding_target",
    "renewal_date",
    "last_spoke",
    "left",
    "goal",
    "goal_reached",
    "promise",
    "promise_due",
    "promise_late",
    "their_promise",
    "their_promise_due",
    "ticket",
    "ticket_opened",
    "ticket_promised",
    "ticket_late",
    *(f"{name}_missing" for name in MANDATORY),
)
"""Days that we agreed on, what they said themselves, what we promised them, what they reported."""

NAMES = frozenset((*FIGURES, *RECORDS))
"""Everything that a letter may name. Health, mood, intent, money, notes and other customers are
not among it."""

OF_PROMISES = ("promise_days_overdue", "promise_due_in")
OF_THEIRS = ("their_promise_days_overdue", "their_promise_due_in")
OF_TICKETS = ("escalation_days_unanswered", "escalation_days_overdue", "feedback_days_owed")


def in_full(_: Texts, day: date) -> str:
    """A day as a letter names it: 1 February 2027."""
    return dates.format_date(day, "long", locale=_.locale)


def worded(_: Texts, words: str, likely: str = "en") -> str:
    """Words in a letter; in another language than the letter's they are left to translate.

    They are in the language that is `likely` when nothing tells.
    """
    said = quoting.inner(words)
    if languages.detect(words, likely).code == _.language:
        return said
    return f"____（{said}）" if _.language == "zh" else f"____ ({said})"


class Shelf:
    """What may be told to one account, looked up when a letter asks for it."""

    def __init__(self, reader: Reader, viewer: Viewer, account: Account, at: date) -> None:
        self._reader = reader
        self._viewer = viewer
        self._account = account
        self._at = at

    def take(self, facts: AccountFacts) -> dict[str, Shared]:
        """Everything that is known, by name; `facts` are the account's, those of a nudge first."""
        return {
            **dict(_figures(facts)),
            **dict(self._days()),
            **dict(self._goals()),
            **dict(self._promise(facts)),
            **dict(self._their_promise(facts)),
            **dict(self._ticket(facts)),
            **dict(_questions(facts)),
        }

    def concerned(self, rule: str | None, facts: AccountFacts) -> str | None:
        """The name of whom of theirs a nudge is about: who answered a survey, or promised it."""
        if rule == "their_promise_due":
            promise = _item(self._reader, CustomerPromise, facts, OF_THEIRS)
            return customer_promises.person(promise.owner) if promise else None
        fact = facts.get("detractor") if rule == "detractor" else None
        if fact is None or fact.evidence_kind != "survey":
            return None
        survey = self._reader.get(SurveyResponse, fact.evidence_id)
        return survey.respondent if survey else None

    def _days(self) -> Iterator[tuple[str, Shared]]:
        account, at = self._account, self._at
        if account.renewal_date is not None and account.renewal_date >= at:
            yield "renewal_date", _day(account.renewal_date, Ref("account", account.id))
        for stay in self._reader.find(Enrolment, account_id=account.id, until=at):
            if stay.stage == Stage.ONBOARDING and stay.is_open(at) and stay.target_exit:
                yield "onboarding_target", _day(stay.target_exit, Ref("stage", stay.id))
        spoken = self._last_spoken()
        if spoken is not None:
            yield "last_spoke", _day(spoken.date, Ref("note", spoken.id))
        champions = self._reader.find(Contact, account_id=account.id, role="champion")
        left = [(c.left_on, c) for c in champions if c.left_on is not None and c.left_on <= at]
        for day, gone in sorted(left, key=lambda one: one[0])[-1:]:
            yield "left", _name(gone.name, Ref("contact", gone.id), day)

    def _last_spoken(self) -> Note | None:
        """The newest two-way contact with a note that is not private and the writer may read."""
        channels = {channel.id: channel for channel in self._reader.find(Channel)}
        talks = self._reader.find(
            Note,
            account_id=self._account.id,
            until=self._at,
            newest_first=True,
            direction=Direction.TWO_WAY,
            private=False,
        )
        sees = self._viewer.sees_note
        own = (n for n in talks if sees(n, self._account, channels.get(n.channel or "")))
        return next(own, None)

    def _goals(self) -> Iterator[tuple[str, Shared]]:
        """A goal that is open, and one that they reached: each the first on record."""
        goals = self._reader.find(Goal, account_id=self._account.id)
        for name, wanted in (
            ("goal", [g for g in goals if not g.reached]),
            ("goal_reached", goals),
        ):
            found = next((g for g in wanted if name == "goal" or g.reached), None)
            if found is not None:
                yield name, _words(found.goal, Ref("goal", found.id), found.as_of)

    def _promise(self, facts: AccountFacts) -> Iterator[tuple[str, Shared]]:
        """What was promised: in its words where somebody recorded it, else by its day alone.

        What was only read out of a note stands there in the words of a note to oneself.
        """
        promise = _item(self._reader, Promise, facts, OF_PROMISES)
        if promise is None or promise.delivered is not None:
            return
        ref = Ref("promise", promise.id)
        if promise.note_id is None:
            yield "promise", _words(promise.what, ref, promise.due)
        if promise.due is not None:
            yield "promise_due", _day(promise.due, ref)
        if promise.is_overdue(self._at):
            yield "promise_late", _mark(ref, promise.due)

    def _their_promise(self, facts: AccountFacts) -> Iterator[tuple[str, Shared]]:
        """What they said they would do: as ours, in words only where somebody recorded it."""
        promise = _item(self._reader, CustomerPromise, facts, OF_THEIRS)
        if promise is None or promise.is_kept(self._at) or promise.due is None:
            return
        ref = Ref("customer_promise", promise.id)
        if promise.note_id is None:
            yield "their_promise", _words(promise.what, ref, promise.due)
        yield "their_promise_due", _day(promise.due, ref)

    def _ticket(self, facts: AccountFacts) -> Iterator[tuple[str, Shared]]:
        ticket = _item(self._reader, Ticket, facts, OF_TICKETS)
        if ticket is None:
            return
        ref = Ref("ticket", ticket.id)
        if ticket.title:
            yield "ticket", _words(ticket.title, ref, ticket.opened)
        yield "ticket_opened", _day(ticket.opened, ref)
        if ticket.promised_date is not None:
            yield "ticket_promised", _day(ticket.promised_date, ref)
            if ticket.promised_date < self._at:
                yield "ticket_late", _mark(ref, ticket.promised_date)


def _item(
    reader: Reader, kind: type[Item], facts: AccountFacts, names: tuple[str, ...]
) -> Item | None:
    """The record behind the first of these facts."""
    for name in names:
        if name in facts:
            return reader.get(kind, facts[name].evidence_id)
    return None


def _figures(facts: AccountFacts) -> Iterator[tuple[str, Shared]]:
    for name, fact in facts.items():
        if name in FIGURES and not isinstance(fact.value, str):
            yield name, Shared(_figure(name, fact), (_ref(fact),), fact.as_of)


def _figure(name: str, fact: Fact) -> Say:
    return lambda _: FIGURES[name](_, float(fact.value))


def _questions(facts: AccountFacts) -> Iterator[tuple[str, Shared]]:
    """What the handoff leaves open, to be asked; all of it where there is none."""
    lacking = facts.get("handoff_fields_missing_names")
    known = facts.get("handoff_state")
    names = str(lacking.value).split(", ") if lacking else [] if known else list(MANDATORY)
    refs = tuple(_ref(fact) for fact in (lacking, known) if fact)
    for name in names:
        yield f"{name}_missing", Shared(lambda _: "", refs)


def _ref(fact: Fact) -> Ref:
    return Ref(fact.evidence_kind, fact.evidence_id)


def _day(day: date, ref: Ref) -> Shared:
    return Shared(lambda _: in_full(_, day), (ref,), day)


def _name(name: str, ref: Ref, as_of: date | None) -> Shared:
    return Shared(lambda _: quoting.plain(name), (ref,), as_of)


def _mark(ref: Ref, as_of: date | None) -> Shared:
    """What is so, and has no words of its own."""
    return Shared(lambda _: "", (ref,), as_of)


def _words(words: str, ref: Ref, as_of: date | None) -> Shared:
    """Words of the record, as `worded` says them."""
    return Shared(lambda _: worded(_, words), (ref,), as_of)
