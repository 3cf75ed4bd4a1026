"""What people say to the diagnostic questions: answers, corrections, disputes and overrides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers import access, audit, health, occasions, rulebook
from handlers.context import Context
from handlers.discretion import Discretion
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput, NotFound
from playbooks.health import asking
from playbooks.health import changes as health_changes
from playbooks.health.rules import HealthRules
from playbooks.health.values import (
    Answer,
    Band,
    Change,
    Override,
    PersonAnswer,
    Reading,
    Source,
    Verdict,
)
from storage.workspace import Reader, Writer

OVERRIDABLE = (Band.HEALTHY, Band.WATCH, Band.AT_RISK)
"""Bands that a person may set; that health is unknown is found out, not set."""

LASTS = timedelta(days=30)
"""How long an override is to last when nobody says until when."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An account's diagnostic questions as one person may see their answers."""

    account: Account
    reading: Reading
    rules: HealthRules

    @property
    def open(self) -> tuple[Answer, ...]:
        """What nobody has answered, or only long ago; in the order of the components."""
        return tuple(a for a in self.reading.answers if a.verdict is Verdict.UNKNOWN or a.stale)

    @property
    def answered(self) -> tuple[Answer, ...]:
        """What has an answer, fresh or old."""
        return tuple(a for a in self.reading.answers if a.verdict is not Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says to one question; `unknown` takes an earlier answer of a person back."""

    question: str
    verdict: Verdict
    reason: str | None = None


class Unreasoned(BadInput):
    """Answers that go against what is recorded, without saying why; `questions` names them."""

    def __init__(self, questions: Sequence[str]) -> None:
        super().__init__(
            "An answer that goes against what is recorded needs a reason. Nothing was saved."
        )
        self.questions = tuple(questions)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved, and health before and after it as its author may see it.

    `repeated` is true when the same form was sent before: then nothing was written anew.
    """

    account: Account
    rules: HealthRules
    before: Reading
    after: Reading
    changes: tuple[Change, ...]
    audit_entry_id: str | None
    repeated: bool = False


def sheet(context: Context, account_id: str, who: str | None) -> Sheet:
    """The questions of an account, each with its answer, evidence and day.

    Raises `NotFound` for an account that is not there or whose health they may not see.
    """
    with context.workspace.reading() as reader:
        account, viewer = _insider(reader, account_id, who)
        rules = rulebook.health(context, reader)
        reading = _read(reader, account, context.today(), rules)
        return Sheet(account, Discretion(reader, viewer, account).reading(reading), rules)


def answer(
    context: Context,
    account_id: str,
    given: Sequence[Given],
    author: str | None,
    occasion: str | None = None,
) -> Saved:
    """Keep what a person answers, all of it or nothing; undone as one.

    A dispute is an answer against the one that stands: it needs a reason, and what it disputes
    stays beside it with its date. `occasion` names the form that was sent, which counts once.
    Raises `BadInput` for a question that is not asked, `Unreasoned` for a dispute without a reason
    and `NotFound` for an account or person not there, or whose health they may not see.
    """
    with context.workspace.writing() as writer:
        account, viewer = _insider(writer, account_id, author)
        rules = rulebook.health(context, writer)
        before = _read(writer, account, context.today(), rules)
        _check(given, before, rules)
        key = occasion or context.new_id("form")
        earlier = occasions.said(writer.find(PersonAnswer, account_id=account_id), key)
        if earlier is not None:
            return _again(writer, account, rules, before, earlier.id)
        kept = [
            PersonAnswer(
                id=occasions.name(context, "answer", key, number),
                account_id=account_id,
                question=one.question,
                verdict=one.verdict,
                date=context.today(),
                author=viewer.member.id,
                reason=_words(one.reason),
            )
            for number, one in enumerate(given)
        ]
        entry = _keep(context, writer, viewer, "health.answered", kept)
        after = _read(writer, account, context.today(), rules)
        return _saved(writer, viewer, account, rules, (before, after), entry.id)


def override(
    context: Context,
    account_id: str,
    band: Band,
    reason: str,
    expires: date,
    author: str | None,
    occasion: str | None = None,
) -> Saved:
    """Put a person's band in place of the computed one until it expires; both stay visible.

    Raises `BadInput` without a reason, with an end in the past or for the band `unknown`.
    """
    _check_override(context, band, reason, expires)
    with context.workspace.writing() as writer:
        account, viewer = _insider(writer, account_id, author)
        rules = rulebook.health(context, writer)
        before = _read(writer, account, context.today(), rules)
        key = occasion or context.new_id("form")
        earlier = occasions.said(writer.find(Override, account_id=account_id), key)
        if earlier is not None:
            return _again(writer, account, rules, before, earlier.id)
        kept = Override(
            id=occasions.name(context, "override", key),
            account_id=account_id,
            band=band,
            reason=reason.strip(),
            author=viewer.member.id,
            expires=expires,
            date=context.today(),
        )
        entry = _keep(context, writer, viewer, "health.overridden", [kept])
        after = _read(writer, account, context.today(), rules)
        return _saved(writer, viewer, account, rules, (before, after), entry.id)


def to_ask(reader: Reader, reading: Reading, rules: HealthRules) -> str | None:
    """The one question to put to a person now, by its id; None when nothing is left to ask."""
    given = reader.find(PersonAnswer, until=reading.as_of, account_id=reading.account_id)
    return asking.first(reading, rules, given)


def disputes(standing: Answer, verdict: Verdict) -> bool:
    """Whether a verdict goes against what records say; people may change their own mind freely."""
    recorded = standing.verdict is not Verdict.UNKNOWN and standing.source is not Source.PERSON
    return recorded and verdict not in (standing.verdict, Verdict.UNKNOWN)


def _check(given: Sequence[Given], reading: Reading, rules: HealthRules) -> None:
    if not given:
        raise BadInput("No question was answered. Nothing was saved.")
    standing = {answer.question: answer for answer in reading.answers}
    for one in given:
        if one.question not in rules.questions:
            raise BadInput(
                "There is no health question “{question}”. Nothing was saved.",
                question=one.question,
            )
    bare = [
        one.question
        for one in given
        if disputes(standing[one.question], one.verdict) and not _words(one.reason)
    ]
    if bare:
        raise Unreasoned(bare)


def _check_override(context: Context, band: Band, reason: str, expires: date) -> None:
    if band not in OVERRIDABLE:
        raise BadInput("Health can be set to healthy, on watch or at risk. Nothing was saved.")
    if not reason.strip():
        raise BadInput("An override needs a reason that others can judge. Nothing was saved.")
    if expires < context.today():
        raise BadInput(
            "{day} has passed; an override ends on a day to come. Nothing was saved.", day=expires
        )


def _insider(reader: Reader, account_id: str, who: str | None) -> tuple[Account, access.Viewer]:
    """The account and the member, when they may see and so judge the account's health."""
    viewer = access.audience(reader, who).asker
    account = reader.get(Account, account_id)
    if account is None or not viewer.sees_internals(account):
        raise NotFound("There is no such account. Nothing was saved.")
    return account, viewer


def _read(reader: Reader, account: Account, day: date, rules: HealthRules) -> Reading:
    (examined,) = health.within(reader, day, rules, [account.id])
    return examined.reading


def _again(
    reader: Reader, account: Account, rules: HealthRules, reading: Reading, item_id: str
) -> Saved:
    """What was saved on that occasion already."""
    entries = reader.find(AuditEntry, item_id=item_id, limit=1)
    entry_id = entries[0].id if entries else None
    return Saved(account, rules, reading, reading, (), entry_id, repeated=True)


def _keep(
    context: Context,
    writer: Writer,
    viewer: access.Viewer,
    action: str,
    kept: Sequence[PersonAnswer] | Sequence[Override],
) -> AuditEntry:
    """What a person says, under one entry that takes all of it back."""
    writer.put_many(kept)
    return audit.record(context, writer, viewer.member.id, action, kept[0], after=kept)


def _words(reason: str | None) -> str | None:
    return (reason or "").strip() or None


def _saved(
    reader: Reader,
    viewer: access.Viewer,
    account: Account,
    rules: HealthRules,
    readings: tuple[Reading, Reading],
    entry_id: str,
) -> Saved:
    before, after = readings
    sight = Discretion(reader, viewer, account)
    moved = tuple(sight.change(one) for one in health_changes.between(before, after))
    return Saved(account, rules, sight.reading(before), sight.reading(after), moved, entry_id)
