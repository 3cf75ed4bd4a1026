"""Whether an ordinary word stands where only a customer's name stands: "has relay paid?"."""

import re
from dataclasses import dataclass

from knowledge import cues, languages, surfaces, utterances, wording
from knowledge.wording import Word

FRONTED = frozenset(surfaces.listed("opens_a_question"))
SUBJECTS = frozenset(("who", "chi"))
"""Who does it: "who can relay news" has no customer in it."""
MODALS = frozenset(surfaces.listed("modals"))
ASKING = frozenset(surfaces.listed("asks_for_something"))
BEFORE = frozenset(surfaces.listed("before_a_bare_name"))
BEFORE_IN_A_LINE = frozenset(surfaces.listed("before_a_bare_name_in_a_line"))
PERFECT = frozenset(surfaces.listed("perfect"))
BEFORE_A_SUBJECT = frozenset(surfaces.listed("before_a_subject"))
GIVING = frozenset(surfaces.listed("gives_or_owes"))
MEETING = frozenset(surfaces.listed("meets"))
OF_A_CUSTOMER = frozenset(surfaces.listed("of_a_customer"))
OBJECTS = frozenset(surfaces.listed("after_a_verb"))
THINGS = OBJECTS.union(surfaces.listed("before_a_thing"), surfaces.listed("before_a_common_word"))
AFTER = frozenset(surfaces.listed("after_a_name"))
VERBS = frozenset(surfaces.listed("verbs_after_a_name"))
AFTER_IN_A_LINE = AFTER | VERBS | frozenset(surfaces.listed("after_a_bare_name_in_a_line"))
JOINED = re.compile(rf"\W*(?:{'|'.join(surfaces.listed('joins_names'))})\W*|\s*[,/&+、]\s*")
CHINESE_BEFORE = re.compile(f"(?:^|[\\W_]|{'|'.join(surfaces.listed('chinese_before_a_name'))})$")
CHINESE_AFTER = re.compile("|".join(surfaces.listed("chinese_after_a_name")))
CHINESE_THING = re.compile(f"(?:{'|'.join(surfaces.listed('chinese_before_a_thing'))})$")
CHINESE_SUBJECT = re.compile("|".join(surfaces.listed("chinese_after_a_subject")))
CHINESE_EVENT = re.compile("|".join(surfaces.listed("chinese_after_an_event")))

SHORTEST = 4
"""Letters from which a word in small letters can be a name: "renewals due in May" has none."""

KEYWORDS = 4
"""Words of a message that is no sentence: "summit renewal"."""


@dataclass(frozen=True, slots=True)
class Place:
    """One word of a text, and what stands around it."""

    text: str
    words: list[Word]
    at: int

    @property
    def before(self) -> str:
        """The word before it in the same clause, if any."""
        opens = not self.at or self._gap(self.at - 1).strip(" \"'«“(")
        return "" if opens else self.words[self.at - 1].key

    @property
    def opening(self) -> str:
        """The word before the one before it, in the same clause."""
        further = self.before and self.at > 1 and not self._gap(self.at - 2).strip(" '")
        return self.words[self.at - 2].key if further else ""

    @property
    def after(self) -> str:
        """The word after it in the same clause, if any."""
        last = self.at + 1 == len(self.words)
        return "" if last or self._gap(self.at).strip() else self.words[self.at + 1].key

    @property
    def rest(self) -> str:
        """The text behind it."""
        return self.text[self.words[self.at].end :]

    @property
    def lead(self) -> str:
        """The text before it."""
        return self.text[: self.words[self.at].start]

    def _gap(self, at: int) -> str:
        return self.text[self.words[at].end : self.words[at + 1].start]


def is_one(text: str, words: list[Word], at: int) -> bool:
    """Whether the ordinary word at that place, in small letters, is used as a customer's name."""
    place = Place(text, words, at)
    if len(words[at].key) < SHORTEST:
        return False
    if place.rest.startswith("'s "):
        return place.before in {"", *BEFORE}
    if _is_among_chinese(place):
        return _is_in_chinese(place)
    if place.after in OF_A_CUSTOMER or _is_italian_to(place) or _is_dealt_with(place):
        return True
    if place.after in OBJECTS:
        return _is_asked_of(place) and place.opening in PERFECT
    if asks(text):
        return _is_asked_of(place) and _is_gone_on_with(place)
    opens = place.at == 0 and place.after in FRONTED
    return opens or _is_in_a_line(place) or _is_keyword(place) or _is_headed(place)


def is_beside(text: str, words: list[Word], at: int, other: int) -> bool:
    """Whether that word is joined as a name to the one at `other`: "3rivers o relay"."""
    place = Place(text, words, at)
    first, last = sorted((at, other))
    if not JOINED.fullmatch(text[words[first].end : words[last].start]):
        return False
    if other > at:
        before = place.before
        return not before or before in BEFORE or words[at - 1].chinese
    after = place.after
    return not after or after in AFTER_IN_A_LINE or words[at + 1].chinese or _weighs(place)


def is_picked(text: str, words: list[Word], at: int) -> bool:
    """Whether that word picks one of several accounts, by its capital or by what stands before."""
    place = Place(text, words, at)
    if words[at].capital and place.before:
        return True
    led = _is_among_chinese(place) or place.before in {"", *BEFORE}
    return led and (place.after in {"", *AFTER_IN_A_LINE} or _weighs(place))


def asks(text: str) -> bool:
    """Whether it is a question, as far as its words tell."""
    said = wording.folded(text)
    opening = next(iter(wording.keys(said)), "")
    return opening in FRONTED or any(
        cues.about(name).search(said) for name in ("questions", "compared")
    )


def is_italian_to(text: str, word: str) -> bool:
    """In English "a" stands before a thing, in Italian before whom something is told."""
    return word in ("a", "ad") and languages.detect(text, "en").code == "it"


def _is_italian_to(place: Place) -> bool:
    """A relay cosa dobbiamo, chi decide in orbital: where no Italian noun stands bare."""
    told = is_italian_to(place.text, place.before)
    inside = place.before == "in" and languages.detect(place.text, "en").code == "it"
    asked = place.after in FRONTED or asks(place.text)
    return (told or inside) and asked and place.after not in OBJECTS


def _is_dealt_with(place: Place) -> bool:
    """I owe relay a deck; ho sentito orbital."""
    return place.before in GIVING or (place.before in MEETING and place.after not in OBJECTS)


def _weighs(place: Place) -> bool:
    return asks(place.text) and place.after not in OBJECTS and _is_gone_on_with(place)


def _is_asked_of(place: Place) -> bool:
    """What stands before it: nothing, a preposition, a verb that asks what somebody does."""
    before, opening = place.before, place.opening
    if before in MODALS:
        return not opening or opening in FRONTED - SUBJECTS
    if before in BEFORE_A_SUBJECT or before in FRONTED - SUBJECTS:
        return place.after in AFTER or place.after in VERBS
    of_a_verb = opening in {*PERFECT, *FRONTED} and before not in THINGS
    return not before or before in BEFORE or before in VERBS or before in ASKING or of_a_verb


def _is_gone_on_with(place: Place) -> bool:
    """What stands after it: nothing, or a word with which people ask of any customer."""
    after = place.after
    return not after or after in AFTER_IN_A_LINE or after in utterances.standing()


def _is_in_a_line(place: Place) -> bool:
    after, headed = place.after, place.rest.startswith((":", "："))
    does = headed or after in AFTER or after in VERBS
    told = place.before in BEFORE_IN_A_LINE or (does and place.before in BEFORE)
    of_it = place.before == "of" and place.opening in AFTER
    return (told or of_it) and (not after or after in AFTER_IN_A_LINE)


def _is_keyword(place: Place) -> bool:
    """It opens a few words that are no sentence, all of them of our field."""
    others = [word.key for word in place.words[place.at + 1 :]]
    few = place.at == 0 and 0 < len(others) < KEYWORDS
    of_a_sentence = OBJECTS | MODALS | BEFORE
    return few and all(key in utterances.standing() and key not in of_a_sentence for key in others)


def _is_headed(place: Place) -> bool:
    """It ends a few words of our field: "open product gaps on orbital"."""
    heading = [word.key for word in place.words[: place.at - 1]]
    ends = place.before in BEFORE and not place.after
    few = 0 < len(heading) <= KEYWORDS
    return ends and few and all(key in utterances.standing() for key in heading)


def _is_among_chinese(place: Place) -> bool:
    return any(wording.IDEOGRAPH.match(beside) for beside in (place.lead[-1:], place.rest[:1]))


def _is_in_chinese(place: Place) -> bool:
    """对relay, summit的: a Chinese sentence that turns to somebody, or goes on about them."""
    behind = place.rest.lstrip()
    compound = behind[:1].isalnum() and not wording.IDEOGRAPH.match(behind)
    if compound or CHINESE_EVENT.match(behind):
        return False
    lead = place.lead.rstrip()
    if CHINESE_SUBJECT.match(behind) and not CHINESE_THING.search(lead):
        return True
    turned = CHINESE_BEFORE.search(lead)
    opens = not place.lead.strip() or not place.lead.strip()[-1].isalnum()
    return bool(turned) and (not opens or not behind or bool(CHINESE_AFTER.match(behind)))
