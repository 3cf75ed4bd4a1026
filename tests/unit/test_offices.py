"""Which office or role a question asks after."""

import pytest

from knowledge import offices
from knowledge.offices import Office


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("who is the CFO at Acme?", "finance", "CFO"),
        ("mi dici il nome del direttore finanziario?", "finance", "direttore finanziario"),
        ("Acme的财务总监叫什么？", "finance", "财务总监"),
        ("who's the it guy there", "it", "it guy"),
        ("Acme的IT负责人是谁？", "it", "it负责人"),
        ("do we have a champion at Acme?", "champion", "champion"),
        ("chi ci fa da sponsor?", "executive_sponsor", "sponsor"),
        ("Acme谁拍板？", "decides", "拍板"),
        ("who is our solution architect there?", "solution_architect", "our solution architect"),
        ("come si chiama il capo della carrozzeria?", "", "capo della carrozzeria"),
    ],
)
def test_an_office_is_heard_in_three_languages(text: str, name: str, said: str) -> None:
    asked = offices.asked(text)
    assert asked is not None
    assert (asked.name, asked.said) == (name, said)


@pytest.mark.parametrize(
    "text",
    ["how is Acme doing?", "what did the CFO say?", "who do we know there?", "他们怎么样？"],
)
def test_other_questions_ask_for_no_office(text: str) -> None:
    assert offices.asked(text) is None


@pytest.mark.parametrize(
    ("office", "title", "role", "holds"),
    [
        (Office("finance", "CFO"), "财务总监", None, True),
        (Office("finance", "CFO"), "Finance director", "economic_buyer", True),
        (Office("finance", "CFO"), "Warehouse lead", None, False),
        (Office("finance", "CFO"), None, None, False),
        (Office("decides", "who signs", "roles"), None, "economic_buyer", True),
        (Office("champion", "champion", "roles"), "CFO", "user", False),
        (Office("", "capo della carrozzeria", of="carrozzeria"), "Capo carrozzeria", None, True),
        (Office("csm", "CSM", "ours"), "CSM", None, False),
    ],
)
def test_whoever_has_the_title_or_the_role_holds_it(
    office: Office, title: str | None, role: str | None, holds: bool
) -> None:
    assert offices.holds(office, title, role) is holds
