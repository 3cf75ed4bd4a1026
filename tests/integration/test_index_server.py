"""The index on a Chroma server of its own."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.embedders import HashedWords, Vectors
from knowledge.index import Index
from playbooks.errors import NotReady

TEXTS = {"d0#p": "renewal talk", "d1#p": "kickoff agenda"}
STAMPS = dict.fromkeys(TEXTS, "1")


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


def _vectors(ids: Sequence[str]) -> Vectors:
    return HashedWords().passages([TEXTS[one] for one in ids])


def test_a_server_serves_what_it_was_given(server: str, tmp_path: Path) -> None:
    mirror = Index(tmp_path / "unused", server)
    mirror.mirror("team-1", STAMPS, _vectors, "r1")
    asked = HashedWords().query("kickoff agenda")
    mirror.close()
    again = Index(tmp_path / "unused", server)
    assert again.holds("team-1") == "r1"
    [(passage, likeness)] = again.nearest("team-1", asked, 1)
    assert (passage, round(likeness, 5)) == ("d1#p", 1)
    again.close()


def test_a_server_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="Nothing is lost"):
        Index(tmp_path, "http://127.0.0.1:9").holds("team-1")
