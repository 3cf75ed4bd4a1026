"""One run of the HubSpot connector in a process of its own, for somebody to kill.

python -m bot.bench.sync_once DATABASE_URL TEAM_ID HUBSPOT_URL SEARCHES_PER_SECOND
"""

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from bot.connectors.hubspot import HubSpot
from bot.connectors.patience import Patience
from bot.loopback.hubspot import TOKEN
from handlers.context import Context
from handlers.syncing import plans, running
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace


def run(database_url: str, team_id: str, hubspot_url: str, per_second: str) -> None:
    """Read to the end, or until killed; a line is written for each page that was kept."""
    context = Context(
        workspace=Workspace(Database(database_url), team_id),
        library=Library(embedders.HashedWords(), Index(Path("index")), Shelf),
        now=partial(datetime.now, UTC),
        new_id=lambda prefix: f"{prefix}_{uuid4().hex}",
    )
    patience = partial(_at, float(per_second))
    remote = HubSpot(TOKEN, hubspot_url, patience=patience)
    running.run(running.Sync(context, remote, plans.load("hubspot"), _tell))


def _at(per_second: float, _usual: float) -> Patience:
    return Patience(per_second)


def _tell(thing: str, read: int) -> None:
    sys.stdout.write(f"{thing} {read}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run(*sys.argv[1:5])
