"""Conversations over several questions: what a thread keeps, and what is asked of its replies."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from handlers import ask
from handlers.answers import Answer, Question
from handlers.context import Context
from handlers.nudges import outgoing
from handlers.nudges.outgoing import Message
from knowledge.embedders import SentenceEncoder
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.conversations import Reply, Thread
from playbooks.notes import Direction, Note
from playbooks.nudges.values import Nudge
from playbooks.people import Channel, Contact, Member, Role
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Say = Callable[..., Answer]

TEA = Account(
    "tea",
    "Harbour Tea",
    segment="smb",
    arr=Decimal(12000),
    currency="EUR",
    renewal_date=date(2027, 2, 1),
    owner="UMO",
    channel="CTEA",
)
MILL = Account(
    "mill",
    "Mill Lane Paper",
    segment="enterprise",
    arr=Decimal(90000),
    currency="EUR",
    renewal_date=date(2027, 5, 1),
    owner="UMO",
)
NOTES = [
    Note(
        "n1",
        "tea",
        date(2026, 11, 5),
        "Ines was unhappy with the export and asked for a call.",
        "UMO",
        "call",
        Direction.TWO_WAY,
        permalink="https://tea.slack.com/archives/C1/p1",
    ),
    Note("n2", "tea", date(2026, 9, 2), "The pilot went well, said Ines.", "UMO"),
    Note("n3", "mill", date(2026, 10, 2), "Mill Lane wants the API by spring.", "UMO"),
]


@pytest.fixture
def clock() -> list[datetime]:
    """The time as the program sees it; tests set it."""
    return [NOW]


@pytest.fixture
def context(tmp_path_factory: pytest.TempPathFactory, clock: list[datetime]) -> Iterator[Context]:
    """Two accounts with notes, in SQLite."""
    folder = tmp_path_factory.mktemp("threads")
    database = Database(f"sqlite:///{folder / 'cairn.db'}")
    migrate.upgrade(database)
    migrate.ensure_workspace(database, "T1", "Test workspace", NOW)
    workspace = Workspace(database, "T1")
    counter = itertools.count(1)
    with workspace.writing() as writer:
        writer.put_many([TEA, MILL])
        writer.put_many([Member("UMO", "Mo Reed", "@mo"), Member("UKAY", "Kay Lin", "@kay")])
        writer.put(Channel("CTEA", "harbour-tea", members=("UMO", "UKAY")))
        writer.put(Contact("c1", "tea", "Ines Prado", role="champion"))
        writer.put_many(NOTES)
    library = Library(SentenceEncoder(), Index(folder / "index"), Shelf)
    yield Context(workspace, library, lambda: clock[0], lambda kind: f"{kind}_{next(counter)}")
    database.close()


@pytest.fixture
def say(context: Context) -> Say:
    """Ask in a thread as Mo, or as told."""

    def _say(
        text: str, thread: str = "D1:1", who: str = "UMO", channel: str | None = None
    ) -> Answer:
        return ask.answer(context, Question(text, who, channel, thread))

    return _say


def _accounts(answer: Answer) -> list[str]:
    return [account.id for account in answer.accounts]


def test_the_note_is_shown_whole_with_author_day_kind_and_link(say: Say) -> None:
    say("What changed at Harbour Tea since September?")
    shown = say("show me the note")
    assert NOTES[0].text in shown.text
    assert "Mo Reed" in shown.text
    assert "5 Nov 2026" in shown.text
    assert "call" in shown.lead.text
    assert "https://tea.slack.com/archives/C1/p1" in {c.url for c in shown.citations}


def test_who_said_it_and_since_when(say: Say) -> None:
    say("What changed at Harbour Tea since August?")
    assert "It comes from Mo Reed" in say("who said that?").text
    assert "2 Sept 2026" in say("since when?").lead.text
    assert "Mo Reed" in say("谁说的？").text


def test_a_month_later_the_reasons_are_still_there(say: Say, clock: list[datetime]) -> None:
    say("What changed at Harbour Tea since August?")
    clock[0] = NOW + timedelta(days=35)
    assert {"n1", "n2"} <= {c.id for c in say("why do you say that?").citations}


def test_a_deleted_note_is_missed_and_not_quoted(say: Say, context: Context) -> None:
    say("What changed at Harbour Tea since August?")
    with context.workspace.writing() as writer:
        writer.remove(Note, id="n1")
    left = say("perché lo dici?")
    assert "unhappy" not in left.text
    assert "non " in left.text
    assert "n1" not in {c.id for c in left.citations}


def test_the_same_answer_in_another_language(say: Say) -> None:
    first = say("When does Harbour Tea renew?")
    again = say("and in Italian?")
    assert (again.language, again.request, _accounts(again)) == ("it", first.request, ["tea"])
    assert "2027" in again.lead.text


def test_whether_it_is_still_true_is_read_anew(say: Say, context: Context) -> None:
    say("What is Harbour Tea worth?")
    with context.workspace.writing() as writer:
        writer.put(replace(TEA, arr=Decimal(15000)))
    now = say("is that still true?")
    assert "15,000" in now.lead.text
    assert "12,000" in now.text
    assert "I said" in now.text


def test_words_of_a_note_out_of_sight_do_not_come_back_as_what_was_said(
    say: Say, context: Context
) -> None:
    with context.workspace.writing() as writer:
        writer.put(replace(NOTES[0], private=True))
        writer.put(replace(NOTES[0], id="n4", date=date(2026, 10, 25), text="Ines sent slides."))
        writer.put(Member("USAM", "Sam Hale", "@sam", role=Role.SALES))
    asked = "When did we last talk to Harbour Tea?"
    mine = say(asked, thread="CTEA:1", channel="CTEA")
    assert mine.private
    assert "unhappy" in mine.lead.text
    theirs = say("is that still true?", thread="CTEA:1", channel="CTEA", who="USAM")
    assert "slides" in theirs.lead.text
    assert "unhappy" not in theirs.text


def test_the_other_one_is_the_account_talked_of_before(say: Say) -> None:
    say("How is Harbour Tea doing?")
    assert _accounts(say("and Mill Lane Paper?")) == ["mill"]
    assert _accounts(say("and the other one?")) == ["tea"]
    assert _accounts(say("compare them with Mill Lane Paper")) == ["tea", "mill"]


def test_the_account_to_which_a_note_leads_is_not_the_other_one_as_well(say: Say) -> None:
    say("How is Harbour Tea doing?")
    say("and Mill Lane Paper?")
    assert _accounts(say("By which season is the API wanted?")) == ["mill"]
    assert _accounts(say("and the other one?")) == ["tea"]


def test_more_goes_on_with_notes_that_were_not_shown(say: Say) -> None:
    first = say("What changed at Harbour Tea since October?")
    more = say("more")
    assert {c.id for c in more.citations}.isdisjoint({c.id for c in first.citations})
    assert "pilot" in more.text


def test_what_was_said_before_is_told_only_to_whom_it_was_said(
    say: Say, clock: list[datetime]
) -> None:
    say("What is Harbour Tea worth?")
    clock[0] = NOW + timedelta(days=1)
    told = say("what did you say about Harbour Tea yesterday?", thread="D1:9")
    assert "12,000" in told.text
    assert "20 Nov 2026" in told.text
    other = say("what did you say about Harbour Tea yesterday?", thread="D2:1", who="UKAY")
    assert other.abstained
    assert "12,000" not in other.text


def test_a_thread_below_a_nudge_knows_its_account_the_managers_copy_too(
    say: Say, context: Context
) -> None:
    nudge = Nudge("g1", "mill", "silence", "e1", "UMO", 1, NOW.date())
    copies = (("UMO", "D1", "77.1"), ("UKAY", "D2", "78.1"))
    for member, channel, ts in copies:
        message = Message(f"to {member}", (nudge,))
        receiver = Member(member, member)
        outgoing.keep(context, message, receiver, NOW.date())
        outgoing.told(context, message, receiver, NOW.date(), channel, ts)
    for member, channel, ts in copies:
        answer = say("who decides there?", thread=f"{channel}:{ts}", who=member)
        assert _accounts(answer) == ["mill"]


def test_a_channel_of_an_account_is_about_it(say: Say) -> None:
    assert _accounts(say("how are they doing?", thread="CTEA:1", channel="CTEA")) == ["tea"]
    assert _accounts(say("Mill Lane Paper?", thread="CTEA:2", channel="CTEA")) == ["mill"]


def test_a_direct_message_goes_on_outside_its_thread_for_a_while(
    say: Say, clock: list[datetime]
) -> None:
    say("How is Harbour Tea doing?", thread="D1:1")
    assert _accounts(say("and their renewal?", thread="D1:2")) == ["tea"]
    assert say("why do you say that?", thread="D1:3").citations
    assert _accounts(say("Summary please", thread="D1:4")) == []
    clock[0] = NOW + timedelta(hours=2)
    assert _accounts(say("and their renewal?", thread="D1:5")) == []


def test_after_a_list_they_are_not_the_account_from_before(say: Say) -> None:
    say("How is Harbour Tea doing?")
    say("Which accounts do we have?")
    assert _accounts(say("how are they doing?")) == []


def test_what_is_asked_of_several_accounts_is_answered_for_each(say: Say) -> None:
    both = say("what does Harbour Tea pay us, and what about Mill Lane Paper")
    asked = say("who are the contacts at Harbour Tea and Mill Lane Paper?")
    assert [account.id for account in asked.accounts] == ["tea", "mill"]
    assert "Ines" in asked.text
    assert "Mill Lane Paper" in asked.text
    assert [account.id for account in both.accounts] == ["tea", "mill"]


def test_those_two_are_the_accounts_that_were_listed(say: Say) -> None:
    say("which of my accounts renew within a year?")
    asked = say("who are the contacts of those two?")
    assert {account.id for account in asked.accounts} == {"tea", "mill"}
    assert asked.request == "people"


def test_a_list_is_narrowed_by_the_next_message(say: Say) -> None:
    say("Which accounts renew in the next 300 days?")
    narrowed = say("only enterprise")
    assert narrowed.request == "portfolio"
    assert "Mill Lane Paper" in narrowed.text
    assert "Harbour Tea" not in narrowed.text


def test_a_period_is_kept_with_both_its_ends_and_can_be_moved_back(
    say: Say, context: Context
) -> None:
    say("What changed at Harbour Tea last quarter?")
    say("and Mill Lane Paper?")
    with context.workspace.reading() as reader:
        kept = reader.get(Thread, "D1:1")
    assert kept is not None
    assert (kept.since, kept.until) == (date(2026, 7, 1), date(2026, 9, 30))
    say("and the quarter before?")
    with context.workspace.reading() as reader:
        kept = reader.get(Thread, "D1:1")
    assert kept is not None
    assert (kept.since, kept.until) == (date(2026, 4, 1), date(2026, 6, 30))


def test_replies_are_kept_with_what_was_asked(say: Say, context: Context) -> None:
    say("How is Harbour Tea doing?")
    say("thanks!")
    with context.workspace.reading() as reader:
        replies = reader.find(Reply, thread_id="D1:1")
        thread = reader.get(Thread, "D1:1")
    assert [reply.question for reply in replies] == ["How is Harbour Tea doing?", "thanks!"]
    assert thread is not None
    assert thread.request == "health"


def test_a_guest_is_not_told_what_was_said(say: Say, context: Context) -> None:
    with context.workspace.writing() as writer:
        writer.put(Member("UGUEST", "Gil", "@gil", role=Role.GUEST))
    say("What is Harbour Tea worth?")
    assert "12,000" not in say("why do you say that?", who="UGUEST").text


def test_a_contact_leads_to_their_account(say: Say) -> None:
    assert _accounts(say("Who is Ines Prado?")) == ["tea"]
    assert _accounts(say("how does she want to be contacted?")) == ["tea"]
    noted = say("Note that Ines Prado wants the training on Tuesday", thread="D1:8")
    assert noted.proposal is not None
    assert noted.proposal.account_id == "tea"


def test_the_same_question_for_another_place(say: Say) -> None:
    say("Who is the champion at Harbour Tea?")
    other = say("and at Mill Lane Paper?")
    assert (other.request, _accounts(other)) == ("people", ["mill"])
