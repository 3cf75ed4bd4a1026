"""The words of pictures and trajectories: each there in Italian and in Chinese, none left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from handlers import texts
from handlers.pictures import making

ROOT = Path(__file__).parents[2]
AREA = [
    *sorted((ROOT / "bot" / "pictures").glob("*.py")),
    *sorted((ROOT / "handlers" / "pictures").glob("*.py")),
    *(ROOT / "handlers" / "composing" / name for name in ("trajectory.py", "paths.py")),
    *(ROOT / "bot" / name for name in ("listeners/pictures.py", "commands/pictures.py")),
    ROOT / "bot" / "conversation.py",
]
FORMS = {"_": 1, "desk.texts": 1, "BadInput": 1, "_.plural": 2}
PLACE = re.compile(r"{(\w+)}")


def messages() -> Iterator[tuple[str, ...]]:
    yield (making.WHOLE,)
    for path in AREA:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                forms = FORMS.get(ast.unparse(node.func), 0)
                said = tuple(a.value for a in node.args[:forms] if isinstance(a, ast.Constant))
                if forms and len(said) == forms:
                    yield said


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return pofile.read_po(file, locale=texts.LOCALES[path.parent.name], abort_invalid=True)


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_message_is_translated_with_its_places(language: str) -> None:
    folder = ROOT / "handlers" / "locales" / language
    kept = [catalogue(path) for path in sorted(folder.glob("*.po"))]
    for message in messages():
        found = next((one for each in kept if (one := each.get(message[0]))), None)
        assert found is not None, message
        forms = [found.string] if isinstance(found.string, str) else list(found.string)
        assert all(forms), message
        wanted = {name for form in message for name in PLACE.findall(form)}
        assert {name for form in forms for name in PLACE.findall(form)} == wanted, message


@pytest.mark.parametrize("language", ["it", "zh"])
def test_no_translation_is_left_over(language: str) -> None:
    own = catalogue(ROOT / "handlers" / "locales" / language / "pictures.po")
    kept = {one.id if isinstance(one.id, str) else one.id[0] for one in own if one.id}
    assert kept - {message[0] for message in messages()} == set()
