"""The outbox: each outgoing message has a key, and is claimed before it is sent.

Slack has no idempotency key, so a crash between "sending" and "sent" leaves it open whether the
message is there. Whoever finds such a claim looks into the channel's history before sending again.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables.outbox import OutboxRow
from storage.workspace import Workspace

SENDING = "sending"
STREAMING = "streaming"
SENT = "sent"

_TABLE: Table = vars(OutboxRow)["__table__"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What was there when a message was claimed.

    A claim that is not `fresh` was left in "sending" at `since`, after `tries` attempts to send,
    or the message was sent as `message_ts`. With `streams` it was left while people watched it
    grow: as `stream_ts`, or before Slack had named it.
    """

    fresh: bool
    tries: int
    since: datetime
    message_ts: str | None = None
    streams: bool = False
    stream_ts: str | None = None


class Outbox:
    """The outgoing messages of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def claim(self, key: str, channel: str, now: datetime, *, streams: bool = False) -> Claim:
        """Say that the message is being sent to `channel`, unless somebody said so before."""
        state = STREAMING if streams else SENDING
        fresh = {"id": key, "channel": channel, "since": now, "state": state, "tries": 1}
        make = sqlite.insert if self._workspace.database.is_sqlite else postgresql.insert
        with self._workspace.writing() as writer:
            inserting = make(_TABLE).values(team_id=writer.team_id, **fresh)
            inserting = inserting.on_conflict_do_nothing()
            made = writer.connection.execute(inserting.returning(_TABLE.c.id)).first()
            row = writer.connection.execute(select(_TABLE).where(*self._of(key))).one()
        growing = row.state == STREAMING
        sent, grown = (None, row.message_ts) if growing else (row.message_ts, None)
        return Claim(made is not None, row.tries, row.since, sent, growing, grown)

    def claim_again(self, key: str, claim: Claim, now: datetime) -> bool:
        """Take over a claim that was left in "sending"; False when somebody else just did."""
        values = {"tries": claim.tries + 1, "since": now, "state": SENDING}
        left = (*self._of(key), _TABLE.c.state != SENT, _TABLE.c.since == claim.since)
        with self._workspace.writing() as writer:
            taking = update(_TABLE).where(*left).values(values)
            return writer.connection.execute(taking).rowcount > 0

    def sent(self, key: str, message_ts: str) -> None:
        """The message is there; `message_ts` is Slack's name for it."""
        values = {"state": SENT, "message_ts": message_ts}
        with self._workspace.writing() as writer:
            writer.connection.execute(update(_TABLE).where(*self._of(key)).values(values))

    def streaming(self, key: str, message_ts: str) -> None:
        """People watch the message grow; `message_ts` is Slack's name for it."""
        with self._workspace.writing() as writer:
            growing = update(_TABLE).where(*self._of(key), _TABLE.c.state == STREAMING)
            writer.connection.execute(growing.values(message_ts=message_ts))

    def release(self, key: str) -> None:
        """Slack refused the message, or took it away: it is certainly not there."""
        with self._workspace.writing() as writer:
            writer.connection.execute(delete(_TABLE).where(*self._of(key), _TABLE.c.state != SENT))

    def knows_key(self, key: str) -> bool:
        """True when a message under the key was claimed and not given back."""
        with self._workspace.reading() as reader:
            query = select(_TABLE.c.id).where(*self._of(key))
            return reader.connection.execute(query).first() is not None

    def knows(self, channel: str, message_ts: str) -> bool:
        """True when the message is one of ours whose key is known."""
        same = (_TABLE.c.channel == channel, _TABLE.c.message_ts == message_ts)
        with self._workspace.reading() as reader:
            mine = select(_TABLE.c.id).where(_TABLE.c.team_id == reader.team_id, *same)
            return reader.connection.execute(mine).first() is not None

    def _of(self, key: str) -> tuple[ColumnElement[bool], ...]:
        return (_TABLE.c.team_id == self._workspace.team_id, _TABLE.c.id == key)
