"""Lists of words and wordings that a module keeps in a YAML file of its own beside it."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def read(file: Path) -> Mapping[str, Any]:
    """What stands in the file, by the names of its lists."""
    content: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


@cache
def patterns(file: Path) -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The lists of a file that holds regular expressions; case does not matter."""
    return {
        name: tuple(re.compile(one, re.IGNORECASE) for one in listed)
        for name, listed in read(file).items()
    }


def first(wanted: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """The match that stands first in the text, of whichever pattern."""
    found = [match for pattern in wanted if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start(), default=None)
