"""Trajectories from the records: month by month, and before and after an action."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from handlers.access import Audience
from playbooks.accounts import Account, Subscription
from playbooks.notes import Cue, Note
from playbooks.observations import MetricSample, Outcome, SurveyResponse, Ticket
from playbooks.people import Channel
from playbooks.trajectory import indices, measures, months
from playbooks.trajectory.measures import Records
from playbooks.trajectory.values import Comparison, Path
from storage.workspace import Reader, parts

SHOWN_MONTHS = 12
LONGEST_MONTHS = 36


class Sight:
    """Which notes count for somebody, and whether all who read along may see each of these.

    The tone of a note out of sight is not counted: every figure opens to what its reader may read.
    """

    def __init__(self, reader: Reader, audience: Audience, accounts: Sequence[Account]) -> None:
        self._audience = audience
        self._accounts = {account.id: account for account in accounts}
        self._channels = {channel.id: channel for channel in reader.find(Channel)}
        self.shared = all(audience.all_see_account(account) for account in accounts)

    def __call__(self, note: Note) -> bool:
        """Whether the note counts."""
        account, channel = self._accounts[note.account_id], self._channels.get(note.channel or "")
        if not self._audience.asker.sees_note(note, account, channel):
            return False
        kept_close = note.private or (channel is not None and channel.private)
        if kept_close and not self._audience.all_see_note(note, account, channel):
            self.shared = False
        return True


def paths(
    reader: Reader,
    accounts: Sequence[Account],
    today: date,
    counts: Callable[[Note], bool],
    span: int = SHOWN_MONTHS,
) -> dict[str, Path]:
    """The last `span` months of each account up to `today`, by a fixed number of queries."""
    firsts = months.last(span, today)
    since = months.after(firsts[0], 1 - months.CONTRACT_MONTHS)
    records = _records(reader, accounts, since, today, counts)
    return {
        account.id: indices.path(records[account.id], firsts, today, account.contract_start)
        for account in accounts
    }


def around(
    reader: Reader, account: Account, day: date, today: date, counts: Callable[[Note], bool]
) -> Comparison:
    """The account before and after what happened on a day, by the same definition."""
    since = months.after(day, -months.CONTRACT_MONTHS)
    records = _records(reader, [account], since, today, counts)
    return indices.around(records[account.id], day, today)


def _records(
    reader: Reader,
    accounts: Sequence[Account],
    since: date,
    today: date,
    counts: Callable[[Note], bool],
) -> dict[str, Records]:
    """What may count of each account, oldest first."""
    found: dict[str, Records] = defaultdict(Records)
    for ids in parts([account.id for account in accounts]):
        _add_measured(reader, found, ids, since, today)
        for note in reader.find(Note, since=since, until=today, account_id=ids):
            if counts(note):
                found[note.account_id].notes.append(note)
        seen = {note.id for account_id in ids for note in found[account_id].notes}
        name = measures.ADVOCATE
        for cue in reader.find(Cue, since=since, until=today, account_id=ids, name=name):
            if cue.note_id in seen:
                found[cue.account_id].cues.append(cue)
    return found


def _add_measured(
    reader: Reader, found: dict[str, Records], ids: list[str], since: date, today: date
) -> None:
    """What bears no secret. Of a ticket its opening is what is looked for."""
    for answer in reader.find(SurveyResponse, since=since, until=today, account_id=ids):
        found[answer.account_id].surveys.append(answer)
    metric = measures.MEASURED
    for sample in reader.find(
        MetricSample, since=since, until=today, account_id=ids, metric=metric
    ):
        found[sample.account_id].samples.append(sample)
    for ticket in reader.find(Ticket, since=since, until=today, account_id=ids):
        found[ticket.account_id].tickets.append(ticket)
    for outcome in reader.find(Outcome, since=since, until=today, account_id=ids):
        found[outcome.account_id].outcomes.append(outcome)
    for bought in reader.find(Subscription, account_id=ids):
        found[bought.account_id].subscriptions.append(bought)
