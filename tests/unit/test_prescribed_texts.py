"""What our library prescribes is told in the reader's language; what a team adds, as it stands."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile

from handlers import texts
from handlers.composing import phrases
from playbooks import front_matter

ROOT = Path(__file__).parents[2]
FIGURE = re.compile(r"\d+")


def prescribed() -> Iterator[str]:
    """Titles, summaries, objectives and steps of the English documents of the library."""
    for path in sorted((ROOT / "playbooks" / "library").glob("*/*.md")):
        parsed = front_matter.split(path.read_text(encoding="utf-8"))
        matter = front_matter.read(front_matter.Piece, parsed.matter)
        if matter.language == "en":
            steps = (step.do for step in matter.steps)
            said = (matter.title, matter.summary, matter.learning_objective, *steps)
            yield from (words for words in said if words)


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_title_and_step_is_translated_with_its_figures(language: str) -> None:
    _ = texts.of(language)
    for words in prescribed():
        assert _(words) != words
        assert FIGURE.findall(_(words)) == FIGURE.findall(words), words


@pytest.mark.parametrize("language", ["it", "zh"])
def test_no_translation_is_left_over(language: str) -> None:
    path = ROOT / "handlers" / "locales" / language / "library_documents.po"
    with path.open("rb") as file:
        kept = pofile.read_po(file, locale=texts.LOCALES[language], abort_invalid=True)
    assert {one.id for one in kept if one.id} == set(prescribed())


def test_what_is_not_translated_is_quoted_as_it_stands() -> None:
    assert phrases.prescribed(texts.of("it"), "Ring the bell twice") == "«Ring the bell twice»"
    assert phrases.prescribed(texts.of("it"), "") == phrases.quoted(texts.of("it"), "")
