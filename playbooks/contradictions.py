"""Conditions that can never hold together, so that a rule built on them would stay silent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from playbooks.conditions import KNOWN, OPERATORS, UNKNOWN, WITHIN, Condition, Limit

OPPOSITE = {">=": "<", "<": ">=", "<=": ">", ">": "<=", "is": "is not", "is not": "is"}


def among(
    asked: Sequence[Condition], excluded: Iterable[Condition] = ()
) -> tuple[Condition, Condition] | None:
    """Two conditions that rule each other out in every segment, or None.

    `asked` have to hold together, and none of the `excluded` may hold.
    """
    for one in asked:
        for other in asked:
            if not _ever(one, other):
                return one, other
        for barred in excluded:
            if barred.sign != WITHIN and not _ever(one, _reversed(barred)):
                return one, barred
    return None


def _reversed(condition: Condition) -> Condition:
    return replace(condition, sign=OPPOSITE[condition.sign])


def _ever(one: Condition, other: Condition) -> bool:
    if one.fact != other.fact or one is other:
        return True
    segments = {*one.limits, *other.limits}
    return any(_both(one, other, segment) for segment in segments)


def _both(one: Condition, other: Condition, segment: str) -> bool:
    """Whether some value makes both hold, in this segment."""
    if one.asks_for_the_unknown or other.asks_for_the_unknown:
        return one.asks_for_the_unknown and other.asks_for_the_unknown
    if WITHIN in (one.sign, other.sign) or _is_of_knowing(one) or _is_of_knowing(other):
        return True
    return _overlap((one.sign, one.limit(segment)), (other.sign, other.limit(segment)))


def _is_of_knowing(condition: Condition) -> bool:
    return any(limit in (KNOWN, UNKNOWN) for limit in condition.limits.values())


def _overlap(one: tuple[str, Limit], other: tuple[str, Limit]) -> bool:
    (sign, limit), (other_sign, other_limit) = one, other
    if sign == "is":
        return OPERATORS[other_sign](limit, other_limit)
    if other_sign == "is":
        return OPERATORS[sign](other_limit, limit)
    if "is not" in (sign, other_sign) or sign[0] == other_sign[0]:
        return True
    low, high = (limit, other_limit) if sign[0] == ">" else (other_limit, limit)
    touching = "=" in sign and "=" in other_sign
    return float(low) < float(high) or (touching and low == high)
