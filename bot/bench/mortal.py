"""An app over HTTP to be killed: python -m bot.bench.mortal HOME PORT, a line of input for each."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import uvicorn

from bot import app, credentials, http, service, settings
from bot.bench import forking
from handlers import note_reading
from handlers.context import Context
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from storage.database import Database
from storage.jobs import Jobs
from storage.shelf import Shelf
from storage.workspace import Workspace


def serve(home: Path, port: int) -> None:
    """The app over a home that is there, with an empty library, until it is killed."""
    loaded = settings.load(home)
    context = Context(
        workspace=Workspace(Database(loaded.database), "local"),
        library=Library(embedders.HashedWords(), Index(loaded.index, None), Shelf),
        now=lambda: datetime.now(UTC),
        new_id=lambda prefix: f"{prefix}_{uuid4().hex}",
    )
    client = credentials.client(loaded)
    jobs = Jobs(loaded.jobs, polling={"conversations": 0.02, "background": 1.0})
    parts = service.assemble(context, jobs, client, credentials.identity(client))
    secret = os.environ["SLACK_SIGNING_SECRET"]
    with service.working(parts):
        served = http.build(app.build(parts, secret), parts)
        uvicorn.run(served, host="127.0.0.1", port=port, log_level="error", access_log=False)


def main() -> None:
    """Start an app for each line of input, and print its process id."""
    # What is imported and loaded once is there in each child: starting one takes no time.
    note_reading.warm()
    forking.for_each_line(lambda: serve(Path(sys.argv[1]), int(sys.argv[2])))


if __name__ == "__main__":
    main()
