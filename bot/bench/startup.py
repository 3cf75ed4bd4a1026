"""How fast things start: the help text, and the sample workspace on its second start."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.console import Console

RUNS = 5
QUESTION = "How is Northgate Foods doing?\n"


def measure(_console: Console, _options: dict[str, Path | None]) -> dict[str, Any]:
    """Median wall seconds of whole processes, started fresh each time."""
    with TemporaryDirectory() as home:
        first = _seconds(["demo", "--terminal"], home)
        again = [_seconds(["demo", "--terminal"], home) for _ in range(RUNS)]
    helped = [_seconds(["--help"], home) for _ in range(RUNS)]
    return {
        "cairn --help, s": statistics.median(helped),
        "sample workspace, first start to answer, s": first,
        "sample workspace, next start to answer, s": statistics.median(again),
    }


def _seconds(arguments: list[str], home: str) -> float:
    command = [sys.executable, "-m", "bot.cli", *arguments]
    started = time.perf_counter()
    subprocess.run(
        command,
        input=QUESTION,
        text=True,
        env=os.environ | {"CAIRN_HOME": home},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - started
