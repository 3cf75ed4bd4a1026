"""What may be shown of words that others wrote."""

import pytest

from handlers import quoting


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("see https://evil.example/x?y=1 now", "see [link] now"),
        ("<https://evil.example|our report>", "our report"),
        ("<!channel> look", "channel look"),
        ("<@U0123|maya> and <@U0456>", "maya and U0456"),
        ("@channel, @here!", "channel, here!"),
        ("![x](http://evil.example/p.png) text", "x text"),
        ("[click](javascript:alert(1))", "click)"),
        ("two\nlines\u200b\u202e", "two lines"),
        ("Prices are 3 < 5 & fine", "Prices are 3 < 5 & fine"),
    ],
)
def test_links_mentions_and_images_do_not_survive(written: str, shown: str) -> None:
    assert quoting.plain(written) == shown


def test_an_excerpt_ends_between_words() -> None:
    assert quoting.excerpt("one two three four", 12) == "one two…"
    assert quoting.excerpt("短句", 12) == "短句"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://acme.slack.com/archives/C1/p1", True),
        ("http://acme.slack.com/archives/C1/p1", False),
        ("https://slack.com.evil.example/archives", False),
        ("https://user@acme.slack.com/", False),
        ("https://evil.example/.slack.com", False),
        ("https://acme.slack.com/a|b>", False),
        (None, False),
    ],
)
def test_only_messages_in_slack_can_be_opened(url: str | None, *, kept: bool) -> None:
    assert (quoting.openable(url) == url and url is not None) is kept
