"""Files shared with the app: offered to the library, added by a button, taken back by another."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.playground.delivery import Retry
from bot.views import shared_file
from playbooks.content import Document
from playbooks.conversations import AuditEntry
from playbooks.people import Member, Role

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"

GUIDE = (DOCUMENTS / "guide.pdf").read_bytes()


@pytest.fixture
def lee(program: Any) -> Any:
    """A manager who reads English."""
    lee = program.slack.add_member("lee", "Lee Park")
    with program.context.workspace.writing() as writer:
        writer.put(Member(lee.id, "Lee Park", "lee", role=Role.MANAGER))
    return lee


def share(program: Any, person: Any, name: str, written: bytes) -> None:
    person.says("", files=[program.slack.add_file(name, written, person)])
    program.settle()


def last(program: Any, person: Any) -> str:
    """The newest message of the conversation with the app, in one piece."""
    return json.dumps(program.slack.posted(person)[-1], ensure_ascii=False)


def added(program: Any) -> list[Document]:
    with program.context.workspace.reading() as reader:
        return list(reader.find(Document, source="added"))


def test_a_shared_file_goes_into_the_library_by_a_button_and_out_again(
    program: Any, lee: Any
) -> None:
    share(program, lee, "guide.pdf", GUIDE)
    offer = last(program, lee)
    assert "Shall I add *guide.pdf* to the library?" in offer
    assert "Everyone in the workspace will be able to find it and read it" in offer
    assert added(program) == []

    lee.clicks(shared_file.AS_PLAYBOOK)
    program.settle()
    said = last(program, lee)
    assert "*Renewal guide* is in the library." in said
    assert "Playbook · 3 passages · language: English · stage: renewal" in said
    assert "file_as_playbook" not in said
    [document] = added(program)
    assert (document.path, document.kind) == ("guide.pdf", "playbook")

    lee.clicks(shared_file.TAKE_BACK)
    program.settle()
    assert "*Renewal guide* was removed from the library." in last(program, lee)
    assert added(program) == []
    with program.context.workspace.reading() as reader:
        entries = reader.find(AuditEntry)
    assert [(e.action, e.actor) for e in entries] == [
        ("document.added", lee.id),
        ("document.removed", lee.id),
    ]


def test_a_file_is_added_once_however_often_it_comes(program: Any, lee: Any) -> None:
    share(program, lee, "guide.pdf", GUIDE)
    click = lee.clicks(shared_file.AS_EDUCATION)
    program.slack.deliver(click.envelope, retry=Retry())
    program.settle()
    assert len(program.slack.calls("files.download")) == 1
    share(program, lee, "again.pdf", GUIDE)
    lee.clicks(shared_file.AS_PLAYBOOK)
    program.settle()
    assert "The same content is in the library already, as *Renewal guide*." in last(program, lee)
    kept = [(document.path, document.kind) for document in added(program)]
    assert kept == [("guide.pdf", "education")]


def test_a_file_that_is_not_for_the_library_gets_a_fitting_answer(program: Any, lee: Any) -> None:
    share(program, lee, "guide.pdf", GUIDE)
    lee.clicks(shared_file.LEAVE)
    program.settle()
    assert "All right, the file was not added." in last(program, lee)
    share(program, lee, "<!channel> me.png", b"\x89PNG")
    assert "I cannot read" in last(program, lee)
    assert "<!channel>" not in last(program, lee)
    share(program, program.maya, "pictures.pdf", (DOCUMENTS / "pictures.pdf").read_bytes())
    assert "Aggiungo *pictures.pdf* alla libreria?" in last(program, program.maya)
    program.maya.clicks(shared_file.AS_PLAYBOOK)
    program.settle()
    assert "Il PDF contiene immagini di pagine e nessun testo" in last(program, program.maya)
    share(program, program.sam, "guide.pdf", GUIDE)
    assert "CSMs, PreSales, managers and admins add files" in last(program, program.sam)
    assert added(program) == []


def test_in_a_channel_the_offer_is_for_the_person_alone_and_not_among_strangers(
    program: Any,
) -> None:
    slack, maya = program.slack, program.maya
    shared = slack.add_channel("with-acme", [maya], shared=True)
    file = slack.add_file("guide.pdf", GUIDE, maya)
    maya.says(f"<@{slack.bot_user}> add this to the library", shared, files=[file])
    program.settle()
    assert "file_as_playbook" not in json.dumps(slack.ephemerals(maya))
    maya.says(f"<@{slack.bot_user}> add this to the library", program.channel, files=[file])
    program.settle()
    assert "guide.pdf" in json.dumps(slack.ephemerals(maya)[-1])
    maya.clicks(shared_file.AS_PLAYBOOK, program.channel)
    program.settle()
    assert [document.title for document in added(program)] == ["Renewal guide"]
    assert "Renewal guide" in json.dumps(slack.ephemerals(maya)[-1])
    assert slack.posted(shared) == slack.posted(program.channel) == []


RULES = b"""
rules:
  kickoff_missing: {priority: 1}
  silence: {when: silnce > 1}
"""


def test_an_admin_shares_a_rule_file_and_reads_what_it_would_have_done(
    program: Any, lee: Any
) -> None:
    share(program, lee, "rules.yaml", RULES)
    assert "Only admins rehearse rule files." in last(program, lee)
    with program.context.workspace.writing() as writer:
        writer.put(Member(lee.id, "Lee Park", "lee", role=Role.ADMIN))
    share(program, lee, "rules.yaml", RULES)
    said = last(program, lee)
    assert "No kickoff is set: would have fired" in said
    assert "Left out: line 4, rules › silence › when: there is no fact “silnce”" in said
    assert "Nothing was written or sent." in said

    with program.context.workspace.writing() as writer:
        writer.put(Member(lee.id, "Lee Park", "lee", role=Role.ADMIN, language="zh"))
    share(program, lee, "rules.yaml", RULES)
    assert "第 4 行，rules › silence › when：没有“silnce”这项事实" in last(program, lee)
