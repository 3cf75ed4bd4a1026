"""What comes by itself and what of it counts is said in the reference."""

from pathlib import Path

from handlers.digests import occasions
from handlers.digests.occasions import Kind
from handlers.nudges import budget
from playbooks.people import Role

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "messages.md"


def test_the_reference_names_every_kind_and_the_limits() -> None:
    said = REFERENCE.read_text(encoding="utf-8")
    assert all(f"`{kind.value}`" in said for kind in Kind)
    assert f"the {budget.BUDGET} of a day" in said
    assert f"{budget.IN_DIGEST} in each, {budget.DIGESTS} at most" in said
    assert f"{occasions.RENEWAL_DAYS} days ahead" in said
    assert f"from {occasions.EVENING}:00" in said


def test_a_manager_hears_of_the_team_and_everybody_else_of_their_accounts() -> None:
    assert occasions.offered(Role.MANAGER)[0] is Kind.TEAM
    assert {occasions.offered(role)[0] for role in Role if role is not Role.MANAGER} == {
        Kind.PORTFOLIO
    }
