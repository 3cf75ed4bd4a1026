"""Presales: technical wins, fit judged, activity logged, gaps recorded."""

from collections.abc import Sequence
from datetime import timedelta

from playbooks import presales
from playbooks.presales import Finding
from playbooks.stage_goals import records
from playbooks.stage_goals.records import MONTH, YEAR, Figure, Records
from playbooks.stages import Enrolment, Stage

WON_WITHIN = timedelta(days=90)
"""A technical win shows in an onboarding that begins so soon after presales ended."""


def technical_wins(name: str, known: Records) -> Figure:
    """The share of technical cases that were won, as recorded; else of presales that ended.

    Where nobody recorded who won, an onboarding that follows presales tells it.
    """
    recorded = _newest(known, presales.TECHNICAL)
    told = ((one.outcome == presales.WON, ("finding", one.id)) for one in recorded)
    begun = records.stays(known, Stage.ONBOARDING)
    known_of = {one.account_id for one in recorded}
    ended = [s for s in records.left(known, Stage.PRESALES) if s.account_id not in known_of]
    cases = ((_was_won(stay, begun), records.of(stay)) for stay in ended)
    return records.share(name, [*told, *cases], YEAR)


def fit_judged(name: str, known: Records) -> Figure:
    """The share of presales whose fit somebody judged.

    A handoff that names the technical environment and the gaps tells it, too.
    """
    asked = {stay.account_id for stay in records.current(known, Stage.PRESALES)}
    recorded = [one for one in _newest(known, presales.FIT) if one.account_id in asked]
    judged = {one.account_id for one in recorded}
    cases = (
        (bool(given.technical_environment and given.product_gaps), ("handoff", given.id))
        for given in known.handoffs
        if given.account_id in asked - judged
    )
    return records.share(name, [*((True, ("finding", one.id)) for one in recorded), *cases], YEAR)


def activity_logged(name: str, known: Records) -> Figure:
    """The share of open presales with an hour logged in the last month."""
    since = known.at - timedelta(days=MONTH)
    logged = {one.account_id for one in known.activities if since < one.date <= known.at}
    running = [stay for stay in records.stays(known, Stage.PRESALES) if stay.is_open(known.at)]
    return records.share(
        name, ((stay.account_id in logged, records.of(stay)) for stay in running), MONTH
    )


def gaps_recorded(name: str, known: Records) -> Figure:
    """The share of presales whose product gaps are on record."""
    noted = {gap.account_id for gap in known.gaps}
    noted |= {given.account_id for given in known.handoffs if given.product_gaps}
    stays = records.current(known, Stage.PRESALES)
    return records.share(
        name, ((stay.account_id in noted, records.of(stay)) for stay in stays), YEAR
    )


def _newest(known: Records, kind: str) -> list[Finding]:
    """The newest finding of a kind for each account, by the day."""
    found = {one.account_id: one for one in known.findings if one.kind == kind}
    return list(found.values())


def _was_won(stay: Enrolment, begun: Sequence[Enrolment]) -> bool:
    assert stay.exited is not None
    first, last = stay.entered, stay.exited + WON_WITHIN
    return any(
        b.account_id == stay.account_id and b.team == stay.team and first <= b.entered <= last
        for b in begun
    )
