"""`cairn eval`: is what Cairn answers right, on a golden set with known answers?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.commands import options
from bot.commands.figures import Figure
from bot.console import Console
from bot.evaluation import asking, items, judging, obedient, reporting, resistance, sandbox
from bot.evaluation import injections as planting
from bot.evaluation.items import Item
from bot.evaluation.judging import Verdict
from bot.evaluation.records import Records
from bot.progress import bar
from knowledge.model import Model
from playbooks.errors import BadInput

OBEDIENT_STEP = 4
"""Every fourth question is put to the obedient model as well: it says the same to each."""


@click.command("eval")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", help="Only items that expect this kind of request, or of this area.")
@click.option("--language", type=click.Choice(items.LANGUAGES), help="Only items in a language.")
@click.option("--model", "with_model", is_flag=True, help="Let the configured model write.")
@click.option("--injections", is_flag=True, help="Plant texts that give orders, and compare.")
@click.option("--at-least", type=Figure(0, 1), help="Exit 1 below this share of right.")
@options.as_json
@click.pass_obj
def evaluate(
    console: Console,
    files: Sequence[Path],
    kind: str | None,
    language: str | None,
    with_model: bool,
    injections: bool,
    at_least: float | None,
    as_json: bool,
) -> None:
    """Ask the golden set, or FILES like it, of a fresh sample workspace, and judge the answers."""
    if injections:
        found = _planted(files, kind, language)
        share, text = found["undisturbed"], resistance.text(found)
    else:
        chosen = _chosen(items.read(files or items.shipped()), kind, language)
        found = reporting.document(judged(chosen, _model(console) if with_model else None))
        share, text = found["right"]["share"], reporting.text(found)
    console.say(found, text, as_json=as_json)
    if at_least is not None and share < at_least:
        console.mention(f"Fewer than {at_least:.1%} of the items are right.")
        raise click.exceptions.Exit(1)


def judged(chosen: Sequence[Item], model: Model | None = None) -> list[Verdict]:
    """Each item asked of one fresh sample workspace and judged, in order."""
    verdicts = []
    with sandbox.opened(model) as context, bar("Asking") as progress:
        records = Records(context)
        for done, item in enumerate(chosen, start=1):
            verdicts.append(judging.judge(records, asking.put(context, item)))
            progress(done, len(chosen))
    return verdicts


def _planted(files: Sequence[Path], kind: str | None, language: str | None) -> dict[str, Any]:
    """Without a model, and with one that obeys every order that it is given."""
    texts = [text for file in files or (planting.FILE,) for text in planting.read(file)]
    chosen = _chosen(resistance.every_question(texts), kind, language)
    with obedient.served() as model:
        told = resistance.measured(texts, chosen[::OBEDIENT_STEP], model)
    return resistance.document(resistance.measured(texts, chosen), told, texts)


def _chosen(found: Sequence[Item], kind: str | None, language: str | None) -> list[Item]:
    chosen = [
        item
        for item in found
        if kind in (None, item.area, *item.request) and language in (None, item.language)
    ]
    if not chosen:
        raise BadInput("No question fits. Leave out --kind or --language.")
    return chosen


def _model(console: Console) -> Model:
    model = console.context.model
    if model is None:
        raise BadInput(
            "There is no model to evaluate. Set OPENAI_API_KEY (and OPENAI_BASE_URL), or leave "
            "out --model."
        )
    return model
