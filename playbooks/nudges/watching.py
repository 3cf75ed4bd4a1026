"""Whether something has changed about an account since a nudge was put off until it does."""

from playbooks.facts import AccountFacts, Fact


def changed(before: AccountFacts, now: AccountFacts) -> bool:
    """True when one of the facts is another one now, has become known, or is not known any more.

    What moves by itself with the days has not changed: a time grows, a trend slides along.
    """
    return any(_differs(before.get(name), now.get(name)) for name in {*before, *now})


def _differs(before: Fact | None, now: Fact | None) -> bool:
    if before is None or now is None:
        return before is not now
    another = before.evidence_id != now.evidence_id
    if before.unit == "days":
        return another
    if before.window_days is not None:
        return another and before.value != now.value
    return before.value != now.value
