"""The kinds of request that a person may make, and which of them lean on an account."""

REQUESTS = (
    *("health", "intent", "summary", "changes", "next_steps", "guidance", "education", "handoff"),
    *("promises", "people", "portfolio", "compare", "trajectory", "revenue", "capacity", "gaps"),
    *("write", "help", "other"),
)
"""What a person may ask for; the names of the field `request` of an answer."""

ABOUT_THE_REPLY = ("why", "show_source", "since_when", "who_said", "more")
"""Questions about our own last answer; as a request they take their thread's."""

SUB_KINDS = {
    "small_talk": "other",
    "thanks": "other",
    "goodbye": "other",
    "capabilities": "help",
    "empty": "help",
    "undo": "write",
    "keep": "write",
    "drop": "write",
    "prediction": "health",
    "effect": "portfolio",
    "recall": "other",
    "out_of_scope": "other",
} | dict.fromkeys(ABOUT_THE_REPLY, "other")
"""Finer kinds with the request they belong to."""

ABOUT_ACCOUNTS = frozenset(
    (
        *("health", "intent", "summary", "changes", "next_steps", "handoff", "promises", "people"),
        *("compare", "trajectory", "write", "revenue"),
    )
)
"""Requests that are about the account that the thread is about, when none is named."""

ABOUT_OWN = frozenset(
    (
        *("portfolio", "changes", "next_steps", "promises", "handoff", "capacity", "gaps"),
        *("revenue", "trajectory"),
    )
)
"""Requests that "my accounts" or "Maya's accounts" narrows to an owner's accounts."""

OF_NO_ONE = frozenset(("portfolio", "capacity", "help"))
"""Requests that a pronoun does not turn to the account talked of."""

SELDOM_OF_ALL = frozenset(("capacity", "gaps", "guidance", "other"))
"""Requests that are about the account talked of unless they speak of us."""

COURTEOUS = frozenset(("thanks", "goodbye", "small_talk", "out_of_scope"))
"""Finer kinds that may hide a question behind a courtesy."""

LISTED = frozenset(("portfolio", "promises", "gaps", "people", "next_steps"))
"""Requests whose answers are lists with how many they hold, and whose each of it is."""

TAUGHT = frozenset(("guidance", "education"))
"""Requests for what the library teaches; "in general" they are about no account."""

HOW_TO_ACT_ON = frozenset(("people", "gaps", "handoff", "promises", "intent"))
"""Requests for what is recorded of a thing; asked how to act on it, a playbook is meant."""

OF_MANY = frozenset(("portfolio", "capacity", "promises"))
"""Requests that, where they name no account, leave the one that was talked of before."""

SAY_NO_TOPIC = frozenset(("write", "help", "other"))
"""Requests that a bare name or period does not ask for again."""
