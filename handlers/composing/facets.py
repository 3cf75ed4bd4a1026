"""A question for one side of an account: its journey, or its health by component or over time."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.answers import Draft, Request
from handlers.composing import components, desired_state, health_history, journey
from handlers.composing.desk import Desk
from knowledge import wording

READING = (Request.HEALTH, Request.SUMMARY, Request.GAPS, Request.NEXT_STEPS, Request.OTHER)
MOVING = (Request.HEALTH, Request.CHANGES, Request.TRAJECTORY, Request.SUMMARY)


@dataclass(frozen=True, slots=True)
class Facet:
    """How it is asked for, as which requests such a question is understood, and who answers."""

    asked: re.Pattern[str]
    requests: tuple[Request, ...]
    compose: Callable[[Desk], Draft]


def answer(desk: Desk) -> Draft | None:
    """The answer for one side of one account; None for other questions."""
    if len(desk.asked.accounts) != 1 or desk.asked.sub_kind not in (None, "out_of_scope"):
        return None
    said = wording.folded(desk.asked.topic or desk.question.text)
    request = Request(desk.asked.request)
    fitting = (f for f in FACETS if request in f.requests and f.asked.search(said))
    return next((facet.compose(desk) for facet in fitting), None)


def _any(*patterns: str) -> re.Pattern[str]:
    """One of the patterns, on words without accents and capitals."""
    return re.compile("|".join(patterns))


PASSED = r"(onboarding|adoption|adozione|presales|prevendita|stage|fase)"
STAGE = rf"({PASSED}|renewal|rinnovo)"
"""A renewal that is completed is one that was signed; it is left like any other stage."""

FACETS = (
    Facet(
        _any(
            r"\bjourney\b",
            rf"\b(leav\w+|exit\w*|get(ting)? out of|move on from) (the |its |their )?{STAGE}",
            rf"\b(finish|complet)\w* (the |its |their )?{PASSED}",
            rf"\bstuck (in|at) .*{STAGE}",
            r"\bbottlenecks?\b",
            r"\b(exit|entry) (checks?|criteria|conditions?)\b",
            r"\bstage goals?\b|\bgoals of the stage\b",
            r"\bpercorso\b",
            rf"\b(uscire|uscita|esca|lasciare) (da|dal|dalla|dall.|l.|la|il )?.{{0,3}}{STAGE}",
            rf"\b(completare|finire) (l.|la )?.{{0,2}}{PASSED}",
            r"\bcoll[oi] di bottiglia\b|\bcriteri di (uscita|ingresso)\b",
            "旅程|历程|瓶颈|卡在",
            "(离开|走出|退出).{0,6}(阶段|上线|实施|采用|续约|售前|入门)",
            "(完成|结束).{0,6}(阶段|上线|实施|入门)",
            "(准入|准出|进入|退出)条件|阶段目标",
        ),
        (
            *(Request.SUMMARY, Request.HEALTH, Request.NEXT_STEPS, Request.CHANGES),
            *(Request.GAPS, Request.PROMISES, Request.HANDOFF, Request.OTHER),
        ),
        journey.compose,
    ),
    Facet(
        _any(
            r"\b(health|score)\b.*\bcomponents?\b|\bcomponents? .*\b(health|score)\b",
            r"\bby component\b|\bcomponent by component\b",
            r"\b(health|score)\b.*\b(break ?down|broken down)\b",
            r"\b(break ?down|broken down) .*\b(health|score)\b",
            r"\b(salute|punteggio)\b.*\bcomponent[ei]\b|\bcomponent[ei] .*\b(salute|punteggio)\b",
            r"\bper componente\b|\bscompo\w+ .*\b(salute|punteggio)\b",
            "(健康|评分|分数).{0,8}(分项|组成部分|各个?维度|拆解|分解)",
            "(分项|组成部分|各个?维度|拆解|分解).{0,8}(健康|评分|分数)",
        ),
        READING,
        components.compose,
    ),
    Facet(
        _any(
            r"\bdesired state\b",
            r"\b(raise|lift|improve|increase) .*\b(health|score)\b",
            r"\bstato desiderato\b",
            r"\b(alz\w+|miglior\w+|aument\w+) .*\b(salute|punteggio)\b",
            "理想状态|期望状态|目标状态",
            "(提高|提升|改善).{0,8}(健康|评分|分数)",
        ),
        READING,
        desired_state.compose,
    ),
    Facet(
        _any(
            r"\b(health|score)\b.*\b(mov\w+|chang\w+|evol\w+|history|over time|develop\w*|went)\b",
            r"\b(history|evolution|development) of .*\b(health|score)\b",
            r"\b(salute|punteggio)\b.*\b(moss\w+|cambiat\w+|evolut\w+|storia|storico|nel tempo)\b",
            r"\b(storia|storico|evoluzione) (della|del|di) .*\b(salute|punteggio)\b",
            "(健康|评分|分数).{0,10}(变化|变动|历史|以来|怎么变|走势|趋势)",
        ),
        MOVING,
        health_history.compose,
    ),
)
"""The first that fits counts; the words for it in our three languages."""
