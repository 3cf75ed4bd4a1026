"""A turn that puts right what was prepared to be saved: "no, on Thursday", "just the note"."""

from datetime import date

from handlers.scene import Scene
from handlers.understanding.reading import Read
from handlers.understanding.talk import Talk
from knowledge import amending, letter_wishes


def corrected(read: Read, talk: Talk, setting: Scene, today: date) -> str | None:
    """The note that was prepared last, as this turn puts it right; None where it does not."""
    if talk.request != "write" or not talk.note or len(talk.accounts) != 1:
        return None
    said = read.names
    if said.accounts:
        return _moved(read, talk)
    again = read.act is not None and read.act.name == "shorter"
    if letter_wishes.is_meant(talk.note):
        return None
    if again or amending.asks_again(said.text) or amending.leaves_open(said.text):
        return talk.note
    if read.question:
        return None
    ids = {account.id for account in talk.accounts}
    people = [one.name for one in setting.contacts if one.account_id in ids]
    people += [member.name for member in setting.members]
    return amending.amended(talk.note, said.text, today, people)


def _moved(read: Read, talk: Talk) -> str | None:
    """The note as it is, where the turn only says that another account is meant."""
    said = read.names
    moved = not read.question and amending.moves(said.bare) and len(said.accounts) == 1
    return talk.note if moved and said.accounts != talk.accounts else None
