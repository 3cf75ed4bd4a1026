"""Whose promises a question asks for: ours, unless it says that they owe us something."""

import pytest

from handlers.composing.their_promises import Side, side


@pytest.mark.parametrize(
    "text",
    [
        "what does Acme owe us back",
        "what did Acme promise us?",
        "what were we promised by Acme",
        "what do customers owe us",
        "cosa ci avevano promesso?",
        "What did they, for their part, agree to deliver, Acme I mean?",
        "are we still waiting on anything from Acme?",
        "have they sent what they promised us?",
        "che cosa ci deve Acme?",
        "cosa ci hanno promesso?",
        "Acme si è impegnata a fare qualcosa?",
        "云栈冷链还欠我们什么？",
        "云栈冷链答应过我们什么",
        "客户还答应了什么没做？",
        "我们在等对方什么？",
    ],
)
def test_a_question_for_what_they_owe_us_is_told(text: str) -> None:
    assert side(text) is Side.THEIRS


@pytest.mark.parametrize(
    "text",
    [
        "what do we owe Acme, remind me",
        "The customer claims we owe them a workshop. Is that so?",
        "what did we promise them",
        "what's Acme still waiting on from us",
        "cosa dobbiamo ad Acme?",
        "che cosa abbiamo promesso loro?",
        "我们还欠云栈冷链什么",
        "我们对客户承诺了什么？",
        "我们答应他们的事做完了吗",
        "promised versus delivered for Acme",
    ],
)
def test_other_questions_are_for_what_we_owe_them(text: str) -> None:
    assert side(text) is not Side.THEIRS


def test_a_question_that_leans_on_another_keeps_its_side() -> None:
    topic = "what did promise us?\nwhich of those are late?"
    assert side("which of those are late?", topic) is Side.THEIRS
    assert side("and what did we promise?", topic) is Side.OURS
    assert side("what do we owe them and what do they owe us?") is Side.BOTH
    assert side("which promises are late?") is Side.OURS
    owed = "what do customers owe us?"
    for own in ("cosa ho promesso ai clienti?", "what did I promise?", "我答应了客户什么？"):
        assert side(own, f"{owed}\n{own}") is Side.OURS
