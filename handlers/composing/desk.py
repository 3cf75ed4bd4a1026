"""What a composer has before it: the question as understood, and where to look things up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from handlers import evidence, health, rulebook
from handlers.access import Audience
from handlers.answers import Question
from handlers.context import Context
from handlers.evidence import Archive
from handlers.gathering.dossier import Dossier
from handlers.health import Examined
from handlers.texts import Texts
from handlers.understand import Understanding
from knowledge.library import Hit, Item
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.customer_promises import CustomerPromise
from playbooks.facts import AccountFacts
from playbooks.frame import Frame
from playbooks.handoffs import Promise
from playbooks.health.rules import HealthRules
from playbooks.health.values import Reading
from playbooks.notes import Note
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.rulefile import NudgeRules
from playbooks.nudges.values import Due, Nudge, NudgeState
from playbooks.observations import Outcome
from playbooks.people import Member
from storage import mentions
from storage.mentions import Written
from storage.workspace import Reader

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """One question's working place; `accounts` are all that the asker may see."""

    context: Context
    reader: Reader
    audience: Audience
    archive: Archive
    question: Question
    asked: Understanding
    texts: Texts
    today: date
    accounts: Sequence[Account]
    _dossiers: dict[str, Dossier] = field(default_factory=dict)
    _examined: dict[tuple[str, date], Examined] = field(default_factory=dict)

    @property
    def asker(self) -> Member:
        """Who asks."""
        return self.audience.asker.member

    @cached_property
    def rules(self) -> HealthRules:
        """The health questions with the weights in force, looked up once for an answer."""
        return rulebook.health(self.context, self.reader)

    def dossier(self, account: Account) -> Dossier:
        """The records of an account, read once."""
        if account.id not in self._dossiers:
            made = Dossier(self.reader, self.audience, account, self.today)
            self._dossiers[account.id] = made
        return self._dossiers[account.id]

    def about(self, asked: Understanding) -> "Desk":
        """The same desk for another reading of the question."""
        return replace(self, asked=asked)

    def reading(self, account: Account, at: date | None = None) -> Reading:
        """The account's health on a day, that of the answer when none is given."""
        return self.examined([account], at)[0].reading

    def examined(self, accounts: Sequence[Account], at: date | None = None) -> list[Examined]:
        """Readings and facts of several accounts, by a fixed number of queries."""
        day = at or self.today
        wanted = [a.id for a in accounts if (a.id, day) not in self._examined]
        if wanted:
            for one in health.within(self.reader, day, self.rules, wanted):
                self._examined[one.account.id, day] = one
                self.archive.add_examined(one)
        return [self._examined[account.id, day] for account in accounts]

    def with_trends(self, accounts: Sequence[Account]) -> list[Examined]:
        """The same, for which the health of 90 days before is read as well."""
        ids = [account.id for account in accounts]
        found = health.within(self.reader, self.today, self.rules, ids, trend=True)
        read = {one.account.id: one for one in found}
        for one in read.values():
            self.archive.add_examined(one)
        return [read[account_id] for account_id in ids]

    def due(self, accounts: Sequence[Account]) -> list[Due]:
        """The steps that the nudge rules ask for now, but for those that somebody has settled.

        Those that rest on readings are for people who may see readings.
        """
        facts: dict[str, AccountFacts] = {
            one.account.id: one.facts for one in self.examined(accounts)
        }
        rules = rulebook.nudges(self.context)
        facts |= self._trends(facts, rules)
        nudges = self.reader.find(Nudge, account_id=list(facts)) if facts else []
        settled = [nudge for nudge in nudges if self._is_settled(nudge)]
        by_id = {account.id: account for account in accounts}
        found = nudge_rules.due(facts, by_id, settled, self.today, rules)
        return [due for due in found if self._may_see(due, by_id[due.account_id])]

    def _trends(
        self, facts: Mapping[str, AccountFacts], rules: NudgeRules
    ) -> dict[str, AccountFacts]:
        """The facts with the trend of health where a rule depends on it; it is dear to find out."""
        frame = Frame.of(facts)
        wanted = nudge_rules.wanting("health_trend", frame, self.today, rules)
        near = [account_id for account_id, asked in zip(frame, wanted, strict=True) if asked]
        if not near:
            return {}
        found = health.within(self.reader, self.today, self.rules, near, trend=True)
        return {one.account.id: one.facts for one in found}

    def play(self, due: Due, account: Account) -> Document | None:
        """The playbook that answers a rule, for the account's segment and the reader's language."""
        library = self.context.library
        if due.play is not None:
            return library.document(self.reader, due.play)
        language = self.texts.language
        found = library.for_trigger(
            self.reader, due.rule, segment=account.segment, language=language
        )
        return found[0] if found else None

    def of_visible_notes(self, items: Iterable[T]) -> list[T]:
        """Records that were not read out of a note, or out of one that the asker may see."""
        found = list(items)
        born = {origin for item in found if (origin := evidence.note_of(item)) is not None}
        notes = self.reader.find(Note, id=list(born)) if born else []
        by_id = {account.id: account for account in self.accounts}
        hidden = born - {n.id for n in notes if self._sees(n, by_id.get(n.account_id))}
        return [item for item in found if evidence.note_of(item) not in hidden]

    def notes_between(self, since: date, until: date) -> list[Note]:
        """The notes of those days that the asker may see, at whatever account."""
        by_id = {account.id: account for account in self.accounts}
        found = self.reader.find(Note, since=since, until=until)
        return [note for note in found if self._sees(note, by_id.get(note.account_id))]

    def words_of(self, accounts: Sequence[Account]) -> list[Written]:
        """The notes of these accounts that the asker may see, the newest first, by one query."""
        by_id = {account.id: account for account in accounts}
        return [
            note
            for note in mentions.written(self.reader, by_id)
            if note.date <= self.today and self._sees(note, by_id[note.account_id])
        ]

    @cached_property
    def current(self) -> list[Account]:
        """The accounts whose contract has not ended by the day of the answer."""
        last: dict[str, str] = {}
        for outcome in self.reader.find(Outcome, until=self.today):
            if outcome.kind in ("churn", "renewal"):
                last[outcome.account_id] = outcome.kind
        return [account for account in self.accounts if last.get(account.id) != "churn"]

    @cached_property
    def whose(self) -> frozenset[str]:
        """Members whose accounts are meant: the one asked for, or whom they manage where they look
        after none; nobody stands for everybody's."""
        asked = self.asked.owner
        if asked is None or any(asked in account.team for account in self.current):
            return frozenset((asked,) if asked else ())
        return frozenset(one.id for one in self.archive.members.values() if one.manager == asked)

    def fits(self, account: Account) -> bool:
        """Whether the account is of the segment, and looked after by whom, the question names, and
        none that it leaves out."""
        if account in self.asked.apart:
            return False
        looked_after = not self.whose or not self.whose.isdisjoint(account.team)
        return self.asked.segment in (None, account.segment) and looked_after

    def _sees(self, note: Note | Written, account: Account | None) -> bool:
        channel = self.archive.channels.get(note.channel or "")
        viewer = self.audience.asker
        return account is not None and viewer.sees_note(note, account, channel)

    def _may_see(self, due: Due, account: Account) -> bool:
        internal = any(fact.evidence_kind in evidence.INTERNAL for fact in due.facts)
        return not internal or self.audience.asker.sees_internals(account)

    def _is_settled(self, nudge: Nudge) -> bool:
        answered = nudge.state in (NudgeState.DONE, NudgeState.NOT_USEFUL)
        return answered or nudge.is_put_off(self.today)

    def within(self, reader: Reader) -> "Desk":
        """The same desk in another transaction, where records are read anew."""
        archive = replace(self.archive, reader=reader)
        return replace(self, reader=reader, archive=archive, _dossiers={}, _examined={})

    def best_notes(self, account: Account, query: str, most: int = 5) -> list[Note]:
        """The notes of an account that fit the query best and that the asker may see."""
        notes = {note.id: note for note in self.dossier(account).notes}
        items = [Item(note.id, note.text, note.language) for note in notes.values()]
        ranked = self.context.library.rank(self.reader, query, items)
        return [notes[note_id] for note_id, _score in ranked[:most]]

    def member(self, who: str | None) -> str:
        """The name of a member; the id where nobody is known by it."""
        known = self.archive.members.get(who or "")
        return known.name if known else who or self.texts("nobody")

    def noted(self, items: Iterable[Promise | CustomerPromise]) -> dict[str, date]:
        """The days of the notes out of which promises were read, by the note's id."""
        notes = self.reader.find(Note, id=[one.note_id for one in items if one.note_id])
        return {note.id: note.date for note in notes}

    def passages(self, query: str, kind: str | None = None, k: int = 3) -> list[Hit]:
        """Passages of the library for the stage that was asked about, or for any."""
        stage = self.asked.stage
        search = self.context.library.search
        found = search(self.reader, query, k, kind=kind, stage=stage)
        return found or (search(self.reader, query, k, kind=kind) if stage else [])
