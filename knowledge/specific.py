"""How likely a question asks for one particular thing that no kind of request explains."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from knowledge import tokens, utterances, wording

WEIGHTS = Path(__file__).with_name("specific.yaml")
"""What each feature counts; fitted by `python -m bot.bench.specific`."""

NUMBER = re.compile(r"\d")
COUNTED = re.compile(
    r"\bhow (?:many|much|long|often|far|big)\b|\bquant[oaie]\b"
    r"|多少|几[个次位天台人家条份号点]|多久|多长"
)
TOLD = re.compile(
    r"\b(?:said|says?|told|asked|wrote|mentioned|quoted?|words?|called|promised)\b"
    r"|\b(?:detto|dett[aei]|diceva|chiesto|scritto|parole|citato|raccontato|risposto)\b"
    r"|说|提过|提到|讲|原话|写"
)
PAST = re.compile(
    r"\b(?:did|was|were|had|ended|last|ago|back then|when)\b"
    r"|\b(?:era|erano|aveva|avevano|stato|stata|fu|poi|scors[oa]|allora)\b|当时|那次|上次|之前|原来|后来"
)

RIVAL = re.compile(
    r"\b(?:competit\w+|rivals?|vendors?|suppliers?|alternatives?|cheaper|beat|looking at"
    r"|went (?:with|to)|switch\w* to|replac\w+ (?:us|by)|instead of us)\b"
    r"|\b(?:concorren\w+|rival[ei]|fornitor[ei]|alternativ[ae]|in gara|passat[aioe] (?:a|con)"
    r"|dopo di noi)\b"
    r"|竞争|竞品|对手|别家|另一家|其他(?:家|厂商|供应商)|厂商|供应商|换成|转到|改用"
)
"""Others whom a customer buys from: no standing answer tells of them."""

PRICE = re.compile(
    r"\b(?:prices?|priced|costs?|discounts?|quot(?:es?|ed|ation)|budgets?|invoices?|fees?"
    r"|refunds?|credits?|damages?|spend(?:ing)?|set aside)\b"
    r"|\b(?:prezz[oi]|cost[oi]|costa|costerebbe|scont[oi]|preventiv[oi]|fattur[ae]|rimbors[oi]|penal[ei])\b"
    r"|价格|报价|折扣|预算|发票|费用|赔偿|补偿|损失|退款"
)
"""Money that is not what they pay us a year."""


def features(text: str, scores: Mapping[str, float]) -> dict[str, float]:
    """What tells of a masked question with its scores by label; each about 0 to 3."""
    own = scores.get(utterances.PARTICULAR, 0.0)
    general = sorted(
        (value for name, value in scores.items() if name != utterances.PARTICULAR), reverse=True
    )
    label = max(
        (name for name in scores if name != utterances.PARTICULAR), key=lambda name: scores[name]
    )
    said = _said(text)
    strange = [word for word in said if not _patterns_with(word)]
    unexplained = [word for word in said if word not in _explained(label)]
    folded = wording.fold(text)
    return {
        "one": 1.0,
        "like the particular": own,
        "like its kind": general[0],
        "ahead of other kinds": general[0] - general[1],
        "words that its kind does not explain": math.log1p(len(unexplained)),
        "share of them": len(unexplained) / len(said) if said else 0.0,
        "words of no example": math.log1p(len(strange)),
        "names somebody": float(utterances.PLACEHOLDERS["{member}"].lower() in folded),
        "holds a number": float(bool(NUMBER.search(folded))),
        "asks for a count": float(bool(COUNTED.search(folded))),
        "what was said": float(bool(TOLD.search(folded))),
        "what was": float(bool(PAST.search(folded))),
        "of a rival": float(bool(RIVAL.search(folded))),
        "of a price": float(bool(PRICE.search(folded))),
        "long": math.log1p(len(said)),
    }


def likelihood(text: str, scores: Mapping[str, float]) -> float:
    """The probability, 0 to 1, that the question is for one particular thing."""
    weights = _weights()
    found = features(text, scores)
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * found[name] for name in found)))


def unexplained(text: str, label: str) -> int:
    """How many things a masked question names that its kind of request does not ask for."""
    said = [word for word in _said(text) if word not in _explained(label)]
    chinese = sum(bool(wording.IDEOGRAPH.search(word)) for word in said)
    return len(said) - chinese + chinese // 2


def _said(text: str) -> Sequence[str]:
    """The words of a question that say something: stems, in Chinese pairs of characters."""
    names = {name.lower() for name in utterances.PLACEHOLDERS.values()}
    return [word for word in dict.fromkeys(tokens.words(text)) if word not in names]


@cache
def _explained(label: str) -> frozenset[str]:
    """The words with which a kind of request is asked for: those of several of its patterns."""
    return frozenset(word for word, count in _used()[label].items() if count > 1)


def _patterns_with(word: str) -> int:
    """How many patterns of all kinds but the particular hold a word."""
    return sum(
        words.get(word, 0) for label, words in _used().items() if label != utterances.PARTICULAR
    )


@cache
def _used() -> Mapping[str, Mapping[str, int]]:
    """For each label in how many of its patterns each word stands."""
    holders: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for example in utterances.examples():
        for word in _said(example.text):
            holders[example.label][word].add(example.pattern)
    return {
        label: {word: len(patterns) for word, patterns in words.items()}
        for label, words in holders.items()
    }


@cache
def _weights() -> Mapping[str, float]:
    kept: dict[str, float] = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    return kept
