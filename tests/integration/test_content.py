"""Adding Markdown to the library, and keeping it in step with its files."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handlers import content
from handlers.content import Report
from handlers.context import Context
from knowledge.embedders import HashedWords
from knowledge.index import Index
from knowledge.library import Library
from playbooks import shipped
from playbooks.content import Document
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

GOOD = "# Renewal talk\n\nBegin the talk early, with the value that was reached.\n"


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path) -> Context:
    library = Library(HashedWords(), Index(tmp_path / "index"), Shelf)
    return Context(workspace, library, now=lambda: NOW, new_id=lambda prefix: f"{prefix}_1")


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    (folder / "sub").mkdir(parents=True)
    (folder / "renewal.md").write_text(GOOD)
    (folder / "sub" / "kickoff.md").write_text("# Kickoff\n\nAgree on one goal.\n")
    return folder


def _titles(context: Context, query: str) -> list[str]:
    with context.workspace.reading() as reader:
        return [hit.title for hit in context.library.search(reader, query)]


def _why(report: Report) -> list[str]:
    return [one.why for one in report.rejected]


def test_a_folder_is_added_with_the_paths_as_they_were_given(
    context: Context, handbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(handbook.parent)
    report = content.add(context, ["handbook"])
    assert (report.added, report.rejected) == (2, [])
    paths = {one.document.path for one in content.listing(context)}
    assert paths == {"handbook/renewal.md", "handbook/sub/kickoff.md"}
    assert _titles(context, "agree on a goal")[0] == "Kickoff"


def test_adding_the_same_again_changes_nothing(context: Context, handbook: Path) -> None:
    content.add(context, [str(handbook)])
    report = content.add(context, [str(handbook)])
    assert (report.added, report.updated, report.unchanged, report.embedded) == (0, 0, 2, 0)


def test_a_changed_page_replaces_the_earlier_one(context: Context, handbook: Path) -> None:
    content.add(context, [str(handbook)])
    (handbook / "renewal.md").write_text(GOOD.replace("early", "ninety days ahead"))
    report = content.add(context, [str(handbook)])
    assert (report.updated, report.unchanged, report.embedded) == (1, 1, 1)
    assert len(content.listing(context)) == 2


def test_sync_brings_in_what_was_added_changed_and_removed(
    context: Context, handbook: Path
) -> None:
    content.add(context, [str(handbook)])
    (handbook / "renewal.md").write_text(GOOD + "\nMore.\n")
    (handbook / "new.md").write_text("# Escalation\n\nAnswer on the same day.\n")
    (handbook / "sub" / "kickoff.md").unlink()
    report = content.sync(context)
    assert (report.added, report.updated, report.removed) == (1, 1, 1)
    assert _titles(context, "agree on a goal, kickoff")[0] != "Kickoff"
    assert content.sync(context).unchanged == 2


def test_pages_of_a_folder_that_is_gone_are_kept(context: Context, handbook: Path) -> None:
    content.add(context, [str(handbook)])
    handbook.rename(handbook.with_name("elsewhere"))
    report = content.sync(context)
    assert report.removed == 0
    assert "Its pages were kept" in _why(report)[0]
    assert len(content.listing(context)) == 2


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        ("caf\u00e9 au lait".encode("latin-1"), "is not UTF-8"),
        (b"\x89PNG\x00\x01\x02", "binary"),
        (b"---\ntitle: [x\n---\n# T\n", "not valid YAML"),
        (b"---\ntitle: half a file\n", "never closed"),
        (b"---\nstage: launch\n---\n# T\n\ntext\n", "stage"),
    ],
)
def test_a_bad_file_is_named_with_its_reason_and_the_good_ones_go_in(
    context: Context, handbook: Path, written: bytes, why: str
) -> None:
    (handbook / "bad.md").write_bytes(written)
    report = content.add(context, [str(handbook)])
    assert report.added == 2
    [refused] = report.rejected
    assert refused.path == str(handbook / "bad.md")
    assert why in refused.why


def test_a_path_that_cannot_be_added_does_not_stop_the_others(
    context: Context, handbook: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "sheet.xlsx").write_bytes(b"PK")
    given = [str(tmp_path / name) for name in ("nowhere", "empty", "sheet.xlsx", "handbook")]
    report = content.add(context, given)
    assert report.added == 2
    assert [why.split(";")[0] for why in _why(report)] == [
        "does not exist",
        "holds no Markdown file (.md)",
        "is not Markdown",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_reported(context: Context, handbook: Path) -> None:
    (handbook / "renewal.md").chmod(0)
    assert "cannot be read" in _why(content.add(context, [str(handbook)]))[0]


def test_front_matter_says_what_a_page_is(context: Context, tmp_path: Path) -> None:
    page = tmp_path / "piano.md"
    page.write_text(
        "---\ntitle: Piano di rinnovo\nkind: education\nstage: renewal\nlanguage: it\n"
        "triggers: renewal_falling\nsidebar_position: 4\n---\nParlare presto con il cliente.\n"
    )
    content.add(context, [str(page)])
    [listed] = content.listing(context)
    document = listed.document
    assert (document.title, document.kind, document.stage) == (
        "Piano di rinnovo",
        "education",
        "renewal",
    )
    assert (document.language, document.triggers) == ("it", ("renewal_falling",))
    assert "sidebar" not in document.text


def test_the_language_of_a_page_is_its_own(context: Context, tmp_path: Path) -> None:
    texts = {
        "it": "# Rinnovo\n\nParlare presto con il cliente del valore che ha raggiunto con noi.",
        "zh": "# 续约\n\n尽早与客户沟通已经实现的价值,不要等到合同到期。",
    }
    for language, text in texts.items():
        (tmp_path / f"{language}.md").write_text(text)
    content.add(context, [str(tmp_path)])
    languages = {d.document.path[-5:-3]: d.document.language for d in content.listing(context)}
    assert languages == {"it": "it", "zh": "zh"}


def test_the_shipped_library_is_loaded_once(context: Context) -> None:
    pieces = len(shipped.files())
    assert content.load_shipped(context).added == pieces
    again = content.load_shipped(context)
    assert (again.added, again.unchanged, again.embedded) == (0, pieces, 0)
    with context.workspace.reading() as reader:
        assert len(reader.find(Document, source="shipped")) == pieces


def test_a_page_of_ones_own_comes_before_a_shipped_one_that_fits_as_well(
    context: Context, tmp_path: Path
) -> None:
    content.load_shipped(context)
    file = shipped.files()["re-engage-after-silence"]
    own = tmp_path / "own.md"
    own.write_bytes(file.read_bytes())
    content.add(context, [str(own)])
    with context.workspace.reading() as reader:
        [first, *_] = context.library.search(reader, "Re-engage an account after silence")
    assert first.path == str(own)
