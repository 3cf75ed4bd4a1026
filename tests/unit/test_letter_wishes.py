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
    ("I need an apology letter for Brent at Kestrow", None),
    ("draft mail to Fiona about the night export", "the night export"),
    ("can I have a short email to Fiona about the kickoff?", None),
    ("I have to write to Fiona, prepare the mail", None),
    ("apology letter to Fiona", None),
    ("bozza mail a Renato per l'export notturno", "export notturno"),
    ("ho bisogno di una lettera di scuse per Chiara", None),
    ("fammi una bozza di mail per Elena di Olmetta", None),
    ("devo scrivere a Giorgio Solaro, preparami la mail", None),
    ("给周若岚写封道歉信", None),
    ("帮我写封感谢信给韩玥", None),
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
    "I need the email address of Fiona",
    "we need a reply from Fiona",
    "mail a Rosa rimbalzata?",
    "devo scrivere a Rosa",
    "ho bisogno di una mano per Chiara",
    "Fiona sent an apology letter to Brent",
    "我们收到了一封道歉信",
]

PURPOSES = [
    (
        "write to Helen to thank her and ask whether she'd be a reference",
        "thank you and ask whether you'd be a reference",
    ),
    ("write to Helen to ask her for her figures", "ask you for your figures"),
    ("email to Brent to tell him that they are next", "tell you that you are next"),
    (
        "scrivi a Rosa per ringraziarla e chiederle se può farci da referenza",
        "ringraziarla e chiederle se può farci da referenza",
    ),
    ("scrivi a Stefano per chiedergli i dati del pilota", "chiederle i dati del pilota"),
    ("帮我起草一封给周总的邮件，说明新的日期", "说明新的日期"),
    ("写邮件给周若岚感谢她，并问她能不能做推荐客户", "感谢您，并问您能不能做推荐客户"),
]


@pytest.mark.parametrize(("text", "matter"), WISHES)
def test_a_letter_is_asked_for_and_what_it_is_about(text: str, matter: str | None) -> None:
    assert letter_wishes.is_meant(text)
    if matter is not None:
        assert letter_wishes.matter(text) == matter


@pytest.mark.parametrize("text", OTHER)
def test_what_tells_asks_or_is_for_others_is_no_wish_for_a_letter(text: str) -> None:
    assert not letter_wishes.is_meant(text)


@pytest.mark.parametrize(("text", "purpose"), PURPOSES)
def test_what_a_letter_is_to_do_is_said_to_its_reader(text: str, purpose: str | None) -> None:
    assert letter_wishes.purpose(text) == purpose


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("I need an apology letter for Brent", "apology"),
        ("fammi una lettera di scuse per Chiara", "apology"),
        ("给周若岚写封道歉信", "apology"),
        ("draft a thank-you letter to Helen", "thanks"),
        ("scrivi una mail di ringraziamento a Rosa", "thanks"),
        ("write to Helen about the apology of their board", None),
        ("write to Helen", None),
    ],
)
def test_the_occasion_of_a_letter(text: str, occasion: str | None) -> None:
    assert letter_wishes.occasion(text) == occasion
