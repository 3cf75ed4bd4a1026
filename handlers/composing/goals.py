"""A question for what a goal of the account measures: where it stands comes first."""

import re

from handlers.answers import Draft, Part, Request
from handlers.composing import intent, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from knowledge import wording
from playbooks.observations import Goal

FROM = (Request.HEALTH, Request.SUMMARY, Request.INTENT, Request.CHANGES)
"""Requests as which such a question is understood."""

ASKED = re.compile(
    r"\b(?:what(?:'s| is| was| are)?|where|how (?:much|many|high|low|fast|long|big|good)"
    r"|qual[ei]?|quant\w+|a che punto|dove)\b|多少|几|怎么样|到哪"
)
BESIDE = re.compile(r"\b(?:in|at|of|for|per|on|the|that|with|al?|di|dei|del\w*|nel\w*|che)\b")
"""Words behind which a goal's name only says where, for whom, by what."""

ENOUGH = 2 / 3
"""The share of the words of what is measured that a question for it has, and at least two."""


def answer(desk: Desk) -> Draft | None:
    """Where the goal stands whose measure is asked for now; None for other questions."""
    asked = desk.asked
    if len(asked.accounts) != 1 or asked.period or Request(asked.request) not in FROM:
        return None
    said = wording.folded(asked.topic or desk.question.text)
    if not ASKED.search(said):
        return None
    dossier = desk.dossier(asked.accounts[0])
    meant = [goal for goal in dossier.goals if _is_named(goal, said)]
    if not meant:
        return None
    first, *others = (intent.told(desk, goal) for goal in meant)
    lead = phrases.of_account(desk.texts, phrases.name(dossier.account.name), first)
    return phrases.draft(lead, phrases.section(Part.STATE, others, most=3))


def every(desk: Desk) -> Draft | None:
    """Where each goal stands, and how many are reached; None where none is recorded."""
    _, dossier = desk.texts, desk.dossier(desk.asked.accounts[0])
    tracked = dossier.goals
    if not tracked:
        return None
    reached = sum(goal.reached is True for goal in tracked)
    text = _.plural(
        "{account} has {count} goal, {reached} reached, as of {date}.",
        "{account} has {count} goals, {reached} reached, as of {date}.",
        len(tracked),
        account=phrases.name(dossier.account.name),
        reached=reached,
        date=_.date(desk.today),
    )
    lines = [intent.told(desk, goal) for goal in tracked]
    refs = [ref for line in lines for ref in line.cites]
    lead = claim(text, *refs, said=(len(tracked), reached, desk.today))
    return phrases.draft(lead, phrases.section(Part.GOALS, lines, most=len(lines)))


def _is_named(goal: Goal, said: str) -> bool:
    """Whether the words of what the goal measures stand in a question, as said in its language."""
    name = wording.folded(goal.goal)
    if wording.IDEOGRAPH.search(name):
        return name in said
    words = wording.keys(BESIDE.split(name, maxsplit=1)[0].split(",")[0])
    there = set(wording.keys(said)) & set(words)
    return len(there) >= max(2, ENOUGH * len(words))
