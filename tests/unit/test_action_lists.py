"""Lists of who is to do what by when: each line is a promise of whoever it names."""

from datetime import date

import pytest

from handlers import note_reading
from knowledge.notes import action_lists
from playbooks.notes import Note
from playbooks.people import Contact, Member, Role

KNOWN = ("yuki", "declan", "curtis", "romano", "何静", "郭莹", "季明")


def items(text: str) -> list[tuple[str, str, str | None] | None]:
    """Who, what and when of each item; None for what is done already."""
    return [
        (item.name, item.said.what, item.said.when) if item.said else None
        for item in action_lists.read(text, KNOWN)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Actions, QBR 7 Oct\n- Yuki: rerun the forecast (16 Oct)\n- Declan: intro, DONE",
            [("yuki", "rerun the forecast", "16 Oct"), None],
        ),
        (
            "[ ] Yuki – ADA letter – by 6/26\n[x] Declan – SSO metadata – by 6/20\n"
            "AP3 Curtis – passes for two of our engineers – 24 July",
            [
                ("yuki", "ADA letter", "6/26"),
                None,
                ("curtis", "passes for two of our engineers", "24 July"),
            ],
        ),
        (
            "Azioni:\na) Romano – piano turni – mar 15/9\nb) Curtis – firma – fatta in riunione\n"
            "c) Declan: inviare l'anagrafica, lun 29",
            [("romano", "piano turni", "15/9"), None, ("declan", "inviare l'anagrafica", "29")],
        ),
        (
            "待办\n☐ 立项材料 — 何静 — 9月11日\n☑ 报价 — 郭莹 — 已发\n季明：导出明细，7月31日前",
            [("何静", "立项材料", "9月11日"), None, ("季明", "导出明细", "7月31日")],
        ),
        (
            "Actions\nYuki: signed order form (7 Dec)\nDeclan: sent on Monday\nCurtis: nothing",
            [("yuki", "signed order form", "7 Dec"), None, None],
        ),
        ("after the call: – Yuki – the list – 3 Sep", [("yuki", "the list", "3 Sep")]),
        ("next:\n* me – usage split – 3 Sep", [("", "usage split", "3 Sep")]),
        (
            "To do\nYuki: get the form signed by legal",
            [("yuki", "get the form signed by legal", None)],
        ),
    ],
)
def test_each_item_tells_who_does_what_until_when_unless_it_is_done(
    text: str, expected: list[tuple[str, str, str | None] | None]
) -> None:
    assert items(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Yuki: next I call the bank\nDeclan: fine",
        "Yuki: what are the next steps?\nDeclan: no idea",
        "Yuki – head of data – likes us",
        "Somebody – the list – 16 Oct",
        "",
    ],
)
def test_a_talk_and_a_list_of_something_else_hold_no_items(text: str) -> None:
    assert items(text) == []


def test_a_note_keeps_an_item_as_the_promise_of_its_side_and_nothing_else_of_its_line() -> None:
    text = "Action items\n- Yuki: send the forecast (16 Oct)\n- Curtis: send the passes (17 Oct)"
    contacts = [Contact("c1", "a", "Curtis Lane")]
    members = [Member("U1", "Yuki Mori", role=Role.CSM)]
    known = note_reading.acquainted(contacts, note_reading.our_people(members))
    read = note_reading.read(Note("n", "a", date(2026, 10, 7), text, author="U2"), known)
    assert [(one.what, one.owner, one.due) for one in read.promises] == [
        ("send the forecast", "U1", date(2026, 10, 16))
    ]
    assert [(one.what, one.owner, one.due) for one in read.theirs] == [
        ("send the passes", "Curtis Lane", date(2026, 10, 17))
    ]


def test_a_talk_below_such_a_line_is_no_list() -> None:
    talk = "Romano call, follow-up\nYuki: who owns the quote once it is sent?\nRomano: who sent it."
    assert items(talk) == []
