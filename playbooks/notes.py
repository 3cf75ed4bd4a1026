"""Notes: what people wrote about an account, and what was read out of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Direction(StrEnum):
    """Engagement is two-way; communication alone is one-way (domain, section 5)."""

    ONE_WAY = "one_way"
    TWO_WAY = "two_way"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Note:
    """One note, immutable: amending it writes the next `version` under the same id.

    `channel` is where it was born; a private channel's note is for that channel's members.
    `permalink` opens the message it came from. `sentiment` is how the customer sounds in it:
    `negative`, `neutral` or `positive`; None when nobody has judged it. `participants` are names as
    people write them, of both sides; `stage` is the part of the journey that it is about.
    """

    id: str
    account_id: str
    date: date
    text: str
    author: str | None = None
    kind: str = "note"
    direction: Direction | None = None
    private: bool = False
    channel: str | None = None
    language: str | None = None
    version: int = 1
    permalink: str | None = None
    recorded_at: datetime | None = None
    sentiment: str | None = None
    participants: tuple[str, ...] = ()
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that is being shown to somebody and is not saved: kept a day at most.

    `id` becomes the note's. `origin` is what it is made from: `message`, `thread`, `channel`,
    `mail`, `transcript` or `file`. `read` is what was read out of `text`, by kind; `gathered` is
    what there is so far of a source that is read page by page.
    """

    id: str
    member: str
    at: datetime
    origin: str
    text: str = ""
    channel: str | None = None
    permalink: str | None = None
    read: dict[str, object] = field(default_factory=dict)
    gathered: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that a note says which health, intent or a nudge rule listens to.

    `name` is one of `playbooks.cues.NAMES`, `quote` is a part of the note's own text.
    """

    id: str
    account_id: str
    note_id: str
    date: date
    name: str
    quote: str
