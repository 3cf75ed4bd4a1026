"""Where little is known: the accounts by how few questions are answered, and what to ask first."""

from collections.abc import Sequence

from handlers.answers import Ref, Sentence
from handlers.composing import health, money, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.portfolio import Line


def ranked(lines: Sequence[Line]) -> list[Line]:
    """The least known first, by coverage in whole per cent; of equals the largest by ARR."""
    read = [line for line in lines if line.reading is not None]
    return sorted(read, key=lambda line: (_per_cent(line), -(line.account.arr or 0)))


def line(desk: Desk, found: Line) -> Sentence:
    """How much is answered, what is at stake, and the weightiest question that is open."""
    _, account, reading = desk.texts, found.account, found.reading
    assert reading is not None
    parts = [_("{share} of the questions answered", share=_.percent(reading.coverage))]
    if account.arr is not None:
        parts.append(phrases.yearly(_, account.arr, account.currency))
    if account.renewal_date is not None:
        parts.append(_("renews {date}", date=_.date(account.renewal_date)))
    text = _(
        "{account}: {what}.", account=phrases.name(account.name), what=phrases.clauses(_, parts)
    )
    asked = health.blind_spots(desk, reading)[:1]
    if asked:
        text = phrases.joined(_, text, _("Ask first: {question}", question=asked[0]))
    refs = (Ref("health", account.id), Ref("account", account.id))
    return claim(text, *refs, said=(*asked, *money.sums([account]).values()))


def _per_cent(found: Line) -> int:
    return round(100 * found.reading.coverage) if found.reading else 0
