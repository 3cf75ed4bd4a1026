"""What is known of systems that records come from: their records, how far each was read, runs."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class RemoteState(StrEnum):
    """What became of a remote record here.

    `skipped` is one that the plan passes over, `waiting` a good record whose account is not here;
    `rejected` one that could not be used; `archived` one that the remote has deleted, `merged` one
    that lives on in another.
    """

    LIVE = "live"
    SKIPPED = "skipped"
    WAITING = "waiting"
    REJECTED = "rejected"
    ARCHIVED = "archived"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class RemoteRecord:
    """One record of a remote; `id` is `key(connector, thing, remote_id)`.

    `thing` is what the remote calls its kind (companies, Opportunity). `local_id` is the id of
    ours when it differs from the remote's. `seen` is the last full run that met it. `leads_to` is
    the remote id of the account that it waits for, or into which it was merged.
    """

    id: str
    connector: str
    thing: str
    remote_id: str
    state: RemoteState
    title: str | None = None
    local_id: str | None = None
    leads_to: str | None = None
    why: str | None = None
    seen: str | None = None
    at: datetime | None = None


def key(connector: str, thing: str, remote_id: str) -> str:
    """The id of a remote record, or of a cursor with an empty `remote_id`."""
    return ":".join(part for part in (connector, thing, remote_id) if part)


class Pass(StrEnum):
    """What a run is reading of a thing: what waited, what changed, what was deleted."""

    WAITED = "waited"
    CHANGED = "changed"
    GONE = "gone"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a thing was read, written with the rows of each page.

    `since` is from when on changes are read (None: all there is), `after` the key behind which
    the next page begins. When `reading` is done, the next run begins at `started`.
    """

    id: str
    connector: str
    thing: str
    run: str
    reading: Pass
    started: datetime
    since: datetime | None = None
    after: str | None = None
    pages: int = 0


class RunState(StrEnum):
    """How a run of a connector stands; one that failed or was killed goes on with the next."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


COUNTED = (
    "read",
    "created",
    "updated",
    "unchanged",
    "rejected",
    "waiting",
    "skipped",
    "archived",
    "merged",
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a connector. `counts` are records by thing and by the words of `COUNTED`.

    `notices` are those that a person should know of: what was rejected, archived or merged, the
    first `NOTICES` of them. `why` says why the last try failed, `tries` how often it was begun.
    """

    id: str
    connector: str
    started: datetime
    state: RunState
    full: bool = False
    ended: datetime | None = None
    tries: int = 1
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    notices: tuple[dict[str, Any], ...] = ()
    why: str | None = None


NOTICES = 200


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery of a webhook that was taken in; `id` is the sender's own, `answer` what we said.

    `digest` is the SHA-256 of the body, so that the same id with other words is noticed.
    """

    id: str
    at: datetime
    digest: str
    answer: dict[str, Any] = field(default_factory=dict)
