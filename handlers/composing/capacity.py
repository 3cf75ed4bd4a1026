"""Where hours go and where they are needed: load by person, by stage, and what is not logged."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

from handlers import terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import money, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from playbooks.accounts import Account
from playbooks.observations import Activity, Ticket
from playbooks.stages import Enrolment

WINDOW = timedelta(days=90)
MONTH_DAYS = 30


def compose(desk: Desk) -> Draft:
    """Load of the team over the accounts asked about; hours where somebody logged them."""
    _ = desk.texts
    chosen = _chosen(desk)
    if not chosen:
        return phrases.abstention(
            _("No account is recorded that this question could be about."),
            _("Accounts with an owner and a stage."),
        )
    ids = {account.id for account in chosen}
    open_stages = [e for e in _open_stages(desk) if e.account_id in ids]
    logged = [a for a in _logged(desk) if a.account_id in ids]
    unknown = _unknown(desk, chosen, logged)
    return phrases.draft(
        _lead(desk, chosen, open_stages),
        phrases.section(Part.PEOPLE, _by_owner(desk, chosen), most=6),
        phrases.section(Part.STATE, _by_stage(desk, open_stages, logged)),
        phrases.section(Part.UNKNOWN, unknown),
        phrases.section(
            Part.NEXT,
            [plain(_("Log hours in one line, such as: “2 h workshop with” and the account."))],
        ),
        missing=[sentence.text for sentence in unknown],
    )


def _chosen(desk: Desk) -> list[Account]:
    return [account for account in desk.asked.accounts or desk.current if desk.fits(account)]


def _open_stages(desk: Desk) -> list[Enrolment]:
    entered = desk.reader.find(Enrolment, until=desk.today)
    stage = desk.asked.stage
    return [e for e in entered if e.is_open(desk.today) and stage in (None, e.stage)]


def _logged(desk: Desk) -> list[Activity]:
    return desk.reader.find(Activity, since=desk.today - WINDOW, until=desk.today)


def _lead(desk: Desk, chosen: Sequence[Account], open_stages: Sequence[Enrolment]) -> Sentence:
    _ = desk.texts
    owners = Counter(account.owner for account in chosen if account.owner)
    ownerless = sum(account.owner is None for account in chosen)
    if not owners:
        text = _.plural(
            "{count} account, and none has a CSM on record, as of {date}.",
            "{count} accounts, and none has a CSM on record, as of {date}.",
            len(chosen),
            date=_.date(desk.today),
        )
        refs = [Ref("account", account.id) for account in chosen[:3]]
        return claim(text, *refs, said=(len(chosen), desk.today))
    busiest, most = owners.most_common(1)[0]
    text = _(
        "{accounts} accounts over {people} people, as of {date}; {name} carries the most, with "
        "{most} accounts worth {money} a year.",
        accounts=len(chosen) - ownerless,
        people=len(owners),
        date=_.date(desk.today),
        name=desk.member(busiest),
        most=most,
        money=money.total(_, [a for a in chosen if a.owner == busiest]),
    )
    mine = [account for account in chosen if account.owner == busiest]
    said = (
        len(chosen) - ownerless,
        len(owners),
        most,
        desk.today,
        desk.member(busiest),
        *money.sums(mine).values(),
    )
    return claim(text, *(Ref("account", account.id) for account in mine[:3]), said=said)


def _by_owner(desk: Desk, chosen: Sequence[Account]) -> list[Sentence]:
    """Accounts, money and open escalations of each CSM, the most loaded first."""
    _ = desk.texts
    burning = Counter(_open_escalations(desk))
    held: dict[str, list[Account]] = defaultdict(list)
    for account in chosen:
        if account.owner:
            held[account.owner].append(account)
    lines = []
    for owner, accounts in sorted(held.items(), key=lambda pair: -len(pair[1])):
        escalations = sum(burning[account.id] for account in accounts)
        text = _.plural(
            "{name}: {count} account, {money} a year, open escalations: {escalations}.",
            "{name}: {count} accounts, {money} a year, open escalations: {escalations}.",
            len(accounts),
            name=desk.member(owner),
            money=money.total(_, accounts),
            escalations=escalations,
        )
        sums = money.sums(accounts).values()
        said = (len(accounts), escalations, desk.member(owner), *sums)
        refs = [Ref("account", account.id) for account in accounts[:2]]
        lines.append(claim(text, *refs, said=said))
    return lines


def _open_escalations(desk: Desk) -> list[str]:
    """An account id for each escalation that is open today."""
    raised = desk.reader.find(Ticket, until=desk.today, escalated=True)
    return [
        ticket.account_id
        for ticket in raised
        if (ended := ticket.ended) is None or ended > desk.today
    ]


def _by_stage(
    desk: Desk, open_stages: Sequence[Enrolment], logged: Sequence[Activity]
) -> list[Sentence]:
    """How many enrolments are open in each stage, and the hours that each took a month."""
    _ = desk.texts
    lines = []
    for stage in dict.fromkeys(enrolment.stage for enrolment in open_stages):
        inside = [e for e in open_stages if e.stage == stage]
        accounts = {e.account_id for e in inside}
        hours = sum(a.hours or 0 for a in logged if a.account_id in accounts)
        refs = [Ref("stage", e.id) for e in inside[:2]]
        text = _(
            "{stage}: {count} open.",
            stage=phrases.capitalised(terms.say(_, stage)),
            count=len(inside),
        )
        said: tuple[object, ...] = (len(inside),)
        if hours:
            monthly = hours * MONTH_DAYS / WINDOW.days / len(inside)
            text += " " + _(
                "Logged: {hours} hours in {days} days, or {monthly} hours a month for each.",
                hours=_.number(hours, 1),
                days=WINDOW.days,
                monthly=_.number(monthly, 1),
            )
            said += (hours, WINDOW.days, monthly)
            refs += [Ref("activity", a.id) for a in logged if a.account_id in accounts][:3]
        lines.append(claim(text, *refs, said=said))
    return lines


def _unknown(desk: Desk, chosen: Sequence[Account], logged: Sequence[Activity]) -> list[Sentence]:
    _ = desk.texts
    covered = len({activity.account_id for activity in logged if activity.hours is not None})
    refs = [Ref("account", account.id) for account in chosen[:2]]
    unlogged = _(
        "How many hours the work takes: hours are known for {covered} of {all} accounts in "
        "the last {days} days.",
        covered=covered,
        all=len(chosen),
        days=WINDOW.days,
    )
    gaps = [
        claim(unlogged, *refs, said=(covered, len(chosen), WINDOW.days)),
        plain(_("How many hours each person has next month: working time is not recorded.")),
    ]
    ownerless = [account for account in chosen if account.owner is None]
    if ownerless:
        text = _.plural(
            "Who looks after {count} account: it has no owner on record.",
            "Who looks after {count} accounts: they have no owner on record.",
            len(ownerless),
        )
        orphans = (Ref("account", account.id) for account in ownerless[:3])
        gaps.append(claim(text, *orphans, said=(len(ownerless),)))
    return gaps
