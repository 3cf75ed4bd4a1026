"""What a note says is missed in the product: each thing by itself, with its own weight."""

from datetime import date

import pytest

from handlers import note_reading
from handlers.note_reading import MOST_GAPS
from playbooks.notes import Note
from playbooks.observations import ProductGap


def gaps_of(text: str) -> tuple[ProductGap, ...]:
    return note_reading.read(Note("N1", "A1", date(2026, 11, 20), text)).gaps


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gap 1: no SSO with Azure, a deal breaker for IT. Gap 2: no PDF export, nice to have. "
            "They liked the dashboards.",
            [
                ("no SSO with Azure, a deal breaker for IT.", "deal_breaker"),
                ("no PDF export", "nice_to_have"),
            ],
        ),
        (
            "Demo, good on docks. Gap 1: slotting does not know odd-sized items (over 2.4 m), "
            "Silvia says deal breaker. Gap 2: carrier portal has no SMS, challenge.",
            [
                ("slotting does not know odd-sized items (over 2.4 m)", "deal_breaker"),
                ("carrier portal has no SMS", "challenge"),
            ],
        ),
        (
            "They miss three things:\n- no offline mode for the handhelds\n"
            "- the API cannot return part shipments, which is a showstopper for them\n"
            "- a dark theme would be nice to have\nNext call on Tuesday.",
            [
                ("no offline mode for the handhelds", "challenge"),
                (
                    "the API cannot return part shipments, which is a showstopper for them",
                    "deal_breaker",
                ),
                ("a dark theme would be nice to have", "nice_to_have"),
            ],
        ),
        (
            "Missing features: SSO (deal breaker), audit log, SCIM (nice to have).",
            [
                ("SSO", "deal_breaker"),
                ("audit log", "challenge"),
                ("SCIM", "nice_to_have"),
            ],
        ),
        (
            "Review: 1) bulk import missing 2) no Gantt view 3) Anna is back in June.",
            [("bulk import missing", "challenge"), ("no Gantt view", "challenge")],
        ),
        (
            "Manca il single sign-on, senza non firmano. Manca anche l'esportazione in Excel, "
            "ma possono aspettare. Il resto è piaciuto.",
            [
                ("Manca il single sign-on, senza non firmano.", "deal_breaker"),
                ("Manca anche l'esportazione in Excel, ma possono aspettare.", "nice_to_have"),
            ],
        ),
        (
            "待补功能：1）不支持批量导入，影响上线；2）没有甘特图；3）报表不能定时发送。预算没问题。",
            [
                ("不支持批量导入，影响上线", "challenge"),
                ("没有甘特图", "challenge"),
                ("报表不能定时发送", "challenge"),
            ],
        ),
    ],
)
def test_each_thing_that_is_missed_is_a_gap_with_the_weight_told_beside_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(gap.title, gap.kind) for gap in gaps_of(text)] == expected
    assert all(title in text for title, _ in expected)


@pytest.mark.parametrize(
    "text",
    [
        "They miss an export to Excel. That is a deal breaker for IT.",
        "Non hanno il connettore SAP nel nostro prodotto. Per loro è bloccante.",
        "没有SAP接口。这是硬伤。",
    ],
)
def test_a_sentence_that_only_weighs_a_gap_is_none_of_its_own(text: str) -> None:
    assert [gap.kind for gap in gaps_of(text)] == ["deal_breaker"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Two blockers: no batch picking and no Italian keyboard.",
            [("no batch picking", "deal_breaker"), ("no Italian keyboard", "deal_breaker")],
        ),
        (
            "What is missing is SSO and batch export, both deal breakers.",
            [("SSO", "deal_breaker"), ("batch export", "deal_breaker")],
        ),
        (
            "Still missing: SSO and an audit log.",
            [("SSO", "challenge"), ("an audit log", "challenge")],
        ),
        (
            "他们缺批量拣货和意大利语键盘。",
            [("批量拣货", "challenge"), ("意大利语键盘", "challenge")],
        ),
        (
            "系统不支持批量打印，也不支持导出Excel。",
            [("系统不支持批量打印", "challenge"), ("不支持导出Excel", "challenge")],
        ),
        ("Missing SFTP.", [("Missing SFTP.", "challenge")]),
        (
            "They miss an export to Excel and want a second look at the price.",
            [("They miss an export to Excel and want a second look at the price.", "challenge")],
        ),
    ],
)
def test_things_that_one_sentence_names_are_gaps_of_their_own(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(gap.title, gap.kind) for gap in gaps_of(text)] == expected


def test_gaps_have_ids_of_their_own_and_no_more_are_kept_than_the_form_can_show() -> None:
    many = gaps_of("\n".join(f"Gap {number}: no export of list {number}." for number in range(12)))
    assert len(many) == len({gap.id for gap in many}) == MOST_GAPS
    assert many[0].id == "N1.gap"


@pytest.mark.parametrize("text", ["No gaps at all, they renew in June.", "Gap: none.", ""])
def test_a_note_without_a_gap_has_none(text: str) -> None:
    assert gaps_of(text) == ()
