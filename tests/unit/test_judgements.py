"""A band set by hand, as people say it in three languages: which, until when, and why."""

from datetime import date

import pytest

from knowledge import judgements

TODAY = date(2026, 11, 22)

SAID = [
    (
        "override Acme's health to at risk until 1 March because their CFO froze the budget",
        ("at_risk", date(2027, 3, 1), "their CFO froze the budget"),
    ),
    (
        "Set Acme's health to green because the CFO told me they renew, until 31/12/2026",
        ("healthy", date(2026, 12, 31), "the CFO told me they renew"),
    ),
    (
        "please mark Northgate Foods as on watch until end of January because of the merger",
        ("watch", date(2027, 1, 31), "the merger"),
    ),
    (
        "imposta la salute di Valdora a rischio fino al 1 marzo perché il CFO è andato via",
        ("at_risk", date(2027, 3, 1), "il CFO è andato via"),
    ),
    ("segna Valdora come sana entro fine gennaio", ("healthy", date(2027, 1, 31), None)),
    (
        "把Valdora的健康状态改为有风险，直到3月1日，因为CFO冻结了预算",
        ("at_risk", date(2027, 3, 1), "CFO冻结了预算"),
    ),
    ("请将澜江的健康状态设为健康，因为他们刚续约", ("healthy", None, "他们刚续约")),
    ("override the health of Valdora", (None, None, None)),
]

OTHER = [
    "How is Valdora's health?",
    "note that Valdora's status is at risk because Danny left",
    "Which accounts are at risk until March?",
    "Valdora è a rischio perché Marta è andata via",
    "为什么Valdora的健康状态变差了？",
    "put Acme's renewal date to 1 March",
]


@pytest.mark.parametrize(("text", "wanted"), SAID)
def test_band_end_and_reason_are_read_out_of_the_words(
    text: str, wanted: tuple[str | None, date | None, str | None]
) -> None:
    assert judgements.is_meant(text)
    found = judgements.read(text, TODAY)
    assert (found.band, found.until, found.reason) == wanted


@pytest.mark.parametrize("text", OTHER)
def test_what_only_speaks_of_health_sets_none(text: str) -> None:
    assert not judgements.is_meant(text)
