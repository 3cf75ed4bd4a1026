"""The choices of menus that the app fills while somebody types."""

from typing import Any

from slack_bolt import Ack, App

from bot.listeners.parts import Parts
from bot.views import note
from handlers import accounts
from playbooks.errors import NotFound


def register(app: App, parts: Parts) -> None:
    """Offer accounts by name."""

    @app.options(note.ACCOUNT_SEARCH)
    def on_account_search(ack: Ack, body: dict[str, Any]) -> None:
        try:
            found = accounts.matching(parts.context, body["user"]["id"], body.get("value", ""))
        except NotFound:
            found = []
        ack(options=[note.account_option(account) for account in found])
