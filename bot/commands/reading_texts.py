"""Readings as a person reads them in the terminal."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers import verdicts, wording
from handlers.composing import components
from handlers.intent import IntentSummary
from handlers.portfolio import Line, Portfolio
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.health.rules import HealthRules
from playbooks.health.values import Change, Component, Reading
from playbooks.prediction.values import Backtest


def health(
    account: Account,
    reading: Reading,
    moved: Sequence[Change],
    rules: HealthRules,
    _: Texts,
    since: date | None,
    tested: Backtest | None = None,
) -> str:
    """The whole reading: every component, every answer, and what changed when it was asked."""
    lines = [
        account.name,
        wording.reading(_, reading),
        _("Weights: {version}", version=reading.weights_version),
        _prediction(tested, _),
    ]
    for part in reading.components:
        lines += ["", _component(part, rules, _)]
        lines += [f"  • {wording.answer(_, rules, answer)}" for answer in part.answers]
    if since is not None:
        lines += ["", *_changes(moved, rules, _, since)]
    return "\n".join(lines)


def intent(account: Account, summary: IntentSummary, _: Texts) -> str:
    """The intent, what it implies, its history, and where sources disagree."""
    lines = [account.name, wording.intent(_, summary.current)]
    if summary.current is not None:
        lines += [f"  • {_(line)}" for line in summary.implications]
    lines += [wording.contradiction(_, found) for found in summary.contradictions]
    earlier = [one for one in summary.history if one != summary.current]
    if earlier:
        lines += [_("Before:"), *(f"  • {wording.intent(_, one)}" for one in earlier)]
    return "\n".join(lines)


def portfolio(found: Portfolio, _: Texts) -> str:
    """One paragraph an account, the most revenue at risk first."""
    head = _.plural(
        "{count} account, as of {date}",
        "{count} accounts, as of {date}",
        len(found.lines),
        date=_.date(found.as_of),
    )
    return "\n".join([head, *(row for line in found.lines for row in _line(line, _))])


def _prediction(tested: Backtest | None, _: Texts) -> str:
    """Whether the score means anything for what comes: it stands beside it, good or bad."""
    if tested is None:
        return _(
            "Whether this score predicts who leaves has not been tested; `cairn backtest` tests it."
        )
    return _(
        "{verdict} {figure}, tested on {date}.",
        verdict=verdicts.verdict(_, tested),
        figure=verdicts.figure(_, tested.score),
        date=_.date(tested.tested_on),
    )


def _component(part: Component, rules: HealthRules, _: Texts) -> str:
    title = f"{components.bar(part)} {wording.component(_, rules, part.name)}"
    figures = {"low": _.number(part.low), "high": _.number(part.high)}
    if part.score is None:
        return _("{title}: unknown (between {low} and {high} of 100)", title=title, **figures)
    return _(
        "{title}: {score} of 100, between {low} and {high}, {coverage} answered",
        title=title,
        score=_.number(part.score),
        coverage=_.percent(part.coverage),
        **figures,
    )


def _changes(moved: Sequence[Change], rules: HealthRules, _: Texts, since: date) -> Iterator[str]:
    if not moved:
        yield _("No answer changed since {date}.", date=_.date(since))
        return
    yield _("Changed since {date}:", date=_.date(since))
    yield from (f"  • {wording.change(_, rules, change)}" for change in moved)


def _line(line: Line, _: Texts) -> Iterator[str]:
    account = line.account
    parts = [account.name]
    if account.arr is not None:
        parts.append(_("{amount} a year", amount=_.money(account.arr, account.currency)))
    if account.renewal_date is not None:
        parts.append(_("renews {date}", date=_.date(account.renewal_date)))
    yield " · ".join(parts)
    if line.reading is not None:
        yield f"  {wording.reading(_, line.reading)}"
    engaged = line.last_engagement
    yield "  " + (
        _("Last two-way engagement: {date}.", date=_.date(engaged))
        if engaged
        else _("No two-way engagement on record.")
    )
    yield from (f"  • {wording.fact(_, known)}" for known in line.why)
