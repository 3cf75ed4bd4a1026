"""How much a gap in the product weighs, in the note's own words."""

from datetime import date

import pytest

from handlers import note_reading
from playbooks import gaps
from playbooks.notes import Note


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Missing: an SFTP connector, a deal breaker for them.", "deal_breaker"),
        ("Gap: no lot field in the app, they call it a challenge, not a blocker.", "challenge"),
        ("Gap: no dark mode, no longer a deal breaker in his words.", "challenge"),
        ("Gap: no offline mode. It isn't a deal breaker any more.", "challenge"),
        ("Gap: no API, not a deal breaker but it would be nice to have.", "nice_to_have"),
        ("Gap: no API, a deal breaker for finance, Ann a nice to have.", "deal_breaker"),
        ("Manca l'esportazione in PDF, per loro è bloccante.", "deal_breaker"),
        ("Manca l'esportazione in PDF, ma non è bloccante.", "challenge"),
        ("Manca l'esportazione in PDF, che non è più indispensabile.", "challenge"),
        ("缺少批量导出功能，这是硬伤。", "deal_breaker"),
        ("缺少批量导出功能，不是硬伤。", "challenge"),
        ("缺少批量导出功能，已经不再是硬伤。", "challenge"),
    ],
)
def test_a_gap_weighs_what_the_words_say_and_not_what_they_deny(text: str, kind: str) -> None:
    read = note_reading.read(Note("N1", "A1", date(2026, 11, 20), text))
    assert [gap.kind for gap in read.gaps] == [kind]


def test_gaps_that_a_seller_lists_keep_the_weight_written_beside_each() -> None:
    written = "Single sign-on (challenge); offline app (deal breaker), PDF export（锦上添花）；SMS"
    assert gaps.listed(written) == [
        ("Single sign-on (challenge)", "challenge"),
        ("offline app (deal breaker)", "deal_breaker"),
        ("PDF export（锦上添花）", "nice_to_have"),
        ("SMS", None),
    ]
