"""What a note is made from: mails without their past, transcripts with their speakers, moods."""

from datetime import date

import pytest

from handlers import note_sources
from knowledge import dates, mails, transcripts
from playbooks import moods
from playbooks.errors import BadInput
from playbooks.notes import Direction

DAY = date(2026, 11, 20)
ENGLISH = """Hi Maya,

we want to leave at the end of the month:
- the export
- the price

Best regards,
Nora Blythe

On Thu, 12 Nov 2026 at 10:12, Maya Rossi <maya@us.example> wrote:
> how is it going?
"""
ITALIAN = """Ciao Maya,

il budget è congelato fino a marzo.

Cordiali saluti,
Nora

Da: Maya Rossi
Inviato: giovedì 12 novembre 2026 10:12
Oggetto: piano

Cara Nora, come va?
"""
CHINESE = """玛雅，你好：

预算冻结到三月。

此致
敬礼
李娜

在 2026年11月12日，10:12，Maya Rossi <maya@us.example> 写道：
> 你好
"""
FORWARDED = """For the records.

---------- Forwarded message ---------
From: Nora Blythe <nora@acme.example>
Date: Thu, 12 Nov 2026 at 10:12
Subject: plan
To: Maya <maya@us.example>

We want to leave at the end of the month.
"""


@pytest.mark.parametrize(
    ("written", "ends", "without"),
    [
        (ENGLISH, "- the price", "how is it going"),
        (ITALIAN, "congelato fino a marzo.", "come va"),
        (CHINESE, "预算冻结到三月。", "写道"),
    ],
)
def test_a_pasted_mail_is_kept_without_what_it_answers_and_without_its_signature(
    written: str, ends: str, without: str
) -> None:
    mail = mails.pasted(written)
    assert mail is not None
    assert mail.answers
    assert mail.text.endswith(ends)
    assert without not in mail.text


def test_a_forwarded_mail_is_the_mail_itself_with_what_was_said_about_it() -> None:
    mail = mails.pasted(FORWARDED)
    assert mail is not None
    assert mail.text == "For the records.\n\nWe want to leave at the end of the month."
    assert (mail.sender, mail.subject) == (("Nora Blythe", "nora@acme.example"), "plan")
    assert mail.day == date(2026, 11, 12)


def test_what_a_customer_promises_in_a_mail_is_theirs() -> None:
    source = note_sources.of_text(FORWARDED)
    assert source.draft.exchange is not None
    assert source.draft.exchange.sender == "nora@acme.example"
    assert [turn.speaker for turn in source.draft.exchange.turns] == ["Nora Blythe"]


def test_a_mail_in_a_character_set_that_nobody_knows_is_read_all_the_same() -> None:
    mail = mails.read(b"Subject: x\nContent-Type: text/plain; charset=x-odd\n\nThey are unhappy.\n")
    assert mail.text == "They are unhappy."


@pytest.mark.parametrize("text", ["They are unhappy.", "\n".join(["Nora: hi", "Maya: ok"] * 3)])
def test_a_text_as_windows_writes_it_is_read(text: str) -> None:
    assert note_sources.of_file("call.txt", text.encode("utf-16")).draft.text == text


def test_a_mail_in_html_keeps_its_own_words() -> None:
    mail = mails.read(
        b"From: Nora <nora@acme.example>\nDate: Thu, 12 Nov 2026 10:12:00 +0100\n"
        b"Subject: =?utf-8?q?Perch=C3=A9?=\nContent-Type: text/html; charset=utf-8\n\n"
        b"<p>We <b>freeze</b> it.<br>Sorry.</p><blockquote>old</blockquote>"
    )
    assert (mail.subject, mail.day) == ("Perché", date(2026, 11, 12))
    assert mail.text == "We freeze it.\nSorry."


def test_an_ordinary_text_is_no_mail_and_no_transcript() -> None:
    text = (
        "Call with Acme. Next steps: a plan.\nNote: they are happy.\nhttps://x.example: see there"
    )
    assert mails.pasted(text) is None
    assert transcripts.spoken(text) is None
    assert note_sources.of_text(text).draft.text == text


def test_captions_become_turns_with_their_speakers() -> None:
    vtt = (
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Nora Blythe>We are unhappy</v>\n\n"
        b"00:02.000 --> 00:03.000\n<v Nora Blythe>with support.</v>\n\n"
        b"00:03.000 --> 00:04.000\nMaya: why?\n"
    )
    source = note_sources.of_file("call 2026-11-12.vtt", vtt)
    assert source.draft.text == "Nora Blythe: We are unhappy with support.\nMaya: why?"
    assert source.draft.participants == ("Nora Blythe", "Maya")
    assert (source.draft.date, source.draft.direction) == (date(2026, 11, 12), Direction.TWO_WAY)
    srt = b"1\n00:00:01,000 --> 00:00:02,000\nNora: hello\n"
    assert note_sources.of_file("a.srt", srt).draft.text == "Nora: hello"


def test_a_transcript_of_two_megabytes_keeps_all_its_turns() -> None:
    text = "".join(
        f"Speaker {n % 4}: we talked about budget {n} at length today\n" for n in range(41_000)
    )
    source = note_sources.of_file("call.txt", text.encode())
    assert source.draft.exchange is not None
    assert len(text) > 2_000_000
    assert len(source.draft.exchange.turns) == 41_000
    assert source.draft.text == text.strip()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.vtt", b"no captions", "cannot be read"),
        ("a.txt", b"\xff\x00\xfe", "cannot be read"),
        ("a.eml", b"Subject: x\n\n", "x|no text"),
        ("a.pdf", b"%PDF", "cannot become a note"),
    ],
)
def test_a_file_that_is_no_note_says_why(name: str, content: bytes, why: str) -> None:
    if name == "a.eml":
        assert note_sources.of_file(name, content).draft.text == "x"
        return
    with pytest.raises(BadInput, match=why):
        note_sources.of_file(name, content)


@pytest.mark.parametrize(
    ("signs", "mood"),
    [("👍", "positive"), ("😡😡", "negative"), (":tada: :+1:", "positive"), ("😐", "neutral")],
)
def test_signs_alone_tell_a_mood(signs: str, mood: str) -> None:
    assert moods.of_signs(signs) == mood


def test_words_and_signs_that_nobody_knows_tell_none() -> None:
    assert moods.of_signs("👍 fine") is None
    assert moods.of_signs("🦄") is None
    assert moods.has_words(":tada: 好")


@pytest.mark.parametrize(
    ("wording", "days"),
    [
        ("03/04/05", ["2005-04-03", "2005-03-04", "2003-04-05"]),
        ("by 03/04", ["2027-03-04", "2027-04-03"]),
        ("13/04", []),
        ("05/05", []),
        ("Friday", []),
        ("02/31/05", []),
    ],
)
def test_a_date_that_can_be_read_in_several_ways_gives_each_of_its_days(
    wording: str, days: list[str]
) -> None:
    assert [str(day) for day in dates.readings(wording, DAY)] == days
