"""What changed at an account since a day: what happened, and what that did to its health."""

from datetime import date, timedelta

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import departure, events, phrases
from handlers.composing.desk import Desk
from handlers.composing.events import Event
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier

DEFAULT = timedelta(days=30)
"""How far back to look when the question names no period."""


def compose(desk: Desk) -> Draft:
    """Dated events of the period asked about, the weightiest first, and the health of both days;
    of a customer who left us, that comes first where no period is named."""
    dossier = desk.dossier(desk.asked.accounts[0])
    if desk.asked.period is None and dossier.account not in desk.current:
        left = departure.compose(desk)
        if left is not None:
            return left
    since, until = period(desk)
    found = events.between(desk, dossier, since, until)
    moved = health_moved(desk, dossier, since, until)
    _, account = desk.texts, phrases.name(dossier.account.name)
    if not found and not moved:
        return phrases.abstention(
            _(
                "Nothing is recorded at {account} from {since} to {until}. That is silence, not "
                "stability.",
                account=account,
                since=_.date(since),
                until=_.date(until),
            ),
            _("A note of the last contact, or a measurement from that time."),
        )
    return phrases.draft(
        _lead(desk, dossier, found, (since, until)) if found else moved[0],
        phrases.section(Part.CHANGES, [event.sentence for event in found], most=8),
        phrases.section(Part.REASONS, moved if found else moved[1:], most=3),
    )


def period(desk: Desk) -> tuple[date, date]:
    """The days asked about, both included, not later than the day of the answer."""
    since, until = desk.asked.period or (None, None)
    until = min(until or desk.today, desk.today)
    return since or until - DEFAULT, until


def health_moved(desk: Desk, dossier: Dossier, since: date, until: date) -> list[Sentence]:
    """The health of both days beside each other, for those who may see readings."""
    if not dossier.internals:
        return []
    before, after = desk.reading(dossier.account, since), desk.reading(dossier.account, until)
    if before.score is None or after.score is None:
        return []
    _ = desk.texts
    text = _(
        "Health went from {before} of 100 ({low} to {high}) on {since} to {after} of 100 "
        "({lower} to {higher}) on {until}.",
        before=_.number(before.score),
        low=_.number(before.low),
        high=_.number(before.high),
        since=_.date(since),
        after=_.number(after.score),
        lower=_.number(after.low),
        higher=_.number(after.high),
        until=_.date(until),
    )
    return [claim(text, Ref("health", dossier.account.id))]


def _lead(desk: Desk, dossier: Dossier, found: list[Event], between: tuple[date, date]) -> Sentence:
    _ = desk.texts
    since, until = between
    text = _.plural(
        "{count} event is recorded at {account} from {since} to {until}.",
        "{count} events are recorded at {account} from {since} to {until}; the most telling first.",
        len(found),
        account=phrases.name(dossier.account.name),
        since=_.date(since),
        until=_.date(until),
    )
    refs = [ref for event in found[:3] for ref in event.sentence.cites]
    return claim(text, *refs, said=(len(found), since, until))
