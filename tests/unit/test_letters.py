"""Messages to customers: what may stand in them, in three languages and both forms of address."""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages import pofile

from handlers import texts
from handlers.answers import Ref
from handlers.drafting import addressing, letters, shareable, writing
from handlers.drafting.addressing import Way
from handlers.drafting.shareable import Shared
from handlers.drafting.writing import Pen
from playbooks.nudges import rulefile
from playbooks.people import Contact, Member

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"{(\w+)}")
SURROUNDING = {"name", "day", "other", "minutes", "date", "topic"}
MAYA = Member("U1", "Maya Ellison", time_zone="Europe/London")
FRIDAY = date(2026, 11, 20)


def contact(**given: object) -> Contact:
    return Contact(**{"id": "c1", "account_id": "a1", "name": "Fiona Bianchi", **given})  # type: ignore[arg-type]


def written(rule: str, known: dict[str, Shared] | None = None, **given: object) -> writing.Written:
    informal = bool(given.pop("informal", False))
    address = addressing.choose([contact(**given)], letters.LETTERS[rule].roles, "en")
    pen = Pen(address, informal=informal)
    return pen.write(letters.LETTERS[rule], known or {}, MAYA, FRIDAY)


def shared(words: str) -> Shared:
    return Shared(lambda _: words, (Ref("metric", words),), FRIDAY)


def test_a_letter_names_nothing_that_is_not_in_the_table_of_what_may_be_told() -> None:
    for message in letters.messages():
        assert set(PLACE.findall(message)) <= shareable.NAMES | SURROUNDING, message
    for letter in letters.LETTERS.values():
        said = [*letter.proposal, *(one for sentences in letter.facts for one in sentences)]
        assert {one.when for one in said if one.when} <= shareable.NAMES


def test_what_is_for_us_alone_is_not_in_the_table() -> None:
    ours = re.compile(r"health|sentiment|cue|churn|arr$|intent|csat|nps|detractor|coverage|trend")
    assert [name for name in shareable.NAMES if ours.search(name)] == []


def test_no_letter_says_that_anything_is_at_risk() -> None:
    said = " ".join(letters.messages()).casefold()
    assert not re.search(r"\brisk|\bhealth|\bchurn|\bscore|unhappy|falling", said)


def test_each_letter_belongs_to_a_rule_and_the_others_are_settled_among_ourselves() -> None:
    rules = set(rulefile.load().rules)
    assert set(letters.LETTERS) <= rules
    assert rules - set(letters.LETTERS) >= {"health_unknown"}


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    path = ROOT / "handlers" / "locales" / language / "letters.po"
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale=texts.LOCALES[language], abort_invalid=True)
    messages = set(letters.messages())
    assert {str(one.id) for one in catalogue if one.id} == messages
    for one in catalogue:
        wanted = set(PLACE.findall(str(one.id)))
        assert set(PLACE.findall(str(one.string))) == wanted, one.id
        assert str(one.string).count("____") == str(one.id).count("____"), one.id


def test_an_italian_is_addressed_with_lei_and_a_friend_with_tu() -> None:
    formal = written("negative_turn", language="it").text
    friendly = written("negative_turn", language="it", informal=True).text
    assert formal.startswith("Gentile Fiona Bianchi,")
    assert "Le andrebbe bene martedì 24 novembre oppure giovedì 26 novembre" in formal
    assert friendly.startswith("Ciao Fiona,")
    assert "Ti andrebbe bene" in friendly
    assert not re.search(r"\b(Lei|Le|Suo)\b", friendly)


def test_a_chinese_reader_is_addressed_with_nin_and_a_friend_with_ni() -> None:
    formal = written("negative_turn", language="zh-CN", name="周若岚").text
    friendly = written("negative_turn", language="zh", name="周若岚", informal=True).text
    assert "周若岚，您好：" in formal
    assert "11月24日星期二" in formal
    assert "您" not in friendly
    assert "周若岚，你好：" in friendly


def test_a_fact_is_said_only_when_it_is_known_and_the_letter_says_what_it_rests_on() -> None:
    assert "licences were" not in written("licence_utilisation_low").text
    known = {"active_users": shared("118"), "licences_bought": shared("270")}
    found = written("licence_utilisation_low", known)
    assert "118 of your 270 licences were in active use (as of 20 November 2026)." in found.text
    assert found.used == (Ref("metric", "118"), Ref("metric", "270"))


def test_what_nobody_knows_is_a_blank_to_fill_in() -> None:
    found = written("escalation_overdue")
    assert len(found.blanks) == 3
    assert found.blanks[1] == "____ (a name)"


def test_next_steps_fall_on_days_on_which_the_writer_works() -> None:
    # From Wednesday 23 December on there are Christmas, Boxing Day's substitute and a weekend.
    days = writing.working_days(MAYA, date(2026, 12, 23), (1, 2, 3))
    assert days == [date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 30)]


def test_somebody_who_wants_no_calls_is_asked_to_answer_in_writing() -> None:
    found = written("goals_unmeasured", channel_preference="email yes|phone no|meeting no")
    assert "You can simply answer in writing" in found.text
    assert "suit you" not in found.text


def test_to_somebody_who_welcomes_calls_it_is_what_to_say_by_voice() -> None:
    found = written("goals_unmeasured", channel_preference="phone yes|email no")
    assert found.text.startswith("• ")
    assert "Dear" not in found.text


def test_an_admins_own_words_never_carry_a_fact_along() -> None:
    own = letters.in_the_words_of("Your health is {health_score}, let us talk.")
    assert own.opening == "Your health is ____, let us talk."


def test_the_reader_is_the_first_of_the_roles_who_is_still_there() -> None:
    people = [
        contact(id="c1", name="Ada", role="user"),
        contact(id="c2", name="Bo", role="champion", left_on=FRIDAY),
        contact(id="c3", name="Cy", role="economic_buyer", language="de"),
    ]
    found = addressing.choose(people, ("champion", "economic_buyer"), "it")
    assert found.contact is not None
    assert found.contact.id == "c3"
    assert (found.language, found.spoken) == ("en", "de")
    assert addressing.choose([], (), "it").language == "it"
    assert addressing.choose(people[:1], (), "zh").language_known is False
    assert found.way is Way.EMAIL


def test_a_way_that_was_chosen_against_their_wish_is_marked() -> None:
    fiona = contact(channel_preference="phone yes|email no")
    found = addressing.choose([fiona], (), "en", by=Way.EMAIL)
    assert (found.way, found.unwanted) == (Way.EMAIL, True)
    assert not addressing.choose([fiona], (), "en").unwanted
