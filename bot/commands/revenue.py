"""`cairn revenue`: do satisfied customers spend more, what are they worth, who lacks attention?"""

from datetime import date

import click

from bot.commands import options
from bot.commands import revenue_documents as documents
from bot.commands.figures import Figure
from bot.console import Console
from handlers import access, texts
from handlers.revenue import reports, saying, worth
from handlers.texts import Texts
from playbooks.accounts import Account, Segment
from playbooks.revenue import effects
from playbooks.revenue.lifetime import Terms
from playbooks.revenue.values import Comparison, Report

DEFAULT = Terms()


@click.command()
@click.option("--segment", type=click.Choice([s.value for s in Segment]), help="Only this segment.")
@click.option(
    "--horizon",
    type=click.IntRange(1, 240),
    default=DEFAULT.horizon_months,
    show_default=True,
    help="Months ahead that a lifetime value counts.",
)
@click.option(
    "--discount",
    type=Figure(0, 1, max_open=True),
    default=DEFAULT.discount,
    show_default=True,
    help="Share a year by which later money is worth less.",
)
@click.option(
    "--margin",
    type=Figure(0, 1, min_open=True),
    help="Share of revenue left after costs; without it, the value is revenue.",
)
@options.at
@options.member("Member to act as")
@options.language()
@options.as_json
@click.pass_obj
def revenue(
    console: Console,
    segment: str | None,
    horizon: int,
    discount: float,
    margin: float | None,
    at: date | None,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Measure what satisfaction goes with, what contracts will bring, and who lacks attention."""
    context, day = console.context, at
    with context.workspace.reading() as reader:
        member = access.find_member(reader, who)
        reports.check_may_read(member)
        accounts = {account.id: account for account in reader.find(Account)}
    terms = Terms(horizon, discount, margin)
    found = reports.run(context, day, terms)
    if day is None and terms == DEFAULT:
        reports.keep(context, found, who)
    _ = texts.of(language or member.language)
    document = documents.report(found, accounts, segment, _)
    console.say(document, _text(_, found, accounts, segment), as_json=as_json)


def _text(_: Texts, found: Report, accounts: dict[str, Account], segment: str | None) -> str:
    parts = [
        _satisfaction(_, found, segment),
        _lifetime(_, found, segment),
        _attention(_, found, accounts, segment),
    ]
    return "\n\n".join("\n".join(part) for part in parts)


def _satisfaction(_: Texts, found: Report, segment: str | None) -> list[str]:
    chosen = [one for one in found.comparisons if segment in (None, one.segment)]
    if not chosen:
        return [_("No account has both an answer on satisfaction and a known amount on record.")]
    lines = [saying.headline(_, effects.clearest(chosen))]
    lines += [saying.compared(_, found)] if found.compared else []
    for measure in dict.fromkeys(one.measure for one in chosen):
        alike = [one for one in chosen if one.measure is measure]
        if effects.clearest(alike).between is None:
            lines.append(f"  • {saying.headline(_, effects.clearest(alike))}")
            continue
        lines += ["", saying.ground(_, effects.clearest(alike), found)]
        lines += [f"  • {line}" for one in alike for line in _lines(_, one, found, segment)]
    lines += [f"  • {saying.turned(_, some, found)}" for some in effects.turned(chosen)]
    warned = [f"  • {saying.caution(_, one)}" for one in found.cautions]
    return [*lines, *([_("To beware of:"), *warned] if warned else [])]


def _lines(_: Texts, one: Comparison, found: Report, segment: str | None) -> list[str]:
    """A comparison; of all that is asked about, with a point of the measure and the bands, too."""
    said = [saying.comparison(_, one, found)]
    if one.segment == segment:
        said += [saying.a_point(_, one), saying.bands(_, one, found)]
    return [line for line in said if line]


def _lifetime(_: Texts, found: Report, segment: str | None) -> list[str]:
    made = found.lifetime
    known = any(one.value for one in made.segments)
    values = [one for one in made.segments if known and segment in (None, one.segment)]
    tested = [one for one in made.holdouts if segment in (None, one.segment)]
    return [
        worth.lead(_, made),
        *(f"  • {worth.segment_value(_, one)}" for one in values),
        *(f"  • {worth.holdout(_, one, found)}" for one in tested),
    ]


def _attention(
    _: Texts, found: Report, accounts: dict[str, Account], segment: str | None
) -> list[str]:
    made = found.attendance
    sides = [(one, True) for one in made.under] + [(one, False) for one in made.over]
    told = [
        worth.given(_, one, accounts[one.account_id].name, lacks)
        for one, lacks in sides
        if segment in (None, accounts[one.account_id].segment)
    ]
    left = worth.unranked(_, made)
    told += [left] if left else []
    return [worth.attended(_, made), *(f"  • {line}" for line in told)]
