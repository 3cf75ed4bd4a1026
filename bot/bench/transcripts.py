"""Finding the turns of a meeting that answer a question, in transcripts kept as notes."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from bot.console import Console
from knowledge import expansion, ranking, tokens, turns
from knowledge.embedders import Embedder, SentenceEncoder, Vectors
from knowledge.ranking import Item, Stretch
from playbooks.errors import BadInput

LENGTHS = (150, 250, turns.STRETCH)
"""Words of a passage, at most, for which recall is measured."""

FIRST = 5


@dataclass(frozen=True, slots=True)
class Meeting:
    """The turns of a meeting as lines, and questions with the numbers of the turns that answer."""

    turns: tuple[str, ...]
    questions: tuple[tuple[str, frozenset[int]], ...]


def measure(_console: Console, options: dict[str, Any]) -> dict[str, Any]:
    """Of the turns that answer a question, the share that stands in the first five passages."""
    file = options.get("transcripts")
    if file is None or not file.is_file():
        raise BadInput(
            "Give transcripts with questions, a meeting a line, in the shape of QMSum: "
            "cairn bench transcripts --transcripts FILE.jsonl."
        )
    meetings = list(_meetings(file))
    embedder = SentenceEncoder()
    recalls: dict[str, list[float]] = defaultdict(list)
    for meeting in meetings:
        for name, recall in _recalls(meeting, embedder):
            recalls[name].append(recall)
    return {
        "meetings": len(meetings),
        "questions": sum(len(meeting.questions) for meeting in meetings),
        **{name: f"{mean(several):.3f} of the turns" for name, several in recalls.items()},
    }


def _meetings(file: Path) -> Iterator[Meeting]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spoken = tuple(f"{t['speaker']}: {t['content']}\n" for t in row["meeting_transcripts"])
        questions = tuple(
            (asked["query"], _numbers(asked["relevant_text_span"]))
            for asked in row["specific_query_list"]
        )
        yield Meeting(spoken, questions)


def _numbers(spans: Sequence[Sequence[str]]) -> frozenset[int]:
    return frozenset(n for first, last in spans for n in range(int(first), int(last) + 1))


def _recalls(meeting: Meeting, embedder: Embedder) -> Iterator[tuple[str, float]]:
    note = Item("note", "".join(meeting.turns))
    parts = ranking.parts([note])
    made = embedder.passages([part.text for part in parts])
    vectors = {part.digest: vector for part, vector in zip(parts, made, strict=True)}
    for length in LENGTHS:
        pieces = _pieces(meeting.turns, length)
        for question, answering in meeting.questions:
            said = dict.fromkeys(tokens.asked(question), 1.0)
            plain = ranking.rank(said, None, pieces, {})
            yield f"BM25 over pieces of {length} words", _share(meeting, answering, plain)
            found = _found(question, note, vectors, embedder, length)
            yield f"stretches of {length} words", _share(meeting, answering, found)


def _found(
    question: str, note: Item, vectors: dict[str, Vectors], embedder: Embedder, length: int
) -> list[Stretch]:
    words, meaning = expansion.weights(question), embedder.query(question)
    return ranking.rank(words, meaning, [note], vectors, FIRST, length)


def _pieces(spoken: Sequence[str], length: int) -> list[Item]:
    """Turns one after the other, in pieces of at most so many words: what is usually done."""
    packed = turns.packed(spoken, length)
    return [Item(str(number), text) for number, text in enumerate(packed)]


def _share(meeting: Meeting, answering: frozenset[int], found: Sequence[Stretch]) -> float:
    """The share of the answering turns that stand whole in the first passages."""
    whole = "".join(meeting.turns)
    shown: list[tuple[int, int]] = []
    for stretch in found[:FIRST]:
        start = whole.index(stretch.text)
        shown.append((start, start + len(stretch.text)))
    seen, at = 0, 0
    for number, turn in enumerate(meeting.turns):
        end = at + len(turn.rstrip("\n"))
        seen += number in answering and any(a <= at and end <= b for a, b in shown)
        at += len(turn)
    return seen / len(answering)
