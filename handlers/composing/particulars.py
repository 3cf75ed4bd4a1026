"""A question for one particular thing: the records that tell it, or that nobody recorded it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handlers.answers import Draft, Part, Request, Sentence
from handlers.composing import phrases, quotations
from handlers.composing.desk import Desk
from handlers.gathering import records
from handlers.gathering.records import Record
from handlers.understand import Understanding
from handlers.understanding.values import Lead
from knowledge import lists, offices, wording
from knowledge.library import Item
from knowledge.particulars import answering, inquiry, terms
from knowledge.particulars.answering import Found
from knowledge.particulars.entries import Entry
from knowledge.particulars.inquiry import Inquiry
from playbooks.accounts import Account

CLEARLY, PERHAPS = 0.0, -0.25
"""How likely, less a half, a question must be for a particular thing: to be told that nothing is
recorded, and to be given a record that answers before the standing answer."""

OF_A_PERSON = -0.3
"""The same where the account is only known by the name of a contact: few standing answers are
about one person."""

FILE = Path(__file__).with_suffix(".yaml")
"""Words by which it is asked how things are now, and those for whatever is recorded."""

SURE = 0.5
"""How much surer than usual it must be that records answer what may have a standing answer."""

SURER = 1.0
"""The same where a figure, an office or a role is asked for that has a place of its own."""

NEAR = 0.15
"""From this nearness in meaning on, a record is worth showing as the nearest there is."""

MOST_ACCOUNTS = 4
"""Accounts whose records are searched where none is known."""

MOST_NOTES = 60
"""Notes of one account that are looked into, those that fit best."""

FOR_OTHERS = (
    *(Request.WRITE, Request.HELP, Request.COMPARE, Request.PORTFOLIO, Request.CAPACITY),
    *(Request.GUIDANCE, Request.EDUCATION),
)
"""Requests that, unless it is clear, are about more than the records of one account."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A question as it was read, the records it was looked for in, and what was found there."""

    asked: Inquiry
    said: Mapping[str, Record]
    found: Found


def answer(desk: Desk, composer: Callable[[Desk], Draft]) -> Draft | None:
    """What is recorded of it, or that nothing is; None for questions with a standing answer."""
    if not may_be(desk):
        return None
    looked, clear = _look_up(desk), is_clear(desk)
    if looked is None:
        return None
    if looked.found.answers and (clear or looked.found.sure >= SURE):
        return _told(desk, looked, [] if clear else [composer(desk).lead])
    return _not_recorded(desk, looked) if clear else None


def sought(desk: Desk) -> Draft | None:
    """The records that answer the question as one for a particular thing, or that nothing does."""
    looked = _look_up(desk)
    if looked is None:
        return None
    return _told(desk, looked) if looked.found.answers else _not_recorded(desk, looked)


def told(desk: Desk) -> Draft | None:
    """The records that surely answer the question, whatever it was taken for; None without any."""
    looked = _look_up(desk)
    return _told(desk, looked) if looked and looked.found.sure >= SURER else None


def nearest(desk: Desk) -> list[Sentence]:
    """The records that come nearest to the question, quoted, whether or not they answer it."""
    looked = _look_up(desk)
    return _near(desk, looked) if looked else []


def settled(desk: Desk) -> Desk:
    """Where no account is known, the question about the one whose records alone answer it."""
    if desk.asked.accounts or not desk.asked.among or not may_be(desk):
        return desk
    looked = _look_up(desk)
    if looked is None or not looked.found.answers:
        return desk
    told = [looked.said[stretch.entry.id] for stretch in looked.found.stretches]
    if len({one.account.id for one in told}) != 1:
        return desk
    lead = Lead("note", told[0].ref.id, "") if told[0].ref.kind == "note" else None
    return desk.about(replace(desk.asked, accounts=(told[0].account,), among=(), lead=lead))


def may_be(desk: Desk) -> bool:
    """Whether the question may be one for a particular thing in the records of some account."""
    asked = desk.asked
    if not _accounts(asked):
        return False
    if asked.request == Request.OTHER:
        return asked.sub_kind in (None, "out_of_scope")
    if asked.request == Request.PROMISES and asked.owner and not asked.accounts:
        return False  # what one of us promised is a list
    return asked.sub_kind is None and asked.particular > _needed(asked)


def read(desk: Desk) -> Inquiry:
    """The question without the names of its accounts, however they were written."""
    asked = desk.asked
    names = [name for account in _accounts(asked) for name in (account.name, *account.aliases)]
    if not asked.follow_up and asked.topic:
        known = {part.casefold() for name in people(desk) for part in terms.RUN.findall(name)}
        blanked = set(terms.RUN.findall(desk.question.text)) - set(terms.RUN.findall(asked.topic))
        names += [word for word in blanked if word[0].isupper() and word.casefold() not in known]
    return inquiry.read(_by_name(desk), names, people(desk))


def _look_up(desk: Desk) -> Looked | None:
    """What answers, the newest first where it is asked how things are now; None where the
    question has no word of its own."""
    asked = read(desk)
    if set(lists.read(FILE)["anything"]).issuperset(asked.units):
        return None
    said = recorded(desk)
    now = lists.first(lists.patterns(FILE)["now"], wording.folded(desk.question.text)) is not None
    return Looked(asked, said, answering.find(asked, entries(said), people(desk), now=now))


def _near(desk: Desk, looked: Looked) -> list[Sentence]:
    """What was found, quoted, where it comes near enough to be worth showing."""
    near = looked.found.stretches if looked.found.near >= NEAR else ()
    return quotations.of(desk, near, looked.said)


def _by_name(desk: Desk) -> str:
    """The question, with the name of whoever holds the office that it names: what the CFO said."""
    text, accounts = desk.question.text, desk.asked.accounts
    office = offices.named(text) if len(accounts) == 1 else None
    if office is None or offices.asked(text):
        return text
    contacts = desk.dossier(accounts[0]).contacts
    holding = [one.name for one in contacts if offices.holds(office, one.title, one.role)]
    if len(holding) != 1 or holding[0] in text:
        return text
    asked = text.rstrip(" ?？!.。")
    return f"{asked} {holding[0]}{text[len(asked) :]}"


def recorded(desk: Desk) -> dict[str, Record]:
    """Everything that may tell it and that the asker may see, by a key."""
    return {f"{place} {one.ref}": one for place, one in enumerate(_records(desk))}


def entries(said: Mapping[str, Record]) -> list[Entry]:
    """The records as they are searched."""
    return [_entry(key, one) for key, one in said.items()]


def people(desk: Desk) -> list[str]:
    """Everybody whom the records may name: their people and ours."""
    theirs = [c.name for a in _accounts(desk.asked) for c in desk.dossier(a).contacts]
    return [*theirs, *(member.name for member in desk.archive.members.values())]


def _accounts(asked: Understanding) -> tuple[Account, ...]:
    """The one account that is meant, or where none is known those that are worth a search."""
    if asked.accounts:
        return asked.accounts if len(asked.accounts) == 1 else ()
    return asked.among[:MOST_ACCOUNTS]


def _needed(asked: Understanding) -> float:
    if asked.person is not None:
        return OF_A_PERSON
    return CLEARLY if asked.request in FOR_OTHERS else PERHAPS


def is_clear(desk: Desk) -> bool:
    """Whether nothing else is asked than for a particular thing."""
    asked = desk.asked
    needed = CLEARLY if asked.person is None else OF_A_PERSON
    return asked.particular > needed or asked.request == Request.OTHER


def _records(desk: Desk) -> Iterator[Record]:
    for account in _accounts(desk.asked):
        yield from _likeliest(desk, records.of(desk.dossier(account), desk.archive, desk.texts))


def _likeliest(desk: Desk, found: Sequence[Record]) -> Sequence[Record]:
    """All records, but of very many notes only those that fit the question best."""
    notes = {one.ref.id: one for one in found if one.ref.kind == "note"}
    if len(notes) <= MOST_NOTES:
        return found
    items = [Item(note_id, one.words, one.language) for note_id, one in notes.items()]
    ranked = desk.context.library.rank(desk.reader, desk.question.text, items)
    kept = {note_id for note_id, _ in ranked[:MOST_NOTES]}
    return [one for one in found if one.ref.kind != "note" or one.ref.id in kept]


def _entry(key: str, record: Record) -> Entry:
    if record.own:
        return Entry(key, record.words, f"{record.label} {record.about}", True, record.at)
    return Entry(key, f"{record.label}: {record.words}", record.about, False, record.at)


def _told(desk: Desk, looked: Looked, general: Sequence[Sentence] = ()) -> Draft:
    stretches, said = looked.found.stretches, looked.said
    _, (lead, *also) = desk.texts, quotations.of(desk, stretches, said)
    account = phrases.name(said[stretches[0].entry.id].account.name)
    return phrases.draft(
        phrases.of_account(_, account, lead),
        phrases.section(Part.ALSO, also),
        phrases.section(Part.STATE, [one for one in general if one.text != lead.text]),
    )


def _not_recorded(desk: Desk, looked: Looked) -> Draft:
    """That nothing says it outright, with what comes nearest, and who may know."""
    _, near = desk.texts, _near(desk, looked)
    lead = _left_open(desk, looked.found.leaves if near else "nothing")
    settle = _(
        "A dated note with {what} would settle it. Who may know: {who}.",
        what=_missing(desk, looked.asked),
        who=_who(desk, looked.asked.people),
    )
    nearest = [replace(one, text=_("What comes nearest: {what}", what=one.text)) for one in near]
    return phrases.declined(lead, settle, phrases.section(Part.ALSO, nearest))


def _missing(desk: Desk, asked: Inquiry) -> str:
    """The thing that is asked for, in the asker's own words."""
    _, accounts = desk.texts, _accounts(desk.asked)
    counted = [want.thing for want in asked.wants if want.kind == "number" and want.thing]
    if len(counted) == len(asked.wants) == 1 and len(accounts) == 1:
        account, thing = phrases.name(accounts[0].name), phrases.name(counted[0])
        return _("the number of {thing} at {account}", thing=thing, account=account)
    question = inquiry.asked_in(desk.question.text).rstrip(" ?!.？！。…")
    return _("the answer to {asked}", asked=phrases.quoted(_, question, 160))


def _left_open(desk: Desk, leaves: str) -> str:
    """What is not recorded, in the asker's own words."""
    _, accounts = desk.texts, _accounts(desk.asked)
    values = {
        "account": phrases.listed(_, [phrases.name(account.name) for account in accounts]),
        "date": _.date(desk.today),
        "asked": phrases.quoted(_, inquiry.asked_in(desk.question.text), 200),
    }
    if leaves == "planned":
        return _("{account}: planned, with nothing recorded since, as of {date}: {asked}", **values)
    if leaves == "open":
        return _("{account}: the records leave it open, as of {date}: {asked}", **values)
    if leaves == "near":
        return _("{account}: nothing recorded says it outright, as of {date}: {asked}", **values)
    return _("{account}: nothing is recorded on it, as of {date}: {asked}", **values)


def _who(desk: Desk, asked: Collection[str]) -> str:
    """Who may tell: those whom the question names, or whoever looks after the account."""
    named = [
        name
        for name in people(desk)
        if not {part.lower() for part in terms.RUN.findall(name)}.isdisjoint(asked)
    ]
    of_ours = (
        one
        for account in _accounts(desk.asked)[:1]
        for one in ((account.owner,) if account.owner else account.team or (None,))
    )
    owners = [desk.member(one) for one in of_ours]
    known = dict.fromkeys([*named, *owners])
    return phrases.listed(desk.texts, [phrases.name(name) for name in known][:3])
