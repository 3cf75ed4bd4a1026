"""A fresh sample workspace in a folder of its own, at a day that never changes."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import sample, wiring
from bot.console import Console
from bot.settings import Settings
from handlers.context import Context
from knowledge.model import Model
from playbooks.people import Channel, Member, Role

NOW = datetime(sample.ANCHOR.year, sample.ANCHOR.month, sample.ANCHOR.day, 16, 0, tzinfo=UTC)
"""The day on which the sample ends, so that no date in it has to move."""

PUBLIC, TEAM, GUEST, SHARED = "C-PUBLIC", "C-TEAM", "C-GUEST", "C-SHARED"


@contextmanager
def opened(model: Model | None = None) -> Iterator[Context]:
    """The sample workspace with four channels; everything is gone when the block ends."""
    with TemporaryDirectory(prefix="cairn-eval-") as folder:
        context = _fixed(wiring.open_workspace(_settings(Path(folder)), "demo"), model)
        try:
            sample.load(context)
            _add_channels(context)
            yield context
        finally:
            wiring.close(context)


def _settings(folder: Path) -> Settings:
    """The environment's settings without what would make two machines answer differently."""
    settings = Console(folder, embedded=True).settings
    return settings.model_copy(update={"rules": None, "embeddings": None, "linked": ""})


def _fixed(context: Context, model: Model | None) -> Context:
    """The same workspace at one moment, with ids that are the same each time."""
    numbers = itertools.count(1)
    return replace(
        context,
        now=lambda: NOW,
        new_id=lambda prefix: f"{prefix}_eval_{next(numbers)}",
        model=model,
    )


def _add_channels(context: Context) -> None:
    """A public one, a private one of insiders, one with a guest, one with another company."""
    with context.workspace.writing() as writer:
        people = writer.find(Member)
        ours = tuple(m.id for m in people if m.role is not Role.GUEST)
        everyone = tuple(m.id for m in people)
        team = tuple(m.id for m in people if m.role in (Role.CSM, Role.PRESALES))
        writer.put(Channel(PUBLIC, "#customers", members=ours))
        writer.put(Channel(TEAM, "#team", private=True, members=team))
        writer.put(Channel(GUEST, "#with-agency", private=True, members=everyone))
        writer.put(Channel(SHARED, "#with-partner", shared=True, members=(*ours, "U0PARTNER")))
