"""Health of very many accounts read anew and stored, and the morning's nudges planned for them."""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from bot.bench import multitude
from bot.console import Console
from handlers import health, rulebook
from handlers.context import Context
from handlers.nudges import planning
from playbooks.accounts import Account
from playbooks.health.values import Snapshot
from playbooks.notes import Direction, Note
from playbooks.observations import MetricSample
from storage.facts import bare

ACCOUNTS = 100_000
SEED = 20261122
REPEATS = 3
NOTES = 1_000
"""Notes of the one account that is asked about by itself."""

ASKED = 60
"""How often it is asked about."""

Figures = dict[str, Any]


def measure(_console: Console, options: dict[str, Any]) -> Figures:
    """Seconds by the clock (medians), peak megabytes, and what ten times the accounts cost."""
    accounts = options.get("accounts") or ACCOUNTS
    with TemporaryDirectory() as folder:
        tenth = _measured(Path(folder) / "tenth", accounts // 10)
        whole = _measured(Path(folder) / "whole", accounts)
    return {
        **whole,
        "ten times the accounts cost, times": {
            name: whole[name] / tenth[name] for name in TIMED if tenth[name]
        },
        "load of the machine, processes": os.getloadavg()[0],
    }


BARE = "rows fetched and nothing made of them, s"
STORED = "all read anew and stored, s"
PLANNED = "nudges planned, s"
TIMED = (BARE, STORED, PLANNED)

READ = "read"
PLAN = "plan"


def _measured(home: Path, accounts: int) -> Figures:
    """Each in a process of its own, so that one's memory is not another's peak."""
    filled = _apart(home, "fill", accounts)
    return filled | _apart(home, READ, accounts) | _apart(home, PLAN, accounts)


def _apart(home: Path, part: str, accounts: int) -> Figures:
    call = f"from bot.bench import readings; readings.run({str(home)!r}, {part!r}, {accounts})"
    command = [sys.executable, "-c", call]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=True)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def run(home: str, part: str, accounts: int) -> None:
    """Do one part in this process and print its figures, for the process that started it."""
    with Console(Path(home), embedded=True) as console:
        context = console.context
        parts: dict[str, Callable[[], Figures]] = {
            "fill": lambda: _fill(context, accounts),
            READ: lambda: _read(context),
            PLAN: lambda: _plan(context),
        }
        click.echo(json.dumps(parts[part]()))


def _fill(context: Context, accounts: int) -> Figures:
    taken, rows = _timed(lambda: multitude.fill(context.workspace, accounts, context.today(), SEED))
    with context.workspace.reading() as reader:
        samples = reader.count(MetricSample)
        known = reader.count(Account)
    return {"accounts": known, "metric samples": samples, "rows": rows, "made in, s": taken}


def _read(context: Context) -> Figures:
    """The bare rows and the readings in turn, each time of another day."""
    days = [context.today() - timedelta(days=n) for n in range(REPEATS)]
    rows, stored = [], []
    for day in days:
        rows.append(_computed(partial(_fetch, context, day)))
        stored.append(_computed(partial(health.take_snapshots, context, day)))
    with context.workspace.reading() as reader:
        kept = reader.count(Snapshot, as_of=days[0])
    ratios = [one[0] / bare_rows[0] for one, bare_rows in zip(stored, rows, strict=True)]
    return {
        BARE: statistics.median(clock for clock, _ in rows),
        STORED: statistics.median(clock for clock, _ in stored),
        "stored against fetched, times": statistics.median(ratios),
        "read anew and stored, s of one core": statistics.median(core for _, core in stored),
        "rows fetched, s of one core": statistics.median(core for _, core in rows),
        "readings stored": kept,
        "peak memory of reading, MB": _peak_megabytes(),
    } | _one(context)


def _fetch(context: Context, day: date) -> int:
    with context.workspace.reading() as reader:
        return bare.fetch(reader, day)


def _plan(context: Context) -> Figures:
    """The first morning ever, and the next ones, when all of it is on record."""
    day = context.today()
    taken, plan = _timed(lambda: planning.plan(context, day))
    planning.record(context, plan)
    again = [_computed(lambda: planning.plan(context, day)) for _ in range(REPEATS)]
    return {
        "nudges planned on the first morning, s": taken,
        "nudges of the first morning": len(plan.planned),
        "rules": len(rulebook.nudges(context).rules),
        PLANNED: statistics.median(clock for clock, _ in again),
        "nudges planned, s of one core": statistics.median(core for _, core in again),
        "peak memory of planning, MB": _peak_megabytes(),
    }


def _one(context: Context) -> Figures:
    """One account by itself, with all its facts and evidence."""
    today, key = context.today(), "a0000001"
    notes = [
        Note(f"one{n}", key, today - timedelta(days=n), f"Call {n}.", direction=Direction.TWO_WAY)
        for n in range(NOTES)
    ]
    with context.workspace.writing() as writer:
        writer.put_many(notes)
    taken = [_computed(lambda: health.examine(context, key).reading) for _ in range(ASKED + 1)]
    # The first one builds the queries and loads the rules, once for a process.
    return {
        f"one account with {NOTES} notes, p95, ms": _p95([clock for clock, _ in taken[1:]]),
        f"one account with {NOTES} notes, p95, ms of one core": _p95([c for _, c in taken[1:]]),
    }


def _p95(seconds: list[float]) -> float:
    """Milliseconds in which nineteen of twenty are done."""
    return 1000 * sorted(seconds)[int(len(seconds) * 0.95)]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def _computed(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock, and those of them in which a core worked for it."""
    began = time.process_time()
    taken, _ = _timed(work)
    return taken, time.process_time() - began


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
