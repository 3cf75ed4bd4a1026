"""The records of a workspace, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from playbooks.accounts import Account
from playbooks.notes import Note
from playbooks.stages import Enrolment, Stage
from storage import migrate
from storage.changes import Tally
from storage.database import Database
from storage.kinds import TABLES
from storage.values import columns_of, table_of
from storage.workspace import Reader, Workspace
from tests.conftest import NOW

ACCOUNT = Account("A1", "Harbour", aliases=("HB",), arr=Decimal("1200.50"), currency="EUR")
NOTE = Note("N1", "A1", date(2026, 11, 1), "They asked for the export again.")


@pytest.mark.parametrize("kind", list(TABLES))
def test_each_table_has_the_columns_of_its_value(kind: type) -> None:
    assert set(table_of(kind).c.keys()) == {"team_id", *columns_of(kind)}


def test_a_value_comes_back_as_it_was_put(workspace: Workspace) -> None:
    stay = Enrolment("E1", "A1", Stage.ONBOARDING, date(2026, 10, 1))
    with workspace.writing() as writer:
        writer.put(ACCOUNT)
        writer.put(stay)
    with workspace.reading() as reader:
        assert reader.get(Account, "A1") == ACCOUNT
        assert reader.find(Enrolment, account_id="A1") == [stay]


def test_putting_the_same_again_changes_nothing(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        assert writer.put(ACCOUNT) == Tally(created=1)
        assert writer.put(ACCOUNT) == Tally(unchanged=1)


def test_only_the_given_fields_of_a_known_value_change(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        writer.put(ACCOUNT)
        writer.put_many([Account("A1", "Harbour Ltd")], only=["name"])
        assert writer.get(Account, "A1") == replace(ACCOUNT, name="Harbour Ltd")


def test_an_amended_note_keeps_its_earlier_version(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        writer.put(ACCOUNT)
        writer.put(NOTE)
        writer.put(replace(NOTE, text="They asked for the export twice."))
        amended = writer.get(Note, "N1")
        assert amended is not None
        assert amended.version == 2
        assert [text for _, text, _ in writer.note_versions("N1")] == [NOTE.text]


def test_another_tenant_sees_nothing(workspace: Workspace, database: Database) -> None:
    with workspace.writing() as writer:
        writer.put(ACCOUNT)
    with Workspace(database, "T2").reading() as reader:
        assert reader.find(Account) == []


def test_of_two_writers_the_second_reads_what_the_first_wrote(workspace: Workspace) -> None:
    def correct_the_price() -> None:
        with workspace.writing() as writer:
            writer.put(replace(_found(writer), arr=Decimal(99)))

    with workspace.writing() as writer:
        writer.put(ACCOUNT)
    with ThreadPoolExecutor() as others:
        with workspace.writing() as writer:
            read = _found(writer)
            correction = others.submit(correct_the_price)
            # Time for the other to overtake; it has to wait for as long as this one writes.
            with suppress(TimeoutError):
                correction.result(timeout=0.3)
            writer.put(replace(read, owner="U1"))
        correction.result(timeout=30)
    with workspace.reading() as reader:
        assert _found(reader) == replace(ACCOUNT, owner="U1", arr=Decimal(99))


def test_writers_of_another_workspace_need_not_wait(postgres_url: str) -> None:
    database = Database(postgres_url)
    workspaces = [Workspace(database, team_id) for team_id in ("T1", "T2")]
    for one in workspaces:
        migrate.ensure_workspace(database, one.team_id, "Test workspace", NOW)
    with workspaces[0].writing() as first, workspaces[1].writing() as second:
        first.put(ACCOUNT)
        second.put(ACCOUNT)
    database.close()


def test_who_reads_sees_the_same_for_as_long_as_they_read(workspace: Workspace) -> None:
    with workspace.writing() as writer:
        writer.put(ACCOUNT)
    with workspace.reading() as reader:
        before = _found(reader)
        with workspace.writing() as writer:
            writer.put(replace(ACCOUNT, owner="U1"))
        assert _found(reader) == before


def test_a_failed_block_leaves_nothing_behind(workspace: Workspace) -> None:
    def fail_half_way() -> None:
        with workspace.writing() as writer:
            writer.put(ACCOUNT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with workspace.reading() as reader:
        assert reader.count(Account) == 0


def test_the_newest_schema_needs_no_further_step(database: Database) -> None:
    assert migrate.upgrade(database) is False


def test_records_that_something_is_derived_from_are_counted_when_they_change(
    workspace: Workspace,
) -> None:
    def changed() -> tuple[int, ...]:
        with workspace.reading() as reader:
            return reader.revisions(Account, Enrolment) or ()

    stay = Enrolment("E1", "A1", Stage.ONBOARDING, date(2026, 10, 1))
    with workspace.writing() as writer:
        writer.put(ACCOUNT)
        writer.put(stay)
    first = changed()
    with workspace.writing() as writer:
        writer.put(ACCOUNT)
        writer.put(NOTE)
    assert changed() == first
    with workspace.writing() as writer:
        writer.put(replace(stay, exited=date(2026, 11, 1)))
    corrected = changed()
    assert corrected[0] == first[0]
    assert corrected[1] > first[1]
    with workspace.writing() as writer:
        writer.remove(Enrolment, id="E1")
    assert changed()[1] > corrected[1]


def _found(reader: Reader) -> Account:
    found = reader.get(Account, ACCOUNT.id)
    assert found is not None
    return found
