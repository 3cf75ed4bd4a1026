"""Fitting what tells a question for one particular thing from one for what is always asked."""

import json
import sys
from typing import Any

import numpy as np
import yaml

from bot.bench.understanding import FOLDER
from handlers.understanding import asking
from knowledge import clauses, specific
from knowledge.particulars import weights
from knowledge.particulars.weights import Floats
from knowledge.requests import Situation

EXAMPLES = FOLDER / "particular.jsonl"
"""Questions to develop by, their names replaced by stand-ins, and whether each is for one thing."""

PARTS = 10
HEADER = "# What each feature counts for a question being one for a particular thing: log odds.\n"


def main() -> None:
    """Fit the weights, write them, and print how well they tell, each part fitted on the others."""
    rows = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    found = [_features(row) for row in rows]
    features = np.array([list(one.values()) for one in found])
    particular = np.array([float(row["particular"]) for row in rows])
    counts = np.array([float(row["weight"]) for row in rows])
    part = np.arange(len(rows)) % PARTS
    told = np.zeros(len(rows))
    for number in range(PARTS):
        kept = part != number
        fitted = _fitted(features[kept], particular[kept], counts[kept])
        told[~kept] = 1 / (1 + np.exp(-features[~kept] @ fitted))
    whole = _fitted(features, particular, counts)
    names = {name: round(float(w), 3) for name, w in zip(found[0], whole, strict=True)}
    written = yaml.safe_dump(names, sort_keys=False)
    specific.WEIGHTS.write_text(HEADER + written, encoding="utf-8")
    for wanted in (1.0, 0.0):
        right = (told > 0.5) == bool(wanted)
        share = float(right[particular == wanted].mean())
        sys.stdout.write(f"particular {bool(wanted)}: {share:.3f} right\n")


def _features(row: dict[str, Any]) -> dict[str, float]:
    situation = Situation(row["accounts"], row["question"], row["everyone"])
    asks = clauses.asking(row["text"])
    return specific.features(asks, asking.scored(row["text"], asks, situation))


def _fitted(features: Floats, wanted: Floats, counts: Floats) -> Floats:
    """Logistic regression, its weights held small."""
    return weights.newton(features, wanted, counts, np.eye(features.shape[1]))


if __name__ == "__main__":
    main()
