"""A nudge as its reader gets it: reason, facts with addresses, one next step, the play."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from handlers import access, quoting, texts, wording
from handlers.context import Context
from handlers.discretion import Discretion
from handlers.nudges import facts, history, order, saying
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.facts import Fact
from playbooks.notes import Note
from playbooks.nudges.tellings import Telling
from playbooks.nudges.values import OPEN_STATES, Nudge
from playbooks.people import Member
from storage.workspace import Reader


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
        ids = sorted({nudge.account_id for nudge in nudges})
        accounts = {account.id: account for account in reader.find(Account, id=ids)}
        teller = _Teller(context, reader, member)
        telling = teller.tell_briefly if brief else teller.tell
        return [
            telling(nudge, accounts[nudge.account_id])
            for nudge in nudges
            if nudge.account_id in accounts
        ]


def open_nudges(context: Context, member: Member, owner: str | None = None) -> list[Told]:
    """All that is open, put off or not; of one owner, or of everybody whom the member may see."""
    only: dict[str, Any] = {"owner": owner} if owner else {}
    with context.workspace.reading() as reader:
        nudges = reader.find(Nudge, state=OPEN_STATES, **only)
    return tell(context, ordered(context, nudges, context.today()), member)


def ordered(context: Context, nudges: Sequence[Nudge], at: date) -> list[Nudge]:
    """The nudges in the order in which they are sent and listed."""
    with context.workspace.reading() as reader:
        at_risk = order.revenue_at_risk(context, reader, nudges, at)
    return sorted(nudges, key=lambda nudge: order.key(nudge, at_risk))


def in_message(context: Context, channel: str, message_ts: str, member: Member) -> list[Told]:
    """All nudges that one message told: one, or those of a digest in the order that it has."""
    with context.workspace.reading() as reader:
        tellings = reader.find(Telling, channel=channel, message_ts=message_ts)
        position = {one.nudge_id: one.position for one in tellings}
        found = reader.find(Nudge, id=list(position))
        _ = texts.of(member.language)
        gone = {nudge.id: history.gone(_, reader, nudge, member) for nudge in found}
    told = tell(context, found, member, brief=len(found) > 1)
    told = [replace(one, gone=gone[one.nudge.id]) for one in told]
    return sorted(told, key=lambda one: position[one.nudge.id])


class _Teller:
    """One member's view of nudges, in one transaction."""

    def __init__(self, context: Context, reader: Reader, member: Member) -> None:
        self._library = context.library
        self._hosts = context.link_hosts
        self._reader = reader
        self._member = member
        self._texts = texts.of(member.language)
        self._viewer = access.audience(reader, member.id).asker

    def tell(self, nudge: Nudge, account: Account) -> Told:
        """All of it."""
        _ = self._texts
        told = self.tell_briefly(nudge, account)
        return replace(
            told,
            facts=tuple(self._lines(_, told.evidence)),
            play=self._play(nudge, account),
            remarks=history.remarks(_, self._reader, nudge, self._member),
        )

    def tell_briefly(self, nudge: Nudge, account: Account) -> Told:
        """Reason and step."""
        _ = self._texts
        discretion = Discretion(self._reader, self._viewer, account)
        kept = [discretion.fact(facts.read(fact)) for fact in nudge.facts]
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
        cited = [fact.evidence_id for fact in kept if fact.evidence_kind == "note"]
        notes = {n.id: n for n in self._reader.find(Note, id=cited)} if cited else {}
        for fact in kept:
            note = notes.get(fact.evidence_id)
            url = quoting.openable(note.permalink, self._hosts) if note else None
            yield Line(quoting.plain(wording.fact(_, fact)), url)

    def _play(self, nudge: Nudge, account: Account) -> Play | None:
        found = self._document(nudge, account)
        if found is None:
            return None
        passage = found.learning_objective or found.summary or ""
        if found.steps:
            passage = str(found.steps[0].get("do", "")) or passage
        return Play(found.id, found.title, quoting.excerpt(passage))

    def _document(self, nudge: Nudge, account: Account) -> Document | None:
        if nudge.play is not None:
            return self._library.document(self._reader, nudge.play)
        language = self._texts.language
        found = self._library.for_trigger(
            self._reader, nudge.rule, segment=account.segment, language=language
        )
        return found[0] if found else None
