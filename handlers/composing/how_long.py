"""How long until a contract renews, and how long since a customer was heard of."""

from collections.abc import Callable
from pathlib import Path

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import last_words, money, phrases, standing
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from knowledge import lists, persons, wording
from playbooks.notes import Direction, Note
from playbooks.people import Contact

FILE = Path(__file__).with_suffix(".yaml")
"""How each is asked for, in our three languages."""

OPENING = 8
"""Characters of a note before the name with which it begins: "QBR. Helen …"."""


def answer(desk: Desk) -> Draft | None:
    """The days, with their day and source; None for other questions, and where nothing is kept."""
    if len(desk.asked.accounts) != 1 or desk.asked.sub_kind is not None:
        return None
    said = wording.folded(desk.asked.topic or desk.question.text)
    dossier = desk.dossier(desk.asked.accounts[0])
    for name, compose in ASKED.items():
        if lists.first(lists.patterns(FILE)[name], said):
            return compose(desk, dossier)
    return None


def _until_renewal(desk: Desk, dossier: Dossier) -> Draft | None:
    name = phrases.name(dossier.account.name)
    dated = [phrases.of_account(desk.texts, name, one) for one in money.renewal(desk, dossier)]
    worth = phrases.section(Part.STATE, money.worth(desk, dossier), most=1)
    return phrases.draft(dated[0], worth) if dated else None


def _since_heard(desk: Desk, dossier: Dossier) -> Draft | None:
    """The last time that they, or whoever is named, spoke with us; then what we tried since."""
    meant = last_words.named(dossier, desk.question.text)
    if len(meant) > 1:
        return None
    heard = _of(desk, dossier, meant[0]) if meant else standing.contact(desk, dossier)
    tried = phrases.section(Part.ALSO, _tried(desk, dossier, heard), most=2)
    if heard:
        name = phrases.name(meant[0].name if meant else dossier.account.name)
        return phrases.draft(phrases.of_account(desk.texts, name, heard[0]), tried)
    if meant:
        return None
    wanted = desk.texts("A note of a conversation with them.")
    return phrases.declined(standing.silent(desk.texts), wanted, tried)


def _of(desk: Desk, dossier: Dossier, contact: Contact) -> list[Sentence]:
    _ = desk.texts
    spoken = [one for one in dossier.notes if one.direction is Direction.TWO_WAY]
    return [
        claim(
            _(
                "Last two-way engagement: {date}, {days} ago: {words}",
                date=_.date(note.date),
                days=phrases.days(_, (desk.today - note.date).days),
                words=phrases.quoted(_, note.text, 120),
            ),
            Ref("note", note.id),
            Ref("contact", contact.id),
            said=((desk.today - note.date).days,),
        )
        for note in _naming(spoken, contact)[:1]
    ]


def _naming(notes: list[Note], contact: Contact) -> list[Note]:
    """The notes that begin with the person, the latest first: further on they may be told to be
    away, or not to answer."""
    index = persons.Index([contact])
    places = ((note, next(iter(index.find(note.text)), None)) for note in reversed(notes))
    return [note for note, met in places if met is not None and met.start <= OPENING]


def _tried(desk: Desk, dossier: Dossier, heard: list[Sentence]) -> list[Sentence]:
    """What was written or called since, without an exchange, the latest first."""
    days = {note.id: note.date for note in dossier.notes}
    since = max(
        (days[ref.id] for one in heard for ref in one.cites if ref.id in days), default=None
    )
    one_way = [note for note in dossier.notes if note.direction is Direction.ONE_WAY]
    later = [note for note in one_way if since is None or note.date > since]
    return [phrases.of_note(desk.texts, one.id, one.date, one.text) for one in reversed(later)]


ASKED: dict[str, Callable[[Desk, Dossier], Draft | None]] = {
    "until_renewal": _until_renewal,
    "since_heard": _since_heard,
}
