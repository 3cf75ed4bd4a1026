"""A back-test of real exports: RavenStack, without signal but for tenure, and a churn table."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.bench import imports
from bot.console import Console
from handlers import backtest
from handlers.context import Context
from handlers.imports import importing, mapping
from playbooks.errors import BadInput
from playbooks.prediction.values import Backtest, Measured, Sort

SHOWN = (Sort.SCORE, Sort.GROUP)


def measure(_console: Console, options: dict[str, Path | None]) -> dict[str, Any]:
    """Areas under the curve with their intervals, calibration, and seconds for each back-test."""
    ravenstack, table = options["ravenstack"], options["churn_table"]
    if ravenstack is None and table is None:
        raise BadInput("Name a folder with --ravenstack, or a table with --churn-table.")
    figures: dict[str, Any] = {}
    if ravenstack is not None:
        figures["RavenStack"] = _tested(imports.FILES, ravenstack, "ravenstack")
    if table is not None:
        files = dict.fromkeys(("accounts", "outcomes"), table.name)
        figures["churn table"] = _tested(files, table.parent, "telco")
    return figures


def _tested(files: dict[str, str], folder: Path, mappings: str) -> dict[str, Any]:
    with TemporaryDirectory() as home, Console(Path(home)) as console:
        for kind, name in files.items():
            columns = mapping.load(Path(mappings) / f"{kind}.yaml")
            importing.import_file(console.context, kind, folder / name, columns)
        return _figures(console.context)


def _figures(context: Context) -> dict[str, Any]:
    started = time.perf_counter()
    found = backtest.run(context)
    seconds = time.perf_counter() - started
    shown = [one for one in found.readings if one.sort in SHOWN]
    measured = {one.name: _area(one) for one in [*shown, *found.baselines]}
    return {
        "verdict": f"{found.verdict} ({found.about})",
        "readings, accounts, departures": f"{found.n}, {found.accounts}, {found.events}",
        **measured,
        **_of_model(found),
        "seconds": seconds,
    }


def _area(one: Measured) -> str:
    if one.auc is None or one.low is None or one.high is None:
        return one.verdict
    return f"{one.auc:.3f} ({one.low:.3f} to {one.high:.3f}): {one.verdict}"


def _of_model(found: Backtest) -> dict[str, Any]:
    model = found.model
    if model is None:
        return {}
    auc, error = model.auc, model.calibration_error
    return {
        "all signals": f"{auc.value:.3f} ({auc.low:.3f} to {auc.high:.3f}): {model.verdict}",
        "calibration error": f"{error.value:.3f} ({error.low:.3f} to {error.high:.3f})",
    }
