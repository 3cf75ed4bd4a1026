"""Trajectories in words: figures, places, parts and courses."""

from collections.abc import Iterator, Sequence

from handlers import terms
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.texts import Texts
from playbooks.trajectory.values import Index, Measure, Path, Position, Quadrant

CITED = 2
"""Records that each part of an index cites, the newest ones."""

MOST_MOVES = 4


def place(_: Texts, position: Position) -> str:
    """The quadrant in words; which axis is known when the other is not."""
    if position.quadrant is None:
        if position.attitude.value is None:
            return _("what they do is known, how they feel about us is not")
        return _("how they feel about us is known, what they do is not")
    return {
        Quadrant.ADVOCATE: _("an advocate (happy, and uses it)"),
        Quadrant.ADMIRER: _("an admirer (happy, hardly uses it)"),
        Quadrant.CAPTIVE: _("a captive (uses it, not happy)"),
        Quadrant.DRIFTING: _("drifting (neither happy nor using it)"),
    }[position.quadrant]


def figure(_: Texts, index: Index) -> str:
    """An index with what is possible: 35 of 100 (12 to 42)."""
    if index.value is None:
        return _("unknown")
    low, high, value = _.number(index.low), _.number(index.high), _.number(index.value)
    if low == high:
        return _("{value} of 100", value=value)
    return _("{value} of 100 ({low} to {high})", value=value, low=low, high=high)


def parts(desk: Desk, position: Position) -> Iterator[Sentence]:
    """Both indices by their known parts, each with its weight, its figure and its n."""
    _ = desk.texts
    for title, index in (
        (_("Attitude"), position.attitude),
        (_("Behaviour"), position.behaviour),
    ):
        known = [part for part in index.measures if part.value is not None]
        if known:
            said = phrases.sequence(_, [_part(_, part) for part in known])
            text = phrases.ended(_, phrases.labelled(_, title, said))
            cited = [Ref(*one) for part in known for one in part.evidence[-CITED:]]
            yield claim(text, *cited, said=(text,))


def grounds(position: Position) -> list[Ref]:
    """The newest record of the weightiest part of each index, and of the one after it."""
    known = [
        [part for part in index.measures if part.value is not None][:CITED]
        for index in (position.attitude, position.behaviour)
    ]
    return [Ref(*part.evidence[-1]) for parts in known for part in parts]


def missing(_: Texts, name: str) -> str:
    """What would have to be known for a part."""
    return {
        "like": _("Like: no CSAT answer and no rated ticket in three months."),
        "trust": _("Trust: no NPS or CES answer in three months."),
        "respect": _("Respect: no note in three months that tells how they sound."),
        "use": _("Use: no active users with licences this month."),
        "renewal": _("Renewal: no decision about the contract in twelve months."),
        "expansion": _("Expansion: no licences to compare over twelve months."),
        "advocacy": _("Advocacy: no note of twelve months tells of them speaking for us."),
    }[name]


def course(desk: Desk, path: Path, refs: Sequence[Ref]) -> Iterator[Sentence]:
    """The first month of each stay in a quadrant, the newest first; without `refs`, on evidence."""
    _, before = desk.texts, None
    moves = []
    for month in path.months:
        if month.quadrant is not None and month.quadrant is not before:
            moves.append(month)
        before = month.quadrant or before
    for month in reversed(moves[-MOST_MOVES:]):
        text = _(
            "{month}: {place}; attitude {attitude}, behaviour {behaviour}.",
            month=_.month(month.since),
            place=place(_, month),
            attitude=_.number(month.attitude.value or 0),
            behaviour=_.number(month.behaviour.value or 0),
        )
        yield claim(text, *(refs or grounds(month)), said=(text,))


def median(desk: Desk, name: str, position: Position, refs: Sequence[Ref], count: int) -> Sentence:
    """Several accounts in one sentence: the median of each axis, and how many are known."""
    _ = desk.texts
    text = _(
        "{name}: {place}; median attitude {attitude}, n = {heard} of {all}; median behaviour "
        "{behaviour}, n = {seen} of {all}; in brackets the middle half; as of {date}.",
        name=name,
        place=place(_, position),
        attitude=figure(_, position.attitude),
        heard=position.attitude.n,
        behaviour=figure(_, position.behaviour),
        seen=position.behaviour.n,
        all=count,
        date=_.date(position.until),
    )
    return claim(text, *refs, said=(text, name, position.until))


def open_months(desk: Desk, path: Path, refs: Sequence[Ref]) -> Iterator[Sentence]:
    """In how many months an axis is not known; none of them is filled in."""
    _, count = desk.texts, len(path.months)
    silent = sum(month.attitude.value is None for month in path.months)
    unseen = sum(month.behaviour.value is None for month in path.months)
    if silent:
        text = _("Attitude: unknown in {count} of {all} months.", count=silent, all=count)
        yield claim(text, *refs, said=(text,))
    if unseen:
        text = _("Behaviour: unknown in {count} of {all} months.", count=unseen, all=count)
        yield claim(text, *refs, said=(text,))


def group(desk: Desk, count: int) -> str:
    """What several accounts are called together."""
    _, asked = desk.texts, desk.asked
    if asked.accounts:
        return phrases.joined_by_and(_, [phrases.name(one.name) for one in asked.accounts])
    if asked.segment:
        return _("the segment {segment}", segment=terms.say(_, asked.segment))
    return _.plural("the only account", "all {count} accounts", count)


def _part(_: Texts, part: Measure) -> str:
    names = {
        "like": _("like (CSAT, tickets)"),
        "trust": _("trust (NPS, CES)"),
        "respect": _("respect (tone of notes)"),
        "use": _("use (licences in use)"),
        "renewal": _("renewal"),
        "expansion": _("expansion"),
        "advocacy": _("advocacy"),
    }
    return _(
        "{part} {value} of 100, n = {n}, weight {weight}",
        part=names[part.name],
        value=_.number(part.value or 0),
        n=part.n,
        weight=_.number(100 * part.weight),
    )
