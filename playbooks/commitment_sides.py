"""Whose a promise is, by who opens its clause: a contact of the account, or one of us."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from playbooks import commitment_voices
from playbooks.commitment_voices import Voice, begins
from playbooks.commitments import PRONOUNS, Commitment
from playbooks.wording import patterns

_PART = re.compile(
    r"[.,;:!?，。；：、！？()（）\n–—•]+|(?:^|\s)[-*]\s"
    r"|\b(?:and|but|then|that|whether|e|ed|ma|poi|che|se)\b"
    r"|(?<=[\u3400-\u9fff])(?:说|表示|并且|并|然后)",
    re.IGNORECASE,
)
"""What stands between one part of a sentence and the next, each with its own subject."""

_REMINDS = re.compile(
    r"(?:(?:remind|nudge|chase|ping|ask|sollecit\w+|ricord\w+ a|chied\w+ a)\s+"
    r"|[再也先去]?(?:催|提醒|问)(?:一?[次下])?\s*)(?P<name>\S.{0,30}?)(?:\s(?:again|ancora))?",
    re.IGNORECASE,
)

_TO_US = re.compile(
    r"\b(?:us|me|ci|mi|ce|me l[oaie])\b|给我|发我|发来|给来|[她他]们?那边|对方", re.IGNORECASE
)
"""Whoever does something for us is one of theirs."""

_FOR_US = re.compile(
    r"(?:\w+ ){1,2}(?:us|me)\b"
    r"|(?:ci|mi|ce l[oaie]|me l[oaie]) (?!sar)\w+(?:a|e|ano|ono|rà|ranno)\b"
    r"|(?:(?:发|寄|提供|反馈|回复|答复|交|转|送)(?:过来)?给?|给)我们",
    re.IGNORECASE,
)
"""What begins so is done by somebody else than us: "sends us …", "ci manda …", 发给我们."""

_WANTED = re.compile(
    r"\b(?:wants?|wanted|needs?|needed|(?:would|['’]d) like|asks? for|asked for|expects?"
    r"|(?:is |are |still )?waiting for|vuole|vogliono|vorrebbe(?:ro)?|chied(?:e|ono)"
    r"|aspetta(?:no)?|serve|servono|pretend(?:e|ono))"
    r"(?: (?:the|a|an|his|her|their|our|its|il|lo|la|i|gli|le|un|una))?\W*$",
    re.IGNORECASE,
)
"""What follows is wished for; nobody undertook it."""

_GRANTED = re.compile(
    r"\W*(?:(?:so|and|e|ma)\b\W*)?(?:i|i['’]?ll|we|we['’]?ll|io|noi|glie\w+|gli|le)\b",
    re.IGNORECASE,
)
"""Behind a wish, the words of whoever grants it: "wants the form, I'll get it to him"."""

CLOSE = 4
"""Words, or Chinese characters, between a name and what is promised."""

SHORTLY = 200
"""Characters before a clause in which a pronoun's name is looked for."""

_WORDS = re.compile(r"[^\W_\u3400-\u9fff]+|[\u3400-\u9fff]")
_LETTERS = re.compile(r"\w")


@dataclass(frozen=True)
class People:
    """Who may promise something in a note, each by a name in small letters.

    `theirs` gives the full name of a contact of the account, `ours` the id of a member.
    """

    theirs: Mapping[str, str] = field(default_factory=dict)
    ours: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The names that tell one side from the other."""
        return frozenset(self.theirs.keys() ^ self.ours.keys())


def sided(said: Commitment, people: People, text: str = "") -> Commitment | None:
    """A promise as its maker's whose name opens its clause: theirs, or a member's of ours.

    None for one that is not sure, and that no known name stands right before; for reminding one of
    us; and for what somebody merely wants.

    Where nobody who is known opens it, it is of whoever speaks there in the `text` of the note, in
    a mail or an exchange that is pasted. Where nobody is known to speak, or who opens it only asks,
    waits or is given something, it stays as it was read. The owner is then a contact's full name,
    or a member's id.
    """
    if _reminds_us(said.what, people) or _is_only_wanted(said, text):
        return None
    name = _opens(said, people, text[: max(0, said.at - len(said.opening))][-SHORTLY:])
    if not said.sure and (name is None or not _is_close(said.opening, name)):
        return None
    if name is not None:
        return of(said, name, people)
    if _somebody_opens(said, people.telling):
        return said
    return _spoken(said, commitment_voices.voice(text, said.at, people.telling), people)


def of(said: Commitment, name: str, people: People) -> Commitment:
    """A promise as that of somebody known, by a name in small letters; the author's without one."""
    if not name:
        return replace(said, by_us=True, owner=None)
    if name in people.theirs:
        return replace(said, by_us=False, owner=people.theirs[name])
    return replace(said, by_us=True, owner=people.ours[name])


def _spoken(said: Commitment, heard: Voice | None, people: People) -> Commitment:
    """A promise in somebody's own words: of the speaker, or of the side that does not listen."""
    if heard is None:
        for_us = said.by_us and _FOR_US.match(said.what)
        return replace(said, by_us=False, owner=None) if for_us else said
    if heard.speaks:
        return of(said, heard.name, people)
    by_us = heard.name in people.theirs
    return said if by_us == said.by_us else replace(said, by_us=by_us, owner=None)


def _is_close(opening: str, name: str) -> bool:
    """Whether few words stand between a name and what is promised: "Odile is going to"."""
    _, named, rest = opening.casefold().rpartition(name)
    return bool(named) and len(_WORDS.findall(rest)) <= CLOSE


def _somebody_opens(said: Commitment, known: Collection[str]) -> bool:
    """Whether a name opens the clause, of somebody who may be unknown: it is not the speaker's."""
    owner = said.owner or ""
    told = owner.casefold() not in {"", *PRONOUNS} and not commitment_voices.greets(owner)
    return told and owner in commitment_voices.unlabelled(said.opening, known)


def _reminds_us(what: str, people: People) -> bool:
    """Whether all there is to do is to remind a colleague, which promises nobody anything."""
    reminds = _REMINDS.fullmatch(what.strip())
    return reminds is not None and reminds["name"].strip().casefold() in people.ours


def _is_only_wanted(said: Commitment, text: str) -> bool:
    """Whether somebody wants it and nobody says right behind that they see to it."""
    rest = text[said.at + len(said.what) :]
    return bool(_WANTED.search(said.opening)) and not _GRANTED.match(rest)


def _opens(said: Commitment, people: People, said_before: str) -> str | None:
    """The one known name at the beginning of the clause that leads to a promise.

    A pronoun there means whoever was named last in it, or in what was said before.
    """
    parts = [part for part in _PART.split(said.opening) if _LETTERS.search(part)]
    *before, clause = ["", *parts]
    clause = _reported(clause.strip()).casefold()
    opens = max((name for name in people.telling if begins(clause, name)), key=len, default=None)
    if opens:
        return None if _is_given(clause[len(opens) :]) else opens
    meant = next((one for one in PRONOUNS if begins(clause, one)), None)
    if meant is None or _is_given(clause[len(meant) :]):
        return None
    for_us = _TO_US.search(clause) or _FOR_US.match(said.what)
    named = people.telling & people.theirs.keys() if for_us else people.telling
    return _last_named(f"{said_before} {' '.join(before)}".casefold(), named)


def _last_named(said: str, known: Collection[str]) -> str | None:
    """Whom a pronoun stands for: the known name that was said last."""
    places = {name: said.rfind(name) for name in known}
    there = [name for name, place in places.items() if place >= 0]
    return max(there, key=lambda name: (places[name], len(name)), default=None)


def _reported(clause: str) -> str:
    """What was said, without "told her" before it."""
    for language in patterns.LANGUAGES:
        heard = patterns.wording(language).lists["commitments"]["reported"].expression.match(clause)
        if heard:
            return clause[heard.end() :].strip()
    return clause


def _is_given(rest: str) -> bool:
    """True behind a name of somebody who asks, waits or gets: what is promised is not theirs."""
    return any(
        patterns.wording(language).lists["commitments"]["asks"].expression.search(rest)
        for language in patterns.LANGUAGES
    )
