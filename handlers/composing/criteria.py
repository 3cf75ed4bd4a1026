"""By what a list of accounts was chosen, and of whom it is not known."""

from collections.abc import Sequence
from itertools import groupby

from handlers import units, wording
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.portfolio import Line
from playbooks import catalogue
from playbooks.criteria import Criterion

NAMED = 6
"""Accounts that are named where it is not known of more whether they fit."""


def said(desk: Desk, criterion: Criterion) -> str:
    """The criterion in words, with the asker's own figure if there is one."""
    _ = desk.texts
    if criterion.limit is None or criterion.measure is None:
        return _(criterion.says)
    sign, figure = criterion.limit
    meaning = catalogue.definition(criterion.measure)
    shown = units.say(_, meaning.unit if meaning else "", figure)
    label = wording.label(_, criterion.measure)
    if sign == ">":
        return _("{fact} above {figure}", fact=label, figure=shown)
    return _("{fact} below {figure}", fact=label, figure=shown)


def gaps(desk: Desk, undecided: Sequence[Line]) -> list[Sentence]:
    """The accounts of which it is not known, for each criterion, and which records would tell."""
    by_criterion = sorted(undecided, key=lambda line: line.open[0].name)
    grouped = groupby(by_criterion, key=lambda line: line.open[0].name)
    return [_unknown(desk, [*lines]) for _name, lines in grouped]


def sought_in_notes(desk: Desk) -> list[Sentence]:
    """That a list was chosen by notes alone, where no field is kept for what the question names."""
    if not desk.asked.filters.named.other:
        return []
    return [
        phrases.plain(
            desk.texts(
                "No field is kept for what you name, so only notes were searched for it. Lists are "
                "chosen by health, people, use, surveys, tickets, goals, promises, handoff, stage, "
                "contract and what notes say."
            )
        )
    ]


def _unknown(desk: Desk, lines: Sequence[Line]) -> Sentence:
    _, criterion = desk.texts, lines[0].open[0]
    facts = list(dict.fromkeys(c.fact for case in criterion.cases for c in case))
    labels = [wording.label(_, fact) for fact in facts[:2]]
    missing = _(criterion.tells) if criterion.tells else phrases.sequence(_, labels)
    named = phrases.listed(_, [phrases.name(line.account.name) for line in lines[:NAMED]])
    if len(lines) > NAMED:
        named = _("{accounts} and others", accounts=named)
    text = _.plural(
        "{count} more may fit, as too little is recorded: {accounts}. What would tell: {missing}.",
        "{count} more may fit, as too little is recorded: {accounts}. What would tell: {missing}.",
        len(lines),
        accounts=named,
        missing=missing,
    )
    return claim(
        text, *(Ref("account", line.account.id) for line in lines[:NAMED]), said=(len(lines),)
    )
