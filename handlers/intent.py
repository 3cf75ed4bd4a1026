"""Intent: why a customer started with us, how that changed, and where sources disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import access, audit, naming, occasions
from handlers.access import Viewer
from handlers.context import Context
from handlers.discretion import Discretion
from playbooks import intents
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.intents import Contradiction, Intent, IntentReading
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class IntentSummary:
    """What is known of an account's intent on a day; `current` is None when it has to be asked."""

    account_id: str
    current: IntentReading | None
    history: tuple[IntentReading, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def implications(self) -> tuple[str, ...]:
        """What the intent implies for onboarding and approach, as English messages."""
        return intents.implications(self.current.intent if self.current else Intent.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Known:
    """An account and what one person may know of why it started with us."""

    account: Account
    summary: IntentSummary


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person stated; without an entry of the audit log when it was sent before."""

    account: Account
    reading: IntentReading
    audit_entry_id: str | None


ATTRIBUTES = ("planned_behaviour", "sponsor", "budget_scope", "change_load")
"""What is worth knowing beside the reason itself (domain, section 4)."""


def read(context: Context, account_id: str, at: date | None = None) -> IntentSummary:
    """The intent as it was known on a day, today when none is given."""
    with context.workspace.reading() as reader:
        history = reader.find(IntentReading, until=at or context.today(), account_id=account_id)
    return summary(account_id, history, at or context.today())


def visible(context: Context, account_id: str, who: str | None) -> Known:
    """The intent today as far as a person may see its sources.

    Raises `NotFound` for an account that is not there or that they may not see.
    """
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
        account = reader.get(Account, account_id)
        if account is None or not viewer.sees_account(account):
            raise NotFound("There is no such account. Nothing was read.")
        history = readings(reader, viewer, account, context.today())
    return Known(account, summary(account_id, history, context.today()))


def readings(reader: Reader, viewer: Viewer, account: Account, at: date) -> list[IntentReading]:
    """The history by then, without what rests on notes that the viewer may not see."""
    sight = Discretion(reader, viewer, account)
    stated = reader.find(IntentReading, until=at, account_id=account.id)
    return [one for one in stated if one.source_kind != "note" or sight.sees_note(one.source_id)]


def summary(account_id: str, history: Sequence[IntentReading], at: date) -> IntentSummary:
    """The summary of a history of which every reading may be shown."""
    return IntentSummary(
        account_id=account_id,
        current=intents.current(history, at),
        history=tuple(history),
        contradictions=tuple(intents.contradictions(history, at)),
    )


def state(
    context: Context,
    account_id: str,
    intent: Intent,
    author: str | None,
    free_text: str | None = None,
    quote: str | None = None,
    attributes: Mapping[str, str] | None = None,
    occasion: str | None = None,
) -> Stated:
    """Keep what a person says the intent is; it goes before older sources. It can be undone.

    `attributes` are by the names of `ATTRIBUTES`; `occasion` names the form that was sent, which
    counts once. Raises `BadInput` for `other` without words and for `unknown`, `NotFound` for an
    account or person not there.
    """
    _check(intent, free_text)
    key = occasion or context.new_id("form")
    with context.workspace.writing() as writer:
        viewer = access.audience(writer, author).asker
        account = naming.by_id(writer, viewer, account_id)
        said = IntentReading(
            id=(own_id := occasions.name(context, "intent", key)),
            account_id=account_id,
            intent=intent,
            date=context.today(),
            confidence=1.0,
            source_kind="person",
            source_id=own_id,
            quote=_words(quote),
            free_text=_words(free_text) if intent is Intent.OTHER else None,
            attributes={name: text for name, text in (attributes or {}).items() if text.strip()},
            author=viewer.member.id,
        )
        if occasions.said(writer.find(IntentReading, account_id=account_id), key) is not None:
            return Stated(account, said, None)
        writer.put(said)
        entry = audit.record(context, writer, viewer.member.id, "intent.stated", said, after=[said])
    return Stated(account, said, entry.id)


def _check(intent: Intent, free_text: str | None) -> None:
    if intent is Intent.UNKNOWN:
        raise BadInput("That the intent is not known needs no saying. Nothing was saved.")
    if intent is Intent.OTHER and not _words(free_text):
        raise BadInput("Say in a few words what the intent is. Nothing was saved.")


def _words(said: str | None) -> str | None:
    return (said or "").strip() or None
