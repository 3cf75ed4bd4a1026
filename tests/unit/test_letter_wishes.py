"""A letter to a customer asked for in words, in three languages, and what is none."""

import pytest

from knowledge import letter_wishes

WISHES = [
    ("write to Fiona about the renewal", "the renewal"),
    ("Can you write a short email to Fiona Bianchi regarding their training, please?", None),
    ("draft a message to Valdora about the kickoff", "the kickoff"),
    ("please email Fiona about the open ticket", "the open ticket"),
    ("write to Fiona", None),
    ("scrivi a Rosa sul rinnovo", "rinnovo"),
    ("scrivi a Rosa del rinnovo", "rinnovo"),
    ("scrivi a Rosa dell’aumento per favore", "aumento"),
    ("scrivi alla dottoressa Conti per la formazione", "formazione"),
    ("Puoi scrivere un'email a Rosa Conti riguardo alla formazione?", "formazione"),
    ("preparami una bozza di mail per Valdora", None),
    ("给韩玥写封邮件", None),
    ("请给韩玥写一封关于续约的邮件", "续约"),
    ("帮我写封信给韩玥，谈谈续约", "续约"),
    ("起草一封给韩玥的邮件", None),
]

OTHER = [
    "note that we wrote to Fiona about the renewal",
    "we wrote to Fiona",
    "Write down that Fiona is leaving",
    "write to Valdora's file that Danny left",
    "write to Northgate: they want SSO",
    "Did Maya write to Fiona about the renewal?",
    "who should write to Fiona?",
    "write me a poem about databases",
    "What did Tom write in the handoff to Fiona?",
    "email from Fiona about the renewal",
    "scrivi su Verdana che la formazione è finita",
    "abbiamo scritto a Rosa",
    "a chi posso scrivere in Montefiore?",
    "mail da Rosa sui contratti",
    "给韩玥写了邮件",
    "给韩玥写邮件了吗",
    "帮我给领导写个云帆教育的简介",
    "提醒我周五给Globex发报价",
    "记一下：给韩玥写封邮件",
]


@pytest.mark.parametrize(("text", "matter"), WISHES)
def test_a_letter_is_asked_for_and_what_it_is_about(text: str, matter: str | None) -> None:
    assert letter_wishes.is_meant(text)
    if matter is not None:
        assert letter_wishes.matter(text) == matter


@pytest.mark.parametrize("text", OTHER)
def test_what_tells_asks_or_is_for_others_is_no_wish_for_a_letter(text: str) -> None:
    assert not letter_wishes.is_meant(text)
