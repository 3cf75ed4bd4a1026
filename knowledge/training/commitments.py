"""Teaching the model to mark promises in notes: `python -m knowledge.training.commitments`.

Takes twenty minutes of one core, and says after each fifty steps how far it is.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from knowledge.encoding.layers import WIDTH, Layers, Place
from knowledge.notes import promises, tagging
from knowledge.notes.tagging import BEGINS, GOES_ON, OUTSIDE, Range
from knowledge.training import network
from knowledge.training.network import Network

FIRST = 6
"""The layer from which on they learn. All twelve learned no faster, at twice the time."""

EPOCHS, TOGETHER, SEED = 6, 16, 1
LAYERS_RATE, HEADS_RATE, WARMING = 2e-4, 1e-3, 0.1
SIDE, DAY = 1.0, 0.3
"""What whose promise it is, and its day, count beside where it stands."""

UNKNOWN = -100
"""Stands for a day that a label does not tell; nothing is learned from it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A note as it is read, with what is to be said of each piece and of each promise.

    `days` are the days it names, `chosen` for each promise which of them it is for: their number
    for none, `UNKNOWN` where nobody knows.
    """

    embedded: NDArray[np.float32]
    marks: Tensor
    ours: Tensor
    found: list[Range]
    days: list[Range]
    chosen: list[int]
    stops: NDArray[np.int64]


class Heads(nn.Module):
    """What reads the states of the last layer; `tagging` computes the same."""

    def __init__(self) -> None:
        super().__init__()
        self.what = nn.Linear(WIDTH, 3)
        self.side = nn.Sequential(nn.Linear(WIDTH * 2, 64), nn.ReLU(), nn.Linear(64, 1))
        self.promise, self.day = nn.Linear(WIDTH, 48), nn.Linear(WIDTH, 48)
        self.pair, self.link = nn.Linear(48 * 3 + 7, 48), nn.Linear(48, 1)
        self.none = nn.Linear(WIDTH, 1)

    def sides(self, states: Tensor, mask: Tensor) -> Tensor:
        """Log odds that a piece is of a promise of ours, shape (texts, pieces)."""
        whole = (states * mask[..., None]).sum(1) / mask.sum(1)[:, None]
        both = torch.cat([states, whole[:, None].expand_as(states)], -1)
        odds: Tensor = self.side(both)[..., 0]
        return odds

    def linked(self, states: Tensor, lesson: Lesson) -> Tensor:
        """A score of each day for each promise of one text, and of none in the last column."""
        found = torch.stack([states[slice(*one)].mean(0) for one in lesson.found])
        none: Tensor = self.none(found)
        if not lesson.days:
            return none
        named = torch.stack([states[slice(*one)].mean(0) for one in lesson.days])
        one, other = torch.broadcast_tensors(self.promise(found)[:, None], self.day(named)[None])
        beside = torch.tensor(tagging.beside(lesson.found, lesson.days, lesson.stops))
        given = torch.cat([one, other, one * other, beside.float()], -1)
        return torch.cat([self.link(torch.relu(self.pair(given)))[..., 0], none], 1)


def learn(lessons: Sequence[Lesson]) -> tuple[Network, Heads]:
    """The layers and heads after `EPOCHS` of all lessons."""
    torch.manual_seed(SEED)
    torch.set_flush_denormal(True)
    taught, heads = Network(FIRST), Heads()
    below = taught.below([lesson.embedded for lesson in lessons])
    layers = list(taught.taught.parameters())
    groups = [
        {"params": layers, "lr": LAYERS_RATE},
        {"params": heads.parameters(), "lr": HEADS_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * len(lessons) // TOGETHER
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, steps))
    batches = _batches(lessons)
    for step in range(steps):
        batch = next(batches)
        x, mask = network.padded([below[place] for place in batch])
        loss = _loss(heads, taught(x, mask), mask, [lessons[place] for place in batch])
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(layers, 1.0)
        optimiser.step()
        pace.step()
        if step % 50 == 49:
            sys.stderr.write(f"{step + 1} of {steps}: {loss.item():.3f}\n")
    return taught.eval(), heads.eval()


def _pace(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / (WARMING * steps)) * (1 - step / steps)


def _loss(heads: Heads, states: Tensor, mask: Tensor, lessons: Sequence[Lesson]) -> Tensor:
    marks = torch.full(mask.shape, UNKNOWN)
    ours = torch.full(mask.shape, -1.0)
    for row, lesson in enumerate(lessons):
        inside = slice(1, 1 + len(lesson.marks))
        marks[row, inside], ours[row, inside] = lesson.marks, lesson.ours
    loss = functional.cross_entropy(heads.what(states).flatten(0, 1), marks.flatten())
    if (told := ours >= 0).any():
        odds = heads.sides(states, mask)[told]
        loss = loss + SIDE * functional.binary_cross_entropy_with_logits(odds, ours[told])
    days = list(_day_losses(heads, states, lessons))
    return loss + DAY * torch.stack(days).mean() if days else loss


def _day_losses(heads: Heads, states: Tensor, lessons: Sequence[Lesson]) -> Iterator[Tensor]:
    for row, lesson in enumerate(lessons):
        if lesson.days and any(day != UNKNOWN for day in lesson.chosen):
            scores = heads.linked(states[row, 1:], lesson)
            yield functional.cross_entropy(scores, torch.tensor(lesson.chosen))


def _batches(lessons: Sequence[Lesson]) -> Iterator[list[int]]:
    """Lessons of like length together, in an order that is new each time."""
    chance = random.Random(SEED)
    order = list(range(len(lessons)))
    while True:
        chance.shuffle(order)
        for start in range(0, len(order), TOGETHER * 10):
            some = sorted(
                order[start : start + TOGETHER * 10], key=lambda place: len(lessons[place].marks)
            )
            batches = [some[at : at + TOGETHER] for at in range(0, len(some), TOGETHER)]
            chance.shuffle(batches)
            yield from batches


def read() -> list[Lesson]:
    """The labelled notes."""
    reader = Layers({})
    lines = tagging.EXAMPLES.read_text(encoding="utf-8").splitlines()
    return [_lesson(reader, json.loads(line)) for line in lines]


def _lesson(reader: Layers, row: dict[str, Any]) -> Lesson:
    text = row["text"]
    embedded, places = reader.embedded(text)
    marks, ours = torch.full((len(places),), OUTSIDE), torch.full((len(places),), -1.0)
    days = tagging.held(places, promises.days(text))
    found, chosen = [], []
    for promise in row["promises"]:
        for first, end in tagging.held(places, [promise["place"]]):
            marks[first:end] = GOES_ON
            marks[first], ours[first:end] = BEGINS, float(promise["by_us"])
            found.append((first, end))
            chosen.append(_chosen(places, days, promise))
    return Lesson(embedded, marks, ours, found, days, chosen, tagging.stops(text, places))


def _chosen(places: Sequence[Place], days: Sequence[Range], promise: dict[str, Any]) -> int:
    if "day" not in promise:
        return UNKNOWN
    if promise["day"] is None:
        return len(days)
    for first, end in tagging.held(places, [promise["day"]]):
        for place, day in enumerate(days):
            if day[0] < end and first < day[1]:
                return place
    return UNKNOWN


def keep(taught: Network, heads: Heads) -> None:
    """Write what was learned where the tagger reads it."""
    weights: dict[str, Any] = {**taught.weights()}
    weights |= {
        f"{tagging.HEAD}{name}": held.detach().numpy().astype(np.float16)
        for name, held in heads.named_parameters()
    }
    np.savez_compressed(tagging.TAUGHT, **weights, mark=np.array(tagging.mark()))


if __name__ == "__main__":
    keep(*learn(read()))
