"""Touchpoints as they are planned and held with one customer."""

from dataclasses import dataclass
from datetime import date

from playbooks.stages import Stage


@dataclass(frozen=True, slots=True)
class Encounter:
    """One touchpoint of a stage with one account; `title` is the playbook's, or one's own words.

    Without `held` it is still to come, or was missed when `planned` has passed.
    """

    id: str
    account_id: str
    stage: Stage
    title: str
    planned: date | None = None
    held: date | None = None
    moment_of_truth: bool = False
    remark: str | None = None
    member: str | None = None

    def is_missed(self, today: date) -> bool:
        """True when its day has passed and nobody says that it was held."""
        return self.held is None and self.planned is not None and self.planned < today
