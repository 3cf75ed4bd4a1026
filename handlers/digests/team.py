"""A manager's week: who has how much to do, what was left lying, what moved, what is unknown."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice

from handlers import rulebook
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import money, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.digests import portfolio
from handlers.portfolio import Line
from playbooks.accounts import Account
from playbooks.health.values import Band
from playbooks.nudges.values import OPEN_STATES, Nudge, NudgeState
from playbooks.people import Member, Role

LEFT_LYING = timedelta(days=7)
"""A message that nobody answered for so long was ignored."""

LOOKS_BACK = timedelta(days=30)
MOST_PEOPLE = 8
MOST_MOVES = 4
MOST_RULES = 2
MOST_UNKNOWN = 3
FEWEST_SENT = 3
"""Messages of a rule below which it cannot be called ignored."""


def compose(desk: Desk) -> Draft | None:
    """The week of the reader's team; None where they have none."""
    people = _team(desk)
    mine = {member.id for member in people}
    accounts = [account for account in desk.current if account.owner in mine]
    if not people or not accounts:
        return None
    lines = portfolio.ordered(desk, accounts)
    nudges = desk.reader.find(Nudge, owner=sorted(mine))
    return phrases.draft(
        _lead(desk, people, accounts),
        phrases.section(Part.LOAD, _loads(desk, people, lines, nudges), most=MOST_PEOPLE),
        phrases.section(Part.IGNORED, list(_ignored(desk, nudges)), most=MOST_RULES),
        phrases.section(Part.CHANGES, list(islice(portfolio.moves(desk, lines), MOST_MOVES))),
        phrases.section(Part.UNKNOWN, list(_unknown(desk, lines)), most=MOST_UNKNOWN),
    )


def _team(desk: Desk) -> list[Member]:
    """Who reports to the reader; for a manager to whom nobody does, all who own accounts."""
    there = [m for m in desk.archive.members.values() if m.active and m.role is not Role.GUEST]
    own = [member for member in there if member.manager == desk.asker.id]
    if not own and desk.asker.role in (Role.MANAGER, Role.ADMIN):
        owners = {account.owner for account in desk.current}
        own = [member for member in there if member.id in owners]
    return sorted(own, key=lambda member: member.name)


def _lead(desk: Desk, people: Sequence[Member], accounts: Sequence[Account]) -> Sentence:
    _ = desk.texts
    text = _(
        "Your team's week: {people} people, {accounts} accounts, {money} a year, as of {date}.",
        people=len(people),
        accounts=len(accounts),
        money=money.total(_, accounts),
        date=_.date(desk.today),
    )
    return claim(text, *(Ref("account", a.id) for a in accounts[:3]), said=(text,))


def _loads(
    desk: Desk, people: Sequence[Member], lines: Sequence[Line], nudges: Sequence[Nudge]
) -> list[Sentence]:
    """One line for each person, those with the most steps past their date first."""
    by_person = {
        member.id: [nudge for nudge in nudges if nudge.owner == member.id] for member in people
    }
    late = {who: sum(map(partial(_is_late, desk), own)) for who, own in by_person.items()}
    order = sorted(people, key=lambda member: (-late[member.id], member.name))
    found = []
    for member in order:
        own = [line for line in lines if line.account.owner == member.id]
        if own or by_person[member.id]:
            found.append(_load(desk, member, own, by_person[member.id]))
    return found


def _load(desk: Desk, member: Member, own: Sequence[Line], nudges: Sequence[Nudge]) -> Sentence:
    _ = desk.texts
    accounts = [line.account for line in own]
    count = len(accounts)
    parts = [_.plural("{count} account", "{count} accounts", count)]
    if accounts:
        parts.append(_("{money} a year", money=money.total(_, accounts)))
    at_risk = sum(line.reading is not None and line.reading.band is Band.AT_RISK for line in own)
    if at_risk:
        parts.append(_("{count} at risk", count=at_risk))
    open_ = [nudge for nudge in nudges if nudge.state in OPEN_STATES]
    parts.append(_.plural("{count} open step", "{count} open steps", len(open_)))
    late = sum(map(partial(_is_late, desk), open_))
    if late:
        parts.append(_("{count} past its day", count=late))
    lying = sum(map(partial(_was_left, desk), open_))
    if lying:
        parts.append(_("{count} unanswered for a week or more", count=lying))
    text = phrases.labelled(_, phrases.name(member.name), phrases.clauses(_, parts))
    refs = [Ref("account", account.id) for account in accounts[:2]]
    said = (phrases.ended(_, text),)
    return claim(said[0], *refs, said=said) if refs else phrases.asked(said[0])


def _ignored(desk: Desk, nudges: Sequence[Nudge]) -> Iterator[Sentence]:
    """The rules whose messages of the last month were answered least."""
    _, since = desk.texts, desk.today - LOOKS_BACK
    recent = [n for n in nudges if n.sent_at is not None and n.sent_at.date() >= since]
    sent = Counter(nudge.rule for nudge in recent)
    lying = Counter(nudge.rule for nudge in recent if _was_left(desk, nudge))
    titles = _titles(desk)
    for rule, count in lying.most_common():
        if sent[rule] >= FEWEST_SENT and rule in titles:
            text = _(
                "“{rule}”: {count} of {sent} messages since {date} lie unanswered for a week.",
                rule=_(titles[rule]),
                count=count,
                sent=sent[rule],
                date=_.date(since),
            )
            yield phrases.asked(text)


def _titles(desk: Desk) -> Mapping[str, str]:
    return {name: rule.title for name, rule in rulebook.nudges(desk.context).rules.items()}


def _unknown(desk: Desk, lines: Sequence[Line]) -> Iterator[Sentence]:
    """Where too little is recorded: blind spots, accounts without an owner, without revenue."""
    _ = desk.texts
    blind = [line for line in lines if line.reading and line.reading.band is Band.UNKNOWN]
    ownerless = [account for account in desk.current if account.owner is None]
    unpriced = [line.account for line in lines if line.account.arr is None]
    yield from _counted(
        desk,
        _("Health cannot be said for {count} of {of} accounts: {names}."),
        [line.account for line in blind],
        len(lines),
    )
    yield from _counted(
        desk,
        _("Nobody owns {count} of {of} accounts of the workspace: {names}."),
        ownerless,
        len(desk.current),
    )
    yield from _counted(
        desk,
        _("The revenue of {count} of {of} accounts is not recorded: {names}."),
        unpriced,
        len(lines),
    )


def _counted(desk: Desk, said: str, found: Sequence[Account], of: int) -> Iterator[Sentence]:
    if not found:
        return
    _ = desk.texts
    names = phrases.listed(_, [phrases.name(account.name) for account in found[:3]])
    left = len(found) - 3
    if left > 0:
        names = phrases.joined(_, names, _.plural("and {count} other", "and {count} others", left))
    text = said.format(count=len(found), of=of, names=names)
    yield claim(text, *(Ref("account", account.id) for account in found[:3]), said=(text,))


def _is_late(desk: Desk, nudge: Nudge) -> bool:
    return nudge.state in OPEN_STATES and nudge.due is not None and nudge.due < desk.today


def _was_left(desk: Desk, nudge: Nudge) -> bool:
    """Sent, and not answered for a week."""
    if nudge.state is not NudgeState.SENT or nudge.sent_at is None:
        return False
    return nudge.sent_at.date() <= desk.today - LEFT_LYING
