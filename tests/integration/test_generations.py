"""Another model takes over: the earlier one serves until the library has been read anew."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from knowledge import exact, frame, generations
from knowledge.embedders import Absent, Embedder, HashedWords, Vectors
from knowledge.exact import Exact
from knowledge.index import Index
from knowledge.library import Item, Library
from playbooks.content import Document
from playbooks.errors import NotReady
from storage.shelf import Shelf
from storage.workspace import Workspace

PAGES = 6
TOGETHER = 4
"""Fewer than there are pages: they are embedded in two transactions."""


class Small(HashedWords):
    """The earlier model; remembers its questions."""

    def __init__(self) -> None:
        super().__init__(32)
        self.questions: list[str] = []

    def query(self, text: str) -> Vectors:
        self.questions.append(text)
        return super().query(text)


class Killed(HashedWords):
    """A new model whose process ends after one batch of passages and one of headings."""

    calls = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.calls > 2:
            raise KeyboardInterrupt
        return super().passages(texts)


class Wider(HashedWords):
    """A model that gives vectors of another width under the same name."""

    def __init__(self) -> None:
        super().__init__(128)
        self.name = "hashed-words-32"


@pytest.fixture(autouse=True)
def _few_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "TOGETHER", TOGETHER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def small() -> Small:
    return Small()


@pytest.fixture
def filled(workspace: Workspace, folder: Path, small: Small) -> Workspace:
    library = Library(small, Index(folder), Shelf)
    with workspace.writing() as writer:
        for number in range(PAGES):
            text = f"# Page {number}\n\nThe customer and the team meet about topic{number}."
            name = f"{number}.md"
            library.add(writer, Document(name, name, f"Page {number}", "playbook", "en", "", text))
    assert library.refresh(workspace) == PAGES
    library.close()
    return workspace


def _library(folder: Path, embedder: Embedder, small: Embedder | None = None) -> Library:
    return Library(embedder, Index(folder), Shelf, lambda _: small or Absent("small"))


def _first(workspace: Workspace, library: Library, query: str) -> str:
    with workspace.reading() as reader:
        return library.search(reader, query)[0].title


def _kept(workspace: Workspace, model: str) -> int:
    with workspace.reading() as reader:
        return len(Shelf(reader).vectors(model).of_passages())


def test_the_earlier_model_serves_until_the_new_one_has_read_everything(
    filled: Workspace, folder: Path, small: Small
) -> None:
    library = _library(folder, HashedWords(), small)
    assert _first(filled, library, "topic2") == "Page 2"
    assert small.questions[-1] == "topic2"
    seen: list[tuple[str, int]] = []

    def progress(what: str, done: int, _total: int) -> None:
        seen.append((what, done))
        _first(filled, library, f"topic{done - 1}")

    assert library.renew(filled, progress=progress) == PAGES
    assert seen[:2] == [("Reading passages", TOGETHER), ("Reading passages", PAGES)]
    assert small.questions[-2:] == ["topic3", "topic5"]
    assert _first(filled, library, "topic3") == "Page 3"
    assert small.questions[-1] == "topic5"


def test_what_the_earlier_model_made_is_dropped(
    filled: Workspace, folder: Path, small: Small
) -> None:
    library = _library(folder, HashedWords(), small)
    note = Item("n1", "They want ten more seats.")
    assert library.learn(filled, [note]) == 1
    assert library.renew(filled, [note]) == PAGES + 1
    assert library.learn(filled, [note]) == 0
    assert _kept(filled, "hashed-words-32/in-context") == 0
    assert _kept(filled, library.wanted) == PAGES
    assert library.renew(filled) == 0


def test_a_renewal_that_was_killed_goes_on_where_it_was(
    filled: Workspace, folder: Path, small: Small
) -> None:
    killed = _library(folder, Killed(), small)
    with pytest.raises(KeyboardInterrupt):
        killed.renew(filled)
    assert _first(filled, killed, "topic4") == "Page 4"
    assert _library(folder, HashedWords(), small).renew(filled) == PAGES - TOGETHER


def test_what_is_added_meanwhile_is_found_at_once_and_afterwards(
    filled: Workspace, folder: Path, small: Small
) -> None:
    library = _library(folder, HashedWords(), small)
    page = Document("new.md", "new.md", "New", "playbook", "en", "", "# New\n\nThe zebra.")
    with filled.writing() as writer:
        library.add(writer, page)
    assert library.refresh(filled) == 1
    assert _first(filled, library, "zebra") == "New"
    assert library.renew(filled) == PAGES + 1
    assert _first(filled, library, "zebra") == "New"


def test_a_model_that_is_gone_is_replaced_at_once(filled: Workspace, folder: Path) -> None:
    library = _library(folder, HashedWords())
    with filled.reading() as reader:
        assert library.is_behind(reader)
    assert _first(filled, library, "topic2") == "Page 2"
    assert library.notice is not None
    assert library.refresh(filled) == PAGES
    assert library.notice is None


def test_vectors_of_another_width_are_said_plainly_and_made_anew(
    filled: Workspace, folder: Path
) -> None:
    library = _library(folder, Wider())
    assert _first(filled, library, "topic2") == "Page 2"
    assert library.notice is not None
    assert "128 numbers now, and of 32 before" in library.notice
    assert library.refresh(filled) == PAGES
    assert _first(filled, library, "topic2") == "Page 2"
    assert library.notice is None


def test_another_width_also_makes_what_the_vectors_have_in_common_anew(
    filled: Workspace, folder: Path, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "FEWEST", PAGES - 1)
    earlier = _library(folder, small)
    earlier.refresh(filled)
    earlier.close()
    library = _library(folder, Wider())
    assert library.refresh(filled) == PAGES
    assert _first(filled, library, "topic2") == "Page 2"
    assert library.notice is None


def test_a_search_while_the_library_is_read_leaves_the_new_frame_alone(
    filled: Workspace, folder: Path, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "FEWEST", PAGES - 1)
    library = _library(folder, small)
    build = exact.build

    def searched(*arguments: Any) -> Exact:
        monkeypatch.setattr(exact, "build", build)
        made = build(*arguments)
        _first(filled, library, "topic2")
        return made

    monkeypatch.setattr(exact, "build", searched)
    library.refresh(filled)
    with filled.reading() as reader:
        _, written = Shelf(reader).generations.read(library.wanted)
    assert frame.read(written).common is not None


def test_a_new_model_that_does_not_answer_leaves_the_earlier_one_serving(
    filled: Workspace, folder: Path, small: Small
) -> None:
    library = _library(folder, Absent("away"), small)
    assert library.renew(filled) == 0
    assert library.trouble is not None
    assert _first(filled, library, "topic2") == "Page 2"
    assert library.notice is None


def test_filters_and_the_index_rank_alike(filled: Workspace, folder: Path, small: Small) -> None:
    library = _library(folder, small)
    with filled.reading() as reader:
        indexed = library.search(reader, "topic2 meets topic3", 3)
        exact = library.search(reader, "topic2 meets topic3", 3, kind="playbook", language="en")
    assert exact == indexed


def test_what_another_process_added_is_found(filled: Workspace, folder: Path, small: Small) -> None:
    library = _library(folder, small)
    assert _first(filled, library, "topic2") == "Page 2"
    other = _library(folder, Small())
    page = Document("new.md", "new.md", "New", "playbook", "en", "", "# New\n\nThe zebra.")
    with filled.writing() as writer:
        other.add(writer, page)
    other.refresh(filled)
    assert _first(filled, library, "zebra") == "New"


def test_absent_models_say_so() -> None:
    with pytest.raises(NotReady, match="not set up any more"):
        Absent("small").query("hello")
