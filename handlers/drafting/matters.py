"""Which rules' letters are about a matter that is named: the renewal, a training, a ticket."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge import wording


@dataclass(frozen=True, slots=True)
class Matter:
    """What a matter is called, in English and Italian and in Chinese, and the rules that are of it.

    The first rule is the nearest.
    """

    latin: str
    chinese: str
    rules: tuple[str, ...]


MATTERS = (
    Matter(
        r"(?:contract )?renewals?|contracts?|rinnov[oi]|contratt[oi]",
        "续[约签]|合同",
        ("renewal_falling",),
    ),
    Matter(r"trainings?(?: sessions?)?|formazione|cors[oi]", "培训", ("training_incomplete",)),
    Matter(r"kick-?off(?: meeting)?", "启动会?", ("kickoff_missing",)),
    Matter(r"onboarding|go-?live|avvio", "上线|入门", ("onboarding_overdue", "kickoff_missing")),
    Matter(
        r"(?:support )?tickets?|escalations?|cases?|outages?|segnalazion[ei]",
        "工单|故障|问题升级",
        ("escalation_overdue", "feedback_not_asked"),
    ),
    Matter(r"feedback|riscontro", "反馈", ("feedback_not_asked", "detractor")),
    Matter(r"licen[cs]es?|licenz[ae]", "许可证?|席位", ("licence_utilisation_low",)),
    Matter(
        r"usage|use|product|adoption|utilizzo|prodotto|adozione",
        "使用(?:情况)?|产品|用量",
        ("usage_falling", "licence_utilisation_low", "breadth_shallow"),
    ),
    Matter(r"features?|funzionalita", "功能", ("breadth_shallow",)),
    Matter(r"goals?|objectives?|targets?|obiettiv[oi]", "目标", ("goals_unmeasured",)),
    Matter(
        r"(?:what )?they promised(?: us)?|their promises?|(?:loro|sua|sue) promess[ae]",
        "(?:他们|对方|客户)(?:的承诺|答应的事)",
        ("their_promise_due",),
    ),
    Matter(
        r"what we promised(?: them)?|(?:late |overdue )?promises?|promess[ae]",
        "承诺",
        ("promise_due_or_broken",),
    ),
    Matter(r"(?:new )?champion|successors?|successore", "继任者|接替", ("champion_left",)),
    Matter(r"references?|case study|referenz[ae]", "推荐|案例", ("advocate_ready",)),
    Matter(r"expansions?|espansione|ampliamento", "扩展|扩容", ("expansion_signal",)),
    Matter(r"hand-?off|handover|passaggio di consegne", "交接", ("handoff_incomplete",)),
)
"""A more particular name stands before the one that it holds."""

BESIDE = re.compile(
    r"\b(?:the|their|its|our|his|her|this|that|upcoming|coming|next|open|of|"
    r"il|lo|la|le|i|gli|l|del|della|dello|dei|delle|loro|suo|sua|nostr[oaie]|prossim[oaie]|"
    r"apert[oaie])\b|的(?:事情?)?|事宜|他们|她们|对方|客户|我们|下次|即将|这次|本次|未结|[^\w]"
)
"""Words beside the name of a matter that say no more than which one it is."""


def rules_of(topic: str) -> tuple[str, ...]:
    """The rules whose letters say all that the words ask for; none where the words say more.

    “The renewal” is a matter that letters are about; “the new price at the renewal” is one of
    the writer's own.
    """
    said = wording.folded(topic)
    for names, rules in _names():
        rest, found = names.subn(" ", said)
        if found and not BESIDE.sub("", rest):
            return rules
    return ()


@cache
def _names() -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    patterns = (rf"\b(?:{one.latin})\b|(?:{one.chinese})" for one in MATTERS)
    return [(re.compile(p), one.rules) for p, one in zip(patterns, MATTERS, strict=True)]
