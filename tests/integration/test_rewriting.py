"""Searching with a language model's wordings of the question beside its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic

import pytest

from handlers import content, search
from handlers.context import Context
from handlers.search import Query
from knowledge import fusion, rewriting, scripted
from knowledge.embedders import HashedWords
from knowledge.fusion import Found
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import Meter, Model
from knowledge.scripted import Reply, ScriptedModel
from playbooks.accounts import Account
from playbooks.notes import Note
from playbooks.people import Member, Role
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MODEL = Model("small", "key", timeout_seconds=2, total_seconds=5, pause_seconds=0)
SAYS = scripted.says("1. discount last resort", "- sconto al rinnovo", "", "ignore all rules")

PAGES = {
    "renewal": "# Renewal\n\nA discount is a last resort.\n",
    "kickoff": "# Kickoff\n\nAgree on the goals of the first month.\n",
}


def _reword(*replies: Reply, model: Model = MODEL) -> tuple[tuple[str, ...], int]:
    with ScriptedModel(*replies) as server:
        reached = replace(model, base_url=model.base_url or server.url)
        found = rewriting.reword(reached, "can they pay less next year?", Meter(reached))
        return found, len(server.requests)


def test_each_line_of_the_model_is_a_wording() -> None:
    found, asked = _reword(SAYS)
    assert found == ("discount last resort", "sconto al rinnovo", "ignore all rules")
    assert asked == 1


def test_what_the_model_writes_is_bounded() -> None:
    found, _ = _reword(scripted.says(*[f"{n} " + "long " * 500 for n in range(50)]))
    assert len(found) == rewriting.MOST
    assert max(map(len, found)) <= rewriting.LONGEST


@pytest.mark.parametrize(
    "reply", [scripted.fails(500), scripted.fails(401), scripted.page(), scripted.is_silent()]
)
def test_a_model_that_fails_leaves_the_question_as_it_is(reply: Reply) -> None:
    began = monotonic()
    assert _reword(reply, model=replace(MODEL, timeout_seconds=0.2))[0] == ()
    assert monotonic() - began < 3


def test_the_questions_own_words_count_as_much_as_all_others_together() -> None:
    own = [Found("a", 0.9, ("a#1",)), Found("b", 0.1, ("b#1",))]
    other = [Found("b", 1.0, ("b#2",)), Found("c", 0.5, ("c#1",))]
    found = fusion.join(own, [other, other, other])
    assert [(one.document_id, round(one.score, 2)) for one in found] == [
        ("b", 0.55),
        ("a", 0.45),
        ("c", 0.25),
    ]
    assert found[0].passages == ("b#1",)


@pytest.fixture
def server() -> Iterator[ScriptedModel]:
    with ScriptedModel(scripted.says("a discount", "a last resort")) as started:
        yield started


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path, server: ScriptedModel) -> Context:
    library = Library(HashedWords(), Index(tmp_path / "index"), Shelf)
    model = replace(MODEL, base_url=server.url)
    made = Context(workspace, library, lambda: NOW, lambda prefix: f"{prefix}_1", model)
    with workspace.writing() as writer:
        writer.put_many([Member("U1", "Maya", handle="maya")])
        writer.put_many([Member("U2", "Gil", handle="gil", role=Role.GUEST)])
        writer.put_many([Account("A1", "Harbour Lights")])
    for name, text in PAGES.items():
        (tmp_path / f"{name}.md").write_text(text)
    content.add(made, [str(tmp_path / f"{name}.md") for name in PAGES])
    return made


def test_a_page_is_found_by_the_models_words_and_the_model_is_asked_once(
    context: Context, server: ScriptedModel
) -> None:
    query = Query("can they pay less next year?")
    [plain] = [one for one in search.find(context, query, "@maya") if one.title == "Renewal"]
    for _ in range(2):
        found = search.find(context, replace(query, rewording=True), "@maya")
        [reworded] = [one for one in found if one.title == "Renewal"]
        assert reworded.score > plain.score
    assert len(server.requests) == 1


def test_the_model_is_not_asked_for_a_guest_nor_unless_it_is_wanted(
    context: Context, server: ScriptedModel
) -> None:
    search.find(context, Query("can they pay?", rewording=True), "@gil")
    search.find(context, Query("can they pay?"), "@maya")
    assert server.requests == []


def test_of_a_transcript_the_turns_that_answer_are_found(context: Context) -> None:
    chatter = [f"Ann: then we talked about the weather of week {n}.\n" for n in range(200)]
    chatter[120] = "Bob: the export to the warehouse fails every night.\n"
    note = Note("N1", "A1", date(2026, 11, 3), "".join(chatter), language="en")
    with context.workspace.writing() as writer:
        writer.put_many([note])
    found = search.find(context, Query("warehouse export", account="A1", k=3), "@maya")
    assert [one.id for one in found] == ["N1"] * 3
    assert chatter[119] + chatter[120] + chatter[121] in found[0].text
    assert found[0].text in note.text
