"""The library over a real database and a real Chroma."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.embedders import HashedWords, Vectors
from knowledge.index import Index
from knowledge.library import Item, Library
from playbooks.content import Document, Passage
from playbooks.errors import NotReady
from storage.shelf import Shelf
from storage.workspace import Workspace

RENEWAL = Document(
    "renewal",
    "plays/renewal.md",
    "Renewal runway",
    "playbook",
    "en",
    "d",
    "# Renewal runway\n\n## Start early\n\n"
    + "Begin the talk 120 days before the date. " * 12
    + "\n\n## Price\n\n"
    + "Never open with a discount for the seats. " * 12,
    stage="renewal",
    triggers=("renewal_falling",),
)
TRAINING = Document(
    "training",
    "plays/training.md",
    "Train the trainers",
    "education",
    "en",
    "d",
    "# Train the trainers\n\nEach team names a trainer who repeats the workshop.",
    stage="onboarding",
)


class CountingEmbedder(HashedWords):
    """Remembers how many texts it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return super().passages(texts)


class AbsentEmbedder(HashedWords):
    """A model that is not installed."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        raise NotReady("The model is not there.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def library(workspace: Workspace, folder: Path) -> Library:
    return _filled(workspace, Library(CountingEmbedder(), Index(folder), Shelf))


def _filled(workspace: Workspace, library: Library) -> Library:
    with workspace.writing() as writer:
        library.add(writer, RENEWAL)
        library.add(writer, TRAINING)
    library.refresh(workspace)
    return library


def _titles(workspace: Workspace, library: Library, query: str, **filters: str) -> list[str]:
    with workspace.reading() as reader:
        return [hit.title for hit in library.search(reader, query, **filters)]


def test_the_passage_that_answers_comes_first(workspace: Workspace, library: Library) -> None:
    with workspace.reading() as reader:
        [best, *_] = library.search(reader, "should I offer a discount on seats?")
    assert (best.title, best.heading, best.stage) == ("Renewal runway", "Price", "renewal")
    assert 0 < best.score <= 1


def test_one_passage_of_each_document_is_given_unless_more_are_wanted(
    workspace: Workspace, library: Library
) -> None:
    with workspace.reading() as reader:
        assert len(library.search(reader, "discount 120 days", kind="playbook")) == 1
        assert (
            len(library.search(reader, "discount 120 days", per_document=2, kind="playbook")) == 2
        )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"stage": "onboarding"}, ["Train the trainers"]),
        ({"kind": "playbook"}, ["Renewal runway"]),
        ({"kind": "playbook", "stage": "onboarding"}, []),
        ({"language": "it"}, []),
    ],
)
def test_filters_hold_for_meaning_and_for_words(
    workspace: Workspace, library: Library, filters: dict[str, str], expected: list[str]
) -> None:
    assert _titles(workspace, library, "workshop discount", **filters) == expected


def test_a_passage_and_its_document_are_found_by_id(workspace: Workspace, library: Library) -> None:
    with workspace.reading() as reader:
        [hit, *_] = library.search(reader, "workshop")
        again = library.passage(reader, hit.id)
        assert again == replace(hit, score=1.0)
        assert library.document(reader, hit.document_id) == TRAINING
        assert library.passage(reader, "training#nothing") is None


def test_adding_the_same_again_embeds_nothing(workspace: Workspace, library: Library) -> None:
    with workspace.writing() as writer:
        assert library.add(writer, RENEWAL) == 0
    assert library.refresh(workspace) == 0


def test_only_the_changed_passage_is_embedded_again(workspace: Workspace, folder: Path) -> None:
    embedder = CountingEmbedder()
    library = _filled(workspace, Library(embedder, Index(folder), Shelf))
    with workspace.reading() as reader:
        before = {p.id for p in reader.find(Passage, document_id="renewal")}
    changed = replace(RENEWAL, text=RENEWAL.text.replace("120 days", "90 days"))
    with workspace.writing() as writer:
        assert library.add(writer, changed) == 1
    assert library.refresh(workspace) == 1
    with workspace.reading() as reader:
        after = {p.id for p in reader.find(Passage, document_id="renewal")}
        assert len(before & after) == 1
        assert library.search(reader, "90 days")[0].heading == "Start early"


def test_a_document_of_another_stage_is_found_there(workspace: Workspace, library: Library) -> None:
    with workspace.writing() as writer:
        assert library.add(writer, replace(TRAINING, stage="adoption")) == 0
    library.refresh(workspace)
    assert _titles(workspace, library, "workshop", stage="adoption") == ["Train the trainers"]
    assert _titles(workspace, library, "workshop", stage="onboarding") == []


def test_a_removed_document_is_found_no_more(workspace: Workspace, library: Library) -> None:
    with workspace.writing() as writer:
        library.remove(writer, "training")
    library.refresh(workspace)
    assert _titles(workspace, library, "workshop trainer") == ["Renewal runway"]


def test_a_deleted_index_is_made_again_from_the_database(
    workspace: Workspace, folder: Path
) -> None:
    _filled(workspace, Library(HashedWords(), Index(folder), Shelf))
    shutil.rmtree(folder)
    later = Library(HashedWords(), Index(folder), Shelf)
    assert _titles(workspace, later, "names a trainer")[0] == "Train the trainers"
    assert later.notice is None


def test_an_index_deleted_while_in_use_is_made_again(
    workspace: Workspace, library: Library, folder: Path
) -> None:
    assert _titles(workspace, library, "names a trainer")
    shutil.rmtree(folder)
    library.refresh(workspace)
    assert folder.exists()
    assert _titles(workspace, library, "names a trainer")[0] == "Train the trainers"


def test_a_damaged_index_is_made_again(workspace: Workspace, folder: Path) -> None:
    folder.mkdir()
    (folder / "chroma.sqlite3").write_text("this is no database")
    library = _filled(workspace, Library(HashedWords(), Index(folder), Shelf))
    assert _titles(workspace, library, "names a trainer")[0] == "Train the trainers"


def test_without_the_model_words_alone_find_and_a_notice_says_so(
    workspace: Workspace, folder: Path
) -> None:
    library = _filled(workspace, Library(AbsentEmbedder(), Index(folder), Shelf))
    assert _titles(workspace, library, "workshop") == ["Train the trainers"]
    assert library.notice == "The model is not there."


def test_a_large_library_is_spread_and_still_found(workspace: Workspace, folder: Path) -> None:
    library = Library(HashedWords(), Index(folder), Shelf)
    with workspace.writing() as writer:
        for number in range(130):
            text = f"# Page {number}\n\nThe customer and the team meet about topic{number}."
            page = Document(
                f"p{number}", f"{number}.md", f"Page {number}", "playbook", "en", "", text
            )
            library.add(writer, page)
    assert library.refresh(workspace) == 130
    assert _titles(workspace, library, "topic77")[0] == "Page 77"


def test_notes_are_ranked_and_remembered(workspace: Workspace, library: Library) -> None:
    items = [Item("n1", "They want ten more seats."), Item("n2", "The sponsor left.")]
    assert library.learn(workspace, items) == 2
    assert library.learn(workspace, items) == 0
    with workspace.reading() as reader:
        ranked = library.rank(reader, "seats", items)
    assert ranked[0][0] == "n1"


def test_a_play_is_found_for_its_rule(workspace: Workspace, library: Library) -> None:
    with workspace.reading() as reader:
        assert library.for_trigger(reader, "renewal_falling", stage="renewal") == [RENEWAL]
        assert library.for_trigger(reader, "silence") == []
