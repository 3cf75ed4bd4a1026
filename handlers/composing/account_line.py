"""One account of a list, on one line."""

from handlers import terms
from handlers.answers import Ref, Sentence
from handlers.composing import blind_spots, findings, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.portfolio import Line
from playbooks.health.values import Band


def of(desk: Desk, line: Line) -> Sentence:
    """Its revenue and health, renewal, stages and owner, and why it is on the list."""
    _, account = desk.texts, line.account
    if desk.asked.filters.blind_spots and line.reading is not None:
        return blind_spots.line(desk, line)
    refs = [Ref("account", account.id)]
    said: list[object] = []
    parts = []
    if account.arr is not None:
        parts.append(phrases.yearly(_, account.arr, account.currency))
    if line.reading is not None:
        parts.append(_health(desk, line))
        refs.append(Ref("health", account.id))
    if account.renewal_date is not None:
        parts.append(_("renews {date}", date=_.date(account.renewal_date)))
    if line.stages:
        parts.append(_stages(desk, line))
    if account.owner and account.owner != desk.asked.owner:
        parts.append(desk.member(account.owner))
    text = phrases.labelled(_, phrases.name(account.name), phrases.clauses(_, parts))
    for fact in line.why[: max(1, len(desk.asked.filters.named.criteria))]:
        text = phrases.joined(_, phrases.ended(_, text), findings.words(desk, fact))
        refs.append(findings.ref(fact))
        said += findings.said(desk, fact)
    return claim(text, *refs, said=said)


def _stages(desk: Desk, line: Line) -> str:
    _ = desk.texts
    named = [terms.say(_, stage) for stage in line.stages]
    return _("in {stage}", stage=phrases.joined_by_and(_, named))


def _health(desk: Desk, line: Line) -> str:
    _, reading = desk.texts, line.reading
    assert reading is not None
    band = terms.say(_, reading.band)
    if reading.score is None or reading.band is Band.UNKNOWN:
        return _("health not known")
    return _(
        "{band}, {score} of 100 ({low} to {high})",
        band=band,
        score=_.number(reading.score),
        low=_.number(reading.low),
        high=_.number(reading.high),
    )
