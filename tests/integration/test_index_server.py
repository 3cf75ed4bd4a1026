"""The index on a Chroma server of its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.embedders import HashedWords, Vectors
from knowledge.index import Index
from playbooks.errors import NotReady
from tests.chroma_server import free_port, serving

TEXTS = {"d0#p": "renewal talk", "d1#p": "kickoff agenda"}
STAMPS = dict.fromkeys(TEXTS, "1")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "data", free_port()) as url:
        yield url


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
