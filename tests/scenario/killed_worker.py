"""A worker process that posts to Slack, for a test to kill: python killed_worker.py URLS…"""

import sys
from datetime import UTC, datetime, timedelta

from slack_sdk import WebClient

from bot.messenger import Messenger
from storage.database import Database
from storage.jobs import Jobs, Payload
from storage.workspace import Workspace

database_url, jobs_url, slack_url, token = sys.argv[1:5]
client = WebClient(token, slack_url, retry_handlers=[])
client.proxy = None
messenger = Messenger(
    client,
    Workspace(Database(database_url), "T1"),
    lambda: datetime.now(UTC),
    settling=timedelta(seconds=1),
)


def post(payload: Payload) -> None:
    """Send one message, and say so to the test that watches."""
    messenger.send(payload["key"], payload["channel"], payload["key"])
    sys.stdout.write(f"{payload['key']}\n")
    sys.stdout.flush()


jobs = Jobs(jobs_url, polling={"conversations": 0.02, "background": 0.02}, concurrency=4)
jobs.register("post", post)
jobs.start()
sys.stdin.read()
