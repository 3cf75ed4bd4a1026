"""Digests, briefs and what stands beside a draft: in every language, with every place filled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from handlers import texts

ROOT = Path(__file__).parents[2]
AREA = [
    *sorted((ROOT / "handlers" / "digests").glob("*.py")),
    *(ROOT / "handlers" / "composing" / f"{name}.py" for name in ("letter", "meeting", "renewal")),
    ROOT / "handlers" / "layout.py",
    ROOT / "handlers" / "composing" / "standing.py",
    ROOT / "handlers" / "draft_captions.py",
    ROOT / "handlers" / "drafts.py",
    ROOT / "handlers" / "drafting" / "caveats.py",
    ROOT / "bot" / "views" / "answer.py",
    ROOT / "bot" / "views" / "draft.py",
    ROOT / "bot" / "views" / "home.py",
    ROOT / "bot" / "views" / "regular.py",
    ROOT / "bot" / "views" / "rhythm.py",
    ROOT / "bot" / "views" / "nudge_forms.py",
    ROOT / "bot" / "listeners" / "drafts.py",
    ROOT / "bot" / "commands" / "drafts.py",
    ROOT / "bot" / "commands" / "nudge_documents.py",
]
SAYING, COUNTING = ("_", "desk.texts"), ("_.plural", "desk.texts.plural")
PLACE = re.compile(r"{(\w+)}")


def messages() -> Iterator[tuple[str, ...]]:
    """Every message that the area says; a counted one as its two forms."""
    for path in AREA:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = ast.unparse(node.func)
                forms = 2 if name in COUNTING else 1 if name in SAYING else 0
                said = tuple(str(a.value) for a in node.args[:forms] if isinstance(a, ast.Constant))
                if forms and len(said) == forms:
                    yield said


def catalogues(language: str) -> dict[str, Catalog]:
    found = {}
    for path in sorted((ROOT / "handlers" / "locales" / language).glob("*.po")):
        with path.open("rb") as file:
            found[path.stem] = pofile.read_po(
                file, locale=texts.LOCALES[language], abort_invalid=True
            )
    return found


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_message_is_translated_with_its_places(language: str) -> None:
    known = catalogues(language)
    for message in messages():
        kept = (each.get(message if len(message) > 1 else message[0]) for each in known.values())
        found = next((one for one in kept if one), None)
        assert found is not None, message
        forms = [found.string] if isinstance(found.string, str) else list(found.string or ())
        assert all(forms), message
        wanted = {name for form in message for name in PLACE.findall(form)}
        assert {name for form in forms for name in PLACE.findall(form)} == wanted, message


@pytest.mark.parametrize("area", ["digests", "drafts", "home", "regulars"])
@pytest.mark.parametrize("language", ["it", "zh"])
def test_no_translation_is_left_over(language: str, area: str) -> None:
    said = {message[0] for message in messages()}
    ids = (one.id for one in catalogues(language)[area] if one.id)
    assert {found if isinstance(found, str) else found[0] for found in ids} - said == set()
