"""The figures by the names that `journey.yaml` uses."""

from collections.abc import Callable

from playbooks.stage_goals import adoption, escalation, onboarding, presales, renewal
from playbooks.stage_goals.records import Figure, Records


def of(name: str, known: Records) -> Figure:
    """The figure of that name, one of `FIGURES`."""
    return FIGURES[name](name, known)


FIGURES: dict[str, Callable[[str, Records], Figure]] = {
    "technical_wins": presales.technical_wins,
    "fit_judged": presales.fit_judged,
    "activity_logged": presales.activity_logged,
    "gaps_recorded": presales.gaps_recorded,
    "onboarding_on_target": onboarding.onboarding_on_target,
    "experience_tracked": onboarding.experience_tracked,
    "usage_after_exit": onboarding.usage_after_exit,
    "usage_benchmark": adoption.usage_benchmark,
    "licence_utilisation": adoption.median_fact,
    "feature_breadth": adoption.median_fact,
    "at_risk_worked": renewal.at_risk_worked,
    "renewals_on_time": renewal.renewals_on_time,
    "renewal_rate": renewal.renewal_rate,
    "first_response_in_time": escalation.first_response_in_time,
    "new_escalations": escalation.new_escalations,
    "feedback_asked": escalation.feedback_asked,
    "resolution_kept": escalation.resolution_kept,
    "customer_told": escalation.customer_told,
}
