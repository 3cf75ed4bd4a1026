"""Marking promises: what a taught model says of each piece becomes stretches, sides and days."""

import numpy as np
import pytest

from knowledge.notes import hearing, promises, reader, tagging
from knowledge.notes.tagging import Floats
from playbooks.errors import NotReady


def scores(marks: str) -> Floats:
    """Scores that are sure of each mark: `.` outside, `B` begins, `I` goes on."""
    return np.array([[5.0 * (mark == one) for one in ".BI"] for mark in marks], np.float32)


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ("..BII.", [(2, 5)]),
        ("BI.BII", [(0, 2), (3, 6)]),
        ("BIBI", [(0, 2), (2, 4)]),
        (".BBI.", [(1, 4)]),
        ("...", []),
        ("", []),
    ],
)
def test_marks_become_stretches_and_a_lone_piece_joins_what_follows(
    marks: str, found: list[tuple[int, int]]
) -> None:
    assert tagging.ranges(scores(marks)) == found


def test_nothing_goes_on_that_has_not_begun() -> None:
    given = scores(".II.")
    assert tagging.ranges(given) in ([], [(1, 3)])


def test_what_was_learned_is_of_the_examples_as_they_stand() -> None:
    with np.load(tagging.TAUGHT) as kept:
        assert int(kept["mark"]) == tagging.mark()


def test_each_promise_of_a_note_has_its_side_and_its_day() -> None:
    text = "I'll send Dana the export by Friday. She will send us the signed DPA next week."
    ours, theirs = reader.read(text).promises
    assert ("export" in ours.what, ours.by_us, ours.when) == (True, True, "Friday")
    assert ("signed DPA" in theirs.what, theirs.by_us, theirs.when) == (True, False, "next week")


def test_days_are_found_in_three_languages_and_where_they_can_be_read_in_two_ways() -> None:
    for text, days in (
        ("Quote by mid-May, rest on 03/04/05.", ["mid-May", "03/04/05"]),
        ("La bozza entro la metà di maggio.", ["metà di maggio"]),
        ("5月中旬给报价。", ["5月中旬"]),
    ):
        assert [text[slice(*day)] for day in promises.days(text)] == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("我们承诺：48 小时内给根因，每周二书面进展。", ["48 小时内"]),
        ("9 月 20 日前给报价", ["9 月 20 日"]),
        ("An update every Tuesday, the plan by Friday.", ["Friday"]),
        ("Un aggiornamento ogni martedì, il piano entro venerdì.", ["venerdì"]),
    ],
)
def test_what_comes_again_and_again_is_no_day_and_figures_may_stand_apart(
    text: str, days: list[str]
) -> None:
    assert [text[slice(*span)] for span in promises.days(text)] == days


def test_a_day_is_read_without_the_full_stop_that_follows_it() -> None:
    text = "Le rifaccio il giro di prova il 22."
    [made] = promises.read(text, hearing.hear(text))
    assert made.when == "22"


def test_what_is_promised_is_told_without_its_day() -> None:
    text = "剩两个仓等网络改造。冯佳反映中文报表里有三处翻译不对，我已记录，承诺下周三前改好。"
    (made,) = reader.promised(text)
    assert (made.what, made.when) == ("改好", "下周三")


def test_without_the_model_promises_are_read_by_their_wording(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone() -> tagging.Tagger:
        raise NotReady("The language model cannot be run: {why}.", why="gone")

    monkeypatch.setattr(tagging, "tagger", gone)
    (said,) = reader.read("I'll send the migration guide by Friday.").promises
    assert (said.what, said.when) == ("send the migration guide", "Friday")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "Renewal signed. The CFO expects a savings figure, I promised him that in person.",
            "a savings figure",
        ),
        (
            "Il CFO si aspetta un numero di risparmio prima del prossimo rinnovo, gliel'ho "
            "promesso io a voce.",
            "un numero di risparmio",
        ),
        ("客户要一份节省报告，这个我口头答应了他。", "节省报告"),
    ],
)
def test_what_is_called_a_promise_afterwards_is_one_of_ours(text: str, what: str) -> None:
    (made,) = reader.read(text).promises
    assert (made.what, made.by_us, made.sure) == (what, True, True)
