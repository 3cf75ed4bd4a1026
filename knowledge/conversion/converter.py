"""Turning documents into Markdown, in a process apart that is started when it is needed."""

import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from knowledge.conversion import formats
from knowledge.conversion.converted import Converted
from knowledge.conversion.formats import Format
from playbooks.errors import BadInput

PATIENCE = 60.0
"""Seconds that one document may take; a PDF of 1,000 pages takes five."""

KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LANG", "LC_ALL")
"""All that the process apart sees of our environment: no key and no token."""

LOG = logging.getLogger("cairn.conversion")


class Converter(AbstractContextManager["Converter"]):
    """Converts documents one after another inside a `with` block.

    The process apart costs a second to start, once for all documents of a block, and is started
    anew when it died over one of them.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    def convert(self, content: bytes, format: Format) -> Converted:
        """The document as Markdown; raises `BadInput` that says why it cannot be read."""
        formats.check(content, format)
        answer = self._ask(content, format)
        if "failed" not in answer:
            return Converted(**{**answer, "pictures": tuple(answer["pictures"])})
        LOG.info("A %s file could not be read: %s", format, answer["why"])
        raise _refusal(answer["failed"])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _ask(self, content: bytes, format: Format) -> dict[str, Any]:
        process = self._started()
        watch = threading.Timer(self.patience, process.kill)
        watch.start()
        line = _exchange(process, content, format)
        in_time = watch.is_alive()
        watch.cancel()
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        self._end()
        return {"failed": "too much" if in_time else "too slow", "why": "its reader died"}

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                # -P: what lies in the folder that one works in is not taken for our code.
                [sys.executable, "-P", "-m", "knowledge.conversion.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _exchange(process: subprocess.Popen[bytes], content: bytes, format: Format) -> bytes:
    """The answer as it was written; empty when the process died over the document."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps({"format": format, "size": len(content)}).encode() + b"\n")
        process.stdin.write(content)
        process.stdin.flush()
    except OSError:
        return b""
    line = process.stdout.readline()
    return line if line.endswith(b"\n") else b""


def _refusal(why: str) -> BadInput:
    if why == "locked":
        return formats.locked()
    if why == "damaged":
        return formats.damaged()
    if why == "too slow":
        return BadInput(
            "The file took too long to read and was given up. It was left out; cut it into smaller "
            "documents, or save it anew in the program that made it."
        )
    return BadInput(
        "The file needs more memory than a document may. It was left out; cut it into smaller "
        "documents, or save it anew in the program that made it."
    )
