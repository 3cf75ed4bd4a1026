"""Who and what a question can name, and the question with those names told apart."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from knowledge import cues, excluding, names, persons, strangers, utterances, wording
from knowledge.names import Index, Match
from knowledge.persons import Met
from knowledge.strangers import Stranger
from playbooks.accounts import Account
from playbooks.people import Member
from storage.mentions import Known

READ = 2000
"""Characters of a long text in which names are looked for, half of them at its end."""

MENTION = re.compile(r"<@([A-Z0-9_]+)>")
NAMING = attrgetter("id", "name", "aliases", "domain")
"""What tells two sets of accounts apart, read fast: ten thousand at each question."""

ACCOUNT, OTHER, PERSON = utterances.PLACEHOLDERS.values()


@dataclass(frozen=True, slots=True)
class Person:
    """A member as something that has names."""

    id: str
    name: str
    aliases: tuple[str, ...]
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a text. `bare` is the text with them blanked, `masked` with stand-ins.

    `known_blanked` keeps a name that fits nobody: in a question for a list it may be a place.
    `apart` are the accounts that a question leaves out; they stand in none of the texts.
    """

    text: str
    bare: str
    known_blanked: str
    masked: str
    accounts: tuple[Account, ...] = ()
    candidates: tuple[Account, ...] = ()
    stranger: Stranger | None = None
    members: tuple[str, ...] = ()
    contacts: tuple[Met, ...] = ()
    apart: tuple[Account, ...] = ()


@dataclass(frozen=True)
class Scene:
    """The accounts, members and people at the customers' that one asker may name."""

    accounts: Sequence[Account]
    members: Sequence[Member]
    contacts: Sequence[Known]
    index: Index = field(repr=False)
    people: Index = field(repr=False)
    customers: persons.Index = field(repr=False)

    def names(
        self, text: str, talked_of: Iterable[Account] = (), leaves_out: bool = False
    ) -> Names:
        """The names in `text`; one that fits several accounts means the one talked of, if any.

        Where the text `leaves_out` accounts ("all except Acme"), these are no names of it.
        """
        text = _ends(wording.plain(self._mentions(text)))
        talked = {account.id for account in talked_of}
        matches = self.index.find(text, talked_of=self._positions(talked))
        left_out = excluding.places(text, matches) if leaves_out else {}
        apart = tuple(self.accounts[at] for n in left_out for at in matches[n].positions)
        for start, end in left_out.values():
            text = _blank(text, start, end)
        matches = [match for n, match in enumerate(matches) if n not in left_out]
        known = _blanked(text, matches)
        people = self.people.find(known, typos=False)
        known = _blanked(known, people)
        contacts = self.customers.find(known)
        bare = _blanked(known, contacts)
        stranger = None if matches else strangers.find(bare)
        sure, open_ = self._resolved(text, matches, talked)
        return Names(
            text,
            bare if stranger is None else _blank(bare, stranger.start, stranger.end),
            bare,
            _masked(text, matches, [*people, *contacts], stranger),
            sure,
            open_,
            stranger,
            tuple(self.members[match.positions[0]].id for match in people),
            tuple(contacts),
            apart,
        )

    def _positions(self, ids: set[str]) -> list[int]:
        return [at for at, one in enumerate(self.accounts) if one.id in ids] if ids else []

    def nearest(self, name: str) -> tuple[Account, ...]:
        """The accounts whose names resemble `name` most."""
        return tuple(self.accounts[position] for position in self.index.nearest(name))

    def _mentions(self, text: str) -> str:
        """`<@U…>` of a member becomes their name; that of anybody else, such as us, goes."""
        known = {member.id: member.name for member in self.members}
        return MENTION.sub(lambda mention: known.get(mention[1], " "), text)

    def _resolved(
        self, text: str, matches: Sequence[Match], talked_of: set[str]
    ) -> tuple[tuple[Account, ...], tuple[Account, ...]]:
        sure: dict[str, Account] = {}
        unsure: dict[str, Account] = {}
        for match in matches:
            fits = [self.accounts[position] for position in match.positions]
            meant = fits if len(fits) == 1 else [a for a in fits if a.id in talked_of]
            if _are_both(text, match):
                sure.update({a.id: a for a in fits})
            else:
                (sure if len(meant) == 1 else unsure).update({a.id: a for a in meant or fits})
        return tuple(sure.values()), tuple(a for a in unsure.values() if a.id not in sure)


def of(
    accounts: Sequence[Account], members: Sequence[Member], contacts: Sequence[Known] = ()
) -> Scene:
    """The scene of these people; their indexes are kept from one call to the next."""
    named = tuple(map(NAMING, accounts))
    people = tuple((m.id, m.name, m.handle or "") for m in members)
    known = tuple(contacts)
    return Scene(accounts, members, known, _index(named), _people(people), _customers(known))


@lru_cache(maxsize=8)
def _index(named: tuple[tuple[str, str, tuple[str, ...], str | None], ...]) -> Index:
    return names.Index([Person(*account) for account in named])


@lru_cache(maxsize=8)
def _customers(contacts: tuple[Known, ...]) -> persons.Index:
    return persons.Index(contacts)


@lru_cache(maxsize=8)
def _people(named: tuple[tuple[str, str, str], ...]) -> Index:
    first_names = [name.split()[0] for _, name, _ in named if name.split()]
    return names.Index(
        [
            Person(member_id, name, _aliases(name, handle, first_names))
            for member_id, name, handle in named
            if name.strip()
        ]
    )


def _aliases(name: str, handle: str, first_names: list[str]) -> tuple[str, ...]:
    first = name.split()[0]
    called = (first,) if first_names.count(first) == 1 else ()
    return (*called, handle.lstrip("@")) if handle else called


def _ends(text: str) -> str:
    return text if len(text) <= READ else f"{text[: READ // 2]} {text[-READ // 2 :]}"


def _are_both(text: str, match: Match) -> bool:
    """The two Northwinds: a name that fits two accounts, and both are meant."""
    return len(match.positions) == 2 and bool(
        cues.about("both_of").search(wording.folded(text[: match.start]))
    )


def _blanked(text: str, matches: Iterable[Match | Met]) -> str:
    for match in matches:
        text = _blank(text, match.start, match.end)
    return text


def _blank(text: str, start: int, end: int) -> str:
    """Spaces in place of a name and its possessive, so that all positions still hold."""
    if text[end : end + 2] in ("'s", "' "):
        end += 2
    return text[:start] + " " * (end - start) + text[end:]


def _masked(
    text: str, matches: Sequence[Match], people: Sequence[Match | Met], stranger: Stranger | None
) -> str:
    """The text with stand-ins for its names, as the examples have them."""
    spans = [(match.start, match.end, PERSON) for match in people]
    for match in matches:
        first = ACCOUNT if match.positions[0] == matches[0].positions[0] else OTHER
        both = f"{first}, {OTHER}" if _are_both(text, match) else first
        spans.append((match.start, match.end, both))
    if stranger is not None and stranger.sure:
        spans.append((stranger.start, stranger.end, ACCOUNT))
    for start, end, name in sorted(spans, reverse=True):
        text = f"{text[:start]}{name}{text[end:]}"
    return text
