"""Who took part in what a note tells: people of the account and of ours whom it names."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from playbooks.accounts import Account
from playbooks.exchanges import Exchange, Turn
from playbooks.people import Contact, Member
from storage.workspace import Reader

READ = 4_000
"""Characters of a note in which people are looked for."""

MOST = 20

DOUBLE_SURNAMES = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "慕容", "令狐")
)
CHINESE_TITLES = (
    *("总", "工", "姐", "哥", "老师", "经理", "主任", "主管", "总监", "科长", "处长", "部长"),
    *("院长", "校长", "厂长", "店长", "所长", "局长", "行长", "董", "博士", "医生", "女士", "先生"),
    *("老板", "书记", "会计", "护士长", "秘书", "队长"),
)

_TITLED = re.compile(
    r"^(?:(?:[^\W\d]{2,5}\.(?:ssa)?|mrs?|ms|dr|prof|ing|avv|dott|don|suor|sir|dame)\s+)+",
    re.IGNORECASE,
)
"""What stands before a name: "Ing. Tullio Gherardi" is called Tullio."""


def named_in(reader: Reader, account: Account, text: str) -> tuple[str, ...]:
    """Names of the account's contacts and of its team in the text, in the order of the text."""
    people: list[Contact | Member] = [*reader.find(Contact, account_id=account.id)]
    people += reader.find(Member, id=list(account.team))
    said = text[:READ]
    found = [(place, person.name) for person in people if (place := _place(person.name, said)) >= 0]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))[:MOST]


def sides(reader: Reader, account: Account | None, exchange: Exchange) -> Exchange:
    """The exchange with each turn known as ours or theirs, as far as its speaker is known."""
    contacts = reader.find(Contact, account_id=account.id) if account else []
    ours = by_name(reader.find(Member))
    theirs = by_name(contacts)
    turns = (_sided(turn, ours, theirs, exchange.sender) for turn in exchange.turns)
    return replace(exchange, turns=tuple(turns))


def _sided(turn: Turn, ours: dict[str, str], theirs: dict[str, str], sender: str | None) -> Turn:
    if turn.ours is not None:
        return turn
    names = [name.casefold() for name in (turn.speaker, sender) if name]
    if any(name in theirs for name in names):
        return replace(turn, ours=False)
    member = next((ours[name] for name in names if name in ours), None)
    return replace(turn, ours=True, member=member) if member else turn


def by_name(people: Iterable[Contact | Member]) -> dict[str, str]:
    """Ids by full name and mail address, and by first name where only one is called so."""
    listed = list(people)
    first = [_first(person) for person in listed]
    known = {name: p.id for p, name in zip(listed, first, strict=True) if first.count(name) == 1}
    known |= {person.email.casefold(): person.id for person in listed if person.email}
    return known | {person.name.casefold(): person.id for person in listed}


def called(people: Sequence[Contact | Member]) -> dict[str, str]:
    """Ids as `by_name`, and by what colleagues call somebody: a surname, 小周, 王总, 建国.

    What two of them may be called tells nobody.
    """
    known = by_name(people)
    forms = [(form, person.id) for person in people for form in _forms(person.name)]
    several = Counter(form for form, _ in forms)
    return {form: id_ for form, id_ in forms if several[form] == 1 and form not in known} | known


def _forms(name: str) -> Iterable[str]:
    """What somebody is called beside their name, in small letters."""
    if re.fullmatch("[\u3400-\u9fff]{2,4}", name):
        surname = name[:2] if name[:2] in DOUBLE_SURNAMES and len(name) > 2 else name[:1]
        given = name[len(surname) :]
        yield from (given,) if len(given) > 1 else ()
        yield from (f"{before}{part}" for before in "小阿" for part in {surname, given[-1:]})
        yield f"老{surname}"
        yield from (f"{surname}{title}" for title in CHINESE_TITLES)
    elif len(words := name.casefold().split()) > 1 and len(words[-1]) > 2:
        yield words[-1]


def _first(person: Contact | Member) -> str:
    return next(iter(_TITLED.sub("", person.name).casefold().split()), "")


def _place(name: str, text: str) -> int:
    """Where a person is named, in full or by their first name; -1 where they are not."""
    return max(found(one, text) for one in _spellings(name))


def _spellings(name: str) -> Sequence[str]:
    bare = _TITLED.sub("", name)
    first = bare.split()[0] if bare.split() else name
    return tuple(dict.fromkeys(one for one in (name, bare, first) if one == name or len(one) > 1))


def found(name: str, text: str) -> int:
    """Where a name stands in a text, as a whole word; -1 where it does not."""
    if re.match("[\u3400-\u9fff]", name):
        return text.find(name)
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return match.start() if match else -1
