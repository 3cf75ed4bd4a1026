"""The composition root: settings in, the parts of one workspace out."""

import gc
import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.progress import steps
from bot.settings import Settings
from handlers import content
from handlers.context import Context
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import Model
from playbooks.errors import NotReady
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace


def open_workspace(settings: Settings, team_id: str, name: str = "Our customers") -> Context:
    """Open the home's workspace: newest schema, its own row, the library ready to be searched.

    Raises `NotReady` when the home folder cannot be written or the database cannot be opened.
    """
    database = open_database(settings)
    migrate.upgrade(database)
    migrate.ensure_workspace(database, team_id, name, _now())
    context = Context(
        workspace=Workspace(database, team_id),
        library=_library(settings),
        now=_now,
        new_id=_new_id,
        model=_model(settings),
        rules=settings.rules,
    )
    with steps("Preparing the library") as progress:
        content.load_shipped(context, progress)
    _leave_alone_what_stays()
    return context


def _leave_alone_what_stays() -> None:
    """Spare the collector what lives as long as the process: code, rules, models.

    A question over all accounts makes some 100,000 short-lived values; walking everything else
    each 700 of them took much of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def open_database(settings: Settings) -> Database:
    """The home's database as it is; raises `NotReady` as `open_workspace` does."""
    _writable(settings.home)
    return Database(settings.database)


def close(context: Context) -> None:
    """Give back the connections."""
    context.library.close()
    context.workspace.database.close()


def _library(settings: Settings) -> Library:
    mirror = Index(settings.index, settings.chroma_url)
    return Library(embedders.default(), mirror, Shelf)


def _writable(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(home, error.strerror or str(error)) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise _cannot_write(home, "no write permission")


def _cannot_write(home: Path, why: str) -> NotReady:
    return NotReady(
        f"Cairn cannot write to its home folder {home}: {why}. Nothing was changed. Give the "
        "folder to this user, or name another one with --home or CAIRN_HOME."
    )


def _model(settings: Settings) -> Model | None:
    if settings.openai_api_key is None:
        return None
    key = settings.openai_api_key.get_secret_value()
    return Model(settings.model, key, settings.openai_base_url)


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id(prefix: str) -> str:
    return f"{prefix}_{uuid4().hex}"
