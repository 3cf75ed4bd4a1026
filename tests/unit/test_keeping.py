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
        ("第二批培训", "云栈的第二批培训昨天完成了"),
        ("call Rosa back", "I called Rosa back on Monday."),
        ("the priced option", "Stratherne priced option: done"),
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
        ("the floor plan", "Sent a draft of the floor plan to Theo."),
        ("第二批培训", "第二批培训完成了60%"),
        ("培训所有人", "培训所有人，已完成一半"),
        ("the floor plan", "Anna wants the floor plan."),
    ],
)
def test_what_is_not_done_or_another_deed_tells_nothing(what: str, text: str) -> None:
    assert told(what, text) is None


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("I sent Victor the offer on Wednesday", "the offer"),
        ("the offer was delivered on 18 November", "the offer"),
        ("Ho mandato il piano lunedì", "il piano"),
        ("方案昨天已经发给王敏", "方案"),
    ],
)
def test_what_a_clause_tells_as_done_is_no_promise(text: str, promised: str) -> None:
    start = text.index(promised)
    assert keeping.is_done(text, (start, start + len(promised)))


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("Sent the draft, I will send the offer on Friday", "send the offer"),
        ("The offer is to be delivered by Friday", "The offer"),
        ("Ho mandato la bozza e mando il piano lunedì", "mando il piano"),
        ("方案周五前发给王敏", "方案"),
    ],
)
def test_what_is_yet_to_be_done_is(text: str, promised: str) -> None:
    start = text.index(promised)
    assert not keeping.is_done(text, (start, start + len(promised)))
