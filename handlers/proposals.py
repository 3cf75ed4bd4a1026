"""The weights that history proposes, in words: beside today's, what they gain, and what to do."""

from handlers import units, wording
from handlers.texts import Texts
from playbooks.health.rules import HealthRules
from playbooks.prediction.proposing import Proposal


def lines(_: Texts, rules: HealthRules, made: Proposal) -> list[str]:
    """The weights that history proposes beside today's, what they gain, and what to do."""
    weights = [
        _(
            "{component}: {now} of 100 now, {proposed} proposed",
            component=wording.component(_, rules, name),
            now=_.number(now, 1),
            proposed=_.number(made.proposed[name], 1),
        )
        for name, now in made.now.items()
    ]
    return [*(weights if made.gain else []), *_gain(_, made), advice(_, made)]


def advice(_: Texts, made: Proposal) -> str:
    """What to do about them, in one sentence."""
    if made.gain is None:
        return _(ADVICE["little"])
    return _(ADVICE["adopt" if made.better else "keep"])


def _gain(_: Texts, made: Proposal) -> list[str]:
    if made.gain is None or made.auc_now is None or made.auc_proposed is None:
        return []
    said = _(
        "On outcomes that they had not seen, the proposed weights reach {proposed} of 100, "
        "today's {now}: a gain of {gain} ({low} to {high}; n = {n}, {events} left).",
        proposed=_.number(100 * made.auc_proposed.value, 1),
        now=_.number(100 * made.auc_now.value, 1),
        gain=units.signed(_, 100 * made.gain.value, 1),
        low=units.signed(_, 100 * made.gain.low, 1),
        high=units.signed(_, 100 * made.gain.high, 1),
        n=_.number(made.n),
        events=_.number(made.events),
    )
    return [said]


ADVICE = {
    "adopt": (
        "The gain is more than chance. `cairn calibrate --adopt` puts the proposed weights in "
        "force, for all segments; it can be undone."
    ),
    "keep": "The gain is within chance: keep the present weights.",
    "little": "There is too little history to propose weights: keep the present ones.",
}
"""What to do about the proposed weights."""
