"""The catalogue of facts: what each one is called, what it counts, and over how many days."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """A fact's meaning. `label` is an English message; `window_days` is what it looks back over.

    A `unit` of `share` runs from 0 to 1 and is shown in per cent; `per cent` is a relative change;
    `truth` and `words` have no figure.
    """

    name: str
    label: str
    unit: str
    window_days: int | None = None


RECENT_DAYS = 30
"""The recent part of a trend."""

BEFORE_DAYS = 90
"""What the recent part of a trend is compared with: the days right before it."""

QUARTER_DAYS = 90
HALF_YEAR_DAYS = 180
YEAR_DAYS = 365

TREND = "_trend"
"""A metric's relative change: the mean of the last 30 days against the 90 days before."""

OWN_METRIC = "metric."
"""Prefix of a workspace's own metric, which the catalogue does not know by name."""

ELSEWHERE = "_elsewhere"
"""What another source says of a metric for the same day, or what it was before it was restated."""

AGAINST_PEERS = "_vs_peers"
"""How far a figure lies from the median of accounts of its segment."""

DECIDER = "_decider"
"""The newest answer to a survey of somebody who decides; a user's answer is another matter."""

CUE = "cue."
"""Prefix of what a note said: the newest cue of that name, with its quote."""

FLOWS = frozenset({"usage_count", "usage_minutes", "tickets_opened", "errors", "logins"})
"""Metrics that are counted over time and add up; all others are levels and are averaged."""

TOPS = {"csat": 5, "nps": 10, "ces": 7}
"""The most that a person can answer."""

SHARES = frozenset({"feature_breadth", "training_completed", "licence_utilisation"})
"""Metrics that are a share of a whole, 0 to 1, however they were given."""

PER_CENT = frozenset({"percent", "per cent", "%", "pct", "percentage", "per cento", "百分比"})
"""Units in which a share is given as a figure from 0 to 100; so is one above 1 in any unit."""


def share(value: float, unit: str | None) -> float:
    """A value of one of `SHARES` as a share of the whole, by the unit in which it was given."""
    in_per_cent = value > 1 or (unit or "").strip().lower() in PER_CENT
    return value / 100 if in_per_cent else value


def _definitions() -> Iterator[Definition]:
    yield from _account()
    yield from _usage()
    yield from _voice()
    yield from _support()
    yield from _handoff()
    yield from _journey()
    yield from _relationship()
    yield from _goals()
    yield from _readings()


def _account() -> Iterator[Definition]:
    yield Definition("segment", "Segment", "words")
    yield Definition("arr", "Annual recurring revenue", "money a year")
    yield Definition("owner_present", "A CSM owns the account", "truth")
    yield Definition("tenure", "Time since the contract began", "days")
    yield Definition("days_to_renewal", "Time to the renewal date", "days")
    yield Definition("renewal_date", "Renewal date", "words")
    yield Definition("churned", "The contract has ended", "truth")
    yield Definition("expanded", "Expansion", "truth", YEAR_DAYS)
    yield Definition("renewed", "The contract was renewed", "truth", YEAR_DAYS)
    yield Definition("contracted", "Contraction", "truth", YEAR_DAYS)


def _usage() -> Iterator[Definition]:
    yield Definition("active_users", "Active users", "users")
    yield Definition("licences_bought", "Licences bought", "licences")
    yield Definition("licences_assigned", "Licences assigned", "licences")
    yield Definition("licence_utilisation", "Licence utilisation", "share")
    yield Definition("features_used", "Features in use", "features")
    yield Definition("feature_breadth", "Breadth of features in use", "share")
    yield Definition("usage_count", "Uses of the product", "uses", RECENT_DAYS)
    yield Definition("usage_minutes", "Time spent in the product", "minutes", RECENT_DAYS)
    yield Definition("errors", "Errors met by users", "errors", RECENT_DAYS)
    yield Definition("logins", "Logins", "logins", RECENT_DAYS)
    yield Definition("training_completed", "Training completed", "share")
    for name, label in (
        ("licence_utilisation", "Licence utilisation against accounts alike"),
        ("features_used", "Features in use against accounts alike"),
    ):
        yield Definition(name + AGAINST_PEERS, label, "per cent")
    for name, label in (
        ("active_users", "Change in active users"),
        ("feature_breadth", "Change in breadth of features"),
        ("features_used", "Change in features in use"),
        ("usage_count", "Change in uses of the product"),
        ("usage_minutes", "Change in time spent in the product"),
        ("errors", "Change in errors met by users"),
        ("logins", "Change in logins"),
    ):
        yield Definition(name + TREND, label, "per cent", RECENT_DAYS)


def _voice() -> Iterator[Definition]:
    yield Definition("csat", "Satisfaction (CSAT)", "points of 5")
    yield Definition("csat_share", "Satisfied customers (CSAT)", "share")
    yield Definition("nps", "Likelihood to recommend (NPS answer)", "points of 10")
    yield Definition("nps_score", "Net Promoter Score", "points from -100 to 100")
    yield Definition("ces", "Ease (CES)", "points of 7")
    yield Definition("detractor_role", "Role of the detractor", "words")
    for name, label in (
        ("csat", "Satisfaction (CSAT) of who decides"),
        ("nps", "Likelihood to recommend (NPS answer) of who decides"),
        ("ces", "Ease (CES) of who decides"),
    ):
        yield Definition(name + DECIDER, label, f"points of {TOPS[name]}", HALF_YEAR_DAYS)
    for name, label in (
        ("csat", "Role of who answered CSAT last"),
        ("nps", "Role of who answered NPS last"),
        ("ces", "Role of who answered CES last"),
    ):
        yield Definition(name + "_role", label, "words")
    for name, label in (
        ("csat", "Change in satisfaction (CSAT)"),
        ("nps", "Change in likelihood to recommend (NPS)"),
        ("ces", "Change in ease (CES)"),
    ):
        yield Definition(name + TREND, label, "points", QUARTER_DAYS)
    yield Definition("sentiment", "Mood of recent notes", "balance from -1 to 1", RECENT_DAYS * 2)
    yield Definition("sentiment_turn", "Change in the mood of notes", "balance", RECENT_DAYS * 2)
    yield Definition("days_without_two_way", "Time without two-way engagement", "days")
    yield Definition("last_two_way", "Last two-way engagement", "truth")
    yield Definition("days_since_note", "Time since the last note", "days")
    yield Definition("days_since_contact", "Time since the last contact", "days")
    yield Definition("two_way_notes", "Two-way contacts", "notes", QUARTER_DAYS)
    yield Definition("one_way_share", "Contacts that were one-way", "share", QUARTER_DAYS)
    yield Definition("one_way_unanswered", "Attempts since they last answered", "attempts")
    yield Definition("commitment_share", "Contacts that led to an action", "share", QUARTER_DAYS)
    for name, label in CUE_LABELS.items():
        yield Definition(CUE + name, label, "truth")


CUE_LABELS = {
    "champion_left": "A note says that the champion left",
    "competitor": "A note names a competitor",
    "unhappy": "A note says that they are unhappy",
    "outcome_reached": "A note says that they reached an outcome",
    "expansion": "A note speaks of expansion",
    "budget_freeze": "A note speaks of a budget freeze",
    "two_way_engagement": "A note shows two-way engagement",
    "single_threaded": "A note says that all rests on one person",
    "product_gap": "A note names a gap in the product",
    "advocate": "A note shows that they advocate for us",
    "advocate_asked": "A note says that they were asked to speak for us",
    "churn_threat": "A note says that they think of leaving",
    "escalation": "A note speaks of an escalation",
    "training_done": "A note says that training was done",
    "goal_defined": "A note defines a goal",
}


def _support() -> Iterator[Definition]:
    yield Definition("tickets_opened", "Tickets opened", "tickets", QUARTER_DAYS)
    yield Definition("tickets_opened_trend", "Change in tickets opened", "per cent", QUARTER_DAYS)
    yield Definition("tickets_open", "Open tickets", "tickets")
    yield Definition("tickets_severe_share", "Tickets that were severe", "share", QUARTER_DAYS)
    yield Definition("first_response_hours", "Median first response", "hours", HALF_YEAR_DAYS)
    yield Definition("resolution_days", "Median time to solve a ticket", "days", HALF_YEAR_DAYS)
    yield Definition(
        "ticket_satisfaction", "Satisfaction with tickets", "points of 5", HALF_YEAR_DAYS
    )
    yield Definition("escalations", "Escalations", "tickets", HALF_YEAR_DAYS)
    yield Definition("escalation_open", "An escalation is open", "truth")
    yield Definition("escalation_days_overdue", "Escalation past its promised date", "days")
    yield Definition("escalation_days_unanswered", "Escalation without a first response", "days")
    yield Definition("feedback_days_owed", "Escalation solved without asking for feedback", "days")


def _handoff() -> Iterator[Definition]:
    yield Definition("handoff_state", "Handoff", "words")
    yield Definition("handoff_author", "Author of the handoff", "words")
    yield Definition("handoff_completeness", "Handoff completeness", "share")
    yield Definition("handoff_fields_missing", "Mandatory handoff fields missing", "fields")
    yield Definition("handoff_fields_missing_names", "Missing from the handoff", "words")
    yield Definition("days_since_handoff", "Time since the handoff was submitted", "days")
    yield Definition("why_bought_known", "The handoff says why they bought", "truth")
    yield Definition("problem_known", "The handoff says which problem to solve", "truth")
    yield Definition("time_expectation_known", "The handoff says when they expect value", "truth")
    yield Definition("success_criteria_known", "The handoff names success criteria", "truth")
    yield Definition("kickoff_known", "A kickoff date is set", "truth")
    yield Definition("days_since_kickoff", "Time since the kickoff", "days")
    yield Definition("promises_open", "Promises not yet delivered", "promises")
    yield Definition("promises_overdue", "Promises past their date", "promises")
    yield Definition("promise_days_overdue", "Oldest overdue promise", "days")
    yield Definition("promise_due_in", "Next promise due", "days")
    yield Definition("promise_owner", "Owner of the promise", "words")
    yield Definition("promises_delivered", "Promises delivered when due", "share", YEAR_DAYS)
    yield Definition("their_promises_open", "Customer's promises still awaited", "promises")
    yield Definition("their_promises_overdue", "Customer's promises past their day", "promises")
    yield Definition("their_promise_days_overdue", "Customer's oldest overdue promise", "days")
    yield Definition("their_promise_due_in", "Customer's next promise due", "days")
    yield Definition("their_promise_owner", "Who of the customer's promised it", "words")
    yield Definition("intent", "Intent", "words")
    yield Definition("intent_known", "The intent is known", "truth")
    yield Definition("planned_behaviour_known", "Their plans with us are known", "truth")


def _journey() -> Iterator[Definition]:
    yield Definition("stages_open", "Stages under way", "stages")
    for stage in ("presales", "onboarding", "adoption", "renewal", "escalation"):
        yield Definition(f"in_{stage}", f"In {stage}", "truth")
        yield Definition(f"days_in_{stage}", f"Time in {stage}", "days")
        yield Definition(f"{stage}_expected_days", f"Expected time in {stage}", "days")
        yield Definition(f"{stage}_days_past_target", f"Past the target date of {stage}", "days")
        yield Definition(f"{stage}_time_ratio", f"Time in {stage} against expected", "times")
        yield Definition(f"{stage}_left", f"Has left {stage}", "truth")
    yield Definition("stage_time_ratio", "Longest time in a stage against expected", "times")
    yield Definition("stage_past_target", "A stage is past its target date", "truth")


def _relationship() -> Iterator[Definition]:
    yield Definition("contacts_active", "Active contacts", "contacts")
    yield Definition("single_threaded", "All rests on one contact", "truth")
    yield Definition("champion_present", "A champion is present", "truth")
    yield Definition("economic_buyer_present", "An economic buyer is among the contacts", "truth")
    yield Definition("champion_left", "The champion left", "truth")
    yield Definition("days_since_champion_left", "Time since the champion left", "days")
    yield Definition("advocate", "Somebody advocates for us", "truth")
    yield Definition("detractor", "Somebody speaks against us", "truth")
    yield Definition("days_since_advocate_asked", "Time since an advocate was asked", "days")
    yield Definition(
        "preference_violated", "Somebody was contacted against their wish", "truth", HALF_YEAR_DAYS
    )
    yield Definition("product_gaps", "Product gaps recorded", "gaps", YEAR_DAYS)
    yield Definition("deal_breaker", "A product gap that breaks the deal", "truth", YEAR_DAYS)


def _goals() -> Iterator[Definition]:
    yield Definition("goals_defined", "Goals written down", "goals")
    yield Definition("goals_measured", "Goals with a measured value", "goals")
    yield Definition("goals_measured_share", "Goals that are measured", "share")
    yield Definition("goals_reached", "Goals reached", "goals")
    yield Definition("goals_reached_share", "Goals reached", "share")
    yield Definition("goals_overdue", "Goals past their date and not reached", "goals")


def _readings() -> Iterator[Definition]:
    yield Definition("health_score", "Health", "points of 100")
    yield Definition("health_coverage", "Coverage of the health reading", "share")
    yield Definition("health_band", "Health band", "words")
    yield Definition("health_trend", "Change in health", "points", QUARTER_DAYS)
    yield Definition("accounts_alike", "Accounts of which the same is so", "share")


CATALOGUE = {definition.name: definition for definition in _definitions()}
"""Every fact that a rule may name, besides a workspace's own metrics (`metric.<name>`)."""


def definition(name: str) -> Definition | None:
    """What the fact means; None for a workspace's own metric and for a name nobody knows.

    What is told elsewhere means the same as the fact itself.
    """
    return CATALOGUE.get(name) or CATALOGUE.get(name.removesuffix(ELSEWHERE))


def is_known(name: str) -> bool:
    """True when a rule may name this fact."""
    own = name.startswith(OWN_METRIC) and len(name) > len(OWN_METRIC)
    return own or name.removesuffix(ELSEWHERE) in CATALOGUE


def points_between(before: tuple[float, int], now: tuple[float, int]) -> str:
    """The unit of a change in points that carries its ground: each window's mean and count."""
    return f"points, mean {before[0]:g} (n={before[1]}) to {now[0]:g} (n={now[1]})"


def against_median(name: str, median: float, n: int) -> str:
    """The unit of a difference from accounts alike that carries its ground: median and count."""
    kind = "share" if CATALOGUE[name].unit == "share" else "figure"
    return f"per cent against a median {kind} of {median:g} (n={n})"
