"""Somebody tells what happened and asks how to act: the playbook for that case comes first."""

from collections.abc import Iterator

import pytest

from bot.evaluation import sandbox
from handlers import ask
from handlers.answers import Answer, Question
from handlers.context import Context


@pytest.fixture(scope="module")
def sample() -> Iterator[Context]:
    """The sample workspace, of which nothing is changed."""
    with sandbox.opened() as context:
        yield context


def asked(context: Context, text: str) -> Answer:
    return ask.answer(context, Question(text, "maya"))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kestrow's champion has left, what should I do?", "when the champion has left"),
        ("il champion di Kestrow se n'è andato, cosa faccio?", "quando il champion se n’è andato"),
        ("沐禾三个礼拜没回我微信了，怎么办", "在沉默之后重新与客户建立互动"),
        ("what do we do about Valdora's falling usage?", "Respond to falling usage"),
        ("Stratherne: hanno bloccato il budget, come ci muoviamo?", "blocco del budget"),
    ],
)
def test_the_playbook_for_the_case_leads_and_what_is_due_follows(
    sample: Context, text: str, title: str
) -> None:
    answer = asked(sample, text)
    assert title in answer.lead.text
    assert answer.request == "next_steps"
    assert any("1. " in one.text for one in answer.sections[0].sentences)
    assert len(answer.sections[-1].sentences) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "Kestrow: what should I do next?",
        "I'm on the train, what should I do about Kestrow today?",
        "Kestrow: prossimi passi?",
    ],
)
def test_where_no_case_is_told_the_due_steps_are(sample: Context, text: str) -> None:
    assert "due" in asked(sample, text).lead.text or "passi" in asked(sample, text).lead.text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("how do I run the kickoff with Pellworth?", "Run a kickoff"),
        ("Montelago has a product gap, how do I deal with it?", "Handle a product gap"),
        (
            "Montelago ha una lacuna di prodotto, come la gestisco?",
            "Tratta una lacuna del prodotto",
        ),
        ("澜江要求降价，我该怎么应对？", "谈续约，不条件反射式打折"),
    ],
)
def test_how_to_act_on_a_thing_asks_for_its_playbook_not_for_its_records(
    sample: Context, text: str, title: str
) -> None:
    answer = asked(sample, text)
    assert answer.request == "guidance"
    assert title in answer.lead.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("谈续约怎么不打折", "与能拍板的人谈判，交换而不是让步"),
        (
            "Il cliente vuole uno sconto al rinnovo, come mi comporto?",
            "scambia invece di concedere",
        ),
    ],
)
def test_steps_are_told_in_the_readers_language_and_cite_the_playbook(
    sample: Context, text: str, words: str
) -> None:
    answer = asked(sample, text)
    step = next(one for part in answer.sections for one in part.sentences if words in one.text)
    assert step.cites
    cited = {one.ref: one for one in answer.citations}
    assert "Negotiate a renewal" in cited[step.cites[0]].title


def test_somebody_named_is_looked_up_by_the_role_they_play(sample: Context) -> None:
    text = "Helen from Northgate Foods is leaving in January, how do I prepare?"
    assert "when the champion has left" in asked(sample, text).lead.text


@pytest.mark.parametrize(
    "text", ["e cosa gli scrivo?", "so what should I write to him?", "那给他写什么？"]
)
def test_whoever_was_spoken_of_is_written_to(sample: Context, text: str) -> None:
    thread = f"C1:{text}"
    first = Question("Ivano ci ha dato un 4 nell'NPS, che faccio?", "luca", thread_id=thread)
    ask.answer(sample, first)
    answer = ask.answer(sample, Question(text, "luca", thread_id=thread))
    assert "Ivano Brusadel" in answer.lead.text


@pytest.mark.parametrize(
    "text", ["does that apply to Kestrow?", "vale anche per Kestrow?", "也适用于 Kestrow 吗？"]
)
def test_a_playbook_is_asked_for_again_for_one_customer(sample: Context, text: str) -> None:
    thread = f"C2:{text}"
    first = ask.answer(sample, Question("how do I handle a detractor?", "maya", thread_id=thread))
    again = ask.answer(sample, Question(text, "maya", thread_id=thread))
    assert again.request == first.request
    assert [one.name for one in again.accounts] == ["Kestrow Outfitters"]


@pytest.mark.parametrize(
    "text",
    [
        "how do I run a proof of value in general?",
        "in generale, come si conduce una prova del valore?",
        "一般怎么做价值验证？",
    ],
)
def test_asked_in_general_a_playbook_is_of_no_customer(sample: Context, text: str) -> None:
    thread = f"C3:{text}"
    ask.answer(sample, Question("how is Brightholm?", "maya", thread_id=thread))
    answer = ask.answer(sample, Question(text, "maya", thread_id=thread))
    assert answer.request == "guidance"
    assert not answer.accounts


def test_a_numbered_step_has_no_bullet_before_its_number(sample: Context) -> None:
    text = asked(sample, "how do I handle a detractor?").text
    assert "\n1. " in text
    assert "• 1. " not in text
