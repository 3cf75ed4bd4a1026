"""When a message with a file asks for nothing but what to do with the file."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.listeners import files


class Inbox:
    """Keeps what a listener leaves to the worker."""

    identity = SimpleNamespace(bot_user="U0BOT")

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def keep(self, job: str, delivery: str, payload: dict[str, Any]) -> bool:
        self.kept[delivery] = (job, payload)
        return True


def taken_in(inbox: Inbox, text: str, *names: str) -> bool:
    shared = [{"id": f"F{number}", "name": name} for number, name in enumerate(names)]
    event = {"channel": "C1", "ts": "1.0", "text": text, "files": shared}
    return files.take_in(inbox, event, {"user": "U1"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<@U0BOT>",
        "<@U0BOT> add this to the library",
        "Aggiungilo alla libreria, per favore",
        "请加入资料库",
    ],
)
def test_a_file_alone_or_meant_for_the_library_needs_no_other_answer(text: str) -> None:
    inbox = Inbox()
    assert taken_in(inbox, text, "guide.pdf")
    assert list(inbox.kept) == ["msg:C1:1.0:files"]


@pytest.mark.parametrize(
    "text", ["How is Valdora doing?", "Note that Danny has left Northgate; his mail is attached."]
)
def test_a_question_or_a_note_that_comes_with_a_file_is_heard_too(text: str) -> None:
    inbox = Inbox()
    assert not taken_in(inbox, text, "guide.pdf")
    assert list(inbox.kept) == ["msg:C1:1.0:files"]


def test_a_picture_beside_a_question_is_left_alone() -> None:
    inbox = Inbox()
    assert not taken_in(inbox, "What is this about?", "screen.png")
    assert not taken_in(inbox, "No file at all")
    assert inbox.kept == {}


def test_so_many_files_are_offered_and_no_more() -> None:
    inbox = Inbox()
    taken_in(inbox, "", "picture.png", *(f"{number}.md" for number in range(9)))
    [(_job, payload)] = inbox.kept.values()
    assert [one["name"] for one in payload["files"]] == ["0.md", "1.md", "2.md", "3.md", "4.md"]
