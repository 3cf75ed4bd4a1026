"""The command that draws a picture, for those who read in a terminal."""

import shlex
from collections.abc import Sequence

from handlers.pictures.values import (
    BarsPicture,
    HistoryPicture,
    MapPicture,
    PathPicture,
    Picture,
)

ALL_NAMED = 20
"""Accounts that a command names; more are those of the whole portfolio."""


def drawing(picture: Picture, home: Sequence[str], who: str) -> str:
    """What to type for the picture as a file; `home` names the home where it is not the usual."""
    words = ["cairn", *home, "picture", *_words(picture), "--as", who]
    return shlex.join([*words, "--out", f"{picture.kind}.png"])


def _words(picture: Picture) -> list[str]:
    if isinstance(picture, MapPicture):
        names = [dot.name for dot in picture.dots]
        return ["map", *(names if len(names) <= ALL_NAMED else [])]
    if isinstance(picture, HistoryPicture):
        return ["history", picture.account]
    if isinstance(picture, BarsPicture):
        return ["components", picture.account]
    return ["trajectory", *_path(picture)]


def _path(picture: PathPicture) -> list[str]:
    if picture.account is None:
        return ["--segment", picture.segment] if picture.segment else []
    around = ["--action", picture.day.isoformat()] if picture.day else []
    return [picture.account, *around]
