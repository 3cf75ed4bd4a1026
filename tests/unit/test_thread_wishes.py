"""Who wants the thread kept as a note is understood in three languages; others ask or tell."""

import pytest

from bot import thread_wishes


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("save this thread", ""),
        ("@Cairn save this thread", ""),
        ("Please log this conversation as a note.", ""),
        ("keep this thread as a note for Northgate Foods", "Northgate Foods"),
        ("could you turn this thread into a note please", ""),
        ("save this as a note", ""),
        ("salva questo thread", ""),
        ("Per favore registra questa conversazione come nota", ""),
        ("annota questa discussione per Valdora", "Valdora"),
        ("把这个讨论保存为笔记", ""),
        ("保存这个帖子", ""),
        ("请把这段对话记录下来", ""),
        ("把这个帖子存成笔记，客户是云栈冷链", "云栈冷链"),
    ],
)
def test_a_wish_to_save_the_thread_is_understood(text: str, account: str) -> None:
    assert thread_wishes.saving(text) == account


@pytest.mark.parametrize(
    "text",
    [
        "note that Danny left",
        "summarise this thread",
        "how do I save this thread?",
        "save this account from churning",
        "What did we promise in this conversation?",
        "annota che Valdora è contenta",
        "记一下：云栈冷链很满意",
        "这个讨论说了什么？",
    ],
)
def test_other_words_stay_questions_and_notes(text: str) -> None:
    assert thread_wishes.saving(text) is None
