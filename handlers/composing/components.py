"""Health by its eight components: a bar for each, with score, interval and coverage."""

from dataclasses import replace

from handlers import wording
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import health, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from playbooks.health.values import Component

CELLS = 10
KNOWN_GOOD, OPEN, KNOWN_BAD = "█", "▒", "░"


def compose(desk: Desk) -> Draft:
    """The components in the order of the file, below the reading as a whole."""
    dossier = desk.dossier(desk.asked.accounts[0])
    if not dossier.internals:
        return health.compose(desk)
    _, reading = desk.texts, desk.reading(dossier.account)
    lines = [_line(desk, reading.account_id, part) for part in reading.components]
    made = phrases.draft(
        health.headline(desk, dossier, reading),
        phrases.section(
            Part.COMPONENTS, [*lines, _legend(desk, reading.account_id)], most=len(lines) + 1
        ),
        phrases.section(Part.UNKNOWN, health.unknown(desk, reading)),
        missing=health.blind_spots(desk, reading),
    )
    return replace(made, offers=health.offers(reading))


def bar(part: Component) -> str:
    """What is known to be so, what is open and what is known not to be so, in ten cells."""
    good = round(CELLS * part.low / 100)
    bad = round(CELLS * (100 - part.high) / 100)
    return KNOWN_GOOD * good + OPEN * max(CELLS - good - bad, 0) + KNOWN_BAD * bad


def _line(desk: Desk, account_id: str, part: Component) -> Sentence:
    _ = desk.texts
    figures = {
        "bar": bar(part),
        "title": wording.component(_, desk.rules, part.name),
        "low": _.number(part.low),
        "high": _.number(part.high),
        "coverage": _.percent(part.coverage),
        "weight": _.number(part.weight),
    }
    if part.score is None:
        text = _(
            "{bar} {title}: unknown, between {low} and {high} of 100 (weight {weight})", **figures
        )
    else:
        text = _(
            "{bar} {title}: {score} of 100, between {low} and {high}, {coverage} answered "
            "(weight {weight})",
            score=_.number(part.score),
            **figures,
        )
    said = (part.score or 0, part.low, part.high, _.percent(part.coverage), part.weight, 100)
    return claim(text, Ref("health", account_id), said=(*said, *figures.values()))


def _legend(desk: Desk, account_id: str) -> Sentence:
    text = desk.texts(
        "{good} known to be so, {open} not known, {bad} known not to be so.",
        good=KNOWN_GOOD,
        open=OPEN,
        bad=KNOWN_BAD,
    )
    return claim(text, Ref("health", account_id))
