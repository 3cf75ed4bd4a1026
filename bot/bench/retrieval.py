"""Finding the right page of a handbook: how often, what each part adds, and how fast."""

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

import numpy as np

from bot.bench import legs
from bot.bench.legs import Bench
from bot.console import Console
from handlers import content
from playbooks.errors import BadInput

QUESTIONS = Path(__file__).parents[2] / "tests" / "data" / "retrieval" / "handbook_questions.jsonl"

FIRST = 5
LOOKED_AT = 10
"""Recall is counted among the first five documents, the reciprocal rank among the first ten."""

RESAMPLES, SEED = 2000, 20261122

Ranking = Callable[[str], Sequence[str]]
"""Gives the paths found for a query, best first."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the pages, relative to the handbook's folder, that answer it."""

    query: str
    group: str
    half: str
    expected: frozenset[str]


def measure(_console: Console, options: dict[str, Path | None]) -> dict[str, Any]:
    """Figures over a handbook's pages, in a workspace of its own that is deleted afterwards."""
    handbook = options.get("handbook")
    if handbook is None or not handbook.is_dir():
        raise BadInput("Give the folder of handbook pages: cairn bench retrieval --handbook DIR.")
    questions = _questions()
    folder = Path(tempfile.mkdtemp(prefix="cairn-bench-"))
    try:
        return _measured(folder, handbook, questions)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(folder: Path, handbook: Path, questions: list[Question]) -> dict[str, Any]:
    with closing(legs.open_in(folder)) as bench:
        first = legs.timed(lambda: content.add(bench.context, [str(handbook)]))
        again = legs.timed(lambda: content.add(bench.context, [str(handbook)]))
        held_out = [q for q in questions if q.half == "test"]
        development = [q for q in questions if q.half == "development"]
        alone = {
            "pages": len(content.listing(bench.context)),
            "passages": bench.passages(),
            "adding them, seconds": first,
            "adding them again unchanged, seconds": again,
            "held-out questions": _scores(_shipping(bench, handbook), held_out),
            "development questions": _scores(_shipping(bench, handbook), development),
            "ablation, held-out questions": _ablation(bench, handbook, held_out),
        }
        shipped = legs.timed(lambda: content.load_shipped(bench.context))
        beside = {
            "adding the shipped library, seconds": shipped,
            "held-out questions": _scores(_shipping(bench, handbook), held_out),
        }
        return {
            "handbook alone": alone,
            "beside the shipped library": beside,
            "speed": _speed(bench, handbook, folder, questions),
        }


def _questions() -> list[Question]:
    if not QUESTIONS.is_file():
        raise BadInput(f"The questions ({QUESTIONS}) come with the source, not with a package.")
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return [
        Question(
            row["query"],
            "keywords" if row["kind"] == "keyword" else legs.LANGUAGES[row["language"]],
            row["half"],
            frozenset(row["expected"]),
        )
        for row in rows
    ]


def _shipping(bench: Bench, handbook: Path) -> Ranking:
    return lambda query: [_relative(hit.path, handbook) for hit in bench.search(query, LOOKED_AT)]


def _ablation(bench: Bench, handbook: Path, questions: list[Question]) -> dict[str, Any]:
    """What each leg finds alone, what is found without it, and what all find."""
    return {
        name: _scores(_of_paths(ranking, bench, handbook), questions)
        for name, ranking in bench.variants().items()
    }


def _of_paths(ranking: Ranking, bench: Bench, handbook: Path) -> Ranking:
    return lambda query: [_relative(bench.paths[d], handbook) for d in ranking(query)[:LOOKED_AT]]


def _scores(ranking: Ranking, questions: list[Question]) -> dict[str, str]:
    ranks: dict[str, list[int | None]] = defaultdict(list)
    for question in questions:
        found = ranking(question.query)
        rank = next((n for n, path in enumerate(found, 1) if path in question.expected), None)
        ranks["all"].append(rank)
        ranks[question.group].append(rank)
    return {group: _said(several) for group, several in ranks.items()}


def _said(ranks: Sequence[int | None]) -> str:
    recall = _with_interval([float(rank is not None and rank <= FIRST) for rank in ranks])
    reciprocal = _with_interval([1 / rank if rank else 0.0 for rank in ranks])
    return f"recall@{FIRST} {recall}, MRR@{LOOKED_AT} {reciprocal} (n={len(ranks)})"


def _with_interval(values: Sequence[float]) -> str:
    """The mean and its 95 % interval by bootstrap over the questions."""
    drawn = np.random.default_rng(SEED).choice(values, (RESAMPLES, len(values)))
    low, high = np.percentile(drawn.mean(axis=1), (2.5, 97.5))
    return f"{mean(values):.2f} [{low:.2f}, {high:.2f}]"


def _speed(bench: Bench, handbook: Path, folder: Path, questions: list[Question]) -> dict[str, Any]:
    """A search in a library of about 3,000 passages: the handbook stands in it twice."""
    copy = folder / "copy"
    shutil.copytree(handbook, copy)
    content.add(bench.context, [str(copy)])
    bench.search(questions[0].query, FIRST)
    times = [legs.timed(partial(bench.search, q.query, FIRST)) * 1000 for q in questions]
    return {
        "passages": bench.passages(),
        "a search, median, ms": float(np.median(times)),
        "a search, p95, ms": quantiles(times, n=20)[-1],
    }


def _relative(path: str, handbook: Path) -> str:
    return str(Path(path).relative_to(handbook)) if path.startswith(str(handbook)) else path
