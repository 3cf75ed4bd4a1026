"""What became of the deals of those who miss something: lost, or at risk by their own words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from handlers.answers import Ref
from handlers.composing import money, phrases
from handlers.composing.desk import Desk
from playbooks import presales
from playbooks.accounts import Account
from playbooks.notes import Cue
from playbooks.observations import CHURN, DECIDING, Outcome
from playbooks.presales import Finding

THREATENED = timedelta(days=180)
"""How long a note counts that says that they may leave."""


@dataclass(frozen=True, slots=True)
class Stakes:
    """By account id, the record that says that the deal was lost, or that they may leave."""

    lost: Mapping[str, Ref]
    at_risk: Mapping[str, Ref]

    def at_stake(self, accounts: Iterable[Account]) -> Decimal | None:
        """A year's revenue of those accounts that are lost or may leave; None without any.

        Currencies are added up: it only orders.
        """
        named = self.lost.keys() | self.at_risk.keys()
        worth = [one.arr or Decimal(0) for one in accounts if one.id in named]
        return sum(worth, Decimal(0)) if worth else None


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences, the records that carry them, and the sums that they name."""

    text: str
    refs: tuple[Ref, ...]
    sums: tuple[str, ...]


def of(desk: Desk, account_ids: Iterable[str]) -> Stakes:
    """What is at stake at these accounts, by what the asker may read."""
    ids = sorted(set(account_ids))
    if not ids:
        return Stakes({}, {})
    lost = {**_lost_technically(desk, ids), **_churned(desk, ids)}
    return Stakes(lost, {key: ref for key, ref in _may_leave(desk, ids).items() if key not in lost})


def said(desk: Desk, stakes: Stakes, accounts: Sequence[Account]) -> Told:
    """The sentences about it; of the only one who misses something, its name was said before."""
    _ = desk.texts
    lost = [one for one in accounts if one.id in stakes.lost]
    leaving = [one for one in accounts if one.id in stakes.at_risk]
    if len(accounts) == 1:
        text = _("They are lost.") if lost else _("They may leave, as they say.") if leaving else ""
    else:
        text = phrases.joined(
            _,
            _("Lost: {names} ({money} a year).", **_named(desk, lost)) if lost else "",
            _("May leave, as they say: {names} ({money} a year).", **_named(desk, leaving))
            if leaving
            else "",
        )
    known = {**stakes.at_risk, **stakes.lost}
    refs = [ref for one in (*lost, *leaving) for ref in (known[one.id], Ref("account", one.id))]
    return Told(text, tuple(refs), tuple(money.total(_, own) for own in (lost, leaving) if own))


def _named(desk: Desk, accounts: Sequence[Account]) -> dict[str, str]:
    names = phrases.listed(desk.texts, [phrases.name(one.name) for one in accounts])
    return {"names": names, "money": money.total(desk.texts, accounts)}


def _churned(desk: Desk, ids: list[str]) -> dict[str, Ref]:
    last = {
        outcome.account_id: outcome
        for outcome in desk.reader.find(
            Outcome, until=desk.today, account_id=ids, kind=list(DECIDING)
        )
    }
    return {key: Ref("outcome", one.id) for key, one in last.items() if one.kind == CHURN}


def _lost_technically(desk: Desk, ids: list[str]) -> dict[str, Ref]:
    last = {
        finding.account_id: finding
        for finding in desk.reader.find(
            Finding, until=desk.today, account_id=ids, kind=presales.TECHNICAL
        )
    }
    lost = (one for one in last.values() if one.outcome == presales.LOST)
    return {finding.account_id: Ref("finding", finding.id) for finding in lost}


def _may_leave(desk: Desk, ids: list[str]) -> dict[str, Ref]:
    since = desk.today - THREATENED
    cues = desk.reader.find(Cue, since=since, until=desk.today, account_id=ids, name="churn_threat")
    return {cue.account_id: Ref("note", cue.note_id) for cue in desk.of_visible_notes(cues)}
