"""The intents that handoffs state: read again whenever a handoff changes."""

from collections.abc import Sequence
from datetime import date

from playbooks import intents
from playbooks.accounts import Account
from playbooks.handoffs import Handoff, HandoffState
from playbooks.intents import IntentReading
from storage.workspace import Writer


def derive(writer: Writer, handoffs: Sequence[Handoff]) -> None:
    """Keep the intents that handoffs in the records state; the same handoffs again change nothing.

    A draft states nothing yet. One without any date is dated by the account's contract start.
    """
    accounts = writer.find(Account, id={one.account_id for one in handoffs}) if handoffs else []
    starts = {account.id: account.contract_start for account in accounts}
    readings = [
        reading for one in handoffs if (reading := _intent(one, starts.get(one.account_id)))
    ]
    stated = {reading.id for reading in readings}
    silent = [name(one) for one in handoffs if name(one) not in stated]
    if silent:
        writer.remove(IntentReading, id=silent)
    if readings:
        writer.put_many(readings)


def name(handoff: Handoff) -> str:
    """The id of the intent that a handoff states."""
    return f"{handoff.id}.intent"


def _intent(handoff: Handoff, contract_start: date | None) -> IntentReading | None:
    day = handoff.submitted or handoff.kickoff_date or contract_start
    found = intents.of_handoff(handoff) if handoff.state is not HandoffState.DRAFT else None
    if found is None or day is None:
        return None
    return IntentReading(
        id=name(handoff),
        account_id=handoff.account_id,
        intent=found.intent,
        date=day,
        confidence=found.confidence,
        source_kind="handoff",
        source_id=handoff.id,
        quote=found.quote,
        free_text=found.free_text,
        attributes=found.attributes,
        author=handoff.author,
    )
