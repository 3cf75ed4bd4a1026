"""What somebody at a customer's said last, what they want, and what became of them."""

import re

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import particulars, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from knowledge import persons, wording
from playbooks.notes import Direction
from playbooks.people import Contact
from playbooks.wording import sentences

LAST = re.compile(
    r"\b(?:last(?:ly)?|latest|most recent(?:ly)?|newest|ultim\w+|da ultimo|di recente)\b"
    r"|最近|上次|上一次|最后|最新"
)
SAID = re.compile(
    r"\b(?:say|said|says|tell|told|tells|mention\w*|ask(?:ed)?|want(?:ed)?|complain\w*|raise[ds]?"
    r"|wrote|write|spoke|speak|talk\w*|detto|dice|diceva|chiesto|raccontat\w|scritto|lamentat\w"
    r"|parlat\w|sentit\w)\b|说|讲|提|反馈|抱怨|要求|聊|沟通"
)
BECAME = re.compile(
    r"\b(?:what (?:became|has become) of|what(?:ever)? happened to|any news (?:of|from|on))\b"
    r"|\b(?:che fine ha fatto|che ne e di|che e successo a|novita (?:su|di|da))\b"
    r"|后来怎么样|怎么样了|最近怎么样|去哪"
)
LAST_NOTES = 3
"""Notes that are quoted where it is asked what somebody said last."""

WANTS = re.compile(
    r"\b(?:what (?:does|do|did) .*(?:want|need|expect|think)|cosa (?:vuole|vorrebbe|chiede|pensa)"
    r"|che (?:idea|opinione) (?:si e fatt\w|ha))\b"
    r"|想要?什么|要什么|怎么看|怎么想|什么(?:看法|想法|态度)"
)
WISH = re.compile(
    r"(?:want|need|expect|think|vuole|vorrebbe|chiede|pensa|idea|opinione|fatt[oa])\w*|看|想|要"
)


def compose(desk: Desk) -> Draft | None:
    """What the newest notes tell of the one person whom it is asked of: what they said last, what
    they want, or what became of them. None for other questions."""
    dossier = desk.dossier(desk.asked.accounts[0])
    said = wording.folded(desk.question.text)
    meant = named(dossier, desk.question.text)
    became = BECAME.search(said)
    spoken = LAST.search(said) and SAID.search(said)
    wanted = WANTS.search(said) and not _others(desk)
    if len(meant) != 1 or not (spoken or became or wanted):
        return None
    lines = told(desk, dossier, meant[0], only_spoken=not became)
    return phrases.draft(lines[0], phrases.section(Part.ALSO, lines[1:])) if lines else None


def _others(desk: Desk) -> list[str]:
    """What the question names beside people."""
    asked = particulars.read(desk)
    return [word for word in asked.units if word not in asked.people and not WISH.fullmatch(word)]


def told(
    desk: Desk, dossier: Dossier, contact: Contact, *, only_spoken: bool = True
) -> list[Sentence]:
    """The newest notes that name a contact, of those where we spoke with them."""
    index = persons.Index([contact])
    told = [
        (note, words) for note in reversed(dossier.notes) if (words := _telling(note.text, index))
    ]
    spoken = [one for one in told if one[0].direction in (Direction.TWO_WAY, None)]
    kept = spoken if only_spoken else told
    _ = desk.texts
    return [
        claim(
            phrases.labelled(_, _.date(note.date), phrases.quoted(_, words, 320)),
            Ref("note", note.id),
        )
        for note, words in kept[:LAST_NOTES]
    ]


def _telling(text: str, index: persons.Index) -> str:
    """The note from the sentence on that names the person; "" where none does."""
    found = (one.start for one in sentences.split(text) if index.find(one.text))
    start = next(found, None)
    return "" if start is None else text[start:]


def named(dossier: Dossier, text: str) -> list[Contact]:
    """The contacts whom a text names, in either script, by the whole name or a part of it."""
    index = persons.Index(dossier.contacts)
    places = {at for met in index.find(text) if len(met.positions) == 1 for at in met.positions}
    return [dossier.contacts[at] for at in sorted(places)]
