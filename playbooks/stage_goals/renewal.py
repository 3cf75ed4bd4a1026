"""Renewal: at-risk renewals worked, renewals on time, renewal rate."""

from collections.abc import Mapping
from datetime import timedelta

from playbooks.facts import Fact
from playbooks.notes import Direction
from playbooks.observations import CHURN, RENEWAL
from playbooks.stage_goals import records
from playbooks.stage_goals.records import MONTH, YEAR, Figure, Records
from playbooks.stages import Stage

RENEWING_WITHIN = timedelta(days=120)


def at_risk_worked(name: str, known: Records) -> Figure:
    """Renewals that are near and not safe, with two-way engagement within the last month."""
    since = known.at - timedelta(days=MONTH)
    spoken = {
        note.account_id
        for note in known.notes
        if note.direction is Direction.TWO_WAY and since < note.date <= known.at
    }
    cases = (
        (account in spoken, ("account", account))
        for account, facts in known.facts.items()
        if _is_near(facts) and _is_at_risk(facts)
    )
    return records.share(name, cases, MONTH)


def renewals_on_time(name: str, known: Records) -> Figure:
    """The share of renewals that were decided by their date."""
    return records.share(name, records.on_target(records.left(known, Stage.RENEWAL)), YEAR)


def renewal_rate(name: str, known: Records) -> Figure:
    """The share of contracts that were renewed, of those that were decided."""
    since = known.at - timedelta(days=YEAR)
    decided = [o for o in known.outcomes if o.kind in (CHURN, RENEWAL)]
    cases = (
        (one.kind == RENEWAL, ("outcome", one.id))
        for one in decided
        if since < one.date <= known.at
    )
    return records.share(name, cases, YEAR)


def _is_near(facts: Mapping[str, Fact]) -> bool:
    fact = facts.get("days_to_renewal")
    return fact is not None and 0 <= float(fact.value) <= RENEWING_WITHIN.days


def _is_at_risk(facts: Mapping[str, Fact]) -> bool:
    fact = facts.get("health_band")
    return fact is not None and fact.value in ("at_risk", "watch")
