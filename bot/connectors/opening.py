"""Which connectors are set up, and how each is opened."""

from collections.abc import Callable
from pathlib import Path

from bot.settings import Settings
from handlers.syncing.remote import Remote
from playbooks.errors import NotReady

NEEDED = {
    "hubspot": ("CAIRN_HUBSPOT_TOKEN",),
    "salesforce": (
        "CAIRN_SALESFORCE_URL",
        "CAIRN_SALESFORCE_CLIENT_ID",
        "CAIRN_SALESFORCE_CLIENT_SECRET",
    ),
}
"""What must be set for each connector."""


def configured(settings: Settings) -> list[str]:
    """The connectors that are set up, in the order in which they are read."""
    return [name for name, is_set in _IS_SET.items() if is_set(settings)]


def begun(settings: Settings, name: str) -> bool:
    """Whether anything of a connector is set, so that what is missing is worth a word."""
    given: dict[str, list[object]] = {
        "hubspot": [settings.hubspot_token],
        "salesforce": [
            settings.salesforce_url,
            settings.salesforce_client_id,
            settings.salesforce_client_secret,
            settings.salesforce_token,
        ],
    }
    return any(value is not None for value in given[name])


def opened(settings: Settings, name: str) -> Remote:
    """The remote; nothing is asked of it yet. Raises `NotReady` naming what must be set."""
    if name not in configured(settings):
        raise NotReady(
            "{connector} is not set up: set {variables}. Nothing was synced.",
            connector=name,
            variables=list(NEEDED[name]),
        )
    return _OPEN[name](settings)


def calendars(settings: Settings) -> list[str]:
    """The calendars that are set: paths and addresses."""
    return settings.calendars.get_secret_value().split() if settings.calendars else []


def plan_file(settings: Settings, name: str) -> Path | None:
    """The plan that somebody wrote, when there is one."""
    return {"hubspot": settings.hubspot_plan, "salesforce": settings.salesforce_plan}[name]


def _hubspot(settings: Settings) -> Remote:
    # The client brings some hundred modules along, which nothing else needs.
    from bot.connectors.hubspot import HubSpot

    assert settings.hubspot_token is not None
    return HubSpot(settings.hubspot_token.get_secret_value(), settings.hubspot_url)


def _salesforce(settings: Settings) -> Remote:
    from bot.connectors.salesforce import Salesforce

    key, secret = settings.salesforce_client_id, settings.salesforce_client_secret
    token = settings.salesforce_token
    assert settings.salesforce_url is not None
    return Salesforce(
        settings.salesforce_url,
        token=token.get_secret_value() if token else None,
        client=(key.get_secret_value(), secret.get_secret_value()) if key and secret else None,
    )


def _has_salesforce(settings: Settings) -> bool:
    has_client = settings.salesforce_client_id and settings.salesforce_client_secret
    return bool(settings.salesforce_url and (has_client or settings.salesforce_token))


_IS_SET: dict[str, Callable[[Settings], bool]] = {
    "hubspot": lambda settings: settings.hubspot_token is not None,
    "salesforce": _has_salesforce,
}
_OPEN: dict[str, Callable[[Settings], Remote]] = {"hubspot": _hubspot, "salesforce": _salesforce}
