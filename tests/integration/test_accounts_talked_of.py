"""Which account a turn without its name is about, in a conversation."""

from datetime import date

import pytest

from bot.bench import understanding as bench
from handlers import understand
from handlers.understand import Question, Turn

ACCOUNTS, MEMBERS = bench.workspace()
TODAY = date(2026, 6, 17)


def meant(text: str, *turns: str) -> list[str]:
    earlier = [Turn("user", turn) for turn in turns]
    question = Question(text, "U_MAYA")
    found = understand.understand(question, None, earlier, ACCOUNTS, MEMBERS, TODAY)
    return sorted(account.name for account in found.accounts)


@pytest.mark.parametrize(
    "text",
    [
        "ok. and since 14 Oct, has anything moved there?",
        "Thank you. Should they worry us?",
        "va bene. allora quel cliente è a rischio?",
        "tra quelle persone chi ci sostiene?",
        "截止日是我们跟他们约定的吗？",
        "安装手册我们说过哪天给吗",
        "how does one handle a renewal when the score is falling?",
    ],
)
def test_what_goes_on_without_a_name_is_about_the_account_talked_of(text: str) -> None:
    assert meant(text, "how is Globex doing?") == ["Globex"]


@pytest.mark.parametrize(
    "text",
    [
        "thanks for that!",
        "bye, see you there",
        "which accounts renew next month?",
        "how is Luca loaded?",
        "who on the team has hours left?",
        "what is churn?",
    ],
)
def test_what_is_about_all_or_about_us_leaves_the_account_talked_of(text: str) -> None:
    assert meant(text, "how is Globex doing?") == []


@pytest.mark.parametrize(
    "text",
    [
        "put it next to Kestrel",
        "side by side with Kestrel?",
        "affiancala a Kestrel",
        "e fianco a fianco con Kestrel?",
        "跟Kestrel放一起看",
        "比Kestrel强还是弱",
    ],
)
def test_a_second_name_is_held_against_the_account_talked_of(text: str) -> None:
    assert meant(text, "how is Globex doing?") == ["Globex", "Kestrel Logistics"]


def test_half_a_name_tells_an_account_from_its_namesake() -> None:
    both = ["Northwind Energy", "Northwind Traders"]
    assert meant("and compared with Traders?", "how is Northwind Energy?") == both
    assert meant("northwind那两家，traders和energy，先看谁？") == both
    assert meant("northwind traders or energy first?") == both
    assert meant("northwind traders, rising energy costs") == ["Northwind Traders"]
    assert meant("is NW Traders happy") == ["Northwind Traders"]
    assert meant("how much energy does northwind use?") == []


@pytest.mark.parametrize(
    "text",
    [
        "compare the two Northwinds",
        "le due Northwind, una accanto all'altra",
        "把两家northwind对比一下",
    ],
)
def test_two_of_one_name_are_both_meant_when_somebody_says_two(text: str) -> None:
    assert meant(text) == ["Northwind Energy", "Northwind Traders"]


def test_one_more_account_joins_those_that_are_compared() -> None:
    three = ["Acme Manufacturing", "Globex", "Kestrel Logistics"]
    assert meant("and add Kestrel too", "compare Acme and Globex") == three
    assert meant("anche Kestrel", "confronta Acme e Globex") == three


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("is the middle one at risk?", "Globex"),
        ("quella di mezzo rischia?", "Globex"),
        ("最后那家有风险吗", "Kestrel Logistics"),
        ("come va sulla prima?", "Acme Manufacturing"),
    ],
)
def test_one_of_a_list_is_meant_by_its_place(text: str, account: str) -> None:
    turns = (
        Turn("user", "which renewals are due?"),
        Turn("assistant", "Three: Acme Manufacturing, Globex and Kestrel Logistics."),
    )
    found = understand.understand(Question(text, "U_MAYA"), None, turns, ACCOUNTS, MEMBERS, TODAY)
    assert [one.name for one in found.accounts] == [account]
    assert found.request == "health"


@pytest.mark.parametrize(
    "text", ["good grief. and Kestrel?", "Caspita. E Kestrel?", "天啊……那Kestrel呢？"]
)
def test_a_remark_before_a_name_changes_nothing_of_what_is_asked(text: str) -> None:
    turns = (Turn("user", "what changed at Globex this month?"),)
    found = understand.understand(Question(text, "U_MAYA"), None, turns, ACCOUNTS, MEMBERS, TODAY)
    assert (found.request, [one.name for one in found.accounts]) == (
        "changes",
        ["Kestrel Logistics"],
    )


def test_an_unknown_paper_mill_is_asked_about_as_any_company() -> None:
    question = Question("南屏纸业怎么样", "U_MAYA")
    found = understand.understand(question, None, (), ACCOUNTS, MEMBERS, TODAY)
    assert (found.request, found.unknown_name) == ("health", "南屏纸业")
