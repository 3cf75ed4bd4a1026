"""Which facts are tried as signals, which side of each is the riskier, and what they belong to."""

from collections.abc import Iterator

from playbooks import catalogue
from playbooks.catalogue import CUE, OWN_METRIC
from playbooks.conditions import Condition
from playbooks.frame import ANY
from playbooks.health.rules import HealthRules
from playbooks.health.values import Verdict

HIGHER, LOWER = "higher", "lower"

TENURE, REVENUE = "tenure", "arr"
BASELINES = (TENURE, REVENUE)
"""What anybody knows without us: how long they have been a customer, and what they pay."""

OWN_TENURE = OWN_METRIC + TENURE
"""How the name of a workspace's own metric begins that counts tenure."""

NOT_SIGNALS = frozenset(
    (
        *BASELINES,
        *("churned", "days_to_renewal", "renewal_date", "owner_present", "accounts_alike"),
        *("health_score", "health_coverage", "health_band", "health_trend"),
    )
)
"""Baselines, the outcome itself, the score, and what is kept only as it stands today."""

TELLS_THE_OUTCOME = ("churn", "cancel", "attrition", "terminat", "lapsed", "renewed", "left_us")
"""Words in the name of a workspace's own metric that make it the outcome by another name."""

GROUPS = {
    "satisfaction": ("csat", "nps", "ces", "ticket_satisfaction", "detractor", "advocate"),
    "support": (
        "ticket",
        "first_response",
        "resolution",
        "escalation",
        "feedback_days",
        "in_escalation",
    ),
    "usage": (
        *("active_users", "licence", "feature", "usage_", "errors", "logins", "training"),
        *("usage", "seats"),
    ),
    "handoff": ("handoff", "promise", "kickoff", "why_bought", "problem_known", "intent"),
    "goals": ("goals_",),
    "relationship": ("contacts_active", "single_threaded", "champion", "one_way", "two_way"),
}
"""Beginnings of the names of facts, by what they tell of; what fits none stands for itself."""


def is_signal(name: str) -> bool:
    """True for a fact with a figure or a truth value that may be tried."""
    meaning = catalogue.definition(name)
    words = meaning is not None and meaning.unit == "words"
    if name in NOT_SIGNALS or is_baseline(name) or words or name.endswith(catalogue.ELSEWHERE):
        return False
    return not tells_the_outcome(name)


def is_baseline(name: str) -> bool:
    """True for what is compared with, and not tried."""
    return name in BASELINES or name.startswith(OWN_TENURE)


def tells_the_outcome(name: str) -> bool:
    """True for a metric of a workspace's own that bears the outcome in its name."""
    own = name.removeprefix(OWN_METRIC).lower()
    return own != name and any(word in own for word in TELLS_THE_OUTCOME)


def group(name: str) -> str | None:
    """What the signal tells of."""
    plain = name.removeprefix(OWN_METRIC).removeprefix(CUE)
    found = (one for one, starts in GROUPS.items() if plain.startswith(starts))
    return next(found, None)


def risky_sides(rules: HealthRules) -> dict[str, str]:
    """The riskier side of each fact that a health question reads a no, or a yes, from."""
    sides: dict[str, str] = {}
    for verdict, condition in _conditions(rules):
        side = _side(condition)
        if side is not None:
            sides.setdefault(condition.fact, side if verdict is Verdict.NO else _other(side))
    return sides


def _conditions(rules: HealthRules) -> Iterator[tuple[Verdict, Condition]]:
    every = [rule for question in rules.questions.values() for rule in question.rules]
    for verdict in (Verdict.NO, Verdict.YES):
        for rule in every:
            if rule.verdict is verdict and len(rule.conditions) == 1:
                yield verdict, rule.conditions[0]


def _side(condition: Condition) -> str | None:
    """The side on which the condition holds."""
    if condition.sign in (">", ">="):
        return HIGHER
    if condition.sign in ("<", "<="):
        return LOWER
    if condition.sign == "is" and condition.limits[ANY] in (True, False):
        return HIGHER if condition.limits[ANY] is True else LOWER
    return None


def _other(side: str) -> str:
    return LOWER if side == HIGHER else HIGHER
