"""Intent: why a customer started with us, how that changed, and where sources disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers import access, audit
from handlers.context import Context
from playbooks import intents
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.intents import Contradiction, Intent, IntentReading


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


def read(context: Context, account_id: str, at: date | None = None) -> IntentSummary:
    """The intent as it was known on a day, today when none is given."""
    with context.workspace.reading() as reader:
        history = reader.find(IntentReading, until=at or context.today(), account_id=account_id)
    return summary(account_id, history, at or context.today())


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
) -> IntentReading:
    """Keep what a person says the intent is; it goes before older sources. It can be undone.

    Raises `BadInput` for `other` without words, `NotFound` for an account or person not there.
    """
    if intent is Intent.OTHER and not (free_text or "").strip():
        raise BadInput("Say in a few words what the intent is. Nothing was saved.")
    with context.workspace.writing() as writer:
        viewer = access.audience(writer, author).asker
        account = writer.get(Account, account_id)
        if account is None or not viewer.sees_account(account):
            raise NotFound("There is no such account. Nothing was saved.")
        reading_id = context.new_id("intent")
        given = IntentReading(
            id=reading_id,
            account_id=account_id,
            intent=intent,
            date=context.today(),
            confidence=1.0,
            source_kind="person",
            source_id=reading_id,
            quote=quote,
            free_text=free_text,
            author=viewer.member.id,
        )
        writer.put(given)
        audit.record(context, writer, viewer.member.id, "intent.stated", given, after=[given])
    return given
