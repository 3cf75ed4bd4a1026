"""What became of contracts in a time: who left, grew, shrank or renewed, and how much it was."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from handlers import terms
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import money, narrowed, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.understanding.values import Filters, Understanding
from knowledge import lists, wording
from playbooks.observations import Outcome

FILE = Path(__file__).with_suffix(".yaml")
"""How each kind, and a rate of retention, is asked for, in our three languages."""

FROM = (Request.PORTFOLIO, Request.REVENUE, Request.CHANGES, Request.TRAJECTORY, Request.OTHER)
"""Requests as which such a question is understood."""

OURS = re.compile(r"\b(?:our|nostr[oaie])\b|我们")
"""What asks for a rate of ours, not for what such a rate is."""

OWN_CRITERIA = frozenset(("churned", "expanded", "contracted", "renewed"))
"""Criteria of a list that say no more than what became of a contract."""

MOST = 10


def compose(desk: Desk) -> Draft | None:
    """The outcomes of the kinds and the time that are asked for; None for other questions."""
    kinds, rate = _asked(desk)
    if not (kinds or rate) or _narrows_more(desk):
        return None
    since, until = money.happened_between(desk)
    if since > until:
        return None
    told = _listed(desk.about(_unfiltered(desk)), kinds or money.OUTCOMES, since, until)
    return _not_calculated(desk, told) if rate else told


def _asked(desk: Desk) -> tuple[list[str], bool]:
    """The kinds of outcome of a time that the words name, and whether they ask for a rate."""
    said, request = wording.folded(desk.question.text), Request(desk.asked.request)
    named = {name for name, words in lists.patterns(FILE).items() if lists.first(words, said)}
    if "retention" in named:
        of_ours = request is Request.EDUCATION and OURS.search(said)
        return [], bool(of_ours or request in FROM)
    if request not in FROM or not (desk.asked.period or "bare" in named):
        return [], False
    return [kind for kind in money.OUTCOMES if kind in named], False


def _narrows_more(desk: Desk) -> bool:
    """Whether accounts are chosen by more than what became of their contracts."""
    filters = desk.asked.filters
    others = {one.name for one in filters.named.criteria} - OWN_CRITERIA
    return bool(others) or replace(filters, named=Filters().named) != Filters()


def _unfiltered(desk: Desk) -> Understanding:
    """The question without what the answer says itself: its criteria, and "renewal" as a stage."""
    return replace(desk.asked, filters=Filters(), stage=None)


def _listed(desk: Desk, kinds: Collection[str], since: date, until: date) -> Draft:
    """How many of each kind with their money, and each of them, the latest first."""
    names = {account.id: account.name for account in desk.accounts if desk.fits(account)}
    happened = desk.reader.find(Outcome, since=since, until=until)
    chosen = [one for one in happened if one.kind in kinds and one.account_id in names]
    chosen.sort(key=lambda one: (one.date, one.id), reverse=True)
    lines = [_line(desk, names[one.account_id], one) for one in chosen]
    return phrases.draft(
        _lead(desk, kinds, chosen, since, until, len(names)),
        phrases.section(Part.CHANGES, lines, most=MOST),
    )


def _not_calculated(desk: Desk, told: Draft) -> Draft:
    """That no rate of retention is calculated, with what is kept of the time."""
    _ = desk.texts
    text = _(
        "A rate of retention is not calculated: what each customer paid when the time began is "
        "not kept. What became of contracts is."
    )
    beside = phrases.section(Part.CHANGES, list(told.sentences()), most=MOST)
    return phrases.declined(text, _("What each customer paid when the time began."), beside)


def _lead(
    desk: Desk,
    kinds: Collection[str],
    chosen: Sequence[Outcome],
    since: date,
    until: date,
    looked: int,
) -> Sentence:
    """How many of each kind, with their money, of how many accounts."""
    _ = desk.texts
    of_kinds = {kind: [one for one in chosen if one.kind == kind] for kind in kinds}
    sums = {kind: _sums(found) for kind, found in of_kinds.items()}
    counted = [_counted(desk, kind, len(of_kinds[kind]), sums[kind]) for kind in kinds]
    text = _(
        "From {since} to {until}: {counted}; {all} accounts looked at.",
        since=_.date(since),
        until=_.date(until),
        counted=phrases.listed(_, counted),
        all=looked,
    )
    amounts = [amount for found in sums.values() for amount in found.values()]
    said = (*map(len, of_kinds.values()), looked, since, until, *amounts)
    refs = (Ref("outcome", one.id) for one in chosen[:3])
    return claim(narrowed.in_front(desk, text), *refs, said=said)


def _sums(found: Sequence[Outcome]) -> dict[str | None, Decimal]:
    return money.added((one.amount, one.currency) for one in found)


def _counted(desk: Desk, kind: str, count: int, sums: dict[str | None, Decimal]) -> str:
    _ = desk.texts
    counted = _("{what}: {count}", what=terms.say(_, kind), count=count)
    if not sums:
        return counted
    return _("{count} ({amounts} a year)", count=counted, amounts=money.written(_, sums))


def _line(desk: Desk, name: str, one: Outcome) -> Sentence:
    said = phrases.labelled(desk.texts, phrases.name(name), money.outcome(desk, one))
    return claim(said, Ref("outcome", one.id))
