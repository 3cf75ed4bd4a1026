"""Accounts found in a text: what names them, and what only looks like it."""

import pytest

from knowledge import names, strangers
from playbooks.accounts import Account

ACCOUNTS = (
    Account("acc_1", "Acme Manufacturing", ("Acme",), "acme-mfg.com"),
    Account("acc_2", "Northwind Traders"),
    Account("acc_3", "Northwind Energy", ("NWE",)),
    Account("acc_4", "Verdana Foods"),
    Account("acc_5", "Summit Foods"),
    Account("acc_6", "Pellegrini Trasporti S.r.l."),
    Account("acc_7", "上海明远物流有限公司"),
    Account("acc_8", "海蓝科技"),
    Account("acc_9", "Relay"),
    Account("acc_10", "Company_1"),
    Account("acc_11", "Company_12"),
    Account("acc_12", "Quillon & Sons"),
    Account("acc_13", "3Rivers Water"),
    Account("acc_14", "Blue Harbor Logistics"),
    Account("acc_15", "天禾农业集团"),
)
INDEX = names.Index(ACCOUNTS)


def found(text: str) -> list[list[str]]:
    return [[ACCOUNTS[p].name for p in match.positions] for match in INDEX.find(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("How is Acme doing?", "Acme Manufacturing"),
        ("acme's renewal", "Acme Manufacturing"),
        ("write to sara@acme-mfg.com", "Acme Manufacturing"),
        ("health of acc_1", "Acme Manufacturing"),
        ("come sta l'Acme?", "Acme Manufacturing"),
        ("what about NWE?", "Northwind Energy"),
        ("northwind traders please", "Northwind Traders"),
        ("nothwind traders please", "Northwind Traders"),
        ("notwhind tradres please", "Northwind Traders"),
        ("Verdana?", "Verdana Foods"),
        ("pelegrini trasporti srl", "Pellegrini Trasporti S.r.l."),
        ("Pellegrini Trasporti SRL", "Pellegrini Trasporti S.r.l."),
        ("明远物流怎么样", "上海明远物流有限公司"),
        ("明远怎么样", "上海明远物流有限公司"),
        ("海蓝科技的续约", "海蓝科技"),
        ("海兰科技的续约", "海蓝科技"),
        ("how is relay doing?", "Relay"),
        ("Tell me about Relay", "Relay"),
        ("Relay just asked for a discount", "Relay"),
        ("relay: how are things", "Relay"),
        ("company 1", "Company_1"),
        ("Company_12 summary", "Company_12"),
        ("Quillon and Sons", "Quillon & Sons"),
        ("3rivers water", "3Rivers Water"),
        ("How is Blue Harbor?", "Blue Harbor Logistics"),
        ("blue harbor logistics health", "Blue Harbor Logistics"),
    ],
)
def test_an_account_is_found_however_it_is_written(text: str, name: str) -> None:
    assert found(text) == [[name]]


@pytest.mark.parametrize(
    "text",
    [
        "customers in the foods business",
        "can you relay this to the team",
        "which company is at risk?",
        "the water is blue",
        "company 13",
        "who are our traders?",
        "what is the energy of the team",
        "物流行业的客户",
        "the summit was good",
        "",
        "?!",
        "🎉",
    ],
)
def test_ordinary_words_and_company_words_are_no_accounts(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "weekend in Verdana con la famiglia",
        "hiking trip near Verdana",
        "flat near Verdana church",
        "住金桥，不上班",
        "浦东金桥的宜家",
        "金桥地铁站见",
        "李金桥下周入职",
    ],
)
def test_the_name_of_a_place_or_of_somebody_is_no_account(text: str) -> None:
    index = names.Index((*ACCOUNTS, Account("acc_16", "金桥食品")))
    assert index.find(text) == []


def test_a_name_that_fits_two_accounts_leaves_both_open() -> None:
    assert found("How is Northwind doing?") == [["Northwind Traders", "Northwind Energy"]]


def test_two_accounts_are_found_in_the_order_of_the_text() -> None:
    assert found("Verdana or Acme?") == [["Verdana Foods"], ["Acme Manufacturing"]]


def test_a_chinese_name_typed_by_its_sound_is_that_account() -> None:
    assert found("海兰科技的健康") == [["海蓝科技"]]
    assert found("天和健康吗") == [["天禾农业集团"]]
    assert found("海兰最近怎么样") == [["海蓝科技"]]
    assert found("还来得及吗") == []
    assert found("今天和王总吃了饭") == []


def test_half_a_name_that_is_an_ordinary_word_still_leads_with_the_rest_misspelt() -> None:
    assert found("Summit foodss wishlist") == [["Summit Foods"]]
    assert found("we met at the summit") == []


def test_numbers_are_never_typos_of_each_other() -> None:
    assert found("Company_2 health") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("How is Initech doing?", "Initech"),
        ("how is initech doing?", "initech"),
        ("Come sta Iniziativa Sudovest?", "Iniziativa Sudovest"),
        ("宏图科技怎么样？", "宏图科技"),
    ],
)
def test_a_name_that_no_account_has_is_seen(text: str, name: str) -> None:
    stranger = strangers.find(text)
    assert stranger is not None
    assert stranger.text == name


@pytest.mark.parametrize(
    "text", ["How do I run a QBR?", "which customers are at risk?", "我的客户", "Is SSO planned?"]
)
def test_field_words_are_no_strangers(text: str) -> None:
    assert strangers.find(text) is None


def test_the_nearest_names_come_first() -> None:
    assert ACCOUNTS[INDEX.nearest("Verdanna")[0]].name == "Verdana Foods"
    assert INDEX.nearest("Zzyzx") == []
