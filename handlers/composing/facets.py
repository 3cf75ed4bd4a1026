"""A question for one side of an account: its journey, its surveys, why it left, what it may buy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from handlers.answers import Draft, Request
from handlers.composing import (
    components,
    departure,
    desired_state,
    exchanges,
    goals,
    grievances,
    growth,
    health_history,
    journey,
    last_words,
    obstacles,
    one_promise,
    preparation,
    rivals,
    survey_answers,
    usage,
)
from handlers.composing.desk import Desk
from knowledge import lists, wording

FILE = Path(__file__).with_suffix(".yaml")
"""How each facet is asked for, in our three languages."""

READING = (Request.HEALTH, Request.SUMMARY, Request.GAPS, Request.NEXT_STEPS, Request.OTHER)
MOVING = (Request.HEALTH, Request.CHANGES, Request.TRAJECTORY, Request.SUMMARY)
ON_RECORD = (
    *(Request.SUMMARY, Request.HEALTH, Request.CHANGES, Request.INTENT, Request.PEOPLE),
    *(Request.TRAJECTORY, Request.REVENUE, Request.NEXT_STEPS, Request.OTHER),
)
ASKING = (*ON_RECORD, Request.PROMISES, Request.GUIDANCE, Request.HANDOFF, Request.GAPS)
PASSING = (
    *(Request.SUMMARY, Request.HEALTH, Request.NEXT_STEPS, Request.CHANGES),
    *(Request.GAPS, Request.PROMISES, Request.HANDOFF, Request.OTHER),
)


@dataclass(frozen=True, slots=True)
class Facet:
    """Its name in the file, as which requests such a question is understood, and who answers."""

    name: str
    requests: tuple[Request, ...]
    compose: Callable[[Desk], Draft | None]


def answer(desk: Desk) -> Draft | None:
    """The answer for one side of one account; None for other questions."""
    if len(desk.asked.accounts) != 1 or desk.asked.sub_kind not in (None, "out_of_scope"):
        return None
    request, named = Request(desk.asked.request), asked(desk.asked.topic or desk.question.text)
    fitting = (one for one in FACETS if one.name in named and request in one.requests)
    return next((made for facet in fitting if (made := facet.compose(desk))), None)


def asked(text: str) -> list[str]:
    """The names of the facets that the words of a question ask for, in the order of `FACETS`."""
    said, wordings = wording.folded(text), lists.patterns(FILE)
    return [facet.name for facet in FACETS if lists.first(wordings[facet.name], said)]


FACETS = (
    Facet("journey", PASSING, journey.compose),
    Facet("components", READING, components.compose),
    Facet("desired_state", READING, desired_state.compose),
    Facet("health_history", MOVING, health_history.compose),
    Facet("survey_answers", ON_RECORD, survey_answers.compose),
    Facet("latest_note", ASKING, last_words.latest_note),
    Facet("told", ASKING, exchanges.told),
    Facet("said_then", ASKING, exchanges.said_then),
    Facet("bought_then", ON_RECORD, exchanges.bought_then),
    Facet("became", ASKING, last_words.became),
    Facet("said_last", ASKING, last_words.said),
    Facet("wanted", ASKING, last_words.wanted),
    Facet("departure", ON_RECORD, departure.compose),
    Facet("growth", ON_RECORD, growth.compose),
    Facet("preparation", ASKING, preparation.compose),
    Facet("one_promise", ASKING, one_promise.compose),
    Facet("grievances", ON_RECORD, grievances.compose),
    Facet("rivals", ASKING, rivals.compose),
    Facet("usage", ON_RECORD, usage.compose),
    Facet("goals", ON_RECORD, goals.every),
    Facet("obstacles", ASKING, obstacles.compose),
)
"""The first that fits counts."""
