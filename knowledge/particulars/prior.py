"""How likely it is that anybody records what a question asks for, by its words alone."""

import numpy as np

from knowledge.particulars import likeness, terms
from knowledge.particulars.inquiry import Inquiry
from knowledge.particulars.weights import Floats, Linear
from playbooks.errors import NotReady

MOST = 1.5
"""Log odds, either way: what stands in the records weighs more than what usually stands there."""


def log_odds(asked: Inquiry, by: Linear) -> float:
    """Of "what did she say of the training?" above 0, of "how many do they employ?" below.

    0 without the language model, or by other weights than for its vectors.
    """
    try:
        meant = vector(asked)
    except NotReady:
        return 0.0
    if len(meant) != len(by.weight):
        return 0.0
    return held(float(meant @ np.array(by.weight)) + by.base)


def held(odds: float) -> float:
    """The log odds within what a prior may say."""
    return max(-MOST, min(MOST, odds))


def vector(asked: Inquiry) -> Floats:
    """What the question asks for, as the language model has it, without anybody's name."""
    found: Floats = likeness.vectors([terms.without(asked.asks, asked.people)])[0]
    return found
