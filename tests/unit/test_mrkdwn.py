"""Slack's markup as people read it."""

import pytest

from bot import mrkdwn

NAMES = {"U1": "maya", "C1": "acme"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ask <@U1> in <#C1>", "ask @maya in #acme"),
        ("<@U9|zoe> and <#C9|sales>", "@zoe and #sales"),
        ("<@U9>", "@U9"),
        ("see <https://a.example/x?a=1&amp;b=2|the page>", "see the page"),
        ("<https://a.example/x?a=1&amp;b=2>", "https://a.example/x?a=1&b=2"),
        ("<!here> <!subteam^S1|@cs> a &lt; b &amp;&amp; c", "@cs a < b && c"),
        ("升级 <@U1>：5 &gt; 3", "升级 @maya：5 > 3"),
    ],
)
def test_markup_is_read_aloud(written: str, read: str) -> None:
    assert mrkdwn.readable(written, NAMES) == read


@pytest.mark.parametrize(
    "written", ["<@UBOT> how is it?", "<@UBOT>: how is it?", "how is it? <@UBOT>"]
)
def test_the_mention_of_the_app_is_no_part_of_the_question(written: str) -> None:
    assert mrkdwn.without_mention(written, "UBOT") == "how is it?"


def test_mentioned_people_are_found() -> None:
    assert mrkdwn.mentioned("<@U1> and <@U2|zoe>") == {"U1", "U2"}
