"""Adoption: usage against benchmark, licence utilisation, depth and breadth."""

from statistics import median

from playbooks.stage_goals import records
from playbooks.stage_goals.records import SHARE, Figure, Records


def usage_benchmark(name: str, known: Records) -> Figure:
    """The share of accounts whose licence utilisation reaches what is good in their segment."""
    cases = (
        (float(fact.value) >= known.benchmarks[account], (fact.evidence_kind, fact.evidence_id))
        for account, facts in known.facts.items()
        if (fact := facts.get("licence_utilisation")) is not None and account in known.benchmarks
    )
    return records.share(name, cases)


def median_fact(name: str, known: Records) -> Figure:
    """The median of the fact over the accounts of which it is known."""
    found = [facts[name] for facts in known.facts.values() if name in facts]
    value = median(float(fact.value) for fact in found) if found else None
    cites = tuple((fact.evidence_kind, fact.evidence_id) for fact in found)
    return Figure(name, value, SHARE, len(found), cites=cites)
