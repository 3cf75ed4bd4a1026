"""After a list or a note one goes on briefly: without one of them, how many, whose, the one before;
one field of a handoff is told alone; what was promised and is told as done is marked as kept. On
both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handlers import ask, notes
from handlers.answers import Answer, Question, Request
from handlers.context import Context
from playbooks.accounts import Account, Subscription
from playbooks.handoffs import Handoff, HandoffState, Promise
from playbooks.notes import Note
from playbooks.observations import Outcome
from playbooks.people import Member, Role
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Member("ruth", "Ruth Low", "ruth", role=Role.MANAGER))
        writer.put(Member("maya", "Maya Ray", "maya", role=Role.CSM, manager="ruth"))
        for key, name in (("A1", "Harbour Tea"), ("A2", "Quarry Lane"), ("A3", "Meadow Mill")):
            writer.put(Account(key, name, owner="maya", segment="smb"))
            writer.put(Promise(f"P{key}", key, f"the plan {key}", None, None, "maya", TODAY))
        for number, text in enumerate(("They like it.", "Ann is away.", "Ann is back."), 1):
            writer.put(Note(f"N{number}", "A1", TODAY - timedelta(30 - number), text))
        handoff = Handoff("H1", "A1", HandoffState.SUBMITTED, author="ruth")
        writer.put(handoff)
    return context


def turns(context: Context, *texts: str) -> Answer:
    """The answer to the last of some turns of one conversation."""
    for text in texts:
        answer = ask.answer(context, Question(text, "ruth", thread_id="T1"))
    return answer


@pytest.mark.parametrize(
    "text",
    [
        "which accounts do we have except Quarry Lane?",
        "quali clienti abbiamo, a parte Quarry Lane?",
        "除了Quarry Lane，我们有哪些客户？",
    ],
)
def test_a_list_leaves_out_whom_the_question_leaves_out(filled: Context, text: str) -> None:
    answer = turns(filled, text)
    assert "2" in answer.lead.text
    assert "Quarry Lane" in answer.lead.text
    listed = " ".join(one.text for part in answer.sections for one in part.sentences)
    assert "Harbour Tea" in listed
    assert "Quarry Lane" not in listed


@pytest.mark.parametrize(
    "text", ["without Quarry Lane?", "e senza Quarry Lane?", "除了Quarry Lane呢"]
)
def test_a_further_turn_leaves_one_out_of_the_list(filled: Context, text: str) -> None:
    answer = turns(filled, "which promises are due this week?", text)
    assert "2 " in answer.lead.text
    assert "the plan A1" in answer.text
    assert "the plan A2" not in answer.text


@pytest.mark.parametrize("text", ["how many are there?", "e senza Meadow Mill?", "谁负责"])
def test_what_was_left_out_stays_out_of_the_list(filled: Context, text: str) -> None:
    answer = turns(filled, "which promises are due this week?", "without Quarry Lane?", text)
    assert "the plan A1" in answer.text
    assert "the plan A2" not in answer.text


def test_the_customer_talked_of_is_left_out_as_any_other(filled: Context) -> None:
    first, then = "how is Quarry Lane?", "which promises are due this week?"
    answer = turns(filled, first, then, "and without Quarry Lane?")
    assert not answer.accounts
    assert "the plan A1" in answer.text
    assert "the plan A2" not in answer.text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("note for Harbour Tea: I sent them a map on Wednesday", date(2026, 11, 18)),
        ("nota per Harbour Tea: ho mandato la mappa mercoledì", date(2026, 11, 18)),
        ("note for Harbour Tea: I sent the map, they answer on Wednesday", TODAY),
        ("note for Harbour Tea: call yesterday, they want it by 5 December", TODAY - timedelta(1)),
        ("nota per Harbour Tea: chiamata ieri, la revisione a gennaio", TODAY - timedelta(1)),
        ("记一下 Harbour Tea：前天通话，他们希望12月5日前修好", TODAY - timedelta(2)),
        ("note for Harbour Tea: they want it by 19 November", TODAY),
    ],
)
def test_what_was_is_a_note_of_the_day_on_which_it_was(
    filled: Context, text: str, day: date
) -> None:
    proposal = turns(filled, text).proposal
    assert proposal is not None
    assert proposal.date == day


def test_a_new_list_leaves_nothing_out(filled: Context) -> None:
    answer = turns(
        filled, "which accounts except Quarry Lane?", "which promises are due this week?"
    )
    assert "the plan A2" in answer.text


@pytest.mark.parametrize("text", ["churn this year?", "churn di quest'anno?", "今年的流失？"])
def test_what_became_of_contracts_is_of_all_after_a_talk_about_one(
    filled: Context, text: str
) -> None:
    answer = turns(filled, "how is Harbour Tea?", text)
    assert not answer.accounts
    assert "0" in answer.lead.text
    assert "3" in answer.lead.text


@pytest.mark.parametrize(
    "text", ["how many are there?", "quanti sono?", "一共几个？", "who is responsible for them?"]
)
def test_how_many_there_are_and_whose_they_are_is_asked_of_the_list(
    filled: Context, text: str
) -> None:
    first = turns(filled, "which promises are due this week?")
    again = turns(filled, text)
    assert again.request == first.request
    assert "the plan A1" in again.text
    assert "Maya Ray" in again.text


def test_the_note_before_is_asked_for_until_there_is_none(filled: Context) -> None:
    shown = [turns(filled, "what was the last note on Harbour Tea?").lead.text]
    shown += [turns(filled, text).lead.text for text in ("and the one before?", "e quella prima?")]
    for text, told in zip(("Ann is back.", "Ann is away.", "They like it."), shown, strict=True):
        assert text in told
    assert "older note" in turns(filled, "and the one before?").text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("why did Harbour Tea buy, says the handoff?", "Queues at the till"),
        ("quale problema c'è nel passaggio di consegne di Harbour Tea?", "Forty minutes a day"),
        ("Harbour Tea 的交接里写的时间预期是什么？", "Before Easter"),
    ],
)
def test_one_field_of_a_handoff_is_told_alone(filled: Context, question: str, told: str) -> None:
    said = {
        "why_bought": "Queues at the till",
        "problem": "Forty minutes a day",
        "time_expectation": "Before Easter",
    }
    with filled.workspace.writing() as writer:
        writer.put(Handoff("H1", "A1", HandoffState.ACCEPTED, author="ruth", **said))
    answer = turns(filled, question)
    assert told in answer.lead.text
    assert not [other for other in said.values() if other != told and other in answer.lead.text]


@pytest.mark.parametrize(
    "question",
    [
        "which success criteria does the handoff of Harbour Tea name?",
        "quali criteri di successo ci sono nel passaggio di consegne di Harbour Tea?",
        "Harbour Tea 的交接里的成功标准是什么？",
    ],
)
def test_a_field_that_the_handoff_leaves_empty_is_said_to_be(
    filled: Context, question: str
) -> None:
    answer = turns(filled, question)
    assert answer.abstained
    assert answer.missing


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I sent Harbour Tea the floor plan yesterday", TODAY - timedelta(1)),
        ("Harbour Tea: the floor plan was delivered on 18 November", date(2026, 11, 18)),
        ("Ho mandato la floor plan a Harbour Tea mercoledì", date(2026, 11, 18)),
        ("Harbour Tea 的 floor plan 昨天已经发给他们", TODAY - timedelta(1)),
    ],
)
def test_what_is_told_as_done_marks_the_promise_as_kept_on_that_day(
    filled: Context, text: str, day: date
) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Promise("PX", "A1", "the floor plan", None, None, "maya", TODAY))
    proposal = turns(filled, text).proposal
    assert proposal is not None
    assert (proposal.delivers, proposal.date) == ("PX", day)
    alone = turns(filled, "just the note").proposal
    assert alone is not None
    assert alone.delivers is None
    assert (alone.text, alone.date) == (text, day)


@pytest.mark.parametrize(
    "text",
    [
        "mark the promise of the floor plan for Harbour Tea as kept",
        "la promessa della floor plan di Harbour Tea l'ho mantenuta ieri",
    ],
)
def test_the_promise_that_is_kept_is_not_made_anew(filled: Context, text: str) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Promise("PX", "A1", "the floor plan", None, None, "maya", TODAY))
    answer = turns(filled, text)
    assert answer.proposal is not None
    assert answer.proposal.delivers == "PX"
    assert answer.text.count("floor plan") == 2, "the words themselves, and the promise kept"


@pytest.mark.parametrize(
    "text",
    [
        "segna che ho promesso a Harbour Tea un report",
        "mark that I promised Harbour Tea a report",
        "I've promised Harbour Tea a report",
        "记一下我答应了 Harbour Tea 发报告",
    ],
)
def test_a_promise_that_is_told_is_none_that_was_kept(filled: Context, text: str) -> None:
    proposal = turns(filled, text).proposal
    assert proposal is not None
    assert proposal.delivers is None
    assert proposal.owes is None


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Tea asked when we send the floor plan",
        "Sent half of the floor plan to Harbour Tea",
        "Harbour Tea: the floor plan has not been sent",
    ],
)
def test_what_is_not_done_marks_nothing(filled: Context, text: str) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Promise("PX", "A1", "the floor plan", None, None, "maya", TODAY))
    proposal = turns(filled, text).proposal
    assert proposal is None or proposal.delivers is None


@pytest.mark.parametrize(
    "shorter", ["shorter please", "più corta per favore", "短一点", "too long"]
)
def test_an_answer_is_given_again_in_fewer_sentences(filled: Context, shorter: str) -> None:
    long = turns(filled, "which promises are due this week?")
    short = turns(filled, shorter)
    assert short.request == long.request
    assert short.accounts == long.accounts
    assert 0 < len(short.text) < len(long.text)


@pytest.mark.parametrize("shorter", ["shorter", "più corta", "短一点"])
def test_what_waits_to_be_saved_is_shown_again(filled: Context, shorter: str) -> None:
    text = "note for Harbour Tea: they like the map"
    assert turns(filled, text, shorter).proposal == turns(filled, text).proposal


@pytest.mark.parametrize("text", ["and in Italy?", "solo in Italia", "在意大利的呢？"])
def test_a_list_is_narrowed_to_a_country(filled: Context, text: str) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Account("A2", "Quarry Lane", owner="maya", region="Italy"))
        writer.put(Account("A3", "Meadow Mill", owner="maya", region="Germany"))
    answer = turns(filled, "which customers are in Germany?", text)
    assert answer.request is Request.PORTFOLIO
    assert "Quarry Lane" in answer.text
    assert "Meadow Mill" not in answer.text


def test_a_list_by_product_keeps_to_it_when_it_is_narrowed(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        for key, region in (("A1", "Italy"), ("A2", "Germany"), ("A3", "Italy")):
            writer.put(Account(key, f"Mill {key}", owner="maya", region=region))
        for key in ("A1", "A2"):
            writer.put(Subscription(f"S{key}", key, "Stowmark Dock", 5))
    answer = turns(filled, "which customers have Dock?", "and in Italy?")
    assert [f"Mill A{n}" in answer.text for n in (1, 2, 3)] == [True, False, False]


@pytest.mark.parametrize(
    "text", ["what do I have to do on Tuesday?", "cosa devo fare domani?", "下周我要做什么？"]
)
def test_what_somebody_has_to_do_is_of_all_customers(filled: Context, text: str) -> None:
    assert not turns(filled, "how is Harbour Tea?", text).accounts


def test_a_letter_says_what_it_is_to_do(filled: Context) -> None:
    answer = turns(filled, "write to Harbour Tea to ask them for their figures")
    assert "I would like to ask you for your figures." in answer.text


def test_an_apology_apologises(filled: Context) -> None:
    answer = turns(filled, "I need an apology letter for Harbour Tea")
    assert "I apologise for ____ (the matter)." in answer.text


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("which customers have Dock?", True),
        ("who uses Stowmark Dock?", True),
        ("quali clienti hanno Dock?", True),
        ("chi usa Stowmark Dock?", True),
        ("哪些客户用 Stowmark Dock？", True),
        ("which customers do not have Dock?", False),
        ("quali clienti non hanno Stowmark Dock?", False),
    ],
)
def test_a_list_is_of_those_who_have_a_product_or_lack_it(
    filled: Context, text: str, has: bool
) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Subscription("S1", "A1", "Stowmark Dock", 5))
        writer.put(Subscription("S2", "A2", "Stowmark Dock", 5, end_date=TODAY - timedelta(9)))
        writer.put(Subscription("S3", "A2", "Stowmark Plan", 5))
    answer = turns(filled, text)
    assert answer.request is Request.PORTFOLIO
    assert ("Harbour Tea" in answer.text, "Quarry Lane" in answer.text) == (has, not has)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("what should I do on Tuesday?", {"the Tuesday plan"}),
        ("cosa devo fare martedì?", {"the Tuesday plan"}),
        ("我下周二要做什么？", {"the Tuesday plan"}),
        ("what should I do next week?", {"the Tuesday plan", "the Friday plan"}),
        ("cosa devo fare la prossima settimana?", {"the Tuesday plan", "the Friday plan"}),
        ("what should I do on Tuesday of next week?", {"the Tuesday plan"}),
        ("what should I do on 27 November?", {"the Friday plan"}),
    ],
)
def test_what_is_to_be_done_on_days_to_come_is_what_falls_due_on_them(
    filled: Context, text: str, shown: set[str]
) -> None:
    plans = {"the late plan": -3, "the Tuesday plan": 4, "the Friday plan": 7}
    with filled.workspace.writing() as writer:
        for what, days in plans.items():
            due = TODAY + timedelta(days)
            writer.put(Promise(what, "A1", what, None, None, "ruth", due))
    said = turns(filled, text).text
    assert {what for what in plans if what in said} == shown


def test_of_a_customer_who_left_it_is_told_first(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Outcome("O1", "A3", TODAY - timedelta(200), "churn", reason="closed the mill"))
    assert "closed the mill" in turns(filled, "what happened with Meadow Mill?").lead.text


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Asia/Shanghai", date(2026, 11, 20)), ("America/Chicago", date(2026, 11, 19))],
)
def test_today_is_that_of_whoever_acts(filled: Context, zone: str, today: date) -> None:
    night = replace(filled, now=lambda: datetime(2026, 11, 19, 23, 30, tzinfo=UTC))
    with filled.workspace.writing() as writer:
        writer.put(Member("ruth", "Ruth Low", "ruth", role=Role.MANAGER, time_zone=zone))
    proposal = turns(night, "note for Harbour Tea: they like the map").proposal
    yesterday = turns(night, "no, it was yesterday").proposal
    assert proposal is not None
    assert yesterday is not None
    assert (proposal.date, yesterday.date) == (today, today - timedelta(1))
    saved = notes.add(night, notes.NoteDraft("A1", "They like the map."), "ruth")
    assert saved.note.date == today
