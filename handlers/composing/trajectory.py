"""The path of an account, or of several together, over months: attitude and behaviour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers import terms, trajectory
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import paths, phrases, pictures
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.pictures import making
from handlers.pictures.values import Picture
from handlers.trajectory import Sight
from playbooks.accounts import Account
from playbooks.observations import Outcome
from playbooks.trajectory import indices
from playbooks.trajectory.values import Comparison, Path, Position


def compose(desk: Desk) -> Draft:
    """Twelve months of one account, or of all that fit; what is not known is said."""
    day = pictures.action(desk)
    if day is not None:
        # The day that is asked about is not the last one that counts.
        desk = replace(desk, today=desk.question.at or desk.context.today(desk.asker))
    if len(desk.asked.accounts) == 1:
        return _of_one(desk, desk.asked.accounts[0], day)
    chosen = desk.asked.accounts or [account for account in desk.current if desk.fits(account)]
    return _of_several(desk, chosen)


def _of_one(desk: Desk, account: Account, day: date | None) -> Draft:
    sight = Sight(desk.reader, desk.audience, [account])
    path = trajectory.paths(desk.reader, [account], desk.today, sight)[account.id]
    last = path.last
    gaps = list(_gaps(desk, account, path))
    if last is None:
        return _nothing(desk, phrases.name(account.name), gaps)
    around = _around(desk, account, day, sight)
    made = phrases.draft(
        _lead(desk, account, last),
        phrases.section(Part.REASONS, list(paths.parts(desk, last))),
        phrases.section(Part.CHANGES, [*_compared(desk, around), *_moves(desk, account, path)]),
        phrases.section(Part.UNKNOWN, gaps),
        missing=[gap.text for gap in gaps],
    )
    picture = making.path(account, path, desk.today, around)
    return replace(made, picture=picture, private=not sight.shared)


def _of_several(desk: Desk, chosen: Sequence[Account]) -> Draft:
    sight = Sight(desk.reader, desk.audience, chosen)
    each = trajectory.paths(desk.reader, chosen, desk.today, sight)
    path = indices.pooled(list(each.values()))
    name = phrases.capitalised(paths.group(desk, len(chosen)))
    refs = [Ref("account", account.id) for account in chosen[:3]]
    gaps = list(_gaps_of_several(desk, path, refs, len(chosen)))
    if not chosen or path.last is None:
        return _nothing(desk, name, gaps)
    made = phrases.draft(
        paths.median(desk, name, path.last, refs, len(chosen)),
        phrases.section(Part.CHANGES, list(paths.course(desk, path, refs))),
        phrases.section(Part.ALSO, _others(desk, chosen)),
        phrases.section(Part.UNKNOWN, gaps),
        missing=[gap.text for gap in gaps],
    )
    return replace(made, picture=_picture(desk, chosen, each), private=not sight.shared)


def _picture(desk: Desk, chosen: Sequence[Account], each: Mapping[str, Path]) -> Picture:
    """Side by side on a map when that is asked for, together as one path otherwise."""
    if pictures.as_map(desk):
        return making.portfolio(chosen, each)
    return making.together(list(each.values()), desk.today, desk.asked.segment)


def _nothing(desk: Desk, name: str, gaps: Sequence[Sentence]) -> Draft:
    _ = desk.texts
    return phrases.abstention(
        _("The trajectory of {name} cannot be drawn: too little is known.", name=name),
        *(gap.text for gap in gaps),
    )


def _lead(desk: Desk, account: Account, last: Position) -> Sentence:
    _ = desk.texts
    text = _(
        "{name}: {place}; attitude {attitude}, behaviour {behaviour}, as of {date}.",
        name=phrases.name(account.name),
        place=paths.place(_, last),
        attitude=paths.figure(_, last.attitude),
        behaviour=paths.figure(_, last.behaviour),
        date=_.date(last.until),
    )
    return claim(text, *paths.grounds(last), said=(text, last.until))


def _around(desk: Desk, account: Account, day: date | None, sight: Sight) -> Comparison | None:
    if day is None or day > desk.today:
        return None
    return trajectory.around(desk.reader, account, day, desk.today, sight)


def _compared(desk: Desk, around: Comparison | None) -> Iterator[Sentence]:
    """The same measures over the days before and after an action; no cause is claimed."""
    _ = desk.texts
    if around is None:
        return
    before = _("{days} days before {date}", days=indices.AROUND_DAYS, date=_.date(around.day))
    yield _at(desk, before, around.before)
    if around.after is not None:
        yield _at(desk, _("From then to {date}", date=_.date(around.after.until)), around.after)


def _at(desk: Desk, label: str, position: Position) -> Sentence:
    _ = desk.texts
    text = _(
        "{label}: attitude {attitude} (n = {heard}), behaviour {behaviour} (n = {seen}).",
        label=label,
        attitude=paths.figure(_, position.attitude),
        heard=position.attitude.n,
        behaviour=paths.figure(_, position.behaviour),
        seen=position.behaviour.n,
    )
    grounds = paths.grounds(position)
    if not grounds:
        return phrases.asked(_("{label}: nothing is known.", label=label))
    return claim(text, *grounds, said=(text,))


def _moves(desk: Desk, account: Account, path: Path) -> Iterator[Sentence]:
    """Months in which it came into another quadrant, a year after the start, and contracts."""
    yield from paths.course(desk, path, ())
    _ = desk.texts
    first = path.months[0].since
    if path.attached is not None and first <= path.attached <= desk.today:
        text = _(
            "The contract was a year old in {month}; attachment usually starts about then.",
            month=_.month(path.attached),
        )
        yield claim(text, Ref("account", account.id), said=(text,))
    happened = desk.reader.find(Outcome, since=first, until=desk.today, account_id=account.id)
    for outcome in reversed(happened):
        text = _("{date}: {what}", date=_.date(outcome.date), what=terms.say(_, outcome.kind))
        yield claim(text, Ref("outcome", outcome.id))


def _others(desk: Desk, chosen: Sequence[Account]) -> list[Sentence]:
    """Beside a segment, all other accounts, by the same measures."""
    known = {account.id for account in chosen}
    rest = [account for account in desk.current if account.id not in known]
    if not rest or desk.asked.segment is None:
        return []
    sight = Sight(desk.reader, desk.audience, rest)
    each = trajectory.paths(desk.reader, rest, desk.today, sight, span=1)
    month = indices.pooled(list(each.values())).last
    refs = [Ref("account", account.id) for account in rest[:3]]
    name = desk.texts("All others")
    return [paths.median(desk, name, month, refs, len(rest))] if month and sight.shared else []


def _gaps(desk: Desk, account: Account, path: Path) -> Iterator[Sentence]:
    """What is not known of the last month, and in how many months nothing is."""
    _, last = desk.texts, path.months[-1]
    looked_at = Ref("account", account.id)
    for index, names in ((last.attitude, indices.ATTITUDE), (last.behaviour, indices.BEHAVIOUR)):
        unknown = [part.name for part in index.measures if part.value is None]
        for name in unknown if len(unknown) < len(names) else ():
            yield phrases.asked(paths.missing(_, name))
    yield from paths.open_months(desk, path, (looked_at,))


def _gaps_of_several(desk: Desk, path: Path, refs: Sequence[Ref], count: int) -> Iterator[Sentence]:
    _ = desk.texts
    if not path.months:
        return
    last = path.months[-1]
    silent, unseen = count - last.attitude.n, count - last.behaviour.n
    if silent:
        text = _("Attitude: unknown for {count} of {all} accounts.", count=silent, all=count)
        yield claim(text, *refs, said=(text,))
    if unseen:
        text = _("Behaviour: unknown for {count} of {all} accounts.", count=unseen, all=count)
        yield claim(text, *refs, said=(text,))
