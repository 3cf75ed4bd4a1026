"""A letter put into words: greeting, why we write, one proposal, the next step with its day."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from babel import dates

from handlers import quoting, texts, working_hours
from handlers.answers import Ref
from handlers.composing import phrases
from handlers.drafting import letters, shareable
from handlers.drafting.addressing import VOICE, Address
from handlers.drafting.letters import Ask, Letter, Said
from handlers.drafting.shareable import Shared
from handlers.texts import Texts
from playbooks.people import Member

PLACE = re.compile(r"{(\w+)}")
BLANK = re.compile(r"____(?: ?[(（][^)）]*[)）])?")
WEEKDAY = {"en": "EEEE d MMMM", "it": "EEEE d MMMM", "zh": "M月d日EEEE"}
INFORMAL = "informal\x04"
"""Begins the catalogue's key of a message to somebody whom one addresses as a friend."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it reads; what is said by voice has no subject.

    `used` are the records that carry it, in the order of the text.
    """

    subject: str
    text: str
    used: tuple[Ref, ...]

    @property
    def blanks(self) -> tuple[str, ...]:
        """What is left to fill in, as it stands in the text."""
        return tuple(found.group(0) for found in BLANK.finditer(f"{self.subject}\n{self.text}"))


class Pen:
    """Writes to one reader, in their language and in the form of address that was chosen."""

    def __init__(self, address: Address, *, informal: bool) -> None:
        self._address = address
        self._informal = informal
        self._texts = texts.of(address.language)

    def write(
        self,
        letter: Letter,
        known: Mapping[str, Shared],
        sender: Member,
        today: date,
        topic: str | None = None,
    ) -> Written:
        """The letter with what is `known`; `topic` is the writer's own words for the matter."""
        said = list(self._facts(letter, known))
        own = self._texts
        matter = shareable.worded(own, topic, own.language) if topic else None
        places = {"topic": matter or self.say(letters.MESSAGES["matter"])}
        opening = self.say(letter.opening, **places)
        proposal = [self.say(one.message) for one in self._sayable(letter.proposal, known)]
        closing = self._closing(letter, sender, today)
        body = [phrases.joined(own, opening, *(text for text, _used in said))]
        body.append(phrases.joined(own, *proposal) if proposal else "")
        spoken = self._address.way in VOICE
        text = _spoken(body, closing) if spoken else self._letter(body, closing, sender)
        asked = [ref for one in letter.proposal if one.when for ref in _refs(known, [one.when])]
        refs = (ref for ref in (*(ref for _text, used in said for ref in used), *asked))
        subject = "" if spoken else self.say(letter.subject)
        return Written(subject, text, tuple(dict.fromkeys(refs)))

    def say(self, message: str, **values: object) -> str:
        """The message in the reader's language; Chinese turns 您 into 你 among friends."""
        _ = self._texts
        if not self._informal:
            return _(message, **values)
        if _.language == "en":
            return texts.filled(letters.AMONG_FRIENDS.get(message, message), values)
        own = _(INFORMAL + message, **values)
        said = own if not own.startswith(INFORMAL) else _(message, **values)
        return said.replace("您", "你") if _.language == "zh" else said

    def _facts(
        self, letter: Letter, known: Mapping[str, Shared]
    ) -> Iterator[tuple[str, tuple[Ref, ...]]]:
        for sentences in letter.facts:
            for said in self._sayable(sentences, known, most=1):
                names = PLACE.findall(said.message)
                values = {n: known[n].say(self._texts) for n in names if n in known}
                if "date" in names:
                    values["date"] = self._as_of(known[n] for n in names if n in known)
                yield self.say(said.message, **values), _refs(known, names)

    def _sayable(
        self, sentences: Iterable[Said], known: Mapping[str, Shared], most: int = 9
    ) -> list[Said]:
        found = [
            said
            for said in sentences
            if {*PLACE.findall(said.message), said.when} - {"date", None} <= known.keys()
        ]
        return found[:most]

    def _as_of(self, shared: Iterable[Shared]) -> str:
        """The oldest day of the figures that stand together."""
        oldest = min(one.as_of for one in shared if one.as_of)
        return shareable.in_full(self._texts, oldest)

    def _closing(self, letter: Letter, sender: Member, today: date) -> str:
        """What happens next, with days on which the writer works."""
        first, second = working_days(sender, today, (2, 4))
        _, message = self._texts, letters.MESSAGES
        day, other = _weekday(_, first), _weekday(_, second)
        if self._address.way in VOICE:
            return self.say(message["agree"], day=day, other=other)
        if letter.ask is Ask.UPDATE:
            return self.say(message["update"], day=day)
        if letter.ask is Ask.ANSWER:
            return self.say(message["answer"], day=other)
        if not self._address.may_talk:
            return self.say(message["in_writing"], day=other)
        return self.say(message["talk"], day=day, other=other, minutes=letter.minutes)

    def _letter(self, body: list[str], closing: str, sender: Member) -> str:
        contact = self._address.contact
        if contact is None:
            greeting = self.say(letters.MESSAGES["greeting_unknown"])
        else:
            greeting = self.say(letters.MESSAGES["greeting"], name=self._called(contact.name))
        end = f"{self.say(letters.MESSAGES['closing'])}\n{sender.name}"
        return "\n\n".join([greeting, *filter(None, body), closing, end])

    def _called(self, name: str) -> str:
        """The whole name, among friends the first one; Chinese names stay whole."""
        parts = quoting.plain(name).split()
        return parts[0] if self._informal and parts[0].isascii() else " ".join(parts)


def working_days(member: Member, today: date, after: Iterable[int]) -> list[date]:
    """The days that lie so many of the member's working days after `today`."""
    found: list[date] = []
    wanted, day, count = sorted(after), today, 0
    while len(found) < len(wanted):
        day += timedelta(days=1)
        count += working_hours.works_on(member, day)
        if count == wanted[len(found)] and working_hours.works_on(member, day):
            found.append(day)
    return found


def _spoken(body: list[str], closing: str) -> str:
    return "\n".join(f"• {part}" for part in (*filter(None, body), closing))


def _refs(known: Mapping[str, Shared], names: Iterable[str]) -> tuple[Ref, ...]:
    return tuple(ref for name in names if name in known for ref in known[name].refs)


def _weekday(_: Texts, day: date) -> str:
    """A day to come as a letter names it: Wednesday 25 November."""
    return dates.format_date(day, WEEKDAY[_.language], locale=_.locale)
