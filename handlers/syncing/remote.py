"""A remote system as a sync sees it: pages of records in a fixed order, and how it may fail."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from playbooks.errors import CairnError, NotReady


@dataclass(frozen=True, slots=True)
class Item:
    """One remote record; `cells` are its fields as the remote names them, with those it derives.

    `account` is the remote id of the account that it belongs to. `merged_into` names the record
    in which it lives on, `absorbed` those that live on in it. `fault` says why it is unreadable.
    """

    id: str
    cells: Mapping[str, Any] = field(default_factory=dict)
    changed: datetime | None = None
    account: str | None = None
    gone: bool = False
    merged_into: str | None = None
    absorbed: tuple[str, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, in the order of the key by which the thing is read; `after` ends the page."""

    items: tuple[Item, ...]
    after: str


class Remote(Protocol):
    """Reads, and cannot write. Every method may raise the three errors below."""

    name: str
    title: str

    def check(self) -> str:
        """Ask for nothing but an answer; says in a few words who answered."""

    def changed(
        self, thing: str, fields: Collection[str], since: datetime | None, after: str | None
    ) -> Iterator[Page]:
        """Records changed since then (all without it), with keys behind `after`, each once."""

    def gone(self, thing: str, after: str | None) -> Iterator[Page]:
        """Records that were deleted and are not told by `changed`."""

    def named(self, thing: str, fields: Collection[str], ids: Collection[str]) -> Page:
        """The records with these ids that are there."""


class RemoteBusy(NotReady):
    """The remote asks to be left alone for `seconds`, or does not say for how long."""

    def __init__(self, remote: str, why: str, seconds: float | None = None) -> None:
        super().__init__(
            "{remote} lets us wait: {why}. What was read is kept, and the next run goes on there.",
            remote=remote,
            why=why,
        )
        self.seconds = seconds


class RemoteFault(NotReady):
    """The remote did not answer, or not what it should; trying again may help."""

    def __init__(self, remote: str, why: str) -> None:
        super().__init__(
            "{remote} does not answer as it should: {why}. What was read is kept, and the next "
            "run goes on there.",
            remote=remote,
            why=why,
        )


class RemoteRefusal(NotReady):
    """The remote does not let us in, or does not know what we ask for; a person must act.

    An administrator is told in Slack, so reason and remedy can be said in other languages.
    """

    def __init__(self, remote: str, why: CairnError, remedy: CairnError) -> None:
        super().__init__(
            "{remote} refuses: {why}. What was read is kept. {remedy}",
            remote=remote,
            why=why,
            remedy=remedy,
        )
