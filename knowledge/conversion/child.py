"""The process apart: reads documents from standard input, and answers each with its Markdown.

A request is a line of JSON, `{"format", "size"}`, and that many bytes; an answer is one line of
JSON: what `Converted` holds, or `{"failed": "locked" | "damaged" | "too much", "why"}`.
"""

import json
import os
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from knowledge.conversion.converted import Converted
from knowledge.conversion.formats import Format

MOST_MEMORY = 2_000_000_000
"""Bytes of address space; a deck of 500 slides or a PDF of 1,000 pages takes a quarter of a GB."""

FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
)
"""What a document has no business to make its reader do."""


def main() -> None:
    """Answer requests until there are none."""
    # Libraries print what they like; the answers have a way out of their own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _confine()
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        answer = _answer(request["format"], _content(sys.stdin.buffer, request["size"]))
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _confine() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where time alone is limited
        return
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # macOS refuses to limit the address space
            continue
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in FORBIDDEN:
        raise PermissionError(f"a document asked for {event}")


def _content(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise SystemExit(1)
    return content


def _answer(format: str, content: bytes) -> dict[str, Any]:
    try:
        return asdict(_converted(Format(format), content))
    except (MemoryError, RecursionError) as error:
        return {"failed": "too much", "why": repr(error)}
    except Exception as error:
        # Whatever a reader raises, it could not read this document; the next one may be good.
        why = f"{type(error).__name__}: {error}"
        return {"failed": "locked" if "encrypted" in why.lower() else "damaged", "why": why}


def _converted(format: Format, content: bytes) -> Converted:
    if format is Format.PDF:
        from knowledge.conversion import portable

        return portable.pdf(content)
    if format is Format.HTML:
        from knowledge.conversion import webpage

        return webpage.html(content)
    from knowledge.conversion import office

    return office.word(content) if format is Format.WORD else office.powerpoint(content)


if __name__ == "__main__":
    main()
