"""Cues of a note: what its wording tells, weighed with what sentences like it told."""

from collections.abc import Sequence

from knowledge.judging import judge
from knowledge.notes.hearing import Heard
from playbooks import cues
from playbooks.cues import FoundCue, Told
from playbooks.wording.sentences import Sentence

JUDGE = "cues"

CONFIRMED = 0.12
"""Score that is enough for a cue which the wording tells as well."""

DENIED = 0.25
"""What a cue must score above its floor when the wording takes it back."""

CAUTION = 0.04
"""Added to every floor: a cue that is not there does more harm than one that is missed."""

CAREFUL = {"champion_left": 0.1, "unhappy": 0.14, "churn_threat": 0.04}
"""Added for cues that alarm somebody at once."""

SORRY = 0.2
"""By how much a sentence that makes somebody unhappy sounds more sorry than glad."""


def read(heard: Heard, gladness: Sequence[float], champions: Sequence[str] = ()) -> list[FoundCue]:
    """The cues of what was heard, in the order of the text, each name once.

    `gladness` tells of each sentence by how much it sounds more glad than sorry. Somebody of
    `champions` (names of contacts) leaving counts by the wording alone. Raises `NotReady` when the
    judge does not fit the encoder.
    """
    own = judge.shipped(JUDGE)
    found: dict[str, FoundCue] = {}
    raised = (own.floors + heard.rise + CAUTION).tolist()
    floors = {
        label: floor + CAREFUL.get(label, 0.0)
        for label, floor in zip(own.labels, raised, strict=True)
    }
    rows = heard.judged(own).tolist()
    for sentence, row, glad in zip(heard.told, rows, gladness, strict=True):
        told = cues.in_sentence(sentence, champions)
        scores = dict(zip(own.labels, row, strict=True))
        scores["unhappy"] -= max(0.0, SORRY + glad)
        if any(_names(cue, person) for cue in told.found for person in champions):
            scores["champion_left"] = 1.0
        for cue in _weighed(sentence, told, scores, floors):
            found.setdefault(cue.name, cue)
    return list(found.values())


def _names(cue: FoundCue, person: str) -> bool:
    """Whether the cue is that this very person left."""
    return cue.name == "champion_left" and person.split()[0] in cue.words


def _weighed(
    sentence: Sentence, told: Told, scores: dict[str, float], floors: dict[str, float]
) -> list[FoundCue]:
    by_wording = {cue.name: cue for cue in told.found}
    found = []
    for name in cues.NAMES:
        floor = floors[name] + (DENIED if name in told.denied else 0.0)
        if name in by_wording and scores[name] >= CONFIRMED:
            found.append(by_wording[name])
        elif scores[name] >= floor:
            found.append(_judged(sentence, name))
    return found


def _judged(sentence: Sentence, name: str) -> FoundCue:
    words = judge.shipped(JUDGE).telling(sentence.text, name)
    at = sentence.text.find(words[0]) if words else 0
    span = (at, at + len(words[0])) if words else (0, len(sentence.text))
    return FoundCue(name, cues.quote(sentence, span), " … ".join(words))
