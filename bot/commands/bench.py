"""`cairn bench`: figures of this machine, measured now; what must be 0 and is not fails."""

import importlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bot.commands import options
from bot.console import Console
from bot.progress import bar

BENCHES = {
    "startup": ("bot.bench.startup", "how fast the command line and the sample workspace start"),
    "ask": ("bot.bench.ask", "a question without a model, and idle memory"),
    "stream": ("bot.bench.stream", "what a streamed answer adds to the model's own time"),
    "retrieval": ("bot.bench.retrieval", "finding the right page of a handbook (--handbook)"),
    "transcripts": ("bot.bench.transcripts", "the turns of a meeting that answer (--transcripts)"),
    "search": ("bot.bench.search", "a search in a large library (--passages), with filters"),
    "understanding": ("bot.bench.understanding", "what is asked, about which account"),
    "cues": ("bot.bench.cues", "what a note says, against labelled sentences"),
    "logging": ("bot.bench.notes", "a note from click to thanks (--accounts), and 50 kills"),
    "readings": ("bot.bench.readings", "health and nudges of very many accounts (--accounts)"),
    "prediction": ("bot.bench.prediction", "does it predict? (--ravenstack, --churn-table)"),
    "sync": ("bot.bench.sync", "a sync that is killed ten times (--records)"),
    "import": ("bot.bench.imports", "a real export (--ravenstack)"),
    "kills": ("bot.bench.sending", "sending that is killed fifty times, and half an hour of 429"),
    "year": ("bot.bench.year", "a year of nudges, day by day (--accounts, --days, --seed)"),
}
"""Each module has `measure(console, options)`, which returns its figures by name.

One whose figures have to be what they are has `faults(figures)` too, which names those that are
not; then the command ends with 1.
"""

BY_THEMSELVES = ("kills", "year")
"""Those that take many minutes and are not among `all`."""


@click.command()
@click.argument("name", type=click.Choice([*BENCHES, "all"]))
@click.option("--handbook", type=click.Path(path_type=Path), help="Folder of handbook pages.")
@click.option("--transcripts", type=click.Path(path_type=Path), help="Meetings with questions.")
@click.option("--ravenstack", type=click.Path(path_type=Path), help="Folder of the CSV export.")
@click.option("--churn-table", type=click.Path(path_type=Path), help="The Telco churn table.")
@click.option("--passages", type=click.IntRange(min=100), help="Passages to search among.")
@click.option("--accounts", type=click.IntRange(min=100), help="Accounts to read.")
@click.option("--records", type=click.IntRange(min=200), help="Records at the remote.")
@click.option("--days", type=click.IntRange(min=14), help="Days to live through.")
@click.option("--seed", type=int, help="What chance begins with.")
@options.as_json
@click.pass_obj
def bench(
    console: Console,
    name: str,
    handbook: Path | None,
    transcripts: Path | None,
    ravenstack: Path | None,
    churn_table: Path | None,
    passages: int | None,
    accounts: int | None,
    records: int | None,
    days: int | None,
    seed: int | None,
    as_json: bool,
) -> None:
    """Measure NAME and print its figures, each with its unit."""
    wrong: list[str] = []
    options = {
        "handbook": handbook,
        "transcripts": transcripts,
        "ravenstack": ravenstack,
        "churn_table": churn_table,
        "passages": passages,
        "accounts": accounts,
        "records": records,
        "days": days,
        "seed": seed,
    }
    if name == "all":
        figures = _all(console.home_option, given(options))
    else:
        module = importlib.import_module(BENCHES[name][0])
        figures = {name: module.measure(console, options)}
        wrong = module.faults(figures[name]) if hasattr(module, "faults") else []
    console.say(figures, "\n\n".join(_text(n, f) for n, f in figures.items()), as_json=as_json)
    for one in wrong:
        console.mention(f"Not as it has to be: {one}")
    if wrong:
        raise SystemExit(1)


def given(options: Mapping[str, Any]) -> list[str]:
    """The options that were given, as another process is given them."""
    named = ((f"--{name.replace('_', '-')}", value) for name, value in options.items())
    return [part for name, value in named if value is not None for part in (name, str(value))]


def _all(home: Sequence[str], options: Sequence[str]) -> dict[str, Any]:
    """Every bench in a process of its own, so that one's memory is not another's peak."""
    figures: dict[str, Any] = {}
    with bar("Measuring") as progress:
        names = [name for name in BENCHES if name not in BY_THEMSELVES]
        for done, name in enumerate(names, start=1):
            command = [sys.executable, "-m", "bot.cli", *home, "bench", name, "--json", *options]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            failed = {"not measured": run.stderr.strip()}
            figures |= json.loads(run.stdout) if run.returncode == 0 else {name: failed}
            progress(done, len(names))
    return figures


def _text(name: str, figures: dict[str, Any]) -> str:
    return "\n".join([f"{name}: {BENCHES[name][1]}", *_lines(figures, "  ")])


def _lines(figures: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for key, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}", *_lines(value, indent + "  ")]
        else:
            shown = f"{value:.3g}" if isinstance(value, float) else str(value)
            lines.append(f"{indent}{key:<40} {shown}")
    return lines
