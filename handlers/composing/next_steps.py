"""What to do next: what the nudge rules see, with the step and the play for each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers import agenda, discretion, terms
from handlers.agenda import Item
from handlers.answers import Draft, Part, Ref, Request, Section, Sentence
from handlers.composing import (
    findings,
    guidance,
    own_week,
    phrases,
    promises,
    standing,
    their_promises,
)
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from handlers.nudges import order, saying, telling
from handlers.nudges.telling import Told
from handlers.texts import Texts
from knowledge import periods, wording
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.nudges.values import Due
from playbooks.people import Member

MOST = 5
PLAYS = 2
BESIDE = 2
"""Due steps that are shown beside the playbook for a case."""


def compose(desk: Desk) -> Draft:
    """Steps for the account asked about; without one, what waits for the asker today."""
    chosen = list(desk.asked.accounts[:1])
    if not chosen:
        return _today(desk)
    names = {account.id: account for account in chosen}
    due = desk.due(chosen)
    if not due:
        return _nothing_due(desk, chosen)
    return phrases.draft(
        _lead(desk, chosen[0], due),
        phrases.section(Part.STEPS, [_step(desk, names, one) for one in due[:MOST]]),
        phrases.section(Part.NEXT, _plays(desk, names, due[:MOST])),
    )


def for_case(desk: Desk) -> Draft | None:
    """The playbook for the case that a question how to act tells, then what is due there anyway;
    None for other questions."""
    of_one = desk.asked.request == Request.NEXT_STEPS and len(desk.asked.accounts) == 1
    told = guidance.for_case(desk) if of_one else []
    if not told:
        return None
    chosen = desk.asked.accounts[0]
    names, due = {chosen.id: chosen}, desk.due([chosen])
    also = [_lead(desk, chosen, due, BESIDE), *(_step(desk, names, one) for one in due[:BESIDE])]
    return phrases.draft(
        told[0],
        phrases.section(Part.STEPS, told[1:], most=7),
        phrases.section(Part.NEXT, also if due else []),
    )


def of_account(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The steps that are due for one account, the most urgent first."""
    names = {dossier.account.id: dossier.account}
    return [_step(desk, names, one) for one in desk.due([dossier.account])]


def _today(desk: Desk) -> Draft:
    """The list of the Home tab, in its order and with its reasons; of somebody else, if asked."""
    owner = desk.asked.owner or desk.asker.id
    whose = desk.archive.members.get(owner, desk.asker)
    found = agenda.read(desk.context, whose, desk.today, desk.asker.id).items
    inside = [one for one in found if desk.asked.segment in (None, one.account.segment)]
    ahead = _ahead(desk)
    if ahead is not None:
        return _in_days_ahead(desk, whose, inside, *ahead)
    week = own_week.sections(desk, whose)
    if not inside:
        return _nothing_due(desk, [], week)
    reader = replace(desk.asker, language=desk.texts.language)
    told = telling.tell(desk.context, [one.nudge for one in inside[:MOST]], reader)
    return phrases.draft(
        _lead_of_today(desk, inside),
        phrases.section(Part.STEPS, [_waiting(desk, one) for one in told]),
        week,
        phrases.section(Part.NEXT, _plays_told(desk, told)),
    )


def _ahead(desk: Desk) -> tuple[date, date] | None:
    """The days to come that are asked about: tomorrow, Tuesday, next week; None for today."""
    named = desk.asked.period or (None, None)
    since, until = periods.ahead(named, wording.folded(desk.question.text), desk.today)
    before = since - timedelta(days=1) if since is not None else desk.today
    day = periods.weekday_coming(desk.question.text, before)
    if day is not None and day <= (until or day):
        since = until = day
    if since is None or until is None or since <= desk.today:
        return None
    return since, until


def _in_days_ahead(
    desk: Desk, whose: Member, waiting: Sequence[Item], since: date, until: date
) -> Draft:
    """What falls due in those days, and whom they meet; what waits already is only counted."""
    _ = desk.texts
    due = [one for one in waiting if one.nudge.due and since <= one.nudge.due <= until]
    reader = replace(desk.asker, language=_.language)
    told = telling.tell(desk.context, [one.nudge for one in due[:MOST]], reader)
    when = _.date(since) if since == until else f"{_.date(since)} – {_.date(until)}"
    who = phrases.name(whose.name)
    text = _("{when}: no step of {who} falls due.", when=when, who=who)
    if due:
        text = _.plural(
            "{when}: {count} step of {who} falls due.",
            "{when}: {count} steps of {who} fall due.",
            len(due),
            when=when,
            who=who,
        )
    if len(due) > MOST:
        text = phrases.joined(
            _, text, _("The first {shown} of {count}:", shown=MOST, count=len(due))
        )
    earlier = _.plural(
        "{count} step waits already or is for later: ask what is due today.",
        "{count} steps wait already or are for later: ask what is due today.",
        len(waiting) - len(due),
    )
    return phrases.draft(
        phrases.asked(text),
        phrases.section(Part.STEPS, [_waiting(desk, one) for one in told]),
        own_week.between(desk, whose, since, until),
        phrases.section(Part.NEXT, [phrases.asked(earlier)] if len(waiting) > len(due) else []),
    )


def _lead_of_today(desk: Desk, items: Sequence[Item]) -> Sentence:
    _ = desk.texts
    touched = len({item.account.id for item in items})
    text = _.plural(
        "{count} step is due, as of {date}.",
        "{count} steps are due at {accounts} accounts, as of {date}.",
        len(items),
        accounts=touched,
        date=_.date(desk.today),
    )
    shown = _("The first {shown} of {count}:", shown=MOST, count=len(items))
    last = shown if len(items) > MOST else ""
    text = phrases.joined(_, text, order.in_words(_) if len(items) > 1 else "", last)
    return claim(
        text, Ref("account", items[0].account.id), said=(len(items), touched, desk.today, MOST)
    )


def _waiting(desk: Desk, told: Told) -> Sentence:
    """A nudge as the Home tab tells it, with who has it and by when."""
    _, account = desk.texts, phrases.name(told.account)
    reason = told.reason
    if account not in reason:
        reason = _("{account}: {what}", account=account, what=reason)
    owner = desk.member(told.nudge.owner)
    step = phrases.ended(_, told.step)
    if told.nudge.due is not None:
        due, bare = _.date(told.nudge.due), told.step.rstrip(".。")
        step = _("{step} (by {date})", step=bare, date=due)
    todo = phrases.ended(_, phrases.labelled(_, owner, step))
    text = phrases.joined(_, phrases.ended(_, reason), f"→ {todo}")
    seen = [fact for fact in told.evidence if fact.evidence_id != discretion.HIDDEN]
    refs = [findings.ref(fact) for fact in seen] or [Ref("account", told.nudge.account_id)]
    said = [value for fact in seen for value in findings.said(desk, fact)]
    return claim(text, *refs, said=(text, reason, *said))


def _plays_told(desk: Desk, told: Sequence[Told]) -> list[Sentence]:
    """The playbooks that answer the first of them."""
    plays = {one.play.id: one.play for one in told if one.play is not None}
    documents = [desk.context.library.document(desk.reader, play) for play in list(plays)[:PLAYS]]
    return [_play(desk, document) for document in documents if document is not None]


def _play(desk: Desk, play: Document) -> Sentence:
    title = desk.texts("Playbook: {title}", title=phrases.title(desk.texts, play.title))
    return claim(title, Ref(play.kind, play.id))


def _lead(desk: Desk, account: Account, due: Sequence[Due], shown: int = MOST) -> Sentence:
    _ = desk.texts
    text = _.plural(
        "{count} step is due at {account}, as of {date}.",
        "{count} steps are due at {account}, as of {date}.",
        len(due),
        account=phrases.name(account.name),
        date=_.date(desk.today),
    )
    text = phrases.joined(_, text, _order(_, len(due), shown))
    return claim(text, *_refs(due[0]), said=(len(due), 1, desk.today, shown))


def _order(_: Texts, count: int, shown: int) -> str:
    """How many of the steps are shown, and in which order."""
    if count > shown:
        return _("The first {shown} of {count}, by urgency:", shown=shown, count=count)
    return _("The most urgent first:") if count > 1 else ""


def _step(desk: Desk, names: Mapping[str, Account], due: Due) -> Sentence:
    """Why, what to do, who and by when, in one line."""
    _ = desk.texts
    account = phrases.name(names[due.account_id].name)
    reason = saying.reasons(_, due, account)
    if account not in reason:
        reason = _("{account}: {what}", account=account, what=reason)
    owner = desk.member(due.owner) if due.owner else terms.say(_, due.role)
    step = saying.step(_, due)
    todo = phrases.ended(_, phrases.labelled(_, owner, step))
    text = phrases.joined(_, phrases.ended(_, reason), f"→ {todo}")
    return claim(text, *_refs(due), said=(reason, step, owner, *_said(desk, due)))


def _plays(desk: Desk, names: Mapping[str, Account], due: Sequence[Due]) -> list[Sentence]:
    """The playbooks for the first rules that have one in the library."""
    plays: dict[str, Document] = {}
    for one in _first_of_each_rule(due):
        found = desk.play(one, names[one.account_id]) if len(plays) < PLAYS else None
        if found is not None:
            plays[found.id] = found
    return [_play(desk, play) for play in plays.values()]


def _first_of_each_rule(due: Sequence[Due]) -> list[Due]:
    found: dict[str, Due] = {}
    for one in due:
        found.setdefault(one.rule, one)
    return list(found.values())


def _refs(due: Due) -> tuple[Ref, ...]:
    found = tuple(findings.ref(fact) for fact in due.facts)
    return found or (Ref("account", due.account_id),)


def _said(desk: Desk, due: Due) -> list[object]:
    return [value for fact in due.facts for value in findings.said(desk, fact)]


def _nothing_due(desk: Desk, chosen: Sequence[Account], week: Sequence[Section] = ()) -> Draft:
    """That no rule asks for anything, with what was agreed, or is ahead in one's own week."""
    _ = desk.texts
    date = _.date(desk.today)
    if len(chosen) == 1:
        text = _(
            "No rule asks for a step at {account}, as of {date}.",
            account=phrases.name(chosen[0].name),
            date=date,
        )
    else:
        text = _("No rule asks for a step at these accounts, as of {date}.", date=date)
    settle = _("Rules see only what is recorded; a note of the last contact would tell more.")
    known = _agreed(desk, chosen) or list(week)
    if not known:
        return phrases.abstention(text, settle)
    return phrases.draft(plain(text), known, phrases.section(Part.UNKNOWN, [plain(settle)]))


def _agreed(desk: Desk, chosen: Sequence[Account]) -> list[Section]:
    """What was promised and last talked about at one account, where no rule asks for a step."""
    if len(chosen) != 1:
        return []
    dossier = desk.dossier(chosen[0])
    return [
        *phrases.section(Part.PROMISES, promises.coming(desk, dossier), most=3),
        *phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=2),
        *phrases.section(Part.STATE, standing.contact(desk, dossier)),
    ]
