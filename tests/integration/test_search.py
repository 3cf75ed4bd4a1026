"""Searching as a member: what is found, and what stays hidden."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from handlers import content, search
from handlers.context import Context
from handlers.search import Query
from knowledge.embedders import HashedWords
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.errors import Ambiguous, BadInput, NotFound
from playbooks.notes import Note
from playbooks.people import Channel, Member, Role
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 3)

ACCOUNTS = [
    Account("A1", "Harbour Lights", aliases=("HL",), domain="harbour.example"),
    Account("A2", "Northern Mills"),
    Account("A3", "Northern Bakeries"),
]
MEMBERS = [
    Member("U1", "Maya", handle="maya"),
    Member("U2", "Sam", handle="sam", role=Role.SALES),
    Member("U3", "Gil", handle="gil", role=Role.GUEST),
    Member("U4", "Old", handle="old", active=False),
]
CHANNELS = [
    Channel("C1", "harbour-private", private=True, members=("U1",)),
    Channel("C2", "with-customer", shared=True, members=("U1",)),
    Channel("C3", "general", members=("U1", "U2")),
]
NOTES = [
    Note("N1", "A1", DAY, "They asked for ten more seats.", language="en"),
    Note("N2", "A1", DAY, "Our sponsor fears for her seats budget.", private=True, language="en"),
    Note("N3", "A1", DAY, "Seats will be cut, said in confidence.", channel="C1", language="en"),
    Note("N4", "A2", DAY, "Nobody uses the seats.", language="en"),
]


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path) -> Context:
    library = Library(HashedWords(), Index(tmp_path / "index"), Shelf)
    made = Context(workspace, library, now=lambda: NOW, new_id=lambda prefix: f"{prefix}_1")
    with workspace.writing() as writer:
        for several in (ACCOUNTS, MEMBERS, CHANNELS, NOTES):
            writer.put_many(several)
    page = tmp_path / "seats.md"
    page.write_text("---\nstage: renewal\n---\n# Seats\n\nNever cut seats without a talk.\n")
    content.add(made, [str(page)])
    return made


def _notes(context: Context, asker: str | None = None, **query: str | None) -> set[str]:
    asked = Query("seats", k=10, kind="note", account=query.get("account"))
    found = search.find(context, asked, asker, query.get("channel"))
    return {result.id for result in found}


def test_the_library_is_searched_by_default(context: Context) -> None:
    [found] = search.find(context, Query("cut seats"), "@maya")
    assert (found.kind, found.title, found.stage) == ("playbook", "Seats", "renewal")


def test_notes_of_one_account_are_ranked_best_first(context: Context) -> None:
    [best, *_] = search.find(context, Query("who asked for more seats", account="hl"), "@maya")
    assert (best.id, best.kind, best.account, best.as_of) == ("N1", "note", "Harbour Lights", DAY)


def test_notes_of_all_accounts_can_be_searched(context: Context) -> None:
    assert _notes(context, "@maya") == {"N1", "N2", "N3", "N4"}


def test_private_notes_are_for_those_who_may_read_them(context: Context) -> None:
    assert _notes(context, "@sam") == {"N1", "N4"}


def test_what_would_be_read_by_others_leaves_out_what_they_may_not_see(context: Context) -> None:
    assert _notes(context, "@maya", channel="C3") == {"N1", "N4"}
    assert _notes(context, "@maya", channel="C2") == set()


def test_guests_and_those_who_left_find_nothing(context: Context) -> None:
    for asker in ("@gil", "@old"):
        assert search.find(context, Query("seats"), asker) == []
        assert _notes(context, asker) == set()


def test_a_stranger_is_not_served(context: Context) -> None:
    with pytest.raises(NotFound):
        search.find(context, Query("seats"), "@nobody")


def test_an_account_is_known_by_alias_domain_or_with_a_typo(context: Context) -> None:
    for name in ("A1", "HL", "harbour.example", "harbour lights", "Harbor Lights"):
        assert _notes(context, "@maya", account=name) == {"N1", "N2", "N3"}


def test_an_ambiguous_name_lists_its_candidates(context: Context) -> None:
    with pytest.raises(Ambiguous) as raised:
        _notes(context, account="Northern")
    assert set(raised.value.candidates) == {"A2", "A3"}


def test_an_unknown_account_gets_the_nearest_names(context: Context) -> None:
    with pytest.raises(NotFound, match="Nearest: "):
        _notes(context, account="Zenith Optics")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Query("  "), "nothing to search for"),
        (Query("x", kind="memo"), "no kind"),
        (Query("x", stage="launch"), "no stage"),
        (Query("x", k=0), "from 1 to 100"),
        (Query("x", kind="playbook", account="HL"), "belongs to no account"),
        (Query("x", kind="note", stage="renewal"), "belong to no stage"),
    ],
)
def test_a_query_that_cannot_be_is_refused_with_a_sentence(
    context: Context, query: Query, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        search.find(context, query)


def test_a_very_long_query_is_answered(context: Context) -> None:
    assert search.find(context, Query("seats " * 2_000))[0].title == "Seats"
