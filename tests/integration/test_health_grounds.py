"""Every answer of a health reading opens to an item that contains its ground."""

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import sample
from handlers import health, rulebook
from handlers.context import Context
from handlers.evidence import KINDS
from handlers.imports import files, importing
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks import cues
from playbooks.accounts import Account
from playbooks.facts import Fact
from playbooks.health.values import Answer, Verdict
from playbooks.notes import Cue, Note
from playbooks.observations import MetricSample, SurveyResponse
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Reader, Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SPACE = re.compile(r"\s+")


@pytest.fixture(scope="module")
def whole_sample(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Context]:
    """The whole sample as its files hold it, on the day on which they end."""
    home = tmp_path_factory.mktemp("sample")
    (home / "cairn.db").write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{home / 'cairn.db'}")
    migrate.ensure_workspace(database, "T1", "Sample", NOW)
    numbers = itertools.count(1)
    context = Context(
        workspace=Workspace(database, "T1"),
        library=Library(embedders.HashedWords(), Index(home / "index"), Shelf),
        now=lambda: NOW,
        new_id=lambda prefix: f"{prefix}_{next(numbers)}",
    )
    for kind, name in sample.FILES.items():
        importing.import_rows(context, kind, list(files.read(sample.FOLDER / name)))
    yield context
    database.close()


def faults(reader: Reader, answer: Answer, account_id: str) -> Iterator[str]:
    """What of an answer's evidence does not open, or opens to something else."""
    known = answer.verdict is not Verdict.UNKNOWN
    if known and not answer.evidence:
        yield f"{answer.question} cites nothing"
    for fact in answer.evidence:
        item = reader.get(KINDS[fact.evidence_kind], fact.evidence_id)
        owner = getattr(item, "account_id", getattr(item, "id", None))
        if item is None or owner != account_id:
            yield f"{answer.question}: {fact.evidence_kind} {fact.evidence_id} is not there"
        elif fact.quote and not _holds(reader, fact, item):
            yield f"{answer.question}: {fact.evidence_id} does not say {fact.quote!r}"


def _holds(reader: Reader, fact: Fact, item: object) -> bool:
    """Whether the item, or what it is told of (the people of an account), has the quoted words."""
    said = _plain(repr(item).replace("\\n", " ").replace("\\'", "'").replace('\\"', '"'))
    quote = _plain(str(fact.quote)).rstrip("…")
    if fact.evidence_kind == "contact":
        return quote.split(", ")[0] in said
    return quote in said


def _plain(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def test_all_answers_of_all_accounts_of_the_sample_open_to_their_ground(
    whole_sample: Context,
) -> None:
    found, counted = [], 0
    with whole_sample.workspace.reading() as reader:
        rules = rulebook.health(whole_sample, reader)
        for one in health.within(reader, NOW.date(), rules):
            for answer in one.reading.answers:
                counted += answer.verdict is not Verdict.UNKNOWN
                found += [f"{one.account.id} {f}" for f in faults(reader, answer, one.account.id)]
    assert counted > 200
    assert found == []


def test_a_note_that_is_changed_differs_in_exactly_what_it_answers(context: Context) -> None:
    said, amended = "They finished the training.", "They finished nothing; the app is unusable."
    day = NOW.date() - timedelta(days=9)
    note = Note("N1", "A1", day, said, language="en")
    measured = MetricSample("M1", "A1", day, "feature_breadth", 0.9, "share")
    answered = SurveyResponse("S1", "A1", day, "csat", 5)
    _keep(context, Account("A1", "Harbour"), note, measured, answered)
    _read_out(context, note, day)
    before = health.read(context, "A1")
    changed = Note("N1", "A1", day, amended, language="en", version=2)
    _keep(context, changed)
    _read_out(context, changed, day)
    after = health.read(context, "A1")
    one = {answer.question: answer for answer in before.answers}
    differing = {a.question for a in after.answers if a != one[a.question]}
    resting = {
        answer.question
        for reading in (before, after)
        for answer in reading.answers
        if any(fact.evidence_id == "N1" for fact in answer.evidence)
    }
    assert differing
    assert differing == resting
    with context.workspace.reading() as reader:
        assert not [f for a in after.answers for f in faults(reader, a, "A1")]


def _keep(context: Context, *values: object) -> None:
    with context.workspace.writing() as writer:
        for value in values:
            writer.put(value)


def _read_out(context: Context, note: Note, day: date) -> None:
    """The cues of a note in place of those of its earlier version."""
    found = [
        Cue(f"C{number}{note.version}", "A1", note.id, day, cue.name, cue.quote)
        for number, cue in enumerate(cues.read(note.text))
    ]
    with context.workspace.writing() as writer:
        writer.remove(Cue, note_id=note.id)
        writer.put_many(found)
