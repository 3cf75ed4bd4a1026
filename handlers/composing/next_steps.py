"""What to do next: what the nudge rules see, with the step and the play for each."""

from collections.abc import Mapping, Sequence

from handlers import terms
from handlers.answers import Draft, Part, Ref, Section, Sentence
from handlers.composing import findings, phrases, promises, standing
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from handlers.nudges import saying
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.nudges.values import Due

MOST = 5
PLAYS = 2


def compose(desk: Desk) -> Draft:
    """Steps for the account asked about, or for the asker's own accounts today."""
    chosen = list(desk.asked.accounts[:1]) or _own(desk)
    names = {account.id: account for account in chosen}
    due = desk.due(chosen)
    if not due:
        return _nothing_due(desk, chosen)
    return phrases.draft(
        _lead(desk, names, due),
        phrases.section(Part.STEPS, [_step(desk, names, one) for one in due[:MOST]]),
        phrases.section(Part.NEXT, _plays(desk, names, due[:MOST])),
    )


def of_account(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The steps that are due for one account, the most urgent first."""
    names = {dossier.account.id: dossier.account}
    return [_step(desk, names, one) for one in desk.due([dossier.account])]


def _own(desk: Desk) -> list[Account]:
    """The accounts of the owner asked about, else the asker's own, else all."""
    asked, owner = desk.asked, desk.asked.owner or desk.asker.id
    inside = [a for a in desk.accounts if asked.segment in (None, a.segment)]
    mine = [account for account in inside if owner in account.team]
    return mine if mine or asked.owner else inside


def _lead(desk: Desk, names: Mapping[str, Account], due: Sequence[Due]) -> Sentence:
    _ = desk.texts
    touched = len({one.account_id for one in due})
    if len(names) == 1:
        text = _.plural(
            "{count} step is due at {account}, as of {date}.",
            "{count} steps are due at {account}, as of {date}.",
            len(due),
            account=phrases.name(names[due[0].account_id].name),
            date=_.date(desk.today),
        )
    else:
        text = _.plural(
            "{count} step is due, as of {date}.",
            "{count} steps are due at {accounts} accounts, as of {date}.",
            len(due),
            accounts=touched,
            date=_.date(desk.today),
        )
    text = phrases.joined(_, text, _order(_, len(due)))
    return claim(text, *_refs(due[0]), said=(len(due), touched, desk.today, MOST))


def _order(_: Texts, count: int) -> str:
    """How many of the steps are shown, and in which order."""
    if count > MOST:
        return _("The first {shown} of {count}, by urgency:", shown=MOST, count=count)
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
    _ = desk.texts
    plays: dict[str, Document] = {}
    for one in _first_of_each_rule(due):
        found = desk.play(one, names[one.account_id]) if len(plays) < PLAYS else None
        if found is not None:
            plays[found.id] = found
    return [
        claim(
            _("Playbook: {title}", title=phrases.quoted(_, play.title, 100)),
            Ref(play.kind, play.id),
        )
        for play in plays.values()
    ]


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


def _nothing_due(desk: Desk, chosen: Sequence[Account]) -> Draft:
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
    known = _agreed(desk, chosen)
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
        *phrases.section(Part.AWAITED, promises.awaited(desk, dossier), most=2),
        *phrases.section(Part.STATE, standing.contact(desk, dossier)),
    ]
