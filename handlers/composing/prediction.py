"""Does the health score predict who leaves? The verdict of the back-test, with its figures."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from handlers import backtest, verdicts
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import lookup, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from playbooks.prediction.values import Backtest, Sort, Verdict

FRESH = timedelta(days=30)
"""For so long a finding that was kept is told; then the test is made anew."""

MOST_AT_ONCE = 2_000
"""Accounts that are tested while somebody waits; more are tested by `cairn backtest`."""


def compose(desk: Desk) -> Draft:
    """The verdict in words; those who may not read everybody's health learn of no test.

    Where one of them reads along, it is for the asker alone.
    """
    found = _finding(desk) if desk.asker.role in backtest.JUDGES else None
    if found is None:
        return lookup.untested(desk)
    read_by = {viewer.member.role for viewer in desk.audience.bystanders}
    return replace(_told(desk, found), private=not read_by <= set(backtest.JUDGES))


def _finding(desk: Desk) -> Backtest | None:
    kept = backtest.latest(desk.reader, desk.rules)
    if kept is not None and desk.context.today() - kept.tested_on <= FRESH:
        return kept
    return backtest.run(desk.context) if len(desk.accounts) <= MOST_AT_ONCE else kept


def _told(desk: Desk, found: Backtest) -> Draft:
    _, rules = desk.texts, desk.rules
    lead = phrases.joined(_, verdicts.verdict(_, found), verdicts.ground(_, found))
    lines = [one for one in found.readings if one.sort is Sort.SCORE]
    lines += [one for one in found.readings if one.sort is Sort.GROUP] + list(found.baselines)
    figures = [verdicts.line(_, rules, one) for one in lines if one.auc is not None]
    grounds = [*([verdicts.scale(_)] if figures else []), *figures]
    together = [verdicts.tried(_, rules, found)] if found.tried else []
    together += [verdicts.model(_, found.model)] if found.model else []
    warned = verdicts.cautions(_, found)[:3]
    missing = [
        _("Renewals and departures with their dates, to test the score against."),
    ]
    little = found.verdict is Verdict.TOO_LITTLE
    made = phrases.draft(
        _claim(found, lead),
        phrases.section(Part.REASONS, _claims(found, grounds), most=8),
        phrases.section(Part.STATE, _claims(found, [*together, *warned])),
        phrases.section(Part.UNKNOWN, [phrases.asked(one) for one in missing] if little else []),
        missing=missing if little else (),
    )
    return replace(made, abstained=little)


def _claims(found: Backtest, texts: Iterable[str]) -> list[Sentence]:
    return [_claim(found, text) for text in texts]


def _claim(found: Backtest, text: str) -> Sentence:
    """Computed from all outcomes of the time; the newest that were to be foreseen are cited."""
    return claim(text, *(Ref("outcome", one) for one in found.examples), said=(text,))
