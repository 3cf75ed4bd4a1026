"""Why something could not be done: said in the reader's language, in one place."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from handlers import refusals, texts
from playbooks.errors import Ambiguous, BadInput, NotFound

ROOT = Path(__file__).parents[2]
ERRORS = ("BadInput", "NotFound", "NotReady", "Ambiguous", "CairnError")
FOR_ADMINS = ("imports", "content", "syncing")
"""What only the command line of an admin says, or has a catalogue of its own."""

TOLD_TO_THE_MODEL = ("consulting.py",)
COMMANDS = ("ask", "files", "notes", "search", "records", "readings")
PLACE = re.compile(r"{(\w+)}")


def raised() -> Iterator[tuple[str, ast.expr]]:
    """The file and the message of every error that a member may be shown."""
    for path in [
        *(ROOT / "handlers").rglob("*.py"),
        *(ROOT / "bot" / "listeners").glob("*.py"),
        ROOT / "bot" / "gathering.py",
        *(ROOT / "bot" / "commands" / f"{name}.py" for name in COMMANDS),
    ]:
        if set(path.parts) & set(FOR_ADMINS) or path.name in TOLD_TO_THE_MODEL:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) and node.args else ""
            if isinstance(node, ast.Call) and called.rpartition(".")[2] in ERRORS:
                yield path.name, node.args[0]


@pytest.fixture(params=["it", "zh"])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = ROOT / "handlers" / "locales" / request.param / "errors.po"
    with path.open("rb") as file:
        return pofile.read_po(file, locale=texts.LOCALES[request.param], abort_invalid=True)


def test_every_message_is_a_template_that_can_be_translated() -> None:
    assert [where for where, message in raised() if not isinstance(message, ast.Constant)] == []


def test_every_message_is_translated_with_its_places(catalogue: Catalog) -> None:
    for where, message in raised():
        written = str(getattr(message, "value", ""))
        found = catalogue.get(written)
        assert found is not None, (where, written)
        assert set(PLACE.findall(str(found.string))) == set(PLACE.findall(written)), written


def test_no_translation_is_left_over(catalogue: Catalog) -> None:
    said = {getattr(message, "value", "") for _, message in raised()}
    assert {message.id for message in catalogue if message.id} - said == set()


def test_an_error_says_its_sentence_in_english_by_itself() -> None:
    error = Ambiguous(
        "“{name}” fits several accounts: {several}. Name one of them.",
        ("a1", "a2"),
        name="North",
        several=["North Foods", "North Freight"],
    )
    assert (
        str(error) == "“North” fits several accounts: North Foods, North Freight. Name one of them."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "it",
            "Non c’è nessun cliente «Acm». I più simili: Acme, Acorn. "
            "Non è stato letto né scritto nulla.",
        ),
        ("zh", "没有名为“Acm”的客户。最接近的有：Acme、Acorn。未读取或写入任何内容。"),
    ],
)
def test_the_reader_hears_it_in_their_language(language: str, said: str) -> None:
    error = NotFound(
        "There is no account “{name}”. Nearest: {nearby}. Nothing was read or written.",
        name="Acm",
        nearby=["Acme", "Acorn"],
    )
    assert refusals.say(texts.of(language), error) == said


def test_days_numbers_and_codes_are_written_as_the_language_does() -> None:
    _ = texts.of("it")
    day = BadInput(
        "{day} is not a day to come, so nothing was put off. Name a later.", day=date(2026, 11, 3)
    )
    assert refusals.say(_, day).startswith("Il 3 nov 2026 ")
    long = BadInput("k is the number of results, from 1 to {most}.", most=12000)
    assert "12.000" in refusals.say(_, long)
    state = BadInput("This handoff is {state}, not waiting for an answer.", state="accepted")
    assert "accettato" in refusals.say(_, state)


def test_a_name_that_somebody_typed_stays_inert() -> None:
    error = NotFound(
        "There is no account “{name}”. Nothing was read or written.", name="<!channel>"
    )
    assert "<!channel>" not in refusals.say(texts.of("en"), error)


def test_a_sentence_without_a_translation_stays_english() -> None:
    assert refusals.say(texts.of("zh"), BadInput("Nobody has heard of this.")) == str(
        BadInput("Nobody has heard of this.")
    )
