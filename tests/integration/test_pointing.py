"""Which account is meant where none is named: by people, and by what notes say."""

from datetime import date

import pytest

from handlers import ask, reception
from handlers.answers import Answer, Question
from handlers.context import Context
from handlers.understand import Turn, Understanding
from playbooks.accounts import Account
from playbooks.notes import Direction, Note
from playbooks.people import Contact, Member, Role
from storage import mentions

MEMBERS = (
    Member("UMO", "Mo Tanner", "@mo", role=Role.CSM),
    Member("ULI", "Li Wen", "@li", role=Role.CSM),
    Member("USAL", "Sal Ricci", "@sal", role=Role.SALES),
)
ACCOUNTS = (
    Account("a1", "Redfern Depots", owner="UMO"),
    Account("a2", "Halvor Dairies", owner="UMO"),
    Account("a3", "澄江仓储", owner="ULI"),
    Account("a4", "Okapi Bank", owner="ULI"),
)
CONTACTS = (
    Contact("c1", "a1", "Greta Lindqvist", title="Head of night shift"),
    Contact("c2", "a3", "罗思远", title="运营总监"),
    Contact("c3", "a2", "Nils Aker"),
    Contact("c4", "a4", "Nils Berg"),
)
NOTES = (
    ("n1", "a1", "The forklift batteries in Carpi die after five hours.", False),
    ("n2", "a2", "Cheese line at full speed. They like the new screens.", False),
    ("n3", "a4", "Their treasurer hid a quarrel over Montreux from us.", True),
    ("n4", "a3", "质检组长希望增加语音提示。", False),
)


@pytest.fixture
def four(context: Context) -> Context:
    """Four accounts with people and a note each, one of them private."""
    with context.workspace.writing() as writer:
        for values in (MEMBERS, ACCOUNTS, CONTACTS):
            writer.put_many(values)
        writer.put_many(
            [
                Note(
                    key,
                    account,
                    date(2026, 11, 5),
                    text,
                    "UMO",
                    private=private,
                    direction=Direction.TWO_WAY,
                )
                for key, account, text, private in NOTES
            ]
        )
    return context


def understood(
    four: Context, text: str, asker: str = "@mo", before: str | None = None
) -> Understanding:
    turns = (Turn("user", before),) if before else ()
    with four.workspace.reading() as reader:
        return reception.receive(four, reader, Question(text, asker, turns=turns)).asked


def ids(asked: Understanding) -> list[str]:
    return [account.id for account in asked.accounts]


def test_a_person_or_what_stands_in_notes_leads_to_the_account(four: Context) -> None:
    led = {
        "What did Greta say about the rota?": "a1",
        "le parole esatte di Lindqvist": "a1",
        "Did Luo Siyuan quote a figure for new starters?": "a3",
        "罗总最后怎么说的？": "a3",
        "Why do the forklift batteries in Carpi die?": "a1",
        "语音提示是谁想要的？": "a3",
    }
    assert {text: ids(understood(four, text)) for text in led} == {
        text: [account] for text, account in led.items()
    }


def test_of_two_with_one_first_name_the_one_at_the_askers_account_is_meant(four: Context) -> None:
    text = "What did Nils ask for?"
    assert (ids(understood(four, text)), ids(understood(four, text, "@li"))) == (["a2"], ["a4"])
    asked = understood(four, text, "@sal")
    assert [account.id for account in asked.candidates] == ["a2", "a4"]


def test_somebody_known_only_elsewhere_leads_away_from_what_was_talked_of(four: Context) -> None:
    for text in ("Who is Greta?", "What did we promise Greta Lindqvist in October?"):
        asked = understood(four, text, before="How is Okapi Bank doing?")
        assert ids(asked) == ["a1"], text
        assert [account.id for account in asked.earlier] == ["a4"]
        assert (asked.person, asked.follow_up) == ("Greta Lindqvist", False)


def test_a_name_that_fits_where_one_is_talking_does_not_lead_away(four: Context) -> None:
    of_okapi, of_redfern = "How is Okapi Bank doing?", "How is Redfern Depots doing?"
    stays = (
        ("Who is Nils?", "@mo", of_okapi, "a4"),
        ("What did Nils ask for?", "@mo", of_okapi, "a4"),
        ("What did we promise Greta and Nils?", "@mo", of_okapi, "a4"),
        ("Who is Nils?", "@sal", of_redfern, "a1"),
        ("Log: Greta joined the call with their treasurer", "@mo", of_okapi, "a4"),
    )
    for text, asker, before, account in stays:
        asked = understood(four, text, asker, before)
        assert (ids(asked), asked.candidates) == ([account], ()), text
        assert account not in [left.id for left in asked.earlier]


def test_a_note_that_the_asker_may_not_read_leads_nowhere(four: Context) -> None:
    text = "What was the quarrel over Montreux about?"
    assert ids(understood(four, text, "@sal")) == []
    assert ids(understood(four, text)) == ["a4"]


def test_what_is_asked_of_all_accounts_is_not_narrowed_to_one(four: Context) -> None:
    for text in ("Which of my accounts are at risk?", "How do I re-engage a silent customer?"):
        assert (ids(understood(four, text)), understood(four, text).lead) == ([], None)


def test_a_company_that_stands_nowhere_is_an_unknown_account(four: Context) -> None:
    assert understood(four, "How is Initech doing?").unknown_name == "Initech"


def test_a_contact_that_is_renamed_is_found_by_the_new_name_alone(four: Context) -> None:
    with four.workspace.writing() as writer:
        writer.put(Contact("c1", "a1", "Paula Stern"))
    assert ids(understood(four, "What did Paula say about the rota?")) == ["a1"]
    assert understood(four, "What did Greta say about the rota?").person is None


def test_the_answer_says_why_the_account_is_taken_to_be_meant(four: Context) -> None:
    answer: Answer = ask.answer(four, Question("What did Greta say about the rota?", "@mo"))
    said = "I take this to be about Redfern Depots: Greta Lindqvist is among its contacts."
    assert said in answer.text
    assert "c1" in [citation.id for citation in answer.citations]


def test_names_and_words_are_read_of_one_tenant_newest_first(four: Context) -> None:
    with four.workspace.reading() as reader:
        assert [person.id for person in mentions.people(reader)] == ["c1", "c2", "c3", "c4"]
        assert [note.id for note in mentions.written(reader, ["a1", "a2"])] == ["n1", "n2"]
