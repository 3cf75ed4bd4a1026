"""Bringing in a real export: the five files of RavenStack, twice, with time and memory."""

import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.bench import memory
from bot.console import Console
from handlers.imports import importing, mapping
from playbooks.errors import BadInput

FILES = {
    "accounts": "ravenstack_accounts.csv",
    "subscriptions": "ravenstack_subscriptions.csv",
    "metrics": "ravenstack_feature_usage.csv",
    "tickets": "ravenstack_supports_ticket.csv",
    "outcomes": "ravenstack_churn_events.csv",
}


def measure(_console: Console, options: dict[str, Path | None]) -> dict[str, Any]:
    """Rows, seconds for the first and the second import, and the process's peak memory."""
    folder = options["ravenstack"]
    if folder is None or not folder.is_dir():
        raise BadInput("Name the folder of the RavenStack export with --ravenstack.")
    with TemporaryDirectory() as home, Console(Path(home)) as console:
        first = _import_all(console, folder)
        second = _import_all(console, folder)
    return first | {
        "seconds, again and unchanged": second["seconds"],
        "rows changed by importing again": second["rows created"],
        "peak memory, MB": memory.peak_megabytes(),
    }


def _import_all(console: Console, folder: Path) -> dict[str, Any]:
    context = console.context
    started = time.perf_counter()
    reports = [
        importing.import_file(
            context, kind, folder / name, mapping.load(Path(f"ravenstack/{kind}.yaml"))
        )
        for kind, name in FILES.items()
    ]
    kinds = Counter(c.kind for report in reports for c in report.contradictions)
    return {
        "seconds": time.perf_counter() - started,
        "rows read": sum(report.read for report in reports),
        "rows created": sum(report.created + report.updated for report in reports),
        "rows rejected": sum(len(report.rejected) for report in reports),
        "contradictions reported": dict(kinds),
    }
