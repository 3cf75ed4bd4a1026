"""What a back-test found, in words: the verdict, the figures it rests on, and what to beware of."""

from collections.abc import Callable, Sequence

from handlers import wording
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks.health.rules import HealthRules
from playbooks.prediction.values import Backtest, Caution, Measured, Model, Sort, Target, Verdict

NAMED = 5
"""Signals that one sentence names."""

REAL = (Verdict.PREDICTS, Verdict.WEAK)


def verdict(_: Texts, found: Backtest) -> str:
    """The answer to "does it predict?" in one sentence."""
    said = SCORE if found.about == "score" else MODEL
    return _(said[found.verdict])


def word(_: Texts, given: Verdict) -> str:
    """The verdict alone."""
    return _(WORDS[given])


def ground(_: Texts, found: Backtest) -> str:
    """On how much it rests, as known when, and for how long it was looked ahead."""
    if not found.cutoffs:
        return _("Nothing dated is on record that could be tested.")
    said = GROUND[found.target]
    return _(
        said,
        n=_.number(found.n),
        accounts=_.number(found.accounts),
        cutoffs=phrases.listed(_, [_.date(day) for day in found.cutoffs]),
        days=found.horizon_days,
        events=_.number(found.events),
        share=_.percent(found.base_rate or 0.0),
    )


def figure(_: Texts, one: Measured) -> str:
    """An area with its interval, as a chance in a hundred; or why there is none."""
    if one.auc is None or one.low is None or one.high is None:
        return _("not measurable (n = {n}, {events} left)", n=one.n, events=one.events)
    return _(
        "{auc} of 100 ({low} to {high}; n = {n}, {events} left)",
        auc=_.number(100 * one.auc),
        low=_.number(100 * one.low),
        high=_.number(100 * one.high),
        n=_.number(one.n),
        events=_.number(one.events),
    )


def name(_: Texts, rules: HealthRules, one: Measured) -> str:
    """What was measured."""
    if one.sort is Sort.COMPONENT:
        return wording.component(_, rules, one.name)
    if one.sort is Sort.GROUP:
        return _(GROUPS[one.name])
    return wording.label(_, one.name)


def line(_: Texts, rules: HealthRules, one: Measured) -> str:
    """One thing: its name, its figure, and its verdict."""
    return _(
        "{name}: {figure}: {verdict}",
        name=name(_, rules, one),
        figure=figure(_, one),
        verdict=word(_, one.verdict),
    )


def scale(_: Texts) -> str:
    """How the figures are to be read."""
    return _(
        "Of one account that left and one that stayed, how often the one that left was ranked as "
        "riskier, in cases of 100: 50 is chance. In brackets the interval that holds 95 of 100 "
        "draws of the accounts."
    )


def model(_: Texts, found: Model) -> str:
    """All signals together, on outcomes that the model had not seen."""
    return _(
        SPLITS[found.split],
        signals=found.signals,
        auc=_.number(100 * found.auc.value),
        low=_.number(100 * found.auc.low),
        high=_.number(100 * found.auc.high),
        brier=_.number(found.brier.value, 3),
        base=_.number(found.brier_base_rate, 3),
        error=_.number(100 * found.calibration_error.value, 1),
        error_low=_.number(100 * found.calibration_error.low, 1),
        error_high=_.number(100 * found.calibration_error.high, 1),
    )


def tried(_: Texts, rules: HealthRules, found: Backtest) -> str:
    """How many signals were tried, and which of them are more than chance."""
    real = [one for one in found.readings if one.sort is Sort.SIGNAL and one.verdict in REAL]
    if not real:
        return _.plural(
            "{count} signal was tried; it is no more than chance.",
            "{count} signals were tried; none is more than chance, given how many were tried.",
            found.tried,
        )
    names = [name(_, rules, one) for one in real[:NAMED]]
    return _(
        "{count} signals were tried; {real} are more than chance, given how many were tried. The "
        "clearest: {names}.",
        count=found.tried,
        real=len(real),
        names=phrases.listed(_, names),
    )


def cautions(_: Texts, found: Backtest) -> list[str]:
    """What may flatter or spoil the figures."""
    return [caution(_, one) for one in found.cautions]


def caution(_: Texts, one: Caution) -> str:
    """One thing to beware of."""
    values = {key: _shown(_, value) for key, value in one.values.items()}
    return _(CAUTIONS[one.code], **values)


def baselines(_: Texts, rules: HealthRules, found: Backtest) -> list[str]:
    """What anybody would have known."""
    return [line(_, rules, one) for one in found.baselines]


def sections(_: Texts, rules: HealthRules, found: Backtest) -> list[tuple[str, list[str]]]:
    """Everything that was measured, by its sort, each with a heading."""
    headings: Sequence[tuple[str, Callable[[Measured], bool]]] = (
        (_("Health score"), lambda one: one.sort is Sort.SCORE),
        (_("Components"), lambda one: one.sort is Sort.COMPONENT),
        (_("Signals of one kind together"), lambda one: one.sort is Sort.GROUP),
        (_("Single signals"), lambda one: one.sort is Sort.SIGNAL),
    )
    made = [
        (title, [line(_, rules, one) for one in found.readings if wanted(one)])
        for title, wanted in headings
    ]
    made.append((_("To compare: known without any signal"), baselines(_, rules, found)))
    return [(title, lines) for title, lines in made if lines]


def _shown(_: Texts, value: object) -> object:
    if isinstance(value, (list, tuple)):
        return phrases.listed(_, [wording.label(_, str(one)) for one in value])
    return _.number(value) if isinstance(value, int) else value


SCORE = {
    Verdict.PREDICTS: "The health score predicts who leaves.",
    Verdict.WEAK: "The health score predicts only weakly who leaves.",
    Verdict.NO_SIGNAL: "The health score shows no signal: it does not tell who leaves.",
    Verdict.TOO_LITTLE: (
        "There is too little history to say whether the health score predicts who leaves."
    ),
}

MODEL = {
    Verdict.PREDICTS: (
        "Of the health score too little is known to test it; all signals together predict who "
        "leaves."
    ),
    Verdict.WEAK: (
        "Of the health score too little is known to test it; all signals together predict only "
        "weakly who leaves."
    ),
    Verdict.NO_SIGNAL: (
        "Of the health score too little is known to test it; all signals together show no signal."
    ),
    Verdict.TOO_LITTLE: (
        "There is too little history to say whether anything that is measured predicts who leaves."
    ),
}

WORDS = {
    Verdict.PREDICTS: "predicts",
    Verdict.WEAK: "weak",
    Verdict.NO_SIGNAL: "no signal",
    Verdict.TOO_LITTLE: "too little history",
}

GROUND = {
    Target.CHURN: (
        "{n} readings of {accounts} accounts, with what was dated up to {cutoffs}; within {days} "
        "days {events} left ({share})."
    ),
    Target.RENEWAL: (
        "{n} readings of {accounts} accounts whose renewal was decided, with what was dated up to "
        "{cutoffs}; within {days} days {events} left ({share})."
    ),
}

SPLITS = {
    "time": (
        "All {signals} signals together, learned from earlier cut-offs and tested on later ones: "
        "{auc} of 100 ({low} to {high}); Brier score {brier}, against {base} for the average "
        "alone; calibration error {error} points of 100 ({error_low} to {error_high})."
    ),
    "accounts": (
        "All {signals} signals together, learned from some accounts and tested on others: "
        "{auc} of 100 ({low} to {high}); Brier score {brier}, against {base} for the average "
        "alone; calibration error {error} points of 100 ({error_low} to {error_high})."
    ),
}

GROUPS = {
    "satisfaction": "Satisfaction",
    "support": "Support",
    "usage": "Usage",
    "handoff": "Handoff",
    "goals": "Goals",
    "relationship": "Relationship",
}

CAUTIONS = {
    "left_before": (
        "Accounts that had already left by the last cut-off, and are not judged there: {count}."
    ),
    "left_soon": (
        "Of {events} that left, {count} did so within {days} days of the cut-off: their use may "
        "have ended because they were leaving."
    ),
    "after_leaving": (
        "Records dated after their account had left: {count}. They are after every cut-off at "
        "which the account is judged, and count nowhere."
    ),
    "before_the_contract": (
        "Tickets dated before their account's contract began: {count}. Either date may be wrong."
    ),
    "satisfaction_later": (
        "Tickets of before a cut-off whose satisfaction was given after it: {count}. It is left "
        "out of the signals, but the score may hold it."
    ),
    "notes_entered_later": (
        "Notes dated up to the last cut-off but written down after it: {count}. They may know "
        "more than was known then."
    ),
    "no_revenue_left": (
        "Accounts that left and whose revenue stands at nought today: {count}. Revenue knows the "
        "outcome, and is left out."
    ),
    "named_as_outcome": "Left out, since their names say that they are the outcome: {signals}.",
    "business_dates": (
        "Metrics, surveys and tickets bear the day they are about, not the day they were "
        "recorded: what was entered late cannot be told apart."
    ),
    "as_they_stand": (
        "Accounts, contacts and goals keep no history and are taken as they stand today."
    ),
    "score_turned": (
        "The score ranks the wrong way round: the accounts that stayed had the lower score."
    ),
    "other_way": "More than chance, but against what we expect: {signals}.",
    "determines_outcome": (
        "So close to the outcome that they may be recorded because of it, and left out of the "
        "model: {signals}."
    ),
    "split_by_accounts": (
        "There is one cut-off only: other accounts, not earlier times, taught the model. That "
        "flatters what changes with time."
    ),
}
