"""What a workspace uses of its language model, counted on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

from storage import migrate, spending
from storage.spending import Use
from storage.workspace import Workspace

TODAY = date(2026, 11, 20)


def test_calls_at_the_same_moment_are_all_counted(workspace: Workspace) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: spending.add(workspace, TODAY, 1_000), range(12)))
    with workspace.reading() as reader:
        assert spending.on(reader, TODAY) == Use(calls=12, tokens=12_000)
        assert spending.on(reader, date(2026, 11, 21)) == Use()


def test_each_workspace_has_its_own_count(workspace: Workspace) -> None:
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    migrate.ensure_workspace(workspace.database, "T2", "Another", now)
    spending.add(workspace, TODAY, 3_000_000_000)
    with Workspace(workspace.database, "T2").reading() as reader:
        assert spending.on(reader, TODAY) == Use()
    with workspace.reading() as reader:
        assert spending.on(reader, TODAY).tokens == 3_000_000_000
