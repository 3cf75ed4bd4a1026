"""Two or three accounts side by side, aspect by aspect."""

from collections.abc import Callable, Sequence

from handlers import terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import health, intent, money, phrases, promises, standing
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from playbooks.accounts import Account
from playbooks.health.values import Band

MOST = 3


def compose(desk: Desk) -> Draft:
    """Health, intent, money, journey and engagement of the accounts that were named."""
    _, accounts = desk.texts, desk.asked.accounts[:MOST]
    if len(accounts) < 2:
        return _which_other(desk, accounts)
    dossiers = [desk.dossier(account) for account in accounts]
    sections = [
        section
        for part, say in ASPECTS
        for section in phrases.section(part, _side_by_side(desk, dossiers, say), most=MOST * 2)
    ]
    gaps = [
        _("{account}: {what}", account=phrases.name(dossier.account.name), what=what)
        for dossier in dossiers
        for what in _gaps(desk, dossier)
    ]
    missing = [*phrases.left_out(_, desk.asked.accounts[MOST:]), *gaps]
    return phrases.draft(
        _lead(desk, dossiers),
        sections,
        phrases.section(Part.UNKNOWN, [plain(gap) for gap in missing], most=4),
        missing=missing,
    )


def _lead(desk: Desk, dossiers: Sequence[Dossier]) -> Sentence:
    """Who is better off, said only as far as both bands are known."""
    _ = desk.texts
    parts: list[str] = []
    refs: list[Ref] = []
    for dossier in dossiers:
        account = phrases.name(dossier.account.name)
        if not dossier.internals:
            parts.append(account)
            continue
        reading = desk.reading(dossier.account)
        band = terms.say(_, reading.band)
        score = ""
        if reading.score is not None:
            score = _("({score} of 100)", score=_.number(reading.score))
        parts.append(phrases.labelled(_, account, phrases.joined(_, band, score)))
        headline = health.headline(desk, dossier, reading)
        refs += headline.cites
    text = _(
        "As of {date}: {sides}.",
        date=_.date(desk.today),
        sides=phrases.sequence(_, parts),
    )
    lead = claim(text, *refs, said=[desk.today]) if refs else plain(text)
    return phrases.merged(_, [lead, *_worse_off(desk, dossiers)])[0]


def _worse_off(desk: Desk, dossiers: Sequence[Dossier]) -> list[Sentence]:
    """Who is worst off by score, and whether the intervals leave it open; nothing where a band is
    not known."""
    if not all(dossier.internals for dossier in dossiers):
        return []
    readings = [(desk.reading(one.account), one.account) for one in dossiers]
    ranked = [(one.score, one, account) for one, account in readings if one.score is not None]
    if len(ranked) < len(readings) or any(one.band is Band.UNKNOWN for one, _a in readings):
        return []
    (lowest, worst, last), (second, next_, _other) = sorted(ranked, key=lambda one: one[0])[:2]
    if lowest == second:
        return []
    _, account = desk.texts, phrases.name(last.name)
    text = _("By score {account} is worse off.", account=account)
    if worst.high >= next_.low:
        text = _(
            "By score {account} is worse off; the intervals overlap, so it is not certain.",
            account=account,
        )
    return [claim(text, *(Ref("health", one.account.id) for one in dossiers))]


def _side_by_side(
    desk: Desk, dossiers: Sequence[Dossier], say: Callable[[Desk, Dossier], Sequence[Sentence]]
) -> list[Sentence]:
    return [
        phrases.of_account(desk.texts, phrases.name(dossier.account.name), sentence)
        for dossier in dossiers
        for sentence in say(desk, dossier)[:2]
    ]


def _reasons(desk: Desk, dossier: Dossier) -> list[Sentence]:
    if not dossier.internals:
        return []
    return health.reasons(desk, desk.reading(dossier.account))[:1]


def _money(desk: Desk, dossier: Dossier) -> list[Sentence]:
    return [*money.worth(desk, dossier), *money.renewal(desk, dossier)]


def _engagement(desk: Desk, dossier: Dossier) -> list[Sentence]:
    return [*standing.contact(desk, dossier), *standing.escalations(desk, dossier)]


ASPECTS: tuple[tuple[Part, Callable[[Desk, Dossier], Sequence[Sentence]]], ...] = (
    (Part.REASONS, _reasons),
    (Part.STATE, intent.headline),
    (Part.MONEY, _money),
    (Part.CHANGES, _engagement),
    (Part.PROMISES, promises.late),
)


def _gaps(desk: Desk, dossier: Dossier) -> list[str]:
    _, gaps = desk.texts, []
    if not dossier.intents:
        gaps.append(_("why they started is not known."))
    if dossier.last_exchange is None:
        gaps.append(_("no two-way engagement is recorded."))
    if dossier.account.arr is None:
        gaps.append(_("what they pay is not recorded."))
    return gaps


def _which_other(desk: Desk, accounts: Sequence[Account]) -> Draft:
    _ = desk.texts
    if accounts:
        account = phrases.name(accounts[0].name)
        return phrases.abstention(
            _("With which account shall I compare {account}?", account=account)
        )
    return phrases.abstention(_("Name the two accounts to compare."))
