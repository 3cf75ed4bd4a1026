"""What somebody wants of a channel, in three languages; other words stay questions."""

import pytest

from bot.listeners.channels import Wish, wish


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("link this channel to Northgate Foods", Wish("link", "Northgate Foods")),
        ("collega questo canale a Valdora.", Wish("link", "Valdora")),
        ("把这个频道关联到云栈冷链", Wish("link", "云栈冷链")),
        ("unlink this channel", Wish("unlink")),
        ("scollega il canale", Wish("unlink")),
        ("取消关联本频道", Wish("unlink")),
        ("summarise this channel", Wish("summarise")),
        ("Summarize the channel, last 14 days", Wish("summarise", days=14)),
        ("riassumi questo canale degli ultimi 30 giorni", Wish("summarise", days=30)),
        ("总结一下这个频道最近3天", Wish("summarise", days=3)),
        ("summarise this channel 900", Wish("summarise", days=90)),
    ],
)
def test_a_wish_about_the_channel_is_understood(text: str, wanted: Wish) -> None:
    assert wish(text, in_words=True) == wanted


def test_a_command_needs_no_word_for_the_channel() -> None:
    assert wish("link Valdora", in_words=False) == Wish("link", "Valdora")
    assert wish("summarise 2 days", in_words=False) == Wish("summarise", days=2)
    assert wish("unlink", in_words=False) == Wish("unlink")


@pytest.mark.parametrize(
    "text",
    ["summarise Northgate Foods", "riassumi Valdora", "总结云栈冷链", "how is Acme?"],
)
def test_a_question_about_a_customer_stays_a_question(text: str) -> None:
    assert wish(text, in_words=False) is None
    assert wish(text, in_words=True) is None


def test_a_question_that_only_names_a_channel_stays_a_question() -> None:
    assert wish("what was said in this channel about pricing?", in_words=True) is None
