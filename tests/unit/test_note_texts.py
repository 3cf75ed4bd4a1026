"""What is said about notes and channels, in Italian and Chinese as in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from handlers import texts

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "handlers" / "locales"
SOURCES = (
    *(ROOT / "handlers").glob("note*.py"),
    *(ROOT / "bot" / "views").glob("note*.py"),
    *(ROOT / "bot" / "listeners").glob("note*.py"),
    ROOT / "handlers" / "channels.py",
    ROOT / "bot" / "gathering.py",
    ROOT / "bot" / "listeners" / "channels.py",
    ROOT / "bot" / "views" / "channel.py",
    ROOT / "bot" / "commands" / "notes.py",
)
CALLS = ("BadInput", "NotFound", "_", "_.plural")
PLACE = re.compile(r"{(\w+)}")


def said() -> Iterator[str]:
    """Every message that a person may read."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS and node.args:
                message = node.args[0]
                if isinstance(message, ast.Constant) and isinstance(message.value, str):
                    yield message.value


@pytest.fixture(params=["it", "zh"])
def catalogues(request: pytest.FixtureRequest) -> list[Catalog]:
    found = []
    for path in sorted((LOCALES / request.param).glob("*.po")):
        with path.open("rb") as file:
            locale = texts.LOCALES[request.param]
            found.append(pofile.read_po(file, locale=locale, abort_invalid=True))
    return found


def test_every_message_is_translated_with_its_places(catalogues: list[Catalog]) -> None:
    for message in set(said()):
        found = [one for kept in catalogues if (one := kept.get(message))]
        assert found, message
        for one in found:
            english, forms = (
                said if isinstance(said, tuple) else (said,) for said in (one.id, one.string)
            )
            assert set(PLACE.findall(forms[-1])) == set(PLACE.findall(english[-1])), message
