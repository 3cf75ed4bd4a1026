"""Which rule's letter a matter is about, and which matters are the writer's own."""

import re

import pytest

from handlers.drafting import letters, matters

NAMED = [
    ("the renewal", "renewal_falling"),
    ("their upcoming contract renewal", "renewal_falling"),
    ("rinnovo", "renewal_falling"),
    ("il rinnovo del contratto", "renewal_falling"),
    ("续约", "renewal_falling"),
    ("续约的事", "renewal_falling"),
    ("formazione", "training_incomplete"),
    ("the open ticket", "escalation_overdue"),
    ("la segnalazione aperta", "escalation_overdue"),
    ("未结工单", "escalation_overdue"),
    ("what they promised us", "their_promise_due"),
    ("their promise", "their_promise_due"),
    ("客户的承诺", "their_promise_due"),
    ("our promise", "promise_due_or_broken"),
    ("la nostra promessa", "promise_due_or_broken"),
    ("使用情况", "usage_falling"),
]

OWN = [
    "",
    "the new price at the renewal",
    "aumento del canone al rinnovo",
    "续约价格",
    "the renewal and the training",
    "the new warehouse",
    "Rosa",
    "training of the new colleagues in Bari",
]


@pytest.mark.parametrize(("topic", "rule"), NAMED)
def test_a_matter_that_is_named_alone_has_its_rules(topic: str, rule: str) -> None:
    assert matters.rules_of(topic)[:1] == (rule,)


@pytest.mark.parametrize("topic", OWN)
def test_who_says_more_writes_about_a_matter_of_their_own(topic: str) -> None:
    assert matters.rules_of(topic) == ()


def test_every_matter_leads_to_letters() -> None:
    assert {rule for one in matters.MATTERS for rule in one.rules} <= set(letters.LETTERS)
    assert all(re.compile(one.latin) and re.compile(one.chinese) for one in matters.MATTERS)
