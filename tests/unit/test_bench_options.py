"""The options of `cairn bench all` reach each bench."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import cairn
from bot.commands import bench


def test_each_bench_is_given_the_home_and_all_that_was_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run: list[list[str]] = []

    def started(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        run.append(command)
        return subprocess.CompletedProcess(command, 0, '{"ask": {}}', "")

    monkeypatch.setattr(subprocess, "run", started)
    home, table = tmp_path / "home", tmp_path / "table.csv"
    arguments = ["bench", "all", "--accounts", "500", "--churn-table", str(table), "--json"]
    result = CliRunner().invoke(cairn, ["--home", str(home), *arguments])
    assert result.exit_code == 0
    names = [name for name in bench.BENCHES if name not in bench.BY_THEMSELVES]
    before = [sys.executable, "-m", "bot.cli", "--home", str(home), "bench"]
    behind = ["--json", "--churn-table", str(table), "--accounts", "500"]
    assert run == [[*before, name, *behind] for name in names]
