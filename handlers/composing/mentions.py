"""Which accounts have spoken of something: the notes that do, in their own words."""

from collections.abc import Sequence

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import criteria, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from knowledge import mentioning
from playbooks.accounts import Account
from storage.mentions import Written

SHOWN = 8
"""Accounts that are shown, the one that spoke of it last first."""


def compose(desk: Desk, accounts: Sequence[Account]) -> Draft:
    """The accounts among these whose notes speak of what is asked, each with its newest words."""
    about = mentioning.subject(desk.asked.topic)
    notes = desk.words_of(accounts)
    found = mentioning.find(about, [(note.id, note.text) for note in notes])
    # They come with the newest first.
    by_account = {note.account_id: note for note in reversed(notes) if note.id in found}
    if not by_account:
        return _nobody(desk, about, accounts, len(notes))
    newest = sorted(by_account.values(), key=lambda note: note.date, reverse=True)
    names = {account.id: account.name for account in accounts}
    lines = [_line(desk, names[one.account_id], one, found[one.id]) for one in newest[:SHOWN]]
    return phrases.draft(
        _lead(desk, about, newest, len(accounts)),
        phrases.section(Part.ACCOUNTS, lines, most=SHOWN),
        phrases.section(Part.UNKNOWN, criteria.sought_in_notes(desk)),
    )


def _lead(desk: Desk, about: str, notes: Sequence[Written], looked: int) -> Sentence:
    _ = desk.texts
    text = _.plural(
        "{count} of {all} accounts speaks of {what} in its notes, as of {date}.",
        "{count} of {all} accounts speak of {what} in their notes, as of {date}.",
        len(notes),
        all=looked,
        what=phrases.quoted(_, about, 60),
        date=_.date(desk.today),
    )
    refs = (Ref("note", note.id) for note in notes[:3])
    return claim(text, *refs, said=(len(notes), looked, about, desk.today))


def _line(desk: Desk, name: str, note: Written, words: str) -> Sentence:
    _ = desk.texts
    label = phrases.clauses(_, [phrases.name(name), _.date(note.date)])
    text = phrases.labelled(_, label, phrases.quoted(_, words))
    return claim(text, Ref("note", note.id), said=(note.date,))


def _nobody(desk: Desk, about: str, accounts: Sequence[Account], looked: int) -> Draft:
    _ = desk.texts
    what = phrases.quoted(_, about or desk.asked.topic, 60)
    text = _(
        "No note that you may read speaks of {what}; {notes} notes of {accounts} accounts were "
        "looked at, as of {date}.",
        what=what,
        notes=looked,
        accounts=len(accounts),
        date=_.date(desk.today),
    )
    missing = _("A note that tells of {what}.", what=what)
    unknown = [*criteria.sought_in_notes(desk), phrases.asked(missing)]
    return phrases.draft(
        phrases.asked(text),
        phrases.section(Part.UNKNOWN, unknown),
        missing=[missing],
        abstained=True,
    )
