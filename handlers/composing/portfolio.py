"""The list a manager asks for: which accounts need somebody, with health, money and reasons."""

from collections.abc import Sequence

from handlers import portfolio, products
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import (
    account_line,
    blind_spots,
    criteria,
    mentions,
    money,
    narrowed,
    phrases,
    renewals,
)
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.portfolio import Filter, Line
from knowledge import regions
from playbooks.accounts import Account
from playbooks.health.values import Band

SHOWN = 10
COUNTED = 3
"""Accounts whose records a count of accounts cites."""

NEAREST = 3
"""Accounts that are shown where none fits."""


def compose(desk: Desk) -> Draft:
    """The accounts that fit what was asked: most revenue at risk first, or the least known."""
    named = desk.asked.filters.named
    if named.mentioned or named.other:
        return mentions.compose(desk, _looked_into(desk))
    lines, undecided = _sorted_out(desk)
    if not lines:
        return _none(desk, undecided)
    gaps = [*criteria.gaps(desk, undecided), *_gaps(desk, lines)]
    return phrases.draft(
        _lead(desk, lines),
        phrases.section(
            Part.ACCOUNTS, [account_line.of(desk, line) for line in lines[:SHOWN]], most=SHOWN
        ),
        phrases.section(Part.UNKNOWN, gaps),
        missing=[gap.text for gap in gaps],
    )


def beyond(desk: Desk, shown: set[str]) -> list[Sentence]:
    """Lines for the accounts that fit and were not shown yet, by their ids."""
    return [account_line.of(desk, line) for line in _fitting(desk) if line.account.id not in shown]


def fitting(desk: Desk) -> list[Account]:
    """The accounts that the list is of, in its order."""
    return [line.account for line in _fitting(desk)]


def _none(desk: Desk, undecided: Sequence[Line]) -> Draft:
    """Nothing fits: said with how many were looked at, and which of them nobody can judge."""
    _, looked = desk.texts, _theirs(desk)
    if not looked:
        return phrases.abstention(
            _("No account is recorded that this question could be about."),
            _("Accounts with an owner and a stage."),
        )
    text = _.plural(
        "The {count} account looked at does not fit: {filter}, as of {date}.",
        "None of the {count} accounts looked at fits: {filter}, as of {date}.",
        len(looked),
        filter=narrowed.asked_for(desk),
        date=_.date(desk.today),
    )
    # Accounts that meet another criterion, or of another country, are no answer.
    asked = desk.asked.filters
    nearest = [] if asked.named or asked.country else _nearest(desk, looked)
    cited = [line.account for line in nearest] or looked
    refs = [Ref("account", account.id) for account in cited[:COUNTED]]
    gaps = [*criteria.gaps(desk, undecided), *_gaps(desk, nearest)]
    return phrases.draft(
        claim(text, *refs, said=(len(looked), narrowed.asked_for(desk), desk.today)),
        phrases.section(Part.ACCOUNTS, [account_line.of(desk, line) for line in nearest[:NEAREST]]),
        phrases.section(Part.UNKNOWN, gaps),
        missing=[gap.text for gap in gaps],
    )


def _nearest(desk: Desk, looked: Sequence[Account]) -> list[Line]:
    """What comes nearest; of renewals those that come next."""
    if desk.asked.filters.renewing_within_days is None:
        return _ordered(desk, list(_sort(desk, looked, Filter())[0]))
    coming = renewals.coming(desk, looked)
    lines = _sort(desk, coming, Filter())[0]
    return sorted(lines, key=lambda line: coming.index(line.account))


def _fitting(desk: Desk) -> list[Line]:
    return _sorted_out(desk)[0]


def _sorted_out(desk: Desk) -> tuple[list[Line], list[Line]]:
    """The lines that fit, and those of which it is not known."""
    lines, undecided = (
        [line for line in found if _in_stage(desk, line)]
        for found in _sort(desk, _candidates(desk), _wanted(desk))
    )
    return _ordered(desk, lines), undecided


def _wanted(desk: Desk) -> Filter:
    """What health has to be read for."""
    asked = desk.asked.filters
    return Filter(
        at_risk=asked.at_risk,
        blind_spots=asked.blind_spots,
        renewal_within_days=asked.renewing_within_days,
        silent_days=asked.silent_days,
        criteria=asked.named.criteria,
    )


def _looked_into(desk: Desk) -> list[Account]:
    """The accounts whose notes are searched; health is read only where it narrows them."""
    narrowed_by_health = _wanted(desk) != Filter() or desk.asked.stage is not None
    return fitting(desk) if narrowed_by_health else _candidates(desk)


def _candidates(desk: Desk) -> list[Account]:
    wanted = desk.asked.filters
    found = [account for account in _theirs(desk) if _may_fit(desk, account)]
    if wanted.product is None:
        return found
    held = products.holders(desk.reader, wanted.product, desk.today)
    return [account for account in found if (account.id in held) is not wanted.lacks_product]


def _ordered(desk: Desk, lines: list[Line]) -> list[Line]:
    wanted = desk.asked.filters
    if wanted.blind_spots:
        return blind_spots.ranked(lines)
    return _by_health(lines, wanted.ranked) if wanted.ranked else lines


def _by_health(lines: list[Line], ranked: str) -> list[Line]:
    """By score, the healthiest or the least healthy first; what cannot be judged comes last."""

    def place(line: Line) -> tuple[bool, float]:
        score = line.reading.score if line.reading is not None else None
        if score is None or line.band is Band.UNKNOWN:
            return True, 0.0
        return False, -score if ranked == "healthiest" else score

    return sorted(lines, key=place)


def _sort(
    desk: Desk, accounts: Sequence[Account], wanted: Filter
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    trends = any("health_trend" in criterion.facts for criterion in wanted.criteria)
    read = desk.with_trends if trends else desk.examined
    return portfolio.sorted_out(read(accounts) if accounts else [], wanted, desk.audience.asker)


def _theirs(desk: Desk) -> list[Account]:
    """The accounts that the question is about; those whose contract has ended only if asked for."""
    asked = desk.asked
    ended = any("churned" in criterion.facts for criterion in asked.filters.named.criteria)
    return [
        account
        for account in (desk.accounts if ended else desk.current)
        if (not asked.accounts or account in asked.accounts) and desk.fits(account)
    ]


def _may_fit(desk: Desk, account: Account) -> bool:
    """What the record alone tells, so that health is read for no more accounts than needed."""
    wanted, arr = desk.asked.filters, account.arr
    if not renewals.fits(desk, account):
        return False
    if wanted.country is not None and not regions.is_in(account.region, wanted.country):
        return False
    if wanted.arr_at_least is not None and (arr is None or arr < wanted.arr_at_least):
        return False
    return wanted.arr_at_most is None or (arr is not None and arr <= wanted.arr_at_most)


def _in_stage(desk: Desk, line: Line) -> bool:
    """The stage asked about; a question about renewals means those that are due as well."""
    stage = desk.asked.stage
    if stage is None or stage in line.stages:
        return True
    return stage == "renewal" and renewals.is_in_period(desk, line.account)


def _lead(desk: Desk, lines: Sequence[Line]) -> Sentence:
    _ = desk.texts
    accounts = [line.account for line in lines]
    values = {
        "accounts": narrowed.counted(desk, len(lines)),
        "narrowed": narrowed.in_brackets(desk),
        "date": _.date(desk.today),
        "order": _order(desk, lines) if len(lines) > 1 else "",
    }
    text = _("{accounts}{narrowed}, as of {date}{order}.", **values)
    if _worth(lines):
        text = _(
            "{accounts}{narrowed}, worth {money} a year, as of {date}{order}.",
            money=money.total(_, accounts),
            **values,
        )
    said = (len(lines), narrowed.asked_for(desk), desk.today, *money.sums(accounts).values())
    return claim(text, *(Ref("account", account.id) for account in accounts[:3]), said=said)


def _worth(lines: Sequence[Line]) -> bool:
    """Whether it is known of any that they pay us something."""
    return any(line.account.arr for line in lines)


def _order(desk: Desk, lines: Sequence[Line]) -> str:
    _ = desk.texts
    if desk.asked.filters.blind_spots:
        return _("; the least known first")
    if desk.asked.filters.ranked == "healthiest":
        return _("; the healthiest by score first")
    if desk.asked.filters.ranked:
        return _("; the least healthy by score first")
    return _("; the most revenue at risk first") if _worth(lines) else ""


def _gaps(desk: Desk, lines: Sequence[Line]) -> list[Sentence]:
    """Blind spots of the list: what could change the order if it were known."""
    _ = desk.texts
    dark = [line for line in lines if line.band is Band.UNKNOWN]
    undated = [line for line in lines if line.account.renewal_date is None]
    gaps = []
    if dark and not desk.asked.filters.blind_spots:
        text = _.plural(
            "{count} of them is a blind spot: too little is answered to judge its health.",
            "{count} of them are blind spots: too little is answered to judge their health.",
            len(dark),
        )
        gaps.append(_counting(text, "health", dark))
    if undated:
        text = _.plural(
            "{count} of them has no renewal date on record.",
            "{count} of them have no renewal date on record.",
            len(undated),
        )
        gaps.append(_counting(text, "account", undated))
    return gaps


def _counting(text: str, kind: str, lines: Sequence[Line]) -> Sentence:
    """A claim about so many accounts, on the records of the first of them."""
    refs = (Ref(kind, line.account.id) for line in lines[:COUNTED])
    return claim(text, *refs, said=(len(lines),))
