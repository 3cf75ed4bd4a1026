"""Whether words that could be a name are used as one, or as a word, a street, a person."""

import re
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import bare_names, surfaces, utterances, wording
from knowledge.surfaces import COMPANY_WORDS
from knowledge.wording import Word

BEFORE_A_NAME = frozenset(surfaces.listed("before_a_name"))
AFTER_A_NAME = frozenset(surfaces.listed("after_a_name"))
BEFORE_A_THING = frozenset(surfaces.listed("before_a_thing"))
BEFORE_A_COMMON_WORD = frozenset(surfaces.listed("before_a_common_word"))
BEFORE_A_VERB = frozenset(surfaces.listed("before_a_verb"))
SINCE = frozenset(surfaces.listed("after_a_name_in_time"))
VERBS = frozenset(surfaces.listed("verbs_after_a_name"))
BEFORE_A_PLACE = frozenset(surfaces.listed("before_a_place"))
BEFORE_AWAY = frozenset(surfaces.listed("before_away"))
AFTER_A_PLACE = frozenset(surfaces.listed("after_a_place"))
TITLES = frozenset(surfaces.listed("titles"))
CHINESE_THINGS = re.compile("|".join(surfaces.listed("chinese_things")))
LEISURE = frozenset(surfaces.listed("leisure"))
IN_A_PLACE = frozenset(surfaces.listed("in_a_place"))
BEFORE_A_CHINESE_PLACE = re.compile(f"(?:{'|'.join(surfaces.listed('chinese_before_a_place'))})$")
SURNAME = re.compile(f"(?:^|[^{wording.CHINESE}])[{''.join(surfaces.listed('chinese_surnames'))}]$")
CHINESE_GIVEN = 2
"""Characters of a given name."""

SHORT_CHINESE = 3
"""Characters of a Chinese name so short that it may be a part of another word."""

ENDS_A_NAME = "?!.,:;-)】）？！。，：；"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `first` to `last` of a text (the last not included) read as one name."""

    first: int
    last: int
    key: str


def is_meant(text: str, words: list[Word], stretch: Stretch, full: bool) -> bool:
    """Whether the words are used as a name: ordinary ones need a capital or a fitting place."""
    inside = words[stretch.first : stretch.last]
    word = inside[0]
    if word.chinese:
        return not _is_chinese_thing(text, inside) and (
            full or stretch.key not in utterances.vocabulary()
        )
    if _is_a_place(text, words, stretch):
        return False
    if len(inside) == 1 and (
        _is_common(text, words, stretch) or _is_of_a_person(text, words, stretch)
    ):
        return False
    if _is_picked(words, stretch):
        return True
    if not full and len(inside) == 1 and not word.capital:
        # Half a name in small letters: "is northwind ok" is one, "blue" and "the summit" are not.
        if telling(word):
            return _is_half_a_name(text, words, stretch)
        return word.key not in COMPANY_WORDS and bare_names.is_one(text, words, stretch.first)
    if any(telling(word) for word in inside):
        return True
    if len(inside) > 1:
        return full or all(word.capital for word in inside)
    if word.key in COMPANY_WORDS and not full:
        return False
    if word.capital and stretch.first > 0:
        return not text[word.start : word.end].isupper() or full
    if _in_a_names_place(text, words, stretch, full):
        return True
    return full and bare_names.is_one(text, words, stretch.first)


def _is_a_place(text: str, words: list[Word], stretch: Stretch) -> bool:
    """Via Montefiore, San Giacomo church; in Valtellina, where it is told of a weekend."""
    before = words[stretch.first - 1].key if stretch.first else ""
    after = words[stretch.last].key if stretch.last < len(words) else ""
    away = stretch.first > 1 and words[stretch.first - 2].key in BEFORE_AWAY
    if (before in BEFORE_A_PLACE and not away) or after in AFTER_A_PLACE:
        return True
    near = words[max(stretch.first - 3, 0) : stretch.last + 2]
    idle = before in IN_A_PLACE and any(word.key in LEISURE for word in near)
    return idle and not bare_names.asks(text)


def _is_chinese_thing(text: str, inside: list[Word]) -> bool:
    """金桥路 is a street, 海蓝色 a colour, and 李明远 somebody."""
    if len(inside) > SHORT_CHINESE:
        return False
    lead = text[: inside[0].start]
    somebody = len(inside) == CHINESE_GIVEN and SURNAME.search(lead)
    placed = somebody or BEFORE_A_CHINESE_PLACE.search(lead)
    return bool(placed or CHINESE_THINGS.match(text, inside[-1].end))


def _is_common(text: str, words: list[Word], stretch: Stretch) -> bool:
    """A word after "a" in small letters, or one of "the … of"."""
    before = words[stretch.first - 1].key if stretch.first else ""
    after = words[stretch.last].key if stretch.last < len(words) else ""
    small = not words[stretch.first].capital and not bare_names.is_italian_to(text, before)
    return small and (
        before in BEFORE_A_COMMON_WORD or (before in BEFORE_A_THING and after == "of")
    )


def _is_of_a_person(text: str, words: list[Word], stretch: Stretch) -> bool:
    """Mr Marlowe, or Anna Pellegrini: an unusual capitalised word stands right before it."""
    if not stretch.first or not words[stretch.first].capital:
        return False
    before, name = words[stretch.first - 1], words[stretch.first]
    if text[before.end : name.start].strip(" .") or before.chinese:
        return False
    shouted = text[before.start : before.end].isupper()
    given = before.capital and not shouted and before.key not in utterances.vocabulary()
    return before.key in TITLES or (given and not _is_company_word(before.key))


def _is_company_word(key: str) -> bool:
    """Also with a slip of the fingers: Oficine Bellandi is no person."""
    near = process.extractOne(key, COMPANY_WORDS, scorer=OSA.distance, score_cutoff=1)
    return near is not None and (len(key) > 3 or not near[1])


def _is_picked(words: list[Word], stretch: Stretch) -> bool:
    """The freight one: said of one of several with half a name in common."""
    before = words[stretch.first - 1].key if stretch.first else ""
    after = words[stretch.last].key if stretch.last < len(words) else ""
    return before == "the" and after == "one"


def _is_half_a_name(text: str, words: list[Word], stretch: Stretch) -> bool:
    """The zephyr handover, not the zephyr outside: a thing only where nobody could own it."""
    before = words[stretch.first - 1].key if stretch.first else ""
    after = words[stretch.last].key if stretch.last < len(words) else ""
    return before not in BEFORE_A_THING or after in bare_names.OF_A_CUSTOMER


def telling(word: Word) -> bool:
    return word.key not in wording.ordinary() and word.key not in COMPANY_WORDS


def _in_a_names_place(text: str, words: list[Word], stretch: Stretch, full: bool) -> bool:
    capital = words[stretch.first].capital
    before = words[stretch.first - 1].key if stretch.first else ""
    after = words[stretch.last].key if stretch.last < len(words) else ""
    rest = text[words[stretch.last - 1].end :].lstrip()
    ends = not rest or rest[0] in ENDS_A_NAME
    if full and rest.startswith(("'s ", "’s ")) and before not in BEFORE_A_THING:
        return True
    if stretch.first == 0:
        # A Chinese sentence runs on without a space: Relay今天…
        acts = after in VERBS or bool(wording.IDEOGRAPH.match(after))
        shows = acts or after in AFTER_A_NAME or (full and _is_a_verb(after))
        headed = full and rest.startswith((":", "：")) and bool(after)
        return (capital and (ends or shows)) or acts or headed or not after
    follows = before in BEFORE_A_NAME or bare_names.is_italian_to(text, before)
    if follows and (ends or after in AFTER_A_NAME or (full and after in SINCE)):
        return True
    # Keywords such as "seat utilisation orbital": few words, the name last, and no word of ours.
    unusual = words[stretch.first].key not in utterances.vocabulary()
    topical = not before or (before in utterances.standing() and before not in BEFORE_A_VERB)
    return unusual and len(words) < 5 and not after and topical and before not in BEFORE_A_THING


def _is_a_verb(word: str) -> bool:
    """Whether a word ends as most verbs do of which a company is the subject."""
    return len(word) > 3 and word.endswith(("ed", "s", "ano", "ono", "ato", "uto", "ito"))
