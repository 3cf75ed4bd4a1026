"""The report on revenue in the shape that `--json` prints (see the command reference)."""

from collections.abc import Mapping
from typing import Any

from handlers.revenue import saying, worth
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.prediction.values import Interval
from playbooks.revenue import effects
from playbooks.revenue.values import (
    AccountValue,
    Attendance,
    Attention,
    Comparison,
    Effect,
    Holdout,
    Lifetime,
    Report,
    SegmentValue,
    Spending,
)

Accounts = Mapping[str, Account]


def report(found: Report, accounts: Accounts, segment: str | None, _: Texts) -> dict[str, Any]:
    """All of it, or one segment of it; amounts in the `currency` beside them."""
    chosen = [one for one in found.comparisons if segment in (None, one.segment)]
    return {
        "as_of": found.as_of,
        "segment": segment,
        "verdict": effects.clearest(chosen).verdict if chosen else "unknown",
        "says": saying.headline(_, effects.clearest(chosen)) if chosen else None,
        "window_days": found.window_days,
        "horizon_days": found.horizon_days,
        "cutoffs": list(found.cutoffs),
        "accounts": found.accounts,
        "accounts_with_amounts": found.priced,
        "comparisons_made": found.compared,
        "comparisons": [_comparison(one, found, _) for one in chosen],
        "sign_depends_on_denominator": [
            saying.turned(_, some, found) for some in effects.turned(chosen)
        ],
        "warnings": [saying.caution(_, one) for one in found.cautions],
        "cautions": [{"code": one.code, **one.values} for one in found.cautions],
        "lifetime": _lifetime(found.lifetime, accounts, segment, _),
        "attention": _attendance(found.attendance, accounts, _),
    }


def _lifetime(
    values: Lifetime, accounts: Accounts, segment: str | None, _: Texts
) -> dict[str, Any]:
    return {
        "says": worth.lead(_, values),
        "unit": "revenue" if values.margin is None else "margin",
        "horizon_months": values.horizon_months,
        "discount": values.discount,
        "margin": values.margin,
        "ends": values.ends,
        "segments": [_segment(s) for s in values.segments if segment in (None, s.segment)],
        "holdout": [_holdout(h) for h in values.holdouts if segment in (None, h.segment)],
        "accounts": [
            _value(one, accounts)
            for one in values.accounts
            if segment in (None, accounts[one.account_id].segment)
        ],
    }


def _attendance(shown: Attendance, accounts: Accounts, _: Texts) -> dict[str, Any]:
    return {
        "says": worth.attended(_, shown),
        "against": shown.by,
        "window_days": shown.window_days,
        "accounts": shown.accounts,
        "known": shown.known,
        "with_hours": shown.with_hours,
        "unranked": shown.unranked,
        "under": [_attention(one, accounts) for one in shown.under],
        "over": [_attention(one, accounts) for one in shown.over],
    }


def _comparison(one: Comparison, found: Report, _: Texts) -> dict[str, Any]:
    return {
        "measure": one.measure,
        "spending": one.spending,
        "segment": one.segment,
        "currency": one.currency,
        "unit": "points of per cent" if one.spending is Spending.GROWTH else "money",
        "days": list(one.days),
        "n": one.n,
        "readings": one.readings,
        "top": one.top,
        "verdict": one.verdict,
        "says": saying.comparison(_, one, found),
        "adjusted_for": list(one.controls),
        "top_band_against_others": _effect(one.between),
        "a_point": _effect(one.a_point),
        "false_find_share": one.chance,
        "bands": [
            {"name": b.name, "from": b.low, "below": b.high, "n": b.n, "mean": b.mean}
            for b in one.bands
        ],
    }


def _effect(found: Effect | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"unadjusted": _interval(found.raw), "adjusted": _interval(found.adjusted)}


def _interval(found: Interval | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high}


def _segment(one: SegmentValue) -> dict[str, Any]:
    return {
        "segment": one.segment,
        "currency": one.currency,
        "accounts": one.accounts,
        "ends": one.ends,
        "contract_months": round(one.months, 1),
        "monthly_loss": one.monthly_loss,
        "value": _interval(one.value),
    }


def _holdout(one: Holdout) -> dict[str, Any]:
    return {
        "segment": one.segment,
        "readings": one.readings,
        "accounts": one.accounts,
        "errors": [{"forecast": e.name, "off": e.off, "bias": e.bias} for e in one.errors],
        "lead_over_best_naive": _interval(one.lead),
    }


def _value(one: AccountValue, accounts: Accounts) -> dict[str, Any]:
    return {
        "account": accounts[one.account_id].name,
        "currency": one.currency,
        "arr": one.arr,
        "value": _interval(one.value),
    }


def _attention(one: Attention, accounts: Accounts) -> dict[str, Any]:
    return {
        "account": accounts[one.account_id].name,
        "value": one.value,
        "currency": one.currency,
        "touches": one.touches,
        "two_way": one.two_way,
        "hours": one.hours,
        "value_rank": one.value_rank,
        "attention_rank": one.attention_rank,
    }
