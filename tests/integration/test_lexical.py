"""Finding passages by their words, on both databases."""

import math
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, text

from playbooks.content import Document, Passage
from storage import lexical, lexical_postgresql
from storage.database import Database
from storage.lexical import Lexicon
from storage.workspace import Reader, Workspace, Writer

PAGES = {
    "d1#churn": ("renewal plan", "churn churn risk customer renewal"),
    "d1#seats": ("renewal plan", "customer seats licence customer usage"),
    "d2#title": ("churn", "customer calls and meetings"),
    "d2#zh": ("客户", "客户 户流 流失"),
}


@pytest.fixture
def shelved(workspace: Workspace) -> Workspace:
    with workspace.writing() as writer:
        writer.put(_document("d1", stage="renewal"))
        writer.put(_document("d2", kind="education"))
        for position, (passage_id, (above, own)) in enumerate(PAGES.items()):
            _put(writer, passage_id, position, above, own)
    return workspace


def _document(name: str, kind: str = "playbook", stage: str | None = None) -> Document:
    return Document(name, f"{name}.md", name, kind, "en", "", "", stage=stage)


def _put(writer: Writer, passage_id: str, position: int, above: str, own: str) -> None:
    language = "zh" if passage_id.endswith("zh") else "en"
    document = passage_id.split("#")[0]
    writer.put(Passage(passage_id, document, position, above, own, language, passage_id))
    Lexicon(writer).put([(passage_id, above.split(), own.split())])


def _found(reader: Reader, *words: str, **filters: str) -> list[str]:
    found = Lexicon(reader).search(dict.fromkeys(words, 1.0), 10, **filters)
    return [passage_id for passage_id, _ in found]


def test_a_word_in_a_title_counts_most(shelved: Workspace) -> None:
    with shelved.reading() as reader:
        assert _found(reader, "churn") == ["d2#title", "d1#churn"]


def test_a_rare_word_counts_more_than_a_common_one(shelved: Workspace) -> None:
    with shelved.reading() as reader:
        assert _found(reader, "customer", "seats")[0] == "d1#seats"


def test_a_word_may_count_more_than_another(shelved: Workspace) -> None:
    with shelved.reading() as reader:
        [(best, _), *_] = Lexicon(reader).search({"risk": 0.1, "usage": 1.0}, 10)
    assert best == "d1#seats"


@pytest.mark.parametrize(
    ("passage_id", "word", "counts", "length"),
    [("d1#seats", "usage", 1, 7), ("d2#title", "meetings", 1, 5), ("d1#plan", "zebra", 4, 6)],
)
def test_both_databases_score_by_bm25(
    shelved: Workspace, passage_id: str, word: str, counts: int, length: int
) -> None:
    with shelved.writing() as writer:
        _put(writer, "d1#plan", 4, "zebra plan", "zebra zebra own words")
        [found] = Lexicon(writer).search({word: 1.0}, 10)
    usual = (7 + 7 + 5 + 4 + 6) / 5
    rarity = math.log((5 - 1 + 0.5) / (1 + 0.5))
    long = 1.2 * (0.25 + 0.75 * length / usual)
    assert found == (passage_id, pytest.approx(rarity * counts * 2.2 / (counts + long)))


def test_chinese_is_found_by_pairs_of_characters(shelved: Workspace) -> None:
    with shelved.reading() as reader:
        assert _found(reader, "流失") == ["d2#zh"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "education"}, ["d2#title"]),
        ({"stage": "renewal"}, ["d1#churn"]),
        ({"language": "zh"}, []),
        ({"kind": "play", "stage": "renewal' | 'churn"}, []),
        ({"language": "\\'"}, []),
    ],
)
def test_filters_leave_out_what_does_not_fit(
    shelved: Workspace, filters: dict[str, str], expected: list[str]
) -> None:
    with shelved.reading() as reader:
        assert _found(reader, "churn", **filters) == expected


def test_words_are_counted_by_passage(shelved: Workspace) -> None:
    with shelved.reading() as reader:
        assert Lexicon(reader).frequencies(["churn", "流失", "zebra"]) == {"churn": 2, "流失": 1}


def test_words_are_counted_anew_when_passages_go(shelved: Workspace) -> None:
    with shelved.writing() as writer:
        Lexicon(writer).remove(["d1#seats"])
        writer.remove(Document, id="d2")
        assert Lexicon(writer).frequencies(["churn", "customer", "seats"]) == {
            "churn": 1,
            "customer": 1,
        }


def test_of_many_passages_those_with_the_telling_words_are_read(
    shelved: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "MOST_PASSAGES", 1)
    with shelved.reading() as reader:
        assert _found(reader, "customer", "usage") == ["d1#seats"]
        assert len(_found(reader, "customer")) == 3


def test_unknown_words_find_nothing(shelved: Workspace) -> None:
    with shelved.reading() as reader:
        assert _found(reader, "zebra") == []
        assert _found(reader) == []


def test_new_words_replace_the_earlier_ones(shelved: Workspace) -> None:
    with shelved.writing() as writer:
        Lexicon(writer).put([("d1#churn", ["plan"], ["zebra"])])
    with shelved.reading() as reader:
        assert _found(reader, "zebra") == ["d1#churn"]
        assert _found(reader, "risk") == []


def test_a_deleted_document_is_found_no_more(shelved: Workspace) -> None:
    with shelved.writing() as writer:
        writer.remove(Document, id="d1")
    with shelved.reading() as reader:
        assert _found(reader, "churn", "seats") == ["d2#title"]
    with shelved.writing() as writer:
        writer.put(replace(_document("d3"), title="new"))
        _put(writer, "d3#new", 0, "new", "seats")
        assert _found(writer, "seats") == ["d3#new"]


def test_another_tenants_passages_are_not_found(shelved: Workspace, database: Database) -> None:
    with Workspace(database, "T2").reading() as reader:
        assert _found(reader, "churn") == []


def test_a_long_question_is_searched_by_its_known_words(shelved: Workspace) -> None:
    words = [f"unknown{n}" for n in range(500)]
    with shelved.reading() as reader:
        assert _found(reader, *words, "seats") == ["d1#seats"]


def test_postgresql_reads_nothing_of_other_tenants_nor_what_does_not_fit(postgres_url: str) -> None:
    asked: list[tuple[str, Any]] = []
    with closing(Database(postgres_url)) as database, database.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *a: asked.append(a[2:4]))
        words = {"seats": (1.0, 1.0), "usage": (0.3, 2.0)}
        lexical_postgresql.search(connection, "T1", words, {"stage": "renewal"}, 10)
        statement, values = asked[-1]
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())
    assert "Bitmap Index Scan on ix_passage_words" in plan
    assert "Filter:" not in plan[plan.index("Bitmap Heap Scan on passage_words") :]
