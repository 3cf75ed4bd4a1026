"""PreSales log hours, gaps and judgements by one line to the app, and confirm with one click."""

from typing import Any

from playbooks.observations import Activity, ProductGap
from playbooks.presales import Finding


def kept(program: Any, kind: type[Any]) -> list[Any]:
    """Everything of a kind that the records hold."""
    with program.context.workspace.reading() as reader:
        found: list[Any] = reader.find(kind)
    return found


def test_a_line_becomes_an_activity_that_is_confirmed_once_and_undone(program: Any) -> None:
    program.sam.says("2h POV workshop with Valdora yesterday")
    program.settle()
    assert kept(program, Activity) == []
    program.sam.clicks("save_proposed").again()
    program.settle()
    [activity] = kept(program, Activity)
    assert (activity.account_id, activity.kind, activity.hours) == ("acc_valdora", "workshop", 2.0)
    assert (activity.member, str(activity.date)) == (program.sam.id, "2026-11-19")
    program.sam.clicks("undo")
    program.settle()
    assert kept(program, Activity) == []


def test_gaps_and_technical_wins_are_logged_with_kind_and_reason(program: Any) -> None:
    program.sam.says("Product gap at Valdora: no single sign-on, deal breaker")
    program.settle()
    program.sam.clicks("save_proposed")
    program.settle()
    [gap] = kept(program, ProductGap)
    assert (gap.title, gap.kind) == ("no single sign-on", "deal_breaker")
    program.sam.says("Technical win at Valdora because our API was faster")
    program.settle()
    program.sam.clicks("save_proposed")
    program.settle()
    [finding] = kept(program, Finding)
    assert (finding.outcome, finding.reason) == ("technical_win", "our API was faster")
