"""Columns that name a member: each is known, so that two records of one person become one."""

from sqlmodel import SQLModel

from storage import members

NAMES_OF_PEOPLE = {
    *("actor", "account_executive", "asker", "author", "escalated_to", "manager", "member"),
    *("members", "owner", "passed_by", "passed_from", "solution_architect"),
}
OF_CUSTOMERS = {"customer_promise.owner"}
"""Columns of these names that hold somebody at the customer's."""


def test_every_column_that_sounds_like_a_member_is_known_to_hold_one() -> None:
    known = {f"{column.table.name}.{column.name}" for column in members.columns()}
    sounding = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if column.name in NAMES_OF_PEOPLE
    }
    assert sounding - OF_CUSTOMERS == known - {"member_preferences.id"}
