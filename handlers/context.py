"""What every use case is handed: the records, the library, the clock and the language model."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from handlers import working_hours
from knowledge.library import Library
from knowledge.model import Model
from playbooks.people import Member
from storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of one workspace, wired once by `bot.wiring`.

    `now` gives the current moment in UTC; `new_id("note")` gives a fresh id with that prefix.
    `model` is None when no key is set: answers are then composed from facts and quotations.
    `rules` is the folder of an admin's own rule files, None when there is none. `link_hosts` are
    the hosts, besides Slack's, to which a source's own address may lead.
    """

    workspace: Workspace
    library: Library
    now: Callable[[], datetime]
    new_id: Callable[[str], str]
    model: Model | None = None
    rules: Path | None = None
    link_hosts: frozenset[str] = frozenset()

    def today(self, member: Member | None = None) -> date:
        """The current date on a member's clock; in UTC where nobody in particular acts."""
        now = self.now()
        return now.date() if member is None else working_hours.local(member, now).date()
