"""The records that an answer cites: read again by id, with who may see each of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers import quoting, sources
from handlers.access import Audience
from handlers.answers import Ref
from handlers.health import Examined
from handlers.texts import Texts
from knowledge.library import Library
from playbooks import (
    accounts,
    customer_promises,
    encounters,
    handoffs,
    intents,
    meetings,
    notes,
    observations,
    people,
    presales,
    stages,
)
from playbooks.health import values as health
from storage.workspace import Reader

KINDS: dict[str, type[Any]] = {
    "account": accounts.Account,
    "activity": observations.Activity,
    "person_answer": health.PersonAnswer,
    "contact": people.Contact,
    "customer_promise": customer_promises.CustomerPromise,
    "encounter": encounters.Encounter,
    "finding": presales.Finding,
    "gap": observations.ProductGap,
    "goal": observations.Goal,
    "handoff": handoffs.Handoff,
    "health": accounts.Account,
    "intent": intents.IntentReading,
    "meeting": meetings.Meeting,
    "metric": observations.MetricSample,
    "note": notes.Note,
    "outcome": observations.Outcome,
    "override": health.Override,
    "promise": handoffs.Promise,
    "snapshot": health.Snapshot,
    "stage": stages.Enrolment,
    "subscription": accounts.Subscription,
    "survey": observations.SurveyResponse,
    "ticket": observations.Ticket,
}
"""What may be cited, and the value that keeps it; `health` is the reading of that account."""

INTERNAL = ("person_answer", "health", "override", "snapshot")
"""Readings and verdicts are health internals: for CSMs, managers and the account's team."""

LIBRARY = ("playbook", "education")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One citable record. `words` is all that it says, for the check of figures and names.

    `allowed` is whether the asker may see it, `shared` whether everyone who reads along may;
    `account` is the name of the account that it belongs to. `text` is all of what `quote` begins,
    where that is somebody's own words.
    """

    ref: Ref
    title: str
    quote: str
    words: str
    allowed: bool
    shared: bool
    as_of: date | None = None
    url: str | None = None
    account_id: str | None = None
    account: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """Where evidence is read: one transaction, the library, and who will read the answer.

    `link_hosts` are hosts to which the address of a source may lead; `readings` are those that
    were computed for this answer, by account and day.
    """

    reader: Reader
    library: Library
    audience: Audience
    texts: Texts
    members: Mapping[str, people.Member]
    channels: Mapping[str, people.Channel]
    link_hosts: frozenset[str] = frozenset()
    examined: dict[str, dict[date, Examined]] = field(default_factory=dict)

    def add_examined(self, one: Examined) -> None:
        """Lay an account's health before the reader, so that it may be cited as `health`.

        Its reading is made when it is cited: of a long list few are.
        """
        self.examined.setdefault(one.account.id, {})[one.as_of] = one

    def read(self, refs: Iterable[Ref]) -> dict[Ref, Evidence]:
        """The evidence behind each reference; one that does not exist is left out."""
        wanted = sorted(set(refs))
        passages = [ref for ref in wanted if ref.kind in LIBRARY]
        records = self._records([ref for ref in wanted if ref.kind in KINDS])
        owners = self._accounts(records.values())
        born = self._birth_notes(records.values())
        found = {ref: self._evidence(ref, item, owners, born) for ref, item in records.items()}
        found |= {ref: made for ref in passages if (made := self._passage(ref)) is not None}
        return {ref: made for ref, made in found.items() if made is not None}

    def _records(self, refs: Sequence[Ref]) -> dict[Ref, Any]:
        found: dict[Ref, Any] = {}
        for kind in sorted({ref.kind for ref in refs}):
            ids = [ref.id for ref in refs if ref.kind == kind]
            for item in self.reader.find(KINDS[kind], id=ids):
                found[Ref(kind, item.id)] = item
        return found

    def _accounts(self, items: Iterable[Any]) -> dict[str, accounts.Account]:
        known = {item.id: item for item in items if isinstance(item, accounts.Account)}
        wanted = {account_of(item) for item in items} - known.keys()
        if wanted:
            known |= {a.id: a for a in self.reader.find(accounts.Account, id=list(wanted))}
        return known

    def _birth_notes(self, items: Iterable[Any]) -> dict[str, notes.Note]:
        """The notes out of which promises, gaps and intents were read: one is seen as its note."""
        wanted = {origin for item in items if (origin := note_of(item)) is not None}
        found = self.reader.find(notes.Note, id=list(wanted)) if wanted else []
        return {note.id: note for note in found}

    def _evidence(
        self,
        ref: Ref,
        item: Any,
        owners: dict[str, accounts.Account],
        born: dict[str, notes.Note],
    ) -> Evidence | None:
        account = owners.get(account_of(item))
        if account is None:
            return None
        origin = note_of(item)
        if origin is not None and origin not in born:
            # Whether the note that was taken back was private, nobody can tell any more.
            allowed, shared = False, False
        else:
            allowed, shared = self._rights(ref, born[origin] if origin else item, account)
        described = self._record(ref, item, account)
        return Evidence(
            ref,
            described.title,
            described.quote,
            described.words,
            allowed,
            shared,
            described.as_of,
            quoting.openable(described.url, self.link_hosts),
            account.id,
            quoting.plain(account.name),
            described.text,
        )

    def _record(self, ref: Ref, item: Any, account: accounts.Account) -> sources.Description:
        if ref.kind == "health":
            computed = self.examined.get(account.id, {}).values()
            return sources.reading(account, [one.reading for one in computed], self.texts)
        return sources.describe(ref.kind, item, account, self.members, self.texts)

    def _rights(self, ref: Ref, item: Any, account: accounts.Account) -> tuple[bool, bool]:
        asker = self.audience.asker
        if isinstance(item, notes.Note):
            channel = self.channels.get(item.channel or "")
            return (
                asker.sees_note(item, account, channel),
                self.audience.all_see_note(item, account, channel),
            )
        if ref.kind in INTERNAL:
            return asker.sees_internals(account), self.audience.all_see_internals(account)
        return asker.sees_account(account), self.audience.all_see_account(account)

    def _passage(self, ref: Ref) -> Evidence | None:
        """A passage of the library, or a whole document of it."""
        described = self._described(ref)
        if described is None:
            return None
        asker = self.audience.asker.member
        allowed = asker.active and asker.role is not people.Role.GUEST
        shared = not self.audience.strangers
        return Evidence(ref, described.title, described.quote, described.words, allowed, shared)

    def _described(self, ref: Ref) -> sources.Description | None:
        hit = self.library.passage(self.reader, ref.id)
        document = self.library.document(self.reader, hit.document_id if hit else ref.id)
        if hit is not None:
            return sources.passage(hit, document, self.texts)
        return sources.document(document, self.texts) if document else None


def account_of(item: Any) -> str:
    """The id of the account that a record belongs to."""
    owner: str = item.id if isinstance(item, accounts.Account) else item.account_id
    return owner


def note_of(item: Any) -> str | None:
    """The id of the note that a record was read out of, or None."""
    if isinstance(item, intents.IntentReading):
        return item.source_id if item.source_kind == "note" else None
    origin: str | None = getattr(item, "note_id", None)
    return origin
