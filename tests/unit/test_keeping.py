"""Where a later note may tell that a promise was kept."""

from datetime import date

import pytest

from knowledge.notes import keeping
from playbooks.notes import Note


def told(what: str, *texts: str) -> str | None:
    notes = [Note(f"N{at}", "A1", date(2026, 11, at), text) for at, text in enumerate(texts, 1)]
    found = keeping.told(what, notes)
    return found and found.note.id


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a one-page summary of the year", "Sent Irene the one-pager on the year, as promised."),
        ("piano di recupero con le date", "Mandato il piano di recupero a Paolo e Ivano."),
        ("上线检查清单", "上线检查清单已发给王敏。"),
        ("a priced option", "Sent Victor the offer with the 14-site option, once they join."),
    ],
)
def test_a_note_that_tells_the_deed_as_done_may_tell_that_it_was_kept(what: str, text: str) -> None:
    assert told(what, "Short call, all fine.", text) == "N2"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a one-page summary of the year", "They have not sent the one-page summary of the year."),
        ("piano di recupero con le date", "Il piano di recupero non è ancora stato mandato."),
        ("上线检查清单", "上线检查清单还没发给王敏。"),
        ("the floor plan", "Sent the price list."),
        ("the floor plan", "Anna wants the floor plan."),
    ],
)
def test_what_is_not_done_or_another_deed_tells_nothing(what: str, text: str) -> None:
    assert told(what, text) is None
