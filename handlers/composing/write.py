"""A wish to write becomes a prepared note: shown, and saved only when somebody confirms."""

from dataclasses import replace

from handlers import notes, terms
from handlers.answers import Draft, Part, Proposal
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain


def compose(desk: Desk) -> Draft:
    """The note as it would be saved, with what would be read out of it."""
    _ = desk.texts
    text = (desk.asked.note or "").strip()
    if not text:
        return phrases.abstention(_("Tell me what to write down, in one or two sentences."))
    account = desk.asked.accounts[0]
    wanted = notes.NoteDraft(account.id, text, channel=desk.question.channel)
    read = notes.propose(desk.context, wanted, desk.asker.id)
    proposal = Proposal(
        account.id, account.name, read.note.text, read.note.kind, read.note.date, desk.asker.id
    )
    lead = _(
        "I would save this to {account}, dated {date}: {text}",
        account=phrases.name(account.name),
        date=_.date(proposal.date),
        text=phrases.quoted(_, text, 600),
    )
    found = phrases.draft(
        plain(lead),
        phrases.section(Part.READ, [plain(line) for line in _read_out(desk, read)]),
        phrases.section(Part.NEXT, [plain(_("Nothing is saved until you confirm."))]),
    )
    return replace(found, proposal=proposal)


def _read_out(desk: Desk, read: notes.Proposal) -> list[str]:
    """What the note says that health, intent, promises and the nudge rules listen to."""
    _ = desk.texts
    lines = [_capital(terms.say(_, name)) for name in dict.fromkeys(c.name for c in read.cues)]
    for promise in read.promises:
        due = _.date(promise.due) if promise.due else _("no date")
        what = phrases.quoted(_, promise.what)
        lines.append(_("A promise of ours, {due}: {what}", due=due, what=what))
    if read.intent is not None:
        lines.append(_("Their intent: {intent}", intent=terms.say(_, read.intent.intent)))
    if read.near_duplicates:
        date = _.date(read.near_duplicates[0].date)
        lines.append(_("A note of {date} says nearly the same.", date=date))
    return lines


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
