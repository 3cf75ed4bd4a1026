"""What comes by itself in Slack: digests and briefs, once, and a message to a customer."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import regulars
from bot.views import draft, nudge, regular, rhythm
from handlers import member_preferences
from playbooks.conversations import AuditEntry
from playbooks.facts import Fact, to_json
from playbooks.meetings import Meeting
from playbooks.nudges.values import Nudge
from playbooks.observations import Ticket
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


def test_the_rhythm_of_updates_is_promised_where_the_escalation_is_shown(program: Any) -> None:
    maya, today = program.maya, FRIDAY.date()
    opened = today - timedelta(days=9)
    ticket = Ticket("t1", "acc_foods", opened, title="Sync <!here>", escalated=True, status="open")
    with program.context.workspace.writing() as writer:
        writer.put(replace(ticket, update_every_days=2))
        writer.put(Contact("c1", "acc_foods", "Fiona Bianchi", role="champion", language="it"))
    assert regulars.look(program.parts) == 1
    program.settle()
    assert "È ora di un aggiornamento" in told(program, maya)
    maya.clicks(rhythm.OPEN, value="t1")
    program.slack.wait_for(lambda: "Chi viene informato?" in modal(program))
    assert "<!here>" not in modal(program)
    late = maya.submits({"until": str(today - timedelta(days=1))})
    assert "è passato" in late.errors["until"]
    until = today + timedelta(days=20)
    sent = {"contact": "c1", "days": "5", "until": str(until)}
    assert maya.submits(sent).errors == {}
    program.settle()
    assert "Fiona Bianchi riceve da noi un aggiornamento ogni 5 giorni" in told(program, maya)
    with program.context.workspace.reading() as reader:
        kept = reader.get(Ticket, "t1")
        [entry] = reader.find(AuditEntry, action="ticket.rhythm")
    assert kept is not None
    assert (kept.update_every_days, kept.update_contact, kept.update_until) == (5, "c1", until)
    assert entry.actor == maya.id


def test_the_rhythm_opens_from_the_nudge_about_the_escalation_too(program: Any) -> None:
    day = FRIDAY.date()
    late = Fact("escalation_days_overdue", 3, day, "ticket", "t1", unit="days")
    kept = Nudge("n1", "acc_foods", "escalation_overdue", "t1", program.maya.id, 1, day)
    with program.context.workspace.writing() as writer:
        writer.put(Ticket("t1", "acc_foods", day, title="Sync", escalated=True))
        writer.put(replace(kept, facts=(to_json(late),)))
    program.maya.opens_home()
    program.settle()
    choice = nudge.more_value(nudge.RHYTHM, "t1")
    program.maya.clicks_at_home(nudge.MORE, choose=choice)
    program.slack.wait_for(lambda: "Chi viene informato?" in modal(program))
    assert program.maya.submits({"days": "3"}).errors == {}
    with program.context.workspace.reading() as reader:
        found = reader.get(Ticket, "t1")
    assert found is not None
    assert (found.update_every_days, found.update_contact) == (3, None)


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
