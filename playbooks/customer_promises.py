"""What customers said they would do for us: kept apart from what we promised them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from playbooks.handoffs import UNCONFIRMED_DAYS


@dataclass(frozen=True, slots=True)
class CustomerPromise:
    """One thing that somebody at the customer's is to do; `owner` is a name as people write it.

    Without a `note_id` somebody wrote it down as such. `kept` is the day on which it was done.
    """

    id: str
    account_id: str
    what: str
    note_id: str | None = None
    owner: str | None = None
    due: date | None = None
    kept: date | None = None

    def is_overdue(self, today: date) -> bool:
        """True when its day has passed and nobody says that it was done."""
        return self.due is not None and self.due < today and not self.is_kept(today)

    def is_kept(self, today: date) -> bool:
        """True when it was done by `today`."""
        return self.kept is not None and self.kept <= today


NOBODY = frozenset(
    (
        *("they", "them", "he", "she", "we", "you", "the customer", "the client"),
        *("loro", "lui", "lei", "essi", "noi", "il cliente"),
        *("他们", "她们", "他", "她", "我们", "对方", "客户", "大家"),
    )
)
"""Owners as they are read that name nobody."""


def person(owner: str | None) -> str | None:
    """Who of them it is; None where a note says no more than that it is one of them."""
    return None if owner is None or owner.casefold() in NOBODY else owner


def awaited(
    promises: Iterable[CustomerPromise], today: date, noted: Mapping[str, date]
) -> list[CustomerPromise]:
    """Those not kept that are still worth asking about, the earliest due first, undated last.

    A customer is reminded gently: what was only read out of a note lapses a month after its day,
    or after its note's, by `noted`, where it has none.
    """
    found = [one for one in promises if not one.is_kept(today) and _lasts(one, today, noted)]
    return sorted(found, key=lambda one: (one.due is None, one.due or today, one.id))


def _lasts(one: CustomerPromise, today: date, noted: Mapping[str, date]) -> bool:
    if one.note_id is None:
        return True
    since = one.due or noted.get(one.note_id)
    return since is not None and since + timedelta(days=UNCONFIRMED_DAYS) >= today
