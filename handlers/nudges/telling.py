"""A nudge as its reader gets it: reason, facts with addresses, one next step, the play."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from handlers import access, quoting, texts, wording
from handlers.context import Context
from handlers.discretion import Background, Discretion
from handlers.nudges import facts, history, order, saying
from handlers.nudges.history import Past
from handlers.texts import Texts
from knowledge import plays
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.facts import Fact
from playbooks.nudges.tellings import Telling
from playbooks.nudges.values import OPEN_STATES, Nudge
from playbooks.people import Member
from storage.workspace import Reader, parts


@dataclass(frozen=True, slots=True)
class Line:
    """One fact in words, with the address that opens it if there is one."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Play:
    """The playbook that answers the rule, with the passage that says what to do."""

    id: str
    title: str
    passage: str


@dataclass(frozen=True, slots=True)
class Told:
    """A nudge in the reader's language; `facts` are `evidence` in words.

    `revenue` is ARR in `currency`. `remarks` say how the nudge came here: from whom, whom it kept
    waiting, and how it was closed when it was so before. `gone` says who has it now, in place of
    everything else, in a message to somebody whose it is no longer.
    """

    nudge: Nudge
    account: str
    reason: str
    evidence: tuple[Fact, ...]
    facts: tuple[Line, ...]
    step: str
    play: Play | None = None
    revenue: Decimal | None = None
    currency: str | None = None
    remarks: tuple[str, ...] = ()
    gone: str | None = None


def tell(
    context: Context, nudges: Sequence[Nudge], member: Member, *, brief: bool = False
) -> list[Told]:
    """The nudges in their order, as the member may see them; those of lost accounts are left out.

    Words of notes that are out of the member's sight are not told. With `brief` there is reason
    and step alone, as a digest has them.
    """
    with context.workspace.reading() as reader:
        teller = _Teller(context, reader, member, nudges)
        telling = teller.tell_briefly if brief else teller.tell
        there = (nudge for nudge in nudges if nudge.account_id in teller.accounts)
        return [telling(nudge) for nudge in there]


def open_nudges(context: Context, member: Member, owner: str | None = None) -> list[Told]:
    """All that is open, put off or not; of one owner, or of everybody whom the member may see."""
    only: dict[str, Any] = {"owner": owner} if owner else {}
    with context.workspace.reading() as reader:
        nudges = reader.find(Nudge, state=OPEN_STATES, **only)
    return tell(context, ordered(context, nudges, context.today()), member)


def ordered(context: Context, nudges: Sequence[Nudge], at: date) -> list[Nudge]:
    """The nudges in the order in which they are sent and listed."""
    with context.workspace.reading() as reader:
        at_risk = order.revenue_at_risk(context, reader, _accounts(reader, nudges), at)
    return sorted(nudges, key=lambda nudge: order.key(nudge, at_risk))


def in_message(context: Context, channel: str, message_ts: str, member: Member) -> list[Told]:
    """All nudges that one message told: one, or those of a digest in the order that it has."""
    with context.workspace.reading() as reader:
        tellings = reader.find(Telling, channel=channel, message_ts=message_ts)
        position = {one.nudge_id: one.position for one in tellings}
        found = reader.find(Nudge, id=list(position))
        _, past = texts.of(member.language), Past(reader, found)
        gone = {nudge.id: history.gone(_, past, nudge, member) for nudge in found}
    told = tell(context, found, member, brief=len(found) > 1)
    told = [replace(one, gone=gone[one.nudge.id]) for one in told]
    return sorted(told, key=lambda one: position[one.nudge.id])


def _accounts(reader: Reader, nudges: Sequence[Nudge]) -> dict[str, Account]:
    ids = sorted({nudge.account_id for nudge in nudges})
    found = (account for part in parts(ids) for account in reader.find(Account, id=part))
    return {account.id: account for account in found}


class _Teller:
    """One member's view of some nudges, in one transaction and by a fixed number of queries."""

    def __init__(
        self, context: Context, reader: Reader, member: Member, nudges: Sequence[Nudge]
    ) -> None:
        self._library = context.library
        self._hosts = context.link_hosts
        self._reader = reader
        self._member = member
        self._texts = texts.of(member.language)
        self._viewer = access.audience(reader, member.id).asker
        self.accounts = _accounts(reader, nudges)
        self._facts = {nudge.id: [facts.read(fact) for fact in nudge.facts] for nudge in nudges}
        every = (fact for those in self._facts.values() for fact in those)
        self._background = Background.of(reader, every)
        self._past = Past(reader, nudges)
        self._plays: dict[tuple[str | None, str, str | None], Document | None] = {}

    def tell(self, nudge: Nudge) -> Told:
        """All of it."""
        _, told = self._texts, self.tell_briefly(nudge)
        return replace(
            told,
            facts=tuple(self._lines(_, told.evidence)),
            play=self._play(nudge),
            remarks=history.remarks(_, self._past, nudge, self._member),
        )

    def tell_briefly(self, nudge: Nudge) -> Told:
        """Reason and step."""
        _, account = self._texts, self.accounts[nudge.account_id]
        discretion = Discretion(self._reader, self._viewer, account, self._background)
        kept = [discretion.fact(fact) for fact in self._facts[nudge.id]]
        return Told(
            nudge=nudge,
            account=account.name,
            reason=quoting.plain(saying.fill(_, nudge.reasons, kept, account.name)),
            evidence=tuple(kept),
            facts=(),
            step=_(nudge.step or ""),
            revenue=account.arr,
            currency=account.currency,
        )

    def _lines(self, _: Texts, kept: Sequence[Fact]) -> Iterable[Line]:
        for fact in kept:
            of_note = fact.evidence_kind == "note"
            note = self._background.notes.get(fact.evidence_id) if of_note else None
            url = quoting.openable(note.permalink, self._hosts) if note else None
            yield Line(quoting.plain(wording.fact(_, fact)), url)

    def _play(self, nudge: Nudge) -> Play | None:
        segment = self.accounts[nudge.account_id].segment
        key = (nudge.play, nudge.rule, segment)
        if key not in self._plays:
            self._plays[key] = self._document(nudge, segment)
        found = self._plays[key]
        if found is None:
            return None
        passage = found.learning_objective or found.summary or ""
        if found.steps:
            passage = str(found.steps[0].get("do", "")) or passage
        _ = self._texts
        return Play(found.id, _(found.title), quoting.excerpt(_(passage) if passage else ""))

    def _document(self, nudge: Nudge, segment: str | None) -> Document | None:
        if nudge.play is not None:
            return self._library.document(self._reader, nudge.play)
        case = plays.Case(segment=segment, language=self._texts.language)
        found = plays.for_trigger(self._playbooks, nudge.rule, case)
        return found[0] if found else None

    @cached_property
    def _playbooks(self) -> Sequence[Document]:
        return self._reader.find(Document, kind="playbook")
