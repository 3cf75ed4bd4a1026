"""Names of customers that are ordinary words, typed small, and the same words as words."""

import pytest

from knowledge import names
from playbooks.accounts import Account

ACCOUNTS = (
    Account("a1", "Acme Manufacturing", ("Acme",)),
    Account("a2", "Relay"),
    Account("a3", "Summit Foods"),
    Account("a4", "Orbital Dynamics GmbH", ("Orbital",)),
    Account("a5", "Kestrel Logistics", ("Kestrel",)),
    Account("a6", "Zephyr Air"),
)
INDEX = names.Index(ACCOUNTS)


def found(text: str) -> list[str]:
    return [ACCOUNTS[match.positions[0]].id for match in INDEX.find(text)]


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        ("acme o relay, chi ci chiama di più", ["a1", "a2"]),
        ("which of orbital and acme needs me first", ["a4", "a1"]),
        ("relay vs acme", ["a2", "a1"]),
        ("rank acme, relay, summit", ["a1", "a2", "a3"]),
        ("metti in ordine kestrel, orbital e zephir", ["a5", "a4", "a6"]),
        ("acme跟relay，谁更好", ["a1", "a2"]),
        ("summit和acme哪个好", ["a3", "a1"]),
    ],
)
def test_an_ordinary_word_beside_another_account_is_one(text: str, accounts: list[str]) -> None:
    assert found(text) == accounts


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("has orbital paid", "a4"),
        ("when does summit renew", "a3"),
        ("why did relay pick us", "a2"),
        ("quanti ticket ha aperto relay questa settimana", "a2"),
        ("che obiettivi ha orbital con noi", "a4"),
        ("quanto paga summit", "a3"),
        ("summit churn risk?", "a3"),
        ("summit renewal", "a3"),
        ("summit's drivers want an app", "a3"),
        ("note for summit: champion left", "a3"),
        ("the orbital renewal, where are we", "a4"),
        ("i owe relay a deck", "a2"),
        ("ieri ho sentito orbital, vogliono uno sconto", "a4"),
        ("chi decide in summit", "a3"),
        ("is it true that relay is leaving", "a2"),
        ("orbital want a discount", "a4"),
        ("relay come va", "a2"),
        ("帮我总结一下orbital", "a4"),
        ("call with summit today, they want a rebate", "a3"),
        ("我们答应relay的做了没", "a2"),
        ("停机那天之后，summit的情绪怎么样", "a3"),
        ("who drafted the zephyr contract", "a6"),
        ("missing features on orbital, the sso ones", "a4"),
        ("la responsabile di orbital ha chiamato, era furiosa", "a4"),
        ("da quando è andato via Orbital si è fermata", "a4"),
    ],
)
def test_an_ordinary_word_is_a_customer_where_only_one_can_stand(text: str, account: str) -> None:
    assert found(text) == [account]


@pytest.mark.parametrize(
    "text",
    [
        "can you relay this to the team",
        "relay the message to Tom please",
        "who can relay news to customers",
        "we met at a summit about orbital mechanics",
        "il summit di oggi è saltato",
        "relay race on Saturday with the team",
        "how do I run an executive summit",
        "saw a kestrel from the train",
        "下周有个summit要参加",
        "在summit上见了他们",
        "summit期间不开会",
        "把orbital sander还了",
        "the zephyr tonight is lovely",
        "ci vediamo in via Orbital alle due",
    ],
)
def test_an_ordinary_word_used_as_one_is_no_account(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "tell acme and relay that to Maya",
        "acme, relay it to the team",
        "acme and summit attendees are happy",
        "the mail relay and acme sso are both broken",
        "我把消息relay给acme",
    ],
)
def test_a_word_beside_an_account_may_still_be_a_word(text: str) -> None:
    assert found(text) == ["a1"]


@pytest.mark.parametrize(
    "text", ["Which renewals are due in 90 days?", "what is due today", "le due promesse di oggi"]
)
def test_a_word_of_three_letters_is_no_customer_in_small_letters(text: str) -> None:
    index = names.Index([Account("A1", "Due Mulini", aliases=("Due",))])
    assert list(index.find(text)) == []
