"""The words of answers: every message is there in Italian and in Chinese, with its places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from handlers import terms, texts

ROOT = Path(__file__).parents[2]
HANDLERS = ROOT / "handlers"
MODULES = ("conversation", "excerpts", "layout", "preferences", "sources", "writing")
AREA = [
    *sorted((HANDLERS / "composing").glob("*.py")),
    *(HANDLERS / f"{name}.py" for name in MODULES),
    ROOT / "bot" / "views" / "answer.py",
]
SAYING = ("_", "desk.texts", "self.texts", "_dated")
COUNTING = ("_.plural", "desk.texts.plural")
PLACE = re.compile(r"{(\w+)}")


def messages() -> Iterator[str | tuple[str, ...]]:
    """Every message that the area's modules say; a counted one as its two forms."""
    yield from terms.WORDS.values()
    for path in AREA:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = ast.unparse(node.func)
                forms = 2 if name in COUNTING else 1 if name in SAYING else 0
                said = tuple(a.value for a in node.args[:forms] if isinstance(a, ast.Constant))
                if forms and len(said) == forms:
                    yield said if forms == 2 else said[0]


@pytest.fixture(params=["it", "zh"])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (HANDLERS / "locales" / request.param / "answers.po").open("rb") as file:
        return pofile.read_po(file, locale=texts.LOCALES[request.param], abort_invalid=True)


@pytest.fixture(params=["it", "zh"])
def catalogues(request: pytest.FixtureRequest) -> list[Catalog]:
    """Every area's catalogue: some parts of an answer have one of their own."""
    found = []
    for path in sorted((HANDLERS / "locales" / request.param).glob("*.po")):
        with path.open("rb") as file:
            locale = texts.LOCALES[request.param]
            found.append(pofile.read_po(file, locale=locale, abort_invalid=True))
    return found


def test_every_message_is_translated_with_its_places(catalogues: list[Catalog]) -> None:
    for message in messages():
        found = next((kept for each in catalogues if (kept := each.get(message))), None)
        assert found is not None, message
        forms = [found.string] if isinstance(found.string, str) else list(found.string)
        assert all(forms), message
        wanted = {name for form in _forms(message) for name in PLACE.findall(form)}
        assert {name for form in forms for name in PLACE.findall(form)} == wanted, message


def test_no_translation_is_left_over(catalogue: Catalog) -> None:
    said = {_forms(message)[0] for message in messages()}
    kept = {_forms(message.id)[0] for message in catalogue if message.id}
    assert kept - said == set()


def _forms(message: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)
