"""What people judge in Slack: diagnostic answers, an account's band, why a customer bought."""

import json
from datetime import timedelta
from typing import Any

from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.health.values import Override, PersonAnswer, Verdict
from playbooks.intents import Intent, IntentReading

OPEN = "journey.proactive"
RECORDED = "communication.two_way"


def kept(program: Any, kind: type[Any]) -> list[Any]:
    """Everything of a kind that the records hold."""
    with program.context.workspace.reading() as reader:
        found: list[Any] = reader.find(kind)
    return found


def whole(message: Any) -> str:
    """Everything that a message says, in one piece."""
    return json.dumps(message, ensure_ascii=False)


def ask(program: Any, question: str) -> Any:
    """Sam's question in his conversation with the app, and the answer to it."""
    program.sam.says(question)
    program.settle()
    return program.slack.posted(program.sam)[-1]


def open_form(program: Any, button: str) -> None:
    """The form that a button of Sam's newest answer opens."""
    calls = len(program.slack.calls("views.open"))
    program.sam.clicks(button)
    program.slack.wait_for_call("views.open", calls + 1)


def test_a_csm_answers_what_is_unknown_sees_what_moved_and_takes_it_back(told: Any) -> None:
    answer = ask(told, "How is Northgate Foods doing?")
    assert "Can you tell?" in whole(answer)
    open_form(told, "diagnosis_answer")
    assert "Today: unknown." in whole(told.slack.modal_of(told.sam))
    assert len(told.sam.submits({}).errors) == 1
    unanswered = told.sam.submits({f"reason:{OPEN}": "We called"})
    assert list(unanswered.errors) == [f"reason:{OPEN}"]
    told.sam.clicks_in_modal(f"diagnosis_verdict:{OPEN}", choose="yes")
    sent = told.sam.submits()
    assert not sent.errors
    told.settle()
    [given] = kept(told, PersonAnswer)
    assert (given.question, given.verdict, given.reason) == (OPEN, Verdict.YES, "We called")
    thanks = whole(told.slack.posted(told.sam)[-1])
    assert "Thank you. Saved for *Northgate Foods*" in thanks
    assert "Are we proactive along the path? Now yes, was unknown" in thanks
    assert "→ *" in thanks
    sent.delivery.again()
    told.sam.clicks("undo")
    told.settle()
    assert kept(told, PersonAnswer) == []
    written = [entry.action for entry in kept(told, AuditEntry)]
    assert written == ["health.answered", "person_answer.undone"]


def test_a_dispute_without_a_reason_comes_back_and_with_one_keeps_both_sides(told: Any) -> None:
    ask(told, "How is Northgate Foods doing?")
    open_form(told, "diagnosis_correct")
    shown = whole(told.slack.modal_of(told.sam))
    assert "Today: *yes* (notes and handoff), as of 20 Nov 2026." in shown
    bare = told.sam.submits({f"diagnosis_verdict:{RECORDED}": "no"})
    assert list(bare.errors) == [f"reason:{RECORDED}"]
    assert kept(told, PersonAnswer) == []
    told.sam.submits({f"reason:{RECORDED}": "They only listened"})
    told.settle()
    answer = whole(ask(told, "How is Northgate Foods doing?"))
    assert "Sources disagree" in answer
    assert "They only listened" in answer
    assert "Danny Foss" in answer
    with told.context.workspace.writing() as writer:
        writer.put(Account("acc_foods", "Northgate Foods", owner=told.maya.id))
    open_form(told, "diagnosis_answer")
    assert "There is no such account" in whole(told.slack.modal_of(told.sam))


def test_a_band_is_set_in_a_form_or_in_words_and_why_they_bought_is_said(told: Any) -> None:
    ask(told, "How is Northgate Foods doing?")
    open_form(told, "health_override")
    told.sam.submits({"band": "at_risk", "reason": "Their CFO froze the budget"})
    told.settle()
    [given] = kept(told, Override)
    assert given.expires == told.context.today() + timedelta(days=30)
    assert "Health now counts as *at risk*" in whole(told.slack.posted(told.sam)[-1])
    said = "Override the health of Northgate Foods to on watch until 1 March because Danny left"
    assert "I would set the health of Northgate Foods to on watch" in whole(ask(told, said))
    assert len(kept(told, Override)) == 1
    told.sam.clicks("save_proposed")
    told.settle()
    [newest] = [one for one in kept(told, Override) if one.id != given.id]
    assert (newest.band, newest.reason) == ("watch", "Danny left")
    assert (newest.expires.month, newest.expires.day) == (3, 1)
    assert "Say why they bought" in whole(ask(told, "Why did Northgate Foods buy from us?"))
    open_form(told, "intent_state")
    assert list(told.sam.submits({"intent": "other"}).errors) == ["free_text"]
    told.sam.submits({"intent": "pilot_to_expand", "quote": "Prove it in one depot first"})
    told.settle()
    [stated] = kept(told, IntentReading)
    assert (stated.intent, stated.author) == (Intent.PILOT_TO_EXPAND, told.sam.id)
    assert "What it asks of us" in whole(told.slack.posted(told.sam)[-1])
