"""A wish to write becomes a prepared note: shown, and saved only when somebody confirms."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers import notes, terms, wishes
from handlers.answers import Draft, Part, Proposal, Sentence
from handlers.composing import judgement, letter, logged, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from knowledge import amending, judgements, letter_wishes, note_days, periods, presales_lines
from knowledge.notes import keeping
from playbooks import customer_promises
from playbooks.customer_promises import CustomerPromise
from playbooks.gap_wording import GAP
from playbooks.handoffs import Promise

LONG_PAST = 300
"""Days from which on a day without its year is rather the next one of that name."""


def compose(desk: Desk) -> Draft:
    """The note as it would be saved, with what would be read out of it and done beside it."""
    if judgements.is_meant(desk.question.text):
        return judgement.compose(desk)
    if letter_wishes.is_meant(desk.question.text):
        return letter.compose(desk)
    line = presales_lines.read(desk.question.text)
    if line is not None:
        return logged.compose(desk, line)
    _ = desk.texts
    text = (desk.asked.note or "").strip()
    if not text:
        return phrases.abstention(_("Tell me what to write down, in one or two sentences."))
    if amending.leaves_open(desk.question.text):
        return _prepared(desk, text, None, [])
    wish = wishes.of(desk.question.text)
    if wish != wishes.DELIVERED:
        return _prepared(desk, text, wish, _told_as_kept(desk, text))
    open_ = _open_promises(desk)
    meant = wishes.kept(text, open_)
    if open_ and len(meant) != 1:
        return _which_promise(desk, meant or open_)
    return _prepared(desk, text, wish, meant)


def _prepared(desk: Desk, text: str, wish: str | None, meant: Sequence[Promise]) -> Draft:
    _, account, day = desk.texts, desk.asked.accounts[0], _day(desk, text)
    delivers = meant[0].id if meant else None
    wanted = notes.NoteDraft(
        account.id, text, date=day, channel=desk.question.channel, delivers=delivers
    )
    read = notes.propose(desk.context, wanted, desk.asker.id)
    owes = None
    if wish == wishes.REMINDER or (wish == wishes.PROMISE and not read.promises):
        owes = (text, wishes.due(text, read.note.language or _.language, desk.today))
        read = replace(read, promises=())
    proposal = Proposal(
        account.id,
        account.name,
        read.note.text,
        read.note.kind,
        read.note.date,
        desk.asker.id,
        owes,
        delivers,
    )
    lines = [*_beside(desk, proposal, meant), *_read_out(desk, read)]
    found = phrases.draft(
        phrases.asked(_lead(desk, proposal)),
        phrases.section(Part.READ, [phrases.asked(line) for line in lines], most=8),
        phrases.section(Part.NEXT, _next(desk, wish, meant)),
    )
    return replace(found, proposal=proposal)


def _next(desk: Desk, wish: str | None, meant: Sequence[Promise]) -> list[Sentence]:
    _ = desk.texts
    lines = [plain(_("Nothing is saved until you confirm."))]
    if meant and wish != wishes.DELIVERED:
        lines.append(plain(_("Was the promise not kept? Say: just the note.")))
    return lines


def _lead(desk: Desk, proposal: Proposal) -> str:
    _ = desk.texts
    return _(
        "I would save this to {account}, dated {date}: {text}",
        account=phrases.name(proposal.account),
        date=_.date(proposal.date),
        text=phrases.quoted(_, proposal.text, 600),
    )


def _day(desk: Desk, text: str) -> date | None:
    """The last past day that the words name, such as yesterday, or of what is told as done the last
    Wednesday; None for today.

    "By 2 December", said in November, names the day that comes, not that of the year before.
    """
    gone = [day for day in note_days.gone(text, desk.today) if not _is_long_past(day, text, desk)]
    if gone:
        return max(gone)
    done = keeping.tells_a_deed(text) and keeping.is_done(text, periods.weekday_place(text))
    return periods.weekday_gone(text, desk.today) if done else None


def _is_long_past(day: date, text: str, desk: Desk) -> bool:
    return (desk.today - day).days > LONG_PAST and str(day.year) not in text


def _open_promises(desk: Desk) -> list[Promise]:
    made = desk.dossier(desk.asked.accounts[0]).promises
    return [promise for promise in made if promise.delivered is None]


def _told_as_kept(desk: Desk, text: str) -> list[Promise]:
    """The one open promise that the words tell as done, best of all."""
    open_ = _open_promises(desk) if keeping.tells_a_deed(text) else []
    shares = [keeping.share_told(text, one.what, desk.texts.language) for one in open_]
    best = max(shares, default=0.0)
    told = [one for one, share in zip(open_, shares, strict=True) if share == best]
    return told if len(told) == 1 and best >= keeping.SURE else []


def _which_promise(desk: Desk, several: Sequence[Promise]) -> Draft:
    """More than one promise may be meant: name them, so that the next message can say which."""
    _ = desk.texts
    lines = [phrases.asked(phrases.quoted(_, promise.what)) for promise in several]
    lead = plain(_("Which promise was kept? Say it once more with its words."))
    return replace(
        phrases.draft(lead, phrases.section(Part.PROMISES, lines, most=8)), abstained=True
    )


def _beside(desk: Desk, proposal: Proposal, meant: Sequence[Promise]) -> list[str]:
    """What is done beside keeping the words: a thing to do with its day, a promise kept."""
    _ = desk.texts
    lines = []
    if proposal.kind != "note":
        lines.append(_("Kind: {kind}", kind=terms.say(_, proposal.kind)))
    if proposal.owes is not None:
        what, due = proposal.owes
        when = _.date(due) if due else _("no date")
        lines.append(_("To do for you, {due}: {what}", due=when, what=phrases.quoted(_, what)))
    for promise in meant:
        what = phrases.quoted(_, promise.what)
        lines.append(
            _("Promise marked as kept, {date}: {what}", date=_.date(proposal.date), what=what)
        )
    return lines


def _promised(desk: Desk, promise: Promise | CustomerPromise) -> str:
    """What would be kept of it: whose it is, by when, its words."""
    _ = desk.texts
    due = _.date(promise.due) if promise.due else _("no date")
    what = phrases.quoted(_, promise.what)
    if isinstance(promise, Promise):
        if promise.owner in (None, desk.asker.id):
            return _("A promise of ours, {due}: {what}", due=due, what=what)
        keeper = phrases.name(desk.member(promise.owner))
        return _("Of ours, {who} is to do, {due}: {what}", who=keeper, due=due, what=what)
    if who := customer_promises.person(promise.owner):
        return _("{who} is to do, {due}: {what}", who=phrases.name(who), due=due, what=what)
    return _("A promise of theirs, {due}: {what}", due=due, what=what)


def _read_out(desk: Desk, read: notes.Proposal) -> list[str]:
    """What the note says that health, intent, promises and the nudge rules listen to."""
    _ = desk.texts
    told = dict.fromkeys(cue.name for cue in read.cues if cue.name != GAP)
    lines = [phrases.capitalised(terms.say(_, name)) for name in told]
    lines += [
        _(
            "They miss ({weight}): {what}",
            weight=terms.say(_, gap.kind),
            what=phrases.quoted(_, gap.title),
        )
        for gap in read.gaps
    ]
    made: list[Promise | CustomerPromise] = [*read.promises, *read.their_commitments]
    lines += [_promised(desk, promise) for promise in made]
    for unclear in read.unclear:
        days = [_.date(day) for day in unclear.days]
        lines.append(
            _(
                "“{wording}” can be {days}: no date is kept, unless you edit the note",
                wording=unclear.wording,
                days=_(" or ").join(days),
            )
        )
    if read.intent is not None:
        lines.append(_("Their intent: {intent}", intent=terms.say(_, read.intent.intent)))
    if read.near_duplicates:
        day = _.date(read.near_duplicates[0].date)
        lines.append(_("A note of {date} says nearly the same.", date=day))
    return lines
