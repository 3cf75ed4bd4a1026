"""Readings in the shapes that `--json` prints (see the command reference)."""

from collections.abc import Sequence
from typing import Any

from handlers import wording
from handlers.intent import IntentSummary
from handlers.portfolio import Filter, Line, Portfolio
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.facts import Fact
from playbooks.health.rules import HealthRules
from playbooks.health.values import (
    Answer,
    Band,
    Cap,
    Change,
    Component,
    Finding,
    Override,
    Reading,
    Verdict,
)
from playbooks.intents import IntentReading


def health(
    account: Account, reading: Reading, moved: Sequence[Change], rules: HealthRules, _: Texts
) -> dict[str, Any]:
    """One reading. Scores run from 0 to 100, coverage from 0 to 1."""
    return {
        "account": account.name,
        "account_id": account.id,
        "as_of": reading.as_of,
        **_figures(reading),
        "computed_band": reading.computed_band,
        "cap": _cap(reading.cap, _),
        "override": _override(reading.override),
        "weights_version": reading.weights_version,
        "components": [_component(part, rules, _) for part in reading.components],
        "lifts": [_answer(answer, rules, _) for answer in reading.lifts],
        "drags": [_answer(answer, rules, _) for answer in reading.drags],
        "changes": [_change(change, rules, _) for change in moved],
    }


def intent(account: Account, summary: IntentSummary, _: Texts) -> dict[str, Any]:
    """The current intent with its history; `intent` is `unknown` when nothing states it."""
    now = summary.current
    return {
        "account": account.name,
        "account_id": account.id,
        "intent": now.intent if now else "unknown",
        "confidence": now.confidence if now else None,
        "quote": now.quote if now else None,
        "source": _source(now) if now else None,
        "attributes": now.attributes if now else {},
        "free_text": now.free_text if now else None,
        "as_of": now.date if now else None,
        "implies": [_(line) for line in summary.implications],
        "history": [_stated(one) for one in summary.history],
        "contradictions": [
            {"one": _stated(found.one), "other": _stated(found.other)}
            for found in summary.contradictions
        ],
    }


def portfolio(found: Portfolio, _: Texts) -> dict[str, Any]:
    """The list with its filter; `total` counts the accounts that fit."""
    return {
        "filter": _filter(found.filter),
        "as_of": found.as_of,
        "total": len(found.lines),
        "accounts": [_line(line, _) for line in found.lines],
    }


def fact(known: Fact, _: Texts) -> dict[str, Any]:
    """One piece of evidence: the item that carries it, and what it says."""
    return {
        "id": known.evidence_id,
        "kind": known.evidence_kind,
        "quote": known.quote,
        "as_of": known.as_of,
        "fact": known.name,
        "value": known.value,
        "unit": known.unit,
        "window_days": known.window_days,
        "text": wording.fact(_, known),
    }


def _figures(reading: Reading) -> dict[str, Any]:
    return {
        "score": _rounded(reading.score),
        "low": _rounded(reading.low),
        "high": _rounded(reading.high),
        "coverage": _rounded(reading.coverage, 4),
        "band": reading.band,
    }


def _rounded(figure: float | None, digits: int = 2) -> float | None:
    return None if figure is None else round(figure, digits)


def _cap(held: Cap | None, _: Texts) -> dict[str, Any] | None:
    """What holds the band down; `scored_band` is what the score alone gives."""
    if held is None:
        return None
    return {
        "band": held.band,
        "scored_band": held.scored,
        "reason": _(held.reason),
        "evidence": [fact(known, _) for known in held.evidence],
    }


def _override(given: Override | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "id": given.id,
        "band": given.band,
        "reason": given.reason,
        "author": given.author,
        "date": given.date,
        "expires": given.expires,
    }


def _component(part: Component, rules: HealthRules, _: Texts) -> dict[str, Any]:
    return {
        "name": part.name,
        "title": wording.component(_, rules, part.name),
        "weight": part.weight,
        "score": _rounded(part.score),
        "low": _rounded(part.low),
        "high": _rounded(part.high),
        "coverage": _rounded(part.coverage, 4),
        "answers": [_answer(answer, rules, _) for answer in part.answers],
    }


def _answer(given: Answer, rules: HealthRules, _: Texts) -> dict[str, Any]:
    unknown = given.verdict is Verdict.UNKNOWN
    return {
        "question": given.question,
        "text": wording.question(_, rules, given.question),
        "answer": given.verdict,
        "stale": given.stale,
        "source": given.source,
        "author": given.author,
        "as_of": given.as_of,
        "weight": _rounded(given.weight, 4),
        "points": _rounded(given.points),
        "evidence": [fact(known, _) for known in given.evidence],
        "against": [_finding(finding, _) for finding in given.against],
        "also_in": list(given.also_in),
        "ask": wording.ask(_, rules, given.question) if unknown else None,
    }


def _finding(found: Finding, _: Texts) -> dict[str, Any]:
    return {
        "answer": found.verdict,
        "source": found.source,
        "as_of": found.as_of,
        "author": found.author,
        "evidence": [fact(known, _) for known in found.evidence],
    }


def _change(moved: Change, rules: HealthRules, _: Texts) -> dict[str, Any]:
    return {
        "question": moved.question,
        "kind": moved.kind,
        "before": moved.before.verdict,
        "after": moved.after.verdict,
        "points": _rounded(moved.points),
        "came": [fact(known, _) for known in moved.came],
        "went": [fact(known, _) for known in moved.went],
        "text": wording.change(_, rules, moved),
    }


def _source(stated: IntentReading) -> dict[str, Any]:
    return {"kind": stated.source_kind, "id": stated.source_id, "as_of": stated.date}


def _stated(stated: IntentReading) -> dict[str, Any]:
    return {
        "id": stated.id,
        "intent": stated.intent,
        "date": stated.date,
        "confidence": stated.confidence,
        "quote": stated.quote,
        "source": _source(stated),
        "attributes": stated.attributes,
        "free_text": stated.free_text,
    }


def _filter(wanted: Filter) -> dict[str, Any]:
    return {
        "owner": wanted.owner,
        "segment": wanted.segment,
        "at_risk": wanted.at_risk,
        "blind_spots": wanted.blind_spots,
        "renewal_within_days": wanted.renewal_within_days,
        "silent_days": wanted.silent_days,
    }


def _line(line: Line, _: Texts) -> dict[str, Any]:
    account = line.account
    return {
        "account": account.name,
        "account_id": account.id,
        "owner": account.owner,
        "segment": account.segment,
        "arr": float(account.arr) if account.arr is not None else None,
        "currency": account.currency,
        "renewal_date": account.renewal_date,
        "stages": list(line.stages),
        "health": _figures(line.reading) if line.reading else _unseen(),
        "last_engagement": line.last_engagement,
        "revenue_at_risk": _rounded(line.revenue_at_risk),
        "why": [fact(known, _) for known in line.why],
    }


def _unseen() -> dict[str, Any]:
    """For somebody who may not see health: the same as when nothing is known."""
    return {"score": None, "low": 0.0, "high": 100.0, "coverage": 0.0, "band": Band.UNKNOWN}
