"""What a picture shows, in a few sentences, for those who do not see it."""

from collections.abc import Sequence

from handlers import terms
from handlers.pictures import totals
from handlers.pictures.values import (
    Axis,
    Bar,
    BarsPicture,
    Dot,
    HistoryPicture,
    MapPicture,
    PathPicture,
    Picture,
    Score,
    Spot,
)
from handlers.texts import Texts
from playbooks.trajectory.values import Quadrant

LONGEST = 1000
"""Characters that Slack takes of the description of a file."""

MOST_NAMES = 3


def text(picture: Picture, _: Texts) -> str:
    """The figures of the picture in the reader's language, in `LONGEST` characters at most."""
    whole = ("" if _.language == "zh" else " ").join(_said(picture, _))
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1].rstrip() + "…"


def title(picture: Picture, _: Texts) -> str:
    """What the picture is of, in its first sentence."""
    return next(iter(_said(picture, _)))


def quadrant(_: Texts, place: Quadrant | None) -> str:
    """A quadrant in one word."""
    if place is None:
        return _("place unknown")
    return {
        Quadrant.ADVOCATE: _("Advocate"),
        Quadrant.CAPTIVE: _("Captive"),
        Quadrant.ADMIRER: _("Admirer"),
        Quadrant.DRIFTING: _("Drifting"),
    }[place]


def subject(picture: PathPicture, _: Texts) -> str:
    """Whose path it is."""
    if picture.account is not None:
        return picture.account
    if picture.segment is None:
        return _.plural("{count} account", "{count} accounts", picture.accounts)
    return _.plural(
        "{segment}, {count} account",
        "{segment}, {count} accounts",
        picture.accounts,
        segment=terms.say(_, picture.segment),
    )


def _said(picture: Picture, _: Texts) -> list[str]:
    if isinstance(picture, MapPicture):
        return _map(picture, _)
    if isinstance(picture, HistoryPicture):
        return _history(picture, _)
    if isinstance(picture, BarsPicture):
        return _bars(picture, _)
    return _path(picture, _)


def _path(picture: PathPicture, _: Texts) -> list[str]:
    known = [spot for spot in picture.months if _some(spot)]
    said = [
        _(
            "Trajectory of {name}, as of {date}.",
            name=subject(picture, _),
            date=_.date(picture.as_of),
        )
    ]
    said += [_at(spot, _) for spot in (known[:1] + known[-1:] if len(known) > 1 else known)]
    silent = sum(spot.attitude.value is None for spot in picture.months)
    unseen = sum(spot.behaviour.value is None for spot in picture.months)
    said.append(
        _(
            "Unknown of {all} months: attitude in {silent}, behaviour in {unseen}.",
            all=len(picture.months),
            silent=silent,
            unseen=unseen,
        )
    )
    return [*said, *_around(picture, _)]


def _around(picture: PathPicture, _: Texts) -> list[str]:
    if picture.day is None or picture.before is None or picture.after is None:
        return []
    return [
        _(
            "Before {date}: attitude {attitude}, behaviour {behaviour}.",
            date=_.date(picture.day),
            attitude=_figure(picture.before.attitude, _),
            behaviour=_figure(picture.before.behaviour, _),
        ),
        _(
            "After it: attitude {attitude}, behaviour {behaviour}.",
            attitude=_figure(picture.after.attitude, _),
            behaviour=_figure(picture.after.behaviour, _),
        ),
    ]


def _at(spot: Spot, _: Texts) -> str:
    return _(
        "{month}: {quadrant}, attitude {attitude}, behaviour {behaviour}.",
        month=_.month(spot.since),
        quadrant=quadrant(_, spot.quadrant),
        attitude=_figure(spot.attitude, _),
        behaviour=_figure(spot.behaviour, _),
    )


def _figure(axis: Axis, _: Texts) -> str:
    if axis.value is None:
        return _("unknown")
    return _interval(axis.value, axis.low, axis.high, _)


def _interval(value: float, low: float, high: float, _: Texts) -> str:
    """A figure with what is possible, which is left out where everything is known."""
    said, figures = _.number(value), {"low": _.number(low), "high": _.number(high)}
    if figures["low"] == figures["high"]:
        return _("{value} of 100", value=said)
    return _("{value} of 100 ({low} to {high})", value=said, **figures)


def _some(spot: Spot) -> bool:
    return spot.attitude.value is not None or spot.behaviour.value is not None


def _map(picture: MapPicture, _: Texts) -> list[str]:
    said = [
        _.plural(
            "Map of {count} account by attitude and behaviour, as of {date}.",
            "Map of {count} accounts by attitude and behaviour, as of {date}.",
            len(picture.dots),
            date=_.date(picture.until),
        )
    ]
    for place in Quadrant:
        there = totals.within(picture.dots, place)
        if there:
            said.append(_counted(quadrant(_, place), there, _))
    half = totals.half_known(picture)
    if half:
        said.append(_counted(_("One axis unknown"), half, _))
    if totals.neither(picture):
        said.append(_("Neither axis known: {count}.", count=totals.neither(picture)))
    return said


def _counted(title: str, dots: Sequence[Dot], _: Texts) -> str:
    names = ("、" if _.language == "zh" else ", ").join(dot.name for dot in dots[:MOST_NAMES])
    if len(dots) > MOST_NAMES:
        return _("{title}: {count}, such as {names}.", title=title, count=len(dots), names=names)
    return _("{title}: {count} ({names}).", title=title, count=len(dots), names=names)


def _history(picture: HistoryPicture, _: Texts) -> list[str]:
    known = [score for score in picture.scores if score.score is not None]
    said = [
        _(
            "Health of {account} over time, as of {date}.",
            account=picture.account,
            date=_.date(picture.as_of),
        )
    ]
    if not known:
        said.append(_("In no month enough is answered for a score."))
    shown = (
        sorted({known[0], known[-1], min(known, key=_height), max(known, key=_height)}, key=_day)
        if known
        else []
    )
    said += [
        _(
            "{month}: {score}.",
            month=_.month(one.day),
            score=_interval(one.score or 0, one.low, one.high, _),
        )
        for one in shown
    ]
    unknown = len(picture.scores) - len(known)
    if known and unknown:
        said.append(
            _("Unknown in {count} of {all} months.", count=unknown, all=len(picture.scores))
        )
    return said


def _height(score: Score) -> float:
    return score.score or 0.0


def _day(score: Score) -> str:
    return score.day.isoformat()


def _bars(picture: BarsPicture, _: Texts) -> list[str]:
    head = _(
        "Health of {account} by component, as of {date}.",
        account=picture.account,
        date=_.date(picture.as_of),
    )
    return [head, *(_bar(bar, _) for bar in (picture.total, *picture.bars))]


def _bar(bar: Bar, _: Texts) -> str:
    if bar.score is None:
        return _("{title}: unknown.", title=_(bar.title))
    return _(
        "{title}: {score}, {coverage} answered.",
        title=_(bar.title),
        score=_interval(bar.score, bar.low, bar.high, _),
        coverage=_.percent(bar.coverage),
    )
