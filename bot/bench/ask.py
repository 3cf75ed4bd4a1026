"""A question without a model: 500 accounts, 10,000 notes, 3,000 passages; and idle memory."""

import os
import random
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from bot.bench import crowd, memory
from bot.console import Console
from handlers import ask
from handlers.answers import Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.content import Passage
from playbooks.notes import Note
from storage.workspace import Workspace

ACCOUNTS, NOTES, PASSAGES = 500, 10_000, 3_000
QUESTIONS = 300
SEED = 20261120

FORMS = (
    "How is {account} doing?",
    "What does {account} want from us?",
    "What changed at {account} since last month?",
    "What should I do next at {account}?",
    "Summarise {account}.",
    "Who decides at {account}?",
    "What did we promise {account}?",
    "Compare {account} and {other}.",
    "Come sta {account}?",
    "Che cosa abbiamo promesso a {account}?",
    "{account}现在怎么样？",
    "{account}为什么选择我们？",
    "How do I re-engage a silent customer?",
    "Come faccio se l’onboarding è in ritardo?",
    "怎样准备续约谈判？",
    "Which of my accounts are at risk?",
    "Which accounts renew in the next 90 days?",
    "What is our ARR by segment?",
    "What should I do today?",
    "What do customers miss in the product?",
)


def measure(_console: Console, _options: dict[str, Path | None]) -> dict[str, Any]:
    """Milliseconds of questions put one after the other, and megabytes of a process at rest."""
    with TemporaryDirectory() as folder, Console(Path(folder)) as console:
        context = replace(console.context, model=None)
        accounts = crowd.fill(context, ACCOUNTS, NOTES, PASSAGES, SEED)
        held = _held(context.workspace)
        taken = _timed(context, accounts)
        memory = _idle_megabytes(Path(folder))
    every = sorted(ms for times in taken.values() for ms in times)
    slowest = max(taken, key=lambda form: statistics.median(taken[form]))
    return held | {
        "questions": len(every),
        "p50, ms": statistics.median(every),
        "p95, ms": every[int(len(every) * 0.95)],
        "slowest kind": slowest,
        "slowest kind, p50, ms": statistics.median(taken[slowest]),
        "idle memory, MB": memory,
    }


def rest(home: str) -> None:
    """Open a home, answer two questions, and print the megabytes that the process then holds."""
    with Console(Path(home)) as console:
        for text in ("What should I do today?", "How do I re-engage a silent customer?"):
            ask.answer(replace(console.context, model=None), Question(text, "@m0"))
        click.echo(_resident_megabytes())


def _held(workspace: Workspace) -> dict[str, int]:
    with workspace.reading() as reader:
        return {
            "accounts": reader.count(Account),
            "notes": reader.count(Note),
            "passages": reader.count(Passage),
        }


def _timed(context: Context, accounts: list[Account]) -> dict[str, list[float]]:
    """Milliseconds by form of question, after one of each to warm up."""
    chance = random.Random(SEED)
    taken: dict[str, list[float]] = {form: [] for form in FORMS}
    for form in FORMS:
        ask.answer(context, _question(form, accounts, chance))
    for number in range(QUESTIONS):
        form = FORMS[number % len(FORMS)]
        question = _question(form, accounts, chance)
        started = time.perf_counter()
        ask.answer(context, question)
        taken[form].append((time.perf_counter() - started) * 1000)
    return taken


def _question(form: str, accounts: list[Account], chance: random.Random) -> Question:
    account, other = chance.sample(accounts, 2)
    text = form.format(account=account.name, other=other.name)
    return Question(text, f"@m{chance.randrange(crowd.MEMBERS)}", thread_id=f"b{chance.random()}")


def _idle_megabytes(home: Path) -> float:
    command = [sys.executable, "-c", f"from bot.bench import ask; ask.rest({str(home)!r})"]
    environment = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, env=environment, check=True
    )
    return float(done.stdout.split()[-1])


def _resident_megabytes() -> float:
    """What the process holds now; its peak where the system does not tell the present."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024
    return memory.peak_megabytes()
