"""A question for one particular thing is answered by the record that tells it, or by none."""

from datetime import date

import pytest

from handlers import ask
from handlers.answers import Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.notes import Direction, Note
from playbooks.observations import Goal, Outcome
from playbooks.people import Contact, Member, Role

MAYA = Member("UMAYA", "Maya Ellison", "@maya", role=Role.CSM)
SAM = Member("USAM", "Sam Okoro", "@sam", role=Role.SALES)
TESS = Member("UTESS", "Tess Moor", "@tess", role=Role.SALES)
ACME = Account("acme", "Acme Freight", aliases=("Acme",), owner="UMAYA", account_executive="USAM")
NOTES = [
    ("n1", "Root cause of the scanner freezes: old firmware. Ivan updates 64 devices.", False),
    ("n2", "Monthly call, all fine. Pick rate is at 118 lines per hour.", False),
    ("n3", "The new warehouse in Turin opens on 2 March 2027, says Ivan.", True),
]


@pytest.fixture
def acme(context: Context) -> Context:
    """One account with three notes, of which one is private."""
    with context.workspace.writing() as writer:
        writer.put_many([MAYA, SAM, TESS])
        writer.put(ACME)
        for note_id, text, private in NOTES:
            writer.put(
                Note(
                    note_id,
                    "acme",
                    date(2026, 11, 5),
                    text,
                    "UMAYA",
                    direction=Direction.TWO_WAY,
                    private=private,
                    language="en",
                )
            )
        writer.put(Goal("g1", "acme", "Waiting time at the dock", "minutes", 20, 31))
        writer.put(Outcome("o1", "acme", date(2026, 11, 1), "churn", reason="Their market shrank."))
    return context


@pytest.mark.parametrize(
    "question",
    [
        "What was the root cause of the scanner freezes at Acme?",
        "Qual è stata la causa dei blocchi degli scanner da Acme?",
        "Acme 的扫描仪死机的原因是什么？",
    ],
)
def test_the_note_that_tells_it_is_quoted_and_cited(acme: Context, question: str) -> None:
    answer = ask.answer(acme, Question(question, "@maya"))
    assert "old firmware" in answer.text
    assert [citation.id for citation in answer.citations][:1] == ["n1"]
    assert not answer.abstained


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What uptime did we deliver for Acme in March?", "uptime"),
        ("Quanti dipendenti ha Acme?", "il numero di dipendenti in Acme Freight"),
        ("Acme有几个自动立库？", "自动立库"),
        ("Acme合同里的违约金条款是什么？", "违约金"),
    ],
)
def test_what_nobody_recorded_is_said_to_be_missing_by_its_name(
    acme: Context, question: str, named: str
) -> None:
    answer = ask.answer(acme, Question(question, "@maya"))
    assert answer.abstained
    assert any(named in missing for missing in answer.missing)


def test_a_private_note_answers_only_those_who_may_read_it(acme: Context) -> None:
    question = "When does the new warehouse of Acme in Turin open?"
    assert "2 March 2027" in ask.answer(acme, Question(question, "@maya")).text
    hidden = ask.answer(acme, Question(question, "@tess"))
    assert hidden.abstained
    assert "2027" not in hidden.text


def test_a_question_with_a_standing_answer_gets_that(acme: Context) -> None:
    answer = ask.answer(acme, Question("How is Acme doing?", "@maya"))
    assert "no record" not in answer.text
    assert "health" in answer.text.lower()


def test_the_turn_of_a_long_transcript_that_tells_it_is_quoted(acme: Context) -> None:
    turns = [f"Ivan: item {number} of the list is fine for us." for number in range(900)]
    turns[870] = "Ivan: the pallet wrapper broke because its belt was worn out."
    transcript = Note("n9", "acme", date(2026, 11, 9), "\n".join(turns), "UMAYA", language="en")
    with acme.workspace.writing() as writer:
        writer.put(transcript)
    answer = ask.answer(acme, Question("Why did the pallet wrapper break at Acme?", "@maya"))
    assert "its belt was worn out" in answer.text
    assert answer.citations[0].id == "n9"


def test_what_is_only_near_is_shown_as_that_with_who_may_know(acme: Context) -> None:
    answer = ask.answer(acme, Question("Which brand are the scanners at Acme?", "@maya"))
    assert answer.abstained
    assert "What comes nearest" in answer.text
    assert any("Maya Ellison" in missing for missing in answer.missing)


def test_a_plan_does_not_answer_how_it_turned_out(acme: Context) -> None:
    with acme.workspace.writing() as writer:
        text = "Next step: call Ivan about the firmware on Tuesday."
        writer.put(Note("n4", "acme", date(2026, 11, 6), text, "UMAYA", language="en"))
    question = "How did the call with Ivan about the firmware turn out in the end at Acme?"
    answer = ask.answer(acme, Question(question, "@maya"))
    assert answer.abstained
    assert "planned, with nothing recorded since" in answer.text


def test_of_several_accounts_that_may_be_meant_the_one_whose_record_answers_is(
    acme: Context,
) -> None:
    with acme.workspace.writing() as writer:
        for account_id, text in (
            ("borea", "Scanner freezes: Anna asks for new firmware on her devices."),
            ("corvo", "Bo wants the firmware of the devices checked for scanner freezes."),
        ):
            writer.put(Account(account_id, f"{account_id.title()} Lines", owner="UMAYA"))
            day = date(2026, 11, 6)
            writer.put(Note(f"m-{account_id}", account_id, day, text, "UMAYA", language="en"))
    question = "How many devices are updated with firmware for the scanner freezes?"
    answer = ask.answer(acme, Question(question, "@maya"))
    assert [account.id for account in answer.accounts] == ["acme"]
    assert "64 devices" in answer.text


def test_a_contact_of_whom_nothing_is_recorded_answers_nothing(acme: Context) -> None:
    with acme.workspace.writing() as writer:
        writer.put(Contact("c1", "acme", "Greta Holm"))
    answer = ask.answer(acme, Question("What did Greta Holm say about the firmware?", "@maya"))
    assert answer.abstained
    told = [one.text for section in answer.sections for one in section.sentences]
    assert not any("nothing more is recorded" in text for text in told)


def test_where_nobody_looks_after_an_account_yet_its_seller_may_know(acme: Context) -> None:
    with acme.workspace.writing() as writer:
        writer.put(Account("brook", "Brook Arts", account_executive="USAM"))
        writer.put(Note("n9", "brook", date(2026, 11, 5), "They liked the demo.", "USAM"))
    answer = ask.answer(acme, Question("how many vans does Brook Arts own?", "@sam"))
    assert answer.abstained
    assert "Sam Okoro" in answer.text
    assert "nobody" not in answer.text


def test_a_question_that_goes_on_is_no_goodbye(acme: Context) -> None:
    ask.answer(acme, Question("quali promesse scadono questa settimana?", "@maya", None, "t9"))
    answer = ask.answer(acme, Question("e la prossima?", "@maya", None, "t9"))
    assert "Arrivederci" not in answer.text
