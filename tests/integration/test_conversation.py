"""The conversation in the terminal, line by line, on both databases."""

from collections.abc import Callable

import pytest

from bot.console import Console
from bot.conversation import Conversation
from handlers import ask
from handlers.answers import Question
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


@pytest.mark.parametrize("agreed", ["ok salva", "yes please", "save it", "确认", "好的，保存吧"])
def test_a_note_is_saved_by_any_natural_yes(talk: Talk, context: Context, agreed: str) -> None:
    talk("Note that Harbour Tea wants the export.", agreed)
    assert len(_notes(context)) == 1


def test_a_note_waits_while_something_else_is_asked_and_goes_on_a_no(
    talk: Talk, context: Context
) -> None:
    told = "Note that Harbour Tea wants the export."
    assert "still waits" in talk(told, "How is Harbour Tea doing?")
    assert "Nothing was saved." in talk(told, "How is Harbour Tea doing?", "no")
    assert _notes(context) == []
    talk(told, "How is Harbour Tea doing?", "yes")
    assert len(_notes(context)) == 1


@pytest.mark.parametrize("agreed", ["ok salva", "yes", "保存", "sì", "go ahead"])
def test_who_agrees_to_a_prepared_note_hears_how_it_is_saved(context: Context, agreed: str) -> None:
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", owner="U1"))
        writer.put(Member("U1", "Mo", "@mo", role=Role.CSM))
    ask.answer(context, Question("Note that Harbour Tea wants the export.", "U1", None, "t9"))
    answer = ask.answer(context, Question(agreed, "U1", None, "t9"))
    assert answer.proposal is None
    assert any(word in answer.text for word in ("saved yet", "ancora salvato", "尚未保存"))


@pytest.mark.parametrize(
    ("told", "correction", "kept"),
    [
        (
            "Note that Harbour Tea sends the order by Friday.",
            "no, I said Thursday",
            "Harbour Tea sends the order by Thursday.",
        ),
        (
            "Annota che Harbour Tea ha un budget di 58k.",
            "scusa, 85k",
            "Harbour Tea ha un budget di 85k.",
        ),
        ("记一下：Harbour Tea 周五前给合同", "不对，是周四", "Harbour Tea 周四前给合同"),
        (
            "Note that Harbour Tea wants the export.",
            "add that they want it in May",
            "Harbour Tea wants the export. They want it in May",
        ),
    ],
)
def test_a_prepared_note_is_corrected_in_words_before_it_is_saved(
    talk: Talk, context: Context, told: str, correction: str, kept: str
) -> None:
    talk(told, correction, "yes")
    assert _notes(context) == [kept]


def test_a_note_prepared_for_the_wrong_customer_is_moved_in_words(
    talk: Talk, context: Context
) -> None:
    with context.workspace.writing() as writer:
        writer.put(Account("A2", "Mill Lane Paper", owner="U1"))
    talk("Note: Harbour Tea wants the export.", "sorry, that was for Mill Lane Paper", "yes")
    with context.workspace.reading() as reader:
        assert [note.account_id for note in reader.find(Note)] == ["A2"]
