"""Cues: what a note says that health, intent and the nudge rules listen to."""

from collections.abc import Sequence
from dataclasses import dataclass

NAMES = (
    "champion_left",
    "competitor",
    "unhappy",
    "outcome_reached",
    "expansion",
    "budget_freeze",
    "two_way_engagement",
    "single_threaded",
    "product_gap",
    "advocate",
    "churn_threat",
    "escalation",
    "training_done",
    "goal_defined",
)


@dataclass(frozen=True, slots=True)
class FoundCue:
    """One cue and the sentence or clause that carries it, an exact part of the text."""

    name: str
    quote: str


def read(text: str, champions: Sequence[str] = ()) -> list[FoundCue]:
    """The cues of a note in English, Italian or Chinese, in the order of the text, each name once.

    `champions` are names of contacts whose leaving counts even when the text does not say what
    they are to us.
    """
    raise NotImplementedError
