"""What every command is handed: the wired context, and one way to print."""

import json
import sys
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from bot import settings as settings_module
from bot import wiring
from handlers.context import Context
from playbooks.errors import CairnError

LOCAL_TEAM = "local"
"""One home holds one workspace; it is known by this id until OAuth installs bring more."""


class Console(AbstractContextManager["Console"]):
    """The settings and, once something needs it, the wired context of one home."""

    def __init__(self, home: Path | None = None, *, embedded: bool = False) -> None:
        self._home = home
        self._embedded = embedded
        self.team_id = LOCAL_TEAM

    @cached_property
    def settings(self) -> settings_module.Settings:
        """The environment's settings, with `--home` in place of CAIRN_HOME when it is given.

        An embedded console keeps everything in its home, whatever database the environment names.
        """
        loaded = settings_module.load(self._home)
        own = {"database_url": None, "chroma_url": None, "embeddings": None}
        return loaded.model_copy(update=own) if self._embedded else loaded

    @property
    def home_option(self) -> tuple[str, ...]:
        """What `cairn` must be given to come back to this home; nothing for the usual one."""
        return ("--home", str(self._home)) if self._home is not None else ()

    @cached_property
    def context(self) -> Context:
        """The wired parts; opening them migrates the database and loads the shipped library."""
        return wiring.open_workspace(self.settings, self.team_id)

    def say(self, document: Any, text: str, *, as_json: bool) -> None:
        """Print one JSON document, or the text for a person; nothing else goes to stdout."""
        click.echo(json.dumps(document, ensure_ascii=False, default=str) if as_json else text)

    def sentence(self, error: CairnError, who: str | None) -> str:
        """What went wrong in the language of the member who asked; in English for one unknown."""
        from handlers import access, refusals, texts

        language = "en"
        with suppress(CairnError), self.context.workspace.reading() as reader:
            language = access.find_member(reader, who).language
        return refusals.say(texts.of(language), error)

    def mention(self, text: str) -> None:
        """Print a line beside the result: progress, notices and what was left out."""
        click.echo(text, err=True)

    def __exit__(self, *_: object) -> None:
        if "context" in self.__dict__:
            wiring.close(self.context)


def interactive() -> bool:
    """True when a person is typing."""
    return sys.stdin.isatty()
