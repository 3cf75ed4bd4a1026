"""Processes that are killed and started anew at once: what they all need is loaded once, before."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Self


class Mortals:
    """One process at a time of a module that runs `for_each_line`; each can be killed."""

    def __init__(self, module: str, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._child = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        with self._parent as parent:
            parent.kill()

    def start(self) -> None:
        """Start one; what the last one still said is passed over."""
        if self._parent.stdin is None:
            raise RuntimeError("what starts the processes has no pipe")
        self._parent.stdin.write("start\n")
        self._parent.stdin.flush()
        line = self.line()
        while not line.isdigit():
            line = self.line()
        self._child = int(line)

    def line(self) -> str:
        """The next line that the process says; waits for it."""
        if self._parent.stdout is None:
            raise RuntimeError("what starts the processes has no pipe")
        line = self._parent.stdout.readline()
        if not line:
            raise RuntimeError("the process ended by itself")
        return line.strip()

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        child, self._child = self._child, 0
        if child:
            os.kill(child, signal.SIGKILL)


def for_each_line(work: Callable[[], None]) -> None:
    """Do the work in a new process for each line of input, whose id is printed."""
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            work()
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
