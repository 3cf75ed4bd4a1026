"""`cairn backtest` and `cairn calibrate`: does the score predict, and what would history weigh?"""

from datetime import date

import click

from bot.commands import options
from bot.commands import prediction_documents as documents
from bot.console import Console
from bot.progress import bar
from handlers import access, calibration, proposals, rulebook, texts, verdicts
from handlers import backtest as backtests
from handlers.texts import Texts
from playbooks.health.rules import HealthRules
from playbooks.prediction.values import Backtest, Target

cutoff_option = options.day(
    "--cutoff", said="Use what was dated up to this day (several days are chosen)."
)
horizon_option = click.option(
    "--horizon", type=click.IntRange(min=1), help="Days after the cut-off that are looked at (180)."
)


@click.command()
@cutoff_option
@horizon_option
@click.option(
    "--target",
    type=click.Choice([target.value for target in Target]),
    default=Target.CHURN.value,
    help="Who leaves at all, or who leaves when a renewal is decided.",
)
@options.member("Member to act as")
@options.language()
@options.as_json
@click.pass_obj
def backtest(
    console: Console,
    cutoff: date | None,
    horizon: int | None,
    target: str,
    who: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Test whether score and signals, as known before, tell who left afterwards."""
    context = console.context
    _ = _judge(console, who, language)
    with bar("Testing") as progress:
        found = backtests.run(context, cutoff, horizon, Target(target), progress)
    backtests.keep(context, found, who)
    text = _text(_, _rules(console), found)
    console.say(documents.backtest(found, _), text, as_json=as_json)


@click.command()
@click.option("--adopt", is_flag=True, help="Put the proposed weights in force (can be undone).")
@options.member("Member to act as")
@options.language()
@options.as_json
@click.pass_obj
def calibrate(
    console: Console, adopt: bool, who: str | None, language: str | None, as_json: bool
) -> None:
    """Say which weights history would propose, with the evidence; adopt them when asked to."""
    context = console.context
    _ = _judge(console, who, language)
    with bar("Testing") as progress:
        found = calibration.run(context, progress=progress)
    entry = calibration.adopt(context, found, who) if adopt else None
    rules = _rules(console)
    document = documents.calibration(found, rules, entry, _)
    lines = [verdicts.verdict(_, found.tested), verdicts.ground(_, found.tested), ""]
    lines += proposals.lines(_, rules, found.proposal)
    if found.tested.model is not None:
        lines += ["", verdicts.model(_, found.tested.model)]
    if entry is not None:
        adopted = _("Adopted as version {version}. Undo with:", version=rules.version)
        lines += ["", f"{adopted} cairn audit undo {entry.id}"]
    console.say(document, "\n".join(lines), as_json=as_json)


def _judge(console: Console, who: str | None, language: str | None) -> Texts:
    """The words of a member who may judge the whole workspace; raises `NotFound` for others."""
    with console.context.workspace.reading() as reader:
        member = access.find_member(reader, who)
    backtests.check_may_judge(member)
    return texts.of(language or member.language)


def _rules(console: Console) -> HealthRules:
    with console.context.workspace.reading() as reader:
        return rulebook.health(console.context, reader)


def _text(_: Texts, rules: HealthRules, found: Backtest) -> str:
    lines = [verdicts.verdict(_, found), verdicts.ground(_, found), "", verdicts.scale(_)]
    for title, measured in verdicts.sections(_, rules, found):
        lines += ["", title, *(f"  • {one}" for one in measured)]
    lines += ["", verdicts.tried(_, rules, found)]
    if found.model is not None:
        lines.append(verdicts.model(_, found.model))
    if found.cautions:
        lines += ["", _("To beware of:"), *(f"  • {one}" for one in verdicts.cautions(_, found))]
    return "\n".join(lines)
