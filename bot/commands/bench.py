"""`cairn bench`: figures of this machine, measured now; never pass or fail."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.console import Console
from bot.progress import bar
from playbooks.errors import BadInput

BENCHES = {
    "startup": ("bot.bench.startup", "how fast the command line and the sample workspace start"),
    "ask": ("bot.bench.ask", "a question without a model, and idle memory"),
    "retrieval": ("bot.bench.retrieval", "finding the right page of a handbook (--handbook)"),
    "understanding": ("bot.bench.understanding", "what is asked, about which account"),
    "cues": ("bot.bench.cues", "what a note says, against labelled sentences"),
    "import": ("bot.bench.imports", "a real export (--ravenstack)"),
}
"""Each module has `measure(console, options)`, which returns its figures by name."""


@click.command()
@click.argument("name", type=click.Choice([*BENCHES, "all"]))
@click.option("--handbook", type=click.Path(path_type=Path), help="Folder of handbook pages.")
@click.option("--ravenstack", type=click.Path(path_type=Path), help="Folder of the CSV export.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def bench(
    console: Console, name: str, handbook: Path | None, ravenstack: Path | None, as_json: bool
) -> None:
    """Measure NAME and print its figures, each with its unit."""
    options = {"handbook": handbook, "ravenstack": ravenstack}
    names = list(BENCHES) if name == "all" else [name]
    figures: dict[str, Any] = {}
    with bar("Measuring") as progress:
        for done, one in enumerate(names, start=1):
            figures[one] = _measured(one, console, options, several=len(names) > 1)
            progress(done, len(names))
    console.say(figures, "\n\n".join(_text(n, f) for n, f in figures.items()), as_json=as_json)


def _measured(
    name: str, console: Console, options: dict[str, Path | None], *, several: bool
) -> dict[str, Any]:
    measure: Callable[..., dict[str, Any]] = importlib.import_module(BENCHES[name][0]).measure
    try:
        return measure(console, options)
    except BadInput as error:
        if not several:
            raise
        return {"not measured": str(error)}


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
