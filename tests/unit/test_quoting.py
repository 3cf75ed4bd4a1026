"""What may be shown of words that others wrote."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import quoting

HOSTILE = (
    "<!channel>",
    "<@U0123|maya>",
    "https://evil.example/x",
    "www.evil.example",
    "<https://evil.example|x>",
    "![x](https://evil.example/p.png)",
    "[x](https://evil.example)",
    "@everyone",
)
LIVE = re.compile(r"https?://\w|<[@!#]\w+>|!\[[^\]]*\]\(|[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


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
        ("ht\u200btps://evil.example/x", "[link]"),
        ("\u2066txt.exe\u2069 \U000e0041\u3164\u00ad", "txt.exe"),
        ("All is well [1][2].", "All is well (1)(2)."),
        ("one\u2028two\x85three", "one two three"),
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
        ("https://user@acme.slack.com/archives/C1/p1", False),
        ("https://acme.slack.com/redirect?to=evil", False),
        ("https://acme.slack.com:8443/archives/C1/p1", False),
        ("https://acme.slack.com/archives/C1\u202e/p1", False),
        ("https://[broken/archives/", False),
        ("https://evil.example/.slack.com", False),
        ("https://acme.slack.com/a|b>", False),
        (None, False),
    ],
)
def test_only_messages_in_slack_can_be_opened(url: str | None, *, kept: bool) -> None:
    assert (quoting.openable(url) == url and url is not None) is kept


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://wiki.acme.com/plays/1?v=2", True),
        ("https://evil.wiki.acme.com/", False),
        ("https://wiki.acme.com.evil.example/", False),
        ("http://wiki.acme.com/", False),
        ("https://wiki.acme.com@evil.example/", False),
    ],
)
def test_a_host_that_the_admin_names_can_be_opened_too(url: str, *, kept: bool) -> None:
    assert (quoting.openable(url, {"wiki.acme.com"}) == url) is kept


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80), st.sampled_from(HOSTILE))
def test_whatever_is_written_comes_out_inert_and_stays_so(text: str, hostile: str) -> None:
    shown = quoting.plain(text[:40] + hostile + text[40:])
    assert not LIVE.search(shown)
    assert quoting.plain(shown) == shown


FAR = (
    "Training on site, five of seven people tried it. Mood fine, coffee terrible, parking free. "
    "Real obstacle: double codes, half an hour lost each shift. Anna sorts them out in three weeks."
)


@pytest.mark.parametrize(
    "text", ["<@*<!channel>>", "<#:/t|e<@U0123|maya>>", "<@p<!channel>\u200b>"]
)
def test_what_is_live_within_something_else_is_inert_too(text: str) -> None:
    assert not LIVE.search(quoting.plain(text))


def test_a_mention_of_everybody_is_inert_however_many_signs_it_has() -> None:
    assert quoting.plain("@@everyone and @@@here") == "everyone and here"


def test_an_excerpt_begins_where_what_is_quoted_from_it_stands() -> None:
    begun = "…Real obstacle: double codes, half an hour lost each shift. Anna sorts them out"
    assert quoting.around(FAR, "sorts them out").startswith(begun)


@pytest.mark.parametrize("said", ["five of seven", "never said", ""])
def test_an_excerpt_begins_at_the_beginning_where_that_has_what_is_quoted(said: str) -> None:
    assert quoting.around(FAR, said) == quoting.excerpt(FAR)


def test_a_quotation_is_found_whatever_its_marks() -> None:
    text = f'{"Nothing new. " * 10}She said "not before May" and left.'
    assert "not before May" in quoting.around(text, "said ‘not before May’")[:100]
