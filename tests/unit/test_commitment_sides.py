"""Whose promise it is, by the people who are known around the account."""

from dataclasses import replace
from datetime import date

import pytest

from handlers import note_reading
from playbooks.commitment_sides import People, sided
from playbooks.commitments import Commitment
from playbooks.notes import Note

PEOPLE = People(
    theirs={"anna": "Anna Prato", "anna prato": "Anna Prato", "沈毅": "沈毅", "alex": "Alex Roe"},
    ours={"theo": "U2", "sam": "U3", "sam okafor": "U3", "alex": "U4"},
)


def read(opening: str, *, by_us: bool) -> tuple[bool, str | None]:
    """Whose promise it is after an opening, and its owner."""
    said = sided(Commitment("the export", by_us, opening=opening), PEOPLE)
    assert said is not None
    return said.by_us, said.owner


@pytest.mark.parametrize(
    "opening",
    [
        "Anna ",
        "Mezz'ora persa per turno. Anna ",
        "Ha detto che Anna ",
        "Ho chiamato il reparto e Anna Prato ",
        "和沈毅说好，沈毅周五前",
        "和沈毅说好，他在下周五前从",
    ],
)
def test_who_opens_the_clause_makes_the_promise_when_a_contact(opening: str) -> None:
    by_us, owner = read(opening, by_us=True)
    assert not by_us
    assert owner in {"Anna Prato", "沈毅"}


@pytest.mark.parametrize(
    ("opening", "owner"),
    [
        ("Three decisions: Theo ", "U2"),
        ("Told him Sam ", "U3"),
        ("Ho detto che Theo ", "U2"),
        ("- Sam Okafor: ", "U3"),
        ("Anna was there, and Theo ", "U2"),
    ],
)
def test_a_colleague_who_opens_the_clause_owns_our_promise(opening: str, owner: str) -> None:
    assert read(opening, by_us=False) == (True, owner)


@pytest.mark.parametrize(
    "opening",
    [
        "I send Anna ",
        "Anna asked us to ",
        "Anna gets ",
        "Anna's team saw that I ",
        "Anna la chiamo io, ",
        "沈毅要求我们",
        "Alex ",
        "Annabel ",
        "They ",
        "",
    ],
)
def test_whoever_asks_or_is_given_something_promises_nothing(opening: str) -> None:
    assert read(opening, by_us=True) == (True, None)
    assert read(opening, by_us=False) == (False, None)


def test_an_owner_whom_the_text_names_by_half_is_told_by_the_full_name() -> None:
    said = Commitment("the export", by_us=False, owner="Anna", opening="Anna ")
    assert getattr(sided(said, PEOPLE), "owner", None) == "Anna Prato"


def test_an_owner_who_does_not_open_the_clause_stays_as_it_was_read() -> None:
    said = Commitment("the export", by_us=False, owner="Bea", opening="We agreed with Bea ")
    assert sided(said, PEOPLE) == said


def test_what_is_not_sure_counts_only_where_who_is_known_opens_it() -> None:
    unsure = Commitment("the export", by_us=True, opening="Theo ", sure=False)
    assert sided(unsure, PEOPLE) is not None
    assert sided(replace(unsure, opening="Somebody "), PEOPLE) is None


def spoken(text: str, *, by_us: bool) -> tuple[bool, str | None]:
    """Whose promise of the export a text tells, and its owner."""
    at = text.index("the export")
    opening = text[max(text.rfind(end, 0, at) for end in ".\n") + 1 : at]
    said = sided(Commitment("the export", by_us, opening=opening, at=at), PEOPLE, text)
    assert said is not None
    return said.by_us, said.owner


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ('I replied: "Hi Anna, thanks. We load the export on Monday."', None),
        ("Dear Ms Anna Prato,\nthank you.\nI will send you the export.\nBest,\nTheo", "U2"),
        ("Theo (9:40): You are right. I add the export today.", "U2"),
        ("Sam Okafor, 14 Sep: I add the export today.", "U3"),
        ("me: I add the export today", None),
        ("[15:44] Theo: I add the export tonight", "U2"),
        ("Anna 16:20\ncan we move it?\nMe 16:22\nsure, I add the export", None),
        ("Sam O.: sure, I add the export", "U3"),
        ("Sam Okafor 10:32\nright.\nI add the export tonight", "U3"),
        ("From: Sam Okafor <s@x>\nTo: A\n\nthe numbers are in. I send the export.", "U3"),
        ("Gentile dott.ssa Anna Prato,\nLe mando the export.\nSaluti", None),
        ("Anna,\ngood talking. I send the export on Saturday.", None),
    ],
)
def test_in_a_pasted_mail_or_talk_of_ours_the_promise_is_ours(text: str, owner: str | None) -> None:
    assert spoken(text, by_us=False) == (True, owner)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("fwd:\n> Dear Theo,\n> thanks. I will send the export.", None),
        ("Ciao Sam, ti mando the export.\nA presto,\nAnna Prato", "Anna Prato"),
        ("Anna: perfect. I send the export now.", "Anna Prato"),
        ("Anna [10:32]: perfect. I send the export now.", "Anna Prato"),
        ("Theo ciao, ti mando the export. Buona serata", None),
        ("王工：\n我下周发 the export。祝好\n沈毅\n信息部", "沈毅"),
    ],
)
def test_in_a_pasted_mail_or_talk_of_theirs_it_is_theirs(text: str, owner: str | None) -> None:
    assert spoken(text, by_us=True) == (False, owner)


@pytest.mark.parametrize(
    "text",
    [
        "Hi all, I send the export.",
        "Dear diary, I send the export.",
        "Export:\nI send the export.",
        "Alex: I send the export.",
    ],
)
def test_whoever_is_unknown_or_on_both_sides_changes_nothing(text: str) -> None:
    assert spoken(text, by_us=True) == (True, None)
    assert spoken(text, by_us=False) == (False, None)


@pytest.mark.parametrize(
    "text",
    [
        "Anna: she wants a discount. I said we look into the export.",
        "沈毅：他要我们承担。我答应做 the export",
    ],
)
def test_whom_a_talk_was_with_does_not_speak_where_somebody_tells_of_it(text: str) -> None:
    assert spoken(text, by_us=True) == (True, None)


def test_what_is_not_sure_needs_its_name_close_by() -> None:
    far = "Anna was in a good mood about all of this and wants nothing but "
    unsure = Commitment("the export", by_us=True, opening=far, sure=False)
    assert sided(unsure, PEOPLE) is None


def test_who_is_greeted_owns_nothing() -> None:
    text = "forwarding my mail. 'Ciao Anna, ti mando the export.'"
    at = text.index("the export")
    read_as = Commitment("the export", False, "Ciao Anna", opening=text[20:at], at=at)
    said = sided(read_as, PEOPLE, text)
    assert said is not None
    assert (said.by_us, said.owner) == (True, None)


def test_a_pronoun_means_whoever_was_named_last_before_it() -> None:
    text = "Theo looks into it and Anna promised a spare tablet, she'll send the export"
    at = text.index("the export")
    said = sided(
        Commitment("the export", by_us=True, opening=", she'll send ", at=at), PEOPLE, text
    )
    assert said is not None
    assert said.owner == "Anna Prato"


def test_who_stands_before_the_colon_is_no_third_person_that_opens_the_clause() -> None:
    text = "Sam: let me see how far it goes back, I'll have the export"
    at = text.index("the export")
    read_as = Commitment("the export", by_us=False, owner="Sam", opening=text[:at], at=at)
    said = sided(read_as, PEOPLE, text)
    assert said is not None
    assert (said.by_us, said.owner) == (True, "U3")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Dana has left. I promised a new plan by Friday.", "a new plan"),
        ("Sentita Dana. Le ho promesso di mandare il nuovo piano entro venerdì.", "nuovo piano"),
    ],
)
def test_what_is_promised_is_told_without_the_word_that_calls_it_a_promise(
    text: str, what: str
) -> None:
    [said] = note_reading.read(Note("n", "a", date(2026, 11, 20), text)).promises
    assert what in said.what
    assert "promis" not in said.what
    assert "promess" not in said.what


def test_a_name_that_is_the_title_of_a_note_does_not_speak_in_it() -> None:
    assert spoken("Anna Prato\nShort call. I send the export.", by_us=True) == (True, None)
    talk = "Anna Prato\nshort of time today\n\nTheo\nno worries, I send the export"
    assert spoken(talk, by_us=False) == (True, "U2")


@pytest.mark.parametrize(
    "text",
    [
        "[29/04/26, 17:40] Theo: all fine?\n[29/04/26, 18:01] Anna Prato: I send the export",
        "30/06 10:01 – Anna Prato: I send the export",
        "2026年4月29日 17:40 Anna\nI send the export",
        "Theo [15:30] what is missing?\nAnna Prato [15:44] I send the export",
        "*Theo*  what is missing?\n*Anna Prato*  I send the export",
        "~ Theo: what is missing?\n~ Anna: I send the export",
        'Vocale di Anna (Vivai Pieri): "ciao, I send the export"',
        'Anna刚发来的：\n"好，I send the export"',
    ],
)
def test_who_speaks_is_told_by_what_heads_a_line_or_leads_to_a_quotation(text: str) -> None:
    assert spoken(text, by_us=True) == (False, "Anna Prato")


@pytest.mark.parametrize(
    "text", ['Mail to Anna: "we send the export"', 'I told Anna: "we send the export"']
)
def test_to_whom_a_quotation_was_said_does_not_speak_in_it(text: str) -> None:
    assert spoken(text, by_us=True) == (True, None)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Anna was there with Theo, she will give us the export", ", she will give us "),
        ("C'era Anna con Theo. Lui ci manda the export", "Lui ci manda "),
    ],
)
def test_who_does_something_for_us_is_one_of_theirs(text: str, opening: str) -> None:
    at = text.index("the export")
    said = sided(Commitment("the export", by_us=True, opening=opening, at=at), PEOPLE, text)
    assert said is not None
    assert said.owner == "Anna Prato"


@pytest.mark.parametrize(
    "what", ["sends us the logs", "ci manda i disegni", "me la invia", "发给我们测试数据"]
)
def test_what_is_done_for_us_is_done_by_them(what: str) -> None:
    said = sided(Commitment(what, by_us=True), PEOPLE, what)
    assert said is not None
    assert not said.by_us


@pytest.mark.parametrize("what", ["ci penso io", "mi informo sul prezzo", "send them the logs"])
def test_what_one_sees_to_oneself_stays_ours(what: str) -> None:
    said = sided(Commitment(what, by_us=True), PEOPLE, what)
    assert said is not None
    assert said.by_us


@pytest.mark.parametrize(
    "opening", ["call with Brent, he wants ", "Anna wants ", "Anna aspetta ", "Bea would like "]
)
def test_what_is_only_wanted_is_no_promise(opening: str) -> None:
    text = f"{opening}the label by Friday. Sam sends the quote."
    said = Commitment("the label", by_us=True, opening=opening, at=len(opening))
    assert sided(said, PEOPLE, text) is None


def test_what_is_wanted_and_granted_is_promised() -> None:
    opening = "fine on price, wants "
    said = Commitment("the order form", by_us=True, opening=opening, at=len(opening))
    assert sided(said, PEOPLE, f"{opening}the order form, I'll get it to him Thursday") is not None
