"""What speaks for and against a stretch of sentences as the answer to a question, as numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.particulars import calendar, likeness, telling
from knowledge.particulars.entries import Stretch, stretches
from knowledge.particulars.ground import Compared, Floats, Ground
from knowledge.particulars.inquiry import Inquiry
from playbooks.wording import sentences

Which = NDArray[np.bool_]

RANKING = (
    *("near", "near_entry", "named", "named_entry", "near_behind", "named_behind", "people"),
    *("asks_people", "kind", "own", "several", "length", "least", "counts", "counted"),
)
"""What orders the stretches of one account."""

KINDS = {
    "count": ("number", "phone"),
    "amount": ("money", "share", "duration"),
    "day": ("time",),
    "person": ("person",),
    "name": ("called", "name", "place"),
    "reason": ("reason",),
    "words": ("words",),
    "yes": ("choice",),
    "open": ("manner", "thing"),
}
"""Kinds of answer between which a judgement tells: a name must be there, a reason may be told in
other words than those asked."""

JUDGING = (
    *("prior", "rank", "lead", "near", "near_typical", "near_most", "named_entry", "said"),
    *("unsaid", "same", "kind", "kind_named", "reason_named", "people", "asks_people", "proper"),
    *("asks_proper", "month", "asks_month", "not_known", "open", "counted", "counts", "own"),
    *("own_said", "foreign", "foreign_said", "foreign_near", "named_together", "kinds_together"),
    *("lacking", "planned", "dated", "length_asked"),
    *(f"wants_{name}" for name in KINDS),
    *(f"wants_{name}_said" for name in KINDS),
)
"""What tells whether the first of them answers at all."""


COUNTED = 0.5
"""From this likeness on, what stands beside a figure may be what is to be counted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch, where it stands, which of the wanted kinds it holds, its ranking features."""

    stretch: Stretch
    compared: Compared
    held: tuple[bool, ...]
    values: dict[str, float]

    @property
    def said(self) -> Floats:
        """How far it says each word asked."""
        said: Floats = self.compared.said[:, list(self.stretch.places)].max(axis=1)
        return said


def candidates(ground: Ground, people: Collection[str]) -> list[Candidate]:
    """Every stretch of the ground with its features; `people` are those the account knows."""
    found = [
        _candidate(ground, compared, stretch, people)
        for compared in ground.compared
        for stretch in stretches(compared.entry)
    ]
    for name in ("near", "named"):
        best = max((one.values[name] for one in found), default=0.0)
        for one in found:
            one.values[f"{name}_behind"] = one.values[name] - best
    return found


def judged(
    ground: Ground, shown: Sequence[Candidate], rank: float, lead: float, usual: float
) -> dict[str, float]:
    """The judging features of the candidates that are shown, of which the first is the best.

    `rank` is its score, `lead` how far it is before the next entry; `usual` are the log odds that
    such things are recorded at all.
    """
    best = shown[0]
    asked, text = ground.asked, best.stretch.text
    kept = {name: best.values[name] for name in JUDGING if name in best.values}
    held = np.any([one.held for one in shown], axis=0)
    miscounted = max(one.values["counted"] for one in shown) < COUNTED
    pairs = list(zip(asked.wants, held, strict=True))
    telling_kinds = not asked.wants_any("choice", "manner", "thing")
    covered = _covered(ground, shown)
    return {
        **kept,
        **covered,
        **_by_kind(asked, covered["said"]),
        **_in_another_language(asked, best, covered["said"]),
        **_proper(ground, best),
        **_months(asked, best),
        "prior": usual,
        "near_most": max(one.values["near"] for one in shown),
        "own_said": kept["own"] * covered["said"],
        "dated": float(asked.wants_any("time") and not telling.tells("time", text)),
        "length_asked": len(asked.asks) / 100,
        "rank": rank,
        "named_together": _together(ground, shown),
        "kinds_together": float(np.mean(held)),
        "lacking": float(any(want.is_plain and not h for want, h in pairs) or miscounted),
        "lead": min(lead, 4.0),
        "near_typical": kept["near"] - ground.typical,
        "kind_named": telling_kinds * kept["kind"] * best.values["named"],
        "reason_named": asked.wants_any("reason") * best.values["named"],
        "planned": float(asked.afterwards and telling.tells("planned", text)),
        "not_known": float(telling.tells("not_known", text)),
        "open": float(not telling_kinds),
    }


def _in_another_language(asked: Inquiry, best: Candidate, said: float) -> dict[str, float]:
    foreign = float(asked.language not in sentences.languages(best.stretch.entry.text))
    near = best.values["near"]
    return {"foreign": foreign, "foreign_said": foreign * said, "foreign_near": foreign * near}


def _proper(ground: Ground, best: Candidate) -> dict[str, float]:
    """The share of the names and figures asked about that the best says."""
    asked = ground.asked
    said = best.compared.said.max(axis=1) if len(ground.rarity) else np.zeros(0, np.float32)
    named = [said[place] >= 0.8 for place, word in enumerate(asked.all) if word in asked.proper]
    share = float(np.mean(named)) if named else 0.7
    return {"proper": share, "asks_proper": float(bool(named))}


def _months(asked: Inquiry, best: Candidate) -> dict[str, float]:
    """Whether the best is of the months asked about."""
    entry = best.stretch.entry
    own = calendar.months(entry.text, entry.at)
    told = float(bool(asked.months & own)) - float(bool(asked.months - own))
    return {"month": told, "asks_month": float(bool(asked.months))}


def _covered(ground: Ground, shown: Sequence[Candidate]) -> dict[str, float]:
    """The shares of what is asked, people apart, that they say, leave out, say to the letter."""
    units = ground.asked.units
    things = np.array([word not in ground.asked.people for word in units], dtype=bool)
    weight = ground.rarity[: len(units)] * things
    whole = float(weight.sum()) or 1.0
    said = np.max([one.said for one in shown], axis=0)[: len(units)]
    return {
        "said": float((weight * np.clip((said - 0.45) / 0.3, 0.0, 1.0)).sum()) / whole,
        "unsaid": float(weight[said < 0.5].sum()) / whole,
        "same": float(weight[said >= likeness.TRANSLATED].sum()) / whole,
    }


def _by_kind(asked: Inquiry, said: float) -> dict[str, float]:
    """Which kinds of answer are wanted, and how much of what is asked is said for each."""
    found = {f"wants_{name}": float(asked.wants_any(*kinds)) for name, kinds in KINDS.items()}
    return found | {f"{name}_said": wanted * said for name, wanted in found.items()}


def _together(ground: Ground, shown: Sequence[Candidate]) -> float:
    """The share of what is asked that they say between them."""
    units = np.arange(len(ground.rarity)) < len(ground.asked.units)
    return _share(np.max([one.said for one in shown], axis=0), ground.rarity, units)


def _candidate(
    ground: Ground, compared: Compared, stretch: Stretch, people: Collection[str]
) -> Candidate:
    asked = ground.asked
    own = compared.entry.own
    held = tuple(telling.holds(want, stretch.text, asked, people, own) for want in asked.wants)
    return Candidate(stretch, compared, held, _ranking(ground, compared, stretch, held))


def _ranking(
    ground: Ground, compared: Compared, stretch: Stretch, held: Sequence[bool]
) -> dict[str, float]:
    asked, places = ground.asked, list(stretch.places)
    here, entry = compared.said[:, places].max(axis=1), compared.said.max(axis=1)
    things = np.array([word not in asked.people for word in asked.all], dtype=bool)
    units = things & (np.arange(len(things)) < len(asked.units))
    named = [entry[place] >= 0.8 for place in np.flatnonzero(~things)]
    text = stretch.text
    counted = [telling.counted(w, text, asked) for w in asked.wants if w.kind == "number" and w.of]
    return {
        "near": float(compared.near[places].max()),
        "near_entry": float(compared.near.max()),
        "named": _share(here, ground.rarity, units),
        "named_entry": _share(entry, ground.rarity, things),
        "least": _least(entry, ground.rarity, units),
        "people": float(np.mean(named)) if named else 0.5,
        "asks_people": float(bool(named)),
        "kind": float(np.mean(held)),
        "own": float(compared.entry.own),
        "several": stretch.count - 1.0,
        "length": len(text) / 200,
        "counts": float(bool(counted)),
        "counted": float(np.mean(counted)) if counted else 0.5,
    }


def _share(said: Floats, rarity: Floats, which: Which) -> float:
    """The share of the words that is said, the rarer ones counting more."""
    weights = rarity[which]
    whole = float(weights.sum())
    return float((weights * _softly(said[which])).sum()) / whole if whole else 0.0


def _least(said: Floats, rarity: Floats, which: Which) -> float:
    """How far the least said of the three rarest words is."""
    rarest = np.argsort(-rarity[which])[:3]
    return float(_softly(said[which][rarest]).min()) if len(rarest) else 0.5


def _softly(likeness: Floats) -> Floats:
    """Of vectors, words that have little in common are 0.5 alike, and the same thing 0.75."""
    softly: Floats = np.clip((likeness - 0.5) / 0.25, 0.0, 1.0)
    return softly
