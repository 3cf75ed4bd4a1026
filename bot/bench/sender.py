"""A worker that posts, to be killed: python -m bot.bench.sender FOLDER URL TOKEN, a line each."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from slack_sdk import WebClient

from bot.bench import forking
from bot.messenger import Messenger
from storage import engine
from storage.database import Database
from storage.engine import Payload
from storage.jobs import Jobs
from storage.workspace import Workspace

TEAM = "T1"
JOB = "post"
SETTLING = timedelta(seconds=1)
POLLING = {"conversations": 0.02, "background": 1.0}


def database(folder: Path) -> str:
    """Where the outbox is."""
    return f"sqlite:///{folder / 'cairn.db'}"


def jobs(folder: Path) -> str:
    """Where the work is kept."""
    return f"sqlite:///{folder / 'jobs.db'}"


def work(folder: Path, url: str, token: str) -> None:
    """Send what is asked for, until killed; each message is told on standard output."""
    client = WebClient(token, url, retry_handlers=[])
    client.proxy = None
    workspace = Workspace(Database(database(folder)), TEAM)
    messenger = Messenger(client, workspace, lambda: datetime.now(UTC), settling=SETTLING)

    def post(payload: Payload) -> None:
        messenger.send(payload["key"], payload["channel"], payload["key"])
        sys.stdout.write("sent\n")
        sys.stdout.flush()

    working = Jobs(jobs(folder), polling=POLLING, concurrency=4)
    working.register(JOB, post)
    working.start()
    # The parent is told to end by the end of its input; a child lives until it is killed.
    while True:
        os.read(os.pipe()[0], 1)


def main() -> None:
    """Start a worker for each line of input, and print its process id."""
    engine.warm()
    forking.for_each_line(lambda: work(Path(sys.argv[1]), *sys.argv[2:4]))


if __name__ == "__main__":
    main()
