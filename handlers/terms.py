"""The field's codes in words: stages, segments, roles, intents, bands, kinds of gap."""

from handlers.texts import Texts

WORDS = {
    "presales": "presales",
    "onboarding": "onboarding",
    "adoption": "adoption",
    "renewal": "renewal",
    "escalation": "escalation",
    "enterprise": "enterprise",
    "mid_market": "mid-market",
    "smb": "small business",
    "csm": "customer success manager",
    "sales": "account executive",
    "manager": "manager",
    "champion": "champion",
    "economic_buyer": "economic buyer",
    "executive_sponsor": "executive sponsor",
    "user": "user",
    "detractor": "detractor",
    "replace_outdated_process": "replace an outdated process",
    "competitive_switch": "switch from a competitor",
    "strategic_integration": "integrate us strategically, across all levels of the company",
    "pilot_to_expand": "prove value in a pilot and then expand",
    "other": "something else",
    "unknown": "unknown",
    "healthy": "healthy",
    "watch": "on watch",
    "at_risk": "at risk",
    "deal_breaker": "deal breaker",
    "challenge": "challenge",
    "nice_to_have": "nice to have",
    "churn": "churn",
    "expansion": "expansion",
    "contraction": "contraction",
    "draft": "draft",
    "submitted": "submitted",
    "accepted": "accepted",
    "returned": "sent back",
    "why_bought": "why they bought",
    "problem": "the problem to solve",
    "time_expectation": "when they expect value",
    "success_criteria": "success criteria",
    "products": "products sold",
    "licences_sold": "licences sold",
    "stakeholders": "stakeholders",
    "competitor_displaced": "competitor displaced",
    "technical_environment": "technical environment",
    "risks": "risks",
    "product_gaps": "product gaps",
    "kickoff_date": "kickoff date",
    "negative": "negative",
    "neutral": "neutral",
    "positive": "positive",
    "note": "note",
    "call": "call",
    "meeting": "meeting",
    "email": "e-mail",
    "demo": "demo",
    "workshop": "workshop",
    "proof_of_value": "proof of value",
    "security_review": "security review",
}
"""English words for codes; the catalogues translate the words."""


def say(_: Texts, code: str | None) -> str:
    """The words for a code in the reader's language; one we do not know with spaces for `_`."""
    if not code:
        return _("unknown")
    return _(WORDS[code]) if code in WORDS else code.replace("_", " ")
