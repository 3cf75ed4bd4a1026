"""The conversation in the terminal, line by line, on both databases."""

from collections.abc import Callable

import pytest

from bot.console import Console
from bot.conversation import Conversation
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.notes import Note
from playbooks.people import Member, Role

Talk = Callable[..., str]


@pytest.fixture
def talk(context: Context, capsys: pytest.CaptureFixture[str]) -> Talk:
    """Say some lines as Mo, a CSM, and give back what was printed."""
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", owner="U1"))
        writer.put_many([Member("U1", "Mo", "@mo"), Member("U2", "Kit", "@kit", role=Role.GUEST)])

    def _talk(*lines: str) -> str:
        console = Console()
        console.context = context
        Conversation(console, "@mo").run(lines)
        return capsys.readouterr().out

    return _talk


def _notes(context: Context) -> list[str]:
    with context.workspace.reading() as reader:
        return [note.text for note in reader.find(Note)]


def test_a_question_is_answered_and_the_thread_remembers_the_account(talk: Talk) -> None:
    printed = talk("How is Harbour Tea doing?", "and who are the people there?")
    assert printed.count("Harbour Tea") >= 2


def test_a_note_is_saved_only_after_a_yes(talk: Talk, context: Context) -> None:
    talk("Note that Harbour Tea wants the export.", "maybe")
    assert _notes(context) == []
    assert "Saved to Harbour Tea" in talk("Note that Harbour Tea wants the export.", "yes")
    assert len(_notes(context)) == 1


def test_a_guest_is_told_nothing(talk: Talk) -> None:
    printed = talk("/as @kit", "How is Harbour Tea doing?")
    assert "Harbour Tea" not in printed


def test_an_unknown_person_is_said_and_the_conversation_goes_on(talk: Talk) -> None:
    printed = talk("/as @nobody", "How is Harbour Tea doing?")
    assert "There is no member @nobody" in printed
    assert "Harbour Tea" in printed


def test_quit_ends_it(talk: Talk) -> None:
    assert talk("/quit", "How is Harbour Tea doing?") == ""


def test_few_words_answer_what_was_asked_back(talk: Talk, context: Context) -> None:
    with context.workspace.writing() as writer:
        writer.put(Account("A2", "Harbour Energy", owner="U1"))
    printed = talk("How is Harbour doing?", "the energy one")
    asked_back, _, answered = printed.partition("\n\n")
    assert "Harbour Tea" in asked_back
    assert "Harbour Energy" in answered
    assert "Harbour Tea" not in answered


def test_what_is_saved_is_said_in_the_language_in_which_it_was_told(talk: Talk) -> None:
    assert "已为 Harbour Tea 保存" in talk("请记录：Harbour Tea 想要导出功能。", "好的")
    assert "Salvato per Harbour Tea" in talk("Annota: Harbour Tea vuole l'export.", "sì")
