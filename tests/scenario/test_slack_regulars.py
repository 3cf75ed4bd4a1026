"""What comes by itself in Slack: digests and briefs, once, and a message to a customer."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import regulars
from bot.views import draft, nudge, regular
from handlers import member_preferences
from playbooks.meetings import Meeting
from playbooks.nudges.values import Nudge
from playbooks.people import Contact

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def told(program: Any, person: Any) -> str:
    return json.dumps(program.slack.messages(person), ensure_ascii=False)


def modal(program: Any) -> str:
    return json.dumps(program.slack.modal_of(program.maya), ensure_ascii=False)


def test_the_brief_before_a_meeting_comes_once_and_can_be_done_without(program: Any) -> None:
    soon = FRIDAY + timedelta(minutes=50)
    with program.context.workspace.writing() as writer:
        writer.put(Meeting("K1", "acc_foods", soon, "Review", members=(program.maya.id,)))
    assert regulars.look(program.parts) == 1
    assert regulars.look(program.parts) == 0
    program.settle()
    shown = told(program, program.maya)
    assert shown.count("Prima del tuo incontro") == 1
    assert "Northgate Foods" in shown
    program.maya.clicks(regular.STOP)
    program.settle()
    assert "D’ora in poi non ricevi più" in told(program, program.maya)
    later = Meeting("K2", "acc_valdora", soon, "Second", members=(program.maya.id,))
    with program.context.workspace.writing() as writer:
        writer.put(later)
    assert regulars.look(program.parts) == 0


def test_what_comes_at_its_own_time_is_chosen_beside_the_quiet_hours(program: Any) -> None:
    kept = Nudge("n1", "acc_foods", "silence", "e", program.maya.id, 1, date(2026, 11, 20))
    with program.context.workspace.writing() as writer:
        writer.put(kept)
    program.maya.opens_home()
    program.settle()
    program.maya.clicks_at_home(nudge.MORE, choose=nudge.more_value(nudge.QUIET_HOURS, "n1"))
    program.slack.wait_for(lambda: "Inviami anche" in modal(program))
    assert "non contano tra i 5 messaggi" in modal(program)
    program.maya.submits({"regulars": ["portfolio_digest", "renewal_brief"]})
    wishes = member_preferences.read(program.context, program.maya.id)
    assert set(wishes.without) == {"meeting_brief", "escalation_update"}


def test_a_message_to_a_customer_is_edited_in_a_form_and_taken_along(program: Any) -> None:
    with program.context.workspace.writing() as writer:
        writer.put(Contact("c1", "acc_foods", "Fiona Bianchi", role="champion", language="it"))
        writer.put(Contact("c2", "acc_foods", "Owen Hill", language="en", email="o@x.example"))
        kept = Nudge("n1", "acc_foods", "silence", "e", program.maya.id, 1, date(2026, 11, 20))
        writer.put(kept)
    program.maya.opens_home()
    program.settle()
    program.maya.clicks_at_home(draft.OPEN, value="n1")
    program.slack.wait_for(lambda: "Gentile Fiona Bianchi," in modal(program))
    program.maya.clicks_in_modal(draft.TO, choose="c2")
    program.slack.wait_for(lambda: "Dear Owen Hill," in modal(program))
    program.maya.submits()
    program.settle()
    shown = told(program, program.maya)
    assert "Non ho inviato nulla" in shown
    assert "mailto:o@x.example" in shown
    assert "rich_text_preformatted" in shown
