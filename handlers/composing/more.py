"""Going on where the last reply ended: notes, passages or accounts that it did not show yet."""

from handlers import conversation
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import guidance, phrases, portfolio, promise_lists
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from playbooks.conversations import Reply
from playbooks.notes import Note

MOST = 8
LIBRARY = {Request.GUIDANCE: "playbook", Request.EDUCATION: "education"}
"""Requests that the library answers, and with which kind of document."""


def compose(desk: Desk, reply: Reply) -> Draft:
    """What comes after the last reply, or that there is nothing more."""
    request = Request(desk.asked.request)
    before = [one for one in conversation.last_replies(desk) if one.request == reply.request]
    shown = {Ref.parse(written) for one in (reply, *before) for written in one.cited}
    _, part = desk.texts, Part.REASONS
    if request in LIBRARY:
        lead, lines = _("The library says further:"), _passages(desk, LIBRARY[request], shown)
    elif request is Request.PORTFOLIO:
        lead, lines = _("Further accounts that fit:"), _accounts(desk, shown)
    elif request is Request.PROMISES and not desk.asked.accounts:
        lead, lines = _("Further promises of the list:"), _promises(desk, shown)
        part = Part.PROMISES
    else:
        lead, lines = _("What else the notes say, the newest first:"), _notes(desk, shown)
    if not lines:
        return phrases.draft(plain(_("That is all that I have on this.")), abstained=True)
    return phrases.draft(plain(lead), phrases.section(part, lines, most=MOST))


def _passages(desk: Desk, kind: str, shown: set[Ref]) -> list[Sentence]:
    query = desk.asked.topic or desk.question.text
    hits = desk.passages(query, kind, k=MOST + len(shown))
    return [guidance.passage(desk, hit) for hit in hits if Ref(hit.kind, hit.id) not in shown]


def _accounts(desk: Desk, shown: set[Ref]) -> list[Sentence]:
    told = {ref.id for ref in shown if ref.kind in ("account", "health")}
    return portfolio.beyond(desk, told)


def _promises(desk: Desk, shown: set[Ref]) -> list[Sentence]:
    return promise_lists.beyond(desk, [ref.id for ref in shown if ref.kind == "promise"])


def _notes(desk: Desk, shown: set[Ref]) -> list[Sentence]:
    """The newest notes of the account that were not quoted yet."""
    _ = desk.texts
    notes = [note for account in desk.asked.accounts for note in desk.dossier(account).notes]
    unseen = [note for note in notes if Ref("note", note.id) not in shown]
    unseen.sort(key=lambda note: (note.date, note.id), reverse=True)
    return [_note(desk, note) for note in unseen]


def _note(desk: Desk, note: Note) -> Sentence:
    _ = desk.texts
    words = phrases.quoted(_, note.text, 240)
    text = phrases.labelled(_, _.date(note.date), words)
    return claim(text, Ref("note", note.id))
