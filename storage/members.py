"""Members who were recorded before Slack told their id: one person, one id."""

from sqlalchemy import Table, delete, update

from playbooks import (
    accounts,
    conversations,
    encounters,
    handoffs,
    intents,
    member_preferences,
    notes,
    observations,
    people,
    presales,
)
from playbooks.health import values as health
from playbooks.nudges import tellings
from playbooks.nudges import values as nudges
from storage.values import table_of
from storage.workspace import Writer

PEOPLE: dict[type, tuple[str, ...]] = {
    accounts.Account: ("owner", "account_executive", "solution_architect"),
    people.Member: ("manager",),
    notes.Note: ("author",),
    handoffs.Handoff: ("author",),
    handoffs.Promise: ("owner",),
    intents.IntentReading: ("author",),
    observations.Activity: ("member",),
    encounters.Encounter: ("member",),
    presales.Finding: ("member",),
    health.PersonAnswer: ("author",),
    health.Override: ("author",),
    nudges.Nudge: ("owner", "passed_from", "passed_by", "escalated_to"),
    tellings.Telling: ("member",),
    member_preferences.MemberPreferences: ("id",),
    conversations.Reply: ("asker",),
    conversations.Feedback: ("member",),
    conversations.AuditEntry: ("actor",),
}
"""The columns that name a member."""


def rename(writer: Writer, known_as: str, slack_id: str) -> None:
    """Give everything of the member `known_as` to the Slack user id, and drop the old id."""
    for kind, columns in PEOPLE.items():
        for column in columns:
            _replace(writer, table_of(kind), column, known_as, slack_id)
    members = table_of(people.Member)
    mine = (members.c.team_id == writer.team_id, members.c.id == known_as)
    writer.connection.execute(delete(members).where(*mine))


def _replace(writer: Writer, table: Table, column: str, before: str, after: str) -> None:
    mine = (table.c.team_id == writer.team_id, table.c[column] == before)
    writer.connection.execute(update(table).where(*mine).values({column: after}))
