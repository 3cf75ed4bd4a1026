"""The index on a Chroma server of its own."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge import index
from knowledge.embedders import HashedWords
from knowledge.index import Index, Mirrored
from playbooks.errors import NotReady

TEXTS = ["renewal talk", "kickoff agenda"]
PASSAGES = [
    Mirrored(f"d{n}#p", f"d{n}", f"digest{n}", "playbook", "renewal", "en") for n in range(2)
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A real server on a free port; yields its URL once it says that it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    command = [
        chroma,
        "run",
        "--path",
        tmp_path / "data",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if b"Connect to" in line or b"Listening" in line:
                break
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def _vectors(digests: list[str]) -> dict[str, np.ndarray]:
    made = HashedWords().passages(TEXTS)
    known = {p.digest: v for p, v in zip(PASSAGES, made, strict=True)}
    return {digest: known[digest] for digest in digests}


def test_a_server_serves_what_it_was_given(server: str, tmp_path: Path) -> None:
    mirror = Index(tmp_path / "unused", server)
    mirror.mirror("team-1", PASSAGES, _vectors)
    asked = HashedWords().query("kickoff agenda")
    mirror.close()
    again = Index(tmp_path / "unused", server)
    assert again.is_in_step("team-1", index.fingerprint(PASSAGES))
    [(passage, likeness)] = again.passages("team-1", asked, 1, {"stage": "renewal"})
    assert (passage, round(likeness, 5)) == ("d1#p", 1)
    assert [found for found, _ in again.documents("team-1", asked, 1, {})] == ["d1"]
    again.close()


def test_a_server_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="search goes on by words"):
        Index(tmp_path, "http://127.0.0.1:9").is_in_step("team-1", "x")
