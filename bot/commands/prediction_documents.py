"""Back-tests and proposals in the shapes that `--json` prints (see the command reference)."""

from typing import Any

from handlers import proposals, verdicts
from handlers.calibration import Calibration
from handlers.texts import Texts
from playbooks.conversations import AuditEntry
from playbooks.health.rules import HealthRules
from playbooks.prediction.values import Backtest, Interval, Measured, Model, Sort

PLACES = 4


def backtest(found: Backtest, _: Texts) -> dict[str, Any]:
    """The whole finding; `cutoff` is the last of `cutoffs`. Areas and shares run from 0 to 1."""
    return {
        "verdict": found.verdict,
        "about": found.about,
        "says": verdicts.verdict(_, found),
        "target": found.target,
        "cutoff": found.cutoffs[-1] if found.cutoffs else None,
        "cutoffs": list(found.cutoffs),
        "horizon_days": found.horizon_days,
        "accounts": found.accounts,
        "n": found.n,
        "events": found.events,
        "base_rate": _rounded(found.base_rate),
        "weights_version": found.weights_version,
        "tested_on": found.tested_on,
        "readings": [_measured(one) for one in found.readings],
        "signals_tried": found.tried,
        "model": _model(found.model),
        "baselines": [_base_rate(found), *(_measured(one) for one in found.baselines)],
        "warnings": verdicts.cautions(_, found),
        "cautions": [{"code": one.code, **one.values} for one in found.cautions],
    }


def calibration(
    found: Calibration, rules: HealthRules, adopted: AuditEntry | None, _: Texts
) -> dict[str, Any]:
    """A back-test with the proposed weights, parts of 100; `undo` is the entry of an adoption."""
    made = found.proposal
    return {
        **backtest(found.tested, _),
        "advice": "adopt" if made.better else "keep",
        "says": proposals.advice(_, made),
        "proposal": [
            {"component": name, "now": now, "proposed": made.proposed[name]}
            for name, now in made.now.items()
        ],
        "score_auc_now": _interval(made.auc_now),
        "score_auc_proposed": _interval(made.auc_proposed),
        "gain": _interval(made.gain),
        "adopted": rules.version if adopted else None,
        "undo": adopted.id if adopted else None,
    }


def summary(found: Backtest | None, _: Texts) -> dict[str, Any] | None:
    """The verdict beside a score; None when it was never tested with the weights in force."""
    if found is None:
        return None
    score = found.score
    return {
        "verdict": found.verdict,
        "about": found.about,
        "says": verdicts.verdict(_, found),
        "auc": _rounded(score.auc),
        "low": _rounded(score.low),
        "high": _rounded(score.high),
        "n": score.n,
        "events": score.events,
        "cutoffs": list(found.cutoffs),
        "horizon_days": found.horizon_days,
        "tested_on": found.tested_on,
    }


def _measured(one: Measured) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.sort,
        "auc": _rounded(one.auc),
        "low": _rounded(one.low),
        "high": _rounded(one.high),
        "n": one.n,
        "events": one.events,
        "risk": one.risk,
        "verdict": one.verdict,
        **({"false_find_share": _rounded(one.chance)} if one.sort is Sort.SIGNAL else {}),
    }


def _base_rate(found: Backtest) -> dict[str, Any]:
    share = found.base_rate
    return {
        "name": "base_rate",
        "kind": Sort.BASELINE,
        "auc": 0.5,
        "share": _rounded(share),
        "brier": None if share is None else _rounded(share * (1 - share)),
        "n": found.n,
        "events": found.events,
    }


def _model(found: Model | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "auc": _rounded(found.auc.value),
        "low": _rounded(found.auc.low),
        "high": _rounded(found.auc.high),
        "brier": _rounded(found.brier.value),
        "brier_interval": _bounds(found.brier),
        "brier_base_rate": _rounded(found.brier_base_rate),
        "calibration_error": _rounded(found.calibration_error.value),
        "calibration_error_interval": _bounds(found.calibration_error),
        "calibration_slope": _rounded(found.slope),
        "lead_over_best_baseline": _rounded(found.lead.value),
        "lead_interval": _bounds(found.lead),
        "n": found.n,
        "events": found.events,
        "signals": found.signals,
        "split": found.split,
        "verdict": found.verdict,
    }


def _interval(found: Interval | None) -> dict[str, float | None] | None:
    if found is None:
        return None
    return {
        "value": _rounded(found.value),
        "low": _rounded(found.low),
        "high": _rounded(found.high),
    }


def _bounds(found: Interval) -> list[float | None]:
    return [_rounded(found.low), _rounded(found.high)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)
