"""What is said about files and the library, in Italian and Chinese as in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from handlers import texts
from handlers.content import planning, reading, removing, syncing

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "handlers" / "locales"
SOURCES = (
    *(ROOT / "handlers" / "content").glob("*.py"),
    *(ROOT / "knowledge" / "conversion").glob("*.py"),
    ROOT / "playbooks" / "front_matter.py",
    ROOT / "bot" / "downloads.py",
    ROOT / "bot" / "views" / "shared_file.py",
)
CALLS = ("BadInput", "NotFound", "_", "_.plural")
REMARKS = (
    planning.KEPT,
    planning.TWICE,
    reading.FOREIGN,
    reading.PICTURES,
    removing.RETURNS,
    syncing.AWAY,
)
PLACE = re.compile(r"{(\w+)}")


def said() -> Iterator[str]:
    """Every message that a person may read."""
    yield from REMARKS
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS and node.args:
                message = node.args[0]
                if isinstance(message, ast.Constant) and isinstance(message.value, str):
                    yield message.value


def catalogue(language: str, area: str) -> Catalog:
    path = LOCALES / language / f"{area}.po"
    with path.open("rb") as file:
        return pofile.read_po(file, locale=texts.LOCALES[language], abort_invalid=True)


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_message_is_translated_with_its_places(language: str) -> None:
    areas = [path.stem for path in (LOCALES / language).glob("*.po")]
    catalogues = [catalogue(language, area) for area in areas]
    for message in set(said()):
        found = [one for kept in catalogues if (one := kept.get(message))]
        assert found, message
        for one in found:
            texts_of_it = one.string if isinstance(one.string, tuple) else (one.string,)
            assert set(PLACE.findall(texts_of_it[0])) == set(PLACE.findall(message)), message


@pytest.mark.parametrize("language", ["it", "zh"])
def test_no_translation_is_left_over(language: str) -> None:
    wanted = set(said())
    ids = [one.id for one in catalogue(language, "content") if one.id]
    assert [i for i in ids if (i if isinstance(i, str) else i[0]) not in wanted] == []
