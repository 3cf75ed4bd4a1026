"""The path of one account, or of several together, over months on both axes."""

from datetime import date

from matplotlib.axes import Axes

from bot.pictures import canvas, fonts, labels, plane, strips
from bot.pictures.canvas import SMALL
from bot.pictures.labels import Label
from handlers.pictures import alternative
from handlers.pictures.values import PathPicture, Spot
from handlers.texts import Texts
from playbooks.trajectory import months

Place = tuple[float, float]

STEPS = 24
"""Points by which a line keeps names away."""


def png(picture: PathPicture, _: Texts) -> bytes:
    """The plane with the path on the left, both indices by month on the right."""
    with canvas.sheet(
        _.language, _title(picture, _), _about(picture, _), _source(picture, _)
    ) as page:
        axes = page.area(0.075, 0.185, 0.50, 0.61)
        plane.draw(axes, _)
        _path(axes, picture, _)
        months = [spot.since for spot in picture.months]
        attitude = page.area(0.645, 0.555, 0.325, 0.245)
        strips.draw(attitude, _, months, [s.attitude for s in picture.months], _("Attitude"))
        behaviour = page.area(0.645, 0.185, 0.325, 0.245)
        strips.draw(behaviour, _, months, [s.behaviour for s in picture.months], _("Behaviour"))
        for axes in (attitude, behaviour):
            _marks(axes, picture, _)
        return page.png()


def _title(picture: PathPicture, _: Texts) -> str:
    name = alternative.subject(picture, _)
    return _("Trajectory: {name}", name=fonts.legible(name, _("one account")))


def _about(picture: PathPicture, _: Texts) -> list[str]:
    first = _(
        "{since} to {until}, as of {date}. An axis is high from 60 up.",
        since=_.month(picture.months[0].since),
        until=_.month(picture.months[-1].since),
        date=_.date(picture.as_of),
    )
    if picture.account is None:
        second = _("Each month: the median; the bar holds the middle half of the accounts.")
    else:
        second = _(
            "The bar is what is possible: from all unknown parts at 0 to all at 100. "
            "Hatched: unknown."
        )
    return [first, second]


def _source(picture: PathPicture, _: Texts) -> str:
    last = picture.months[-1]
    if picture.account is None:
        counted = _(
            "n in the last month: {attitude} of {all} accounts with an attitude, {behaviour} with "
            "a behaviour.",
            attitude=last.attitude.n,
            behaviour=last.behaviour.n,
            all=picture.accounts,
        )
    else:
        counted = _(
            "n in the last month: {attitude} records for attitude, {behaviour} for behaviour.",
            attitude=last.attitude.n,
            behaviour=last.behaviour.n,
        )
    source = _(
        "Source: surveys, tickets and notes of the month and the two before it; licences in use in "
        "the month; contracts of twelve months."
    )
    hollow = _("Hollow: could lie elsewhere if more were known.") if picture.account else ""
    said = [counted, _attachment(picture, _), source, hollow]
    return ("" if _.language == "zh" else " ").join(part for part in said if part)


def _attachment(picture: PathPicture, _: Texts) -> str:
    """The field's rule of thumb, where it falls into what is shown."""
    if picture.attached is None or _month_of(picture, picture.attached) is None:
        return ""
    return _(
        "Attachment usually starts about twelve months in: here {month}.",
        month=_.month(picture.attached),
    )


def _path(axes: Axes, picture: PathPicture, _: Texts) -> None:
    spots = [(spot, at) for spot in picture.months if (at := _place(spot)) is not None]
    in_way = _lines(axes, picture)
    named, is_group = [], picture.account is None
    for spot, at in spots:
        is_last = spot is spots[-1][0]
        radius = 9.0 if is_last else 6.0
        plane.dot(axes, at, spot.quadrant, radius, filled=is_group or spot.is_certain)
        is_end = is_last or spot is spots[0][0]
        words = _.month(spot.since) if is_end else strips.short_month(_, spot.since)
        named.append(Label(*at, words, plane.reach(spot.quadrant, radius)))
    in_way += _around(axes, picture, _)
    ordered = [*named[-1:], *named[:1], *named[1:-1][::-1]]
    ordered = ordered if len(named) > 1 else named
    labels.place(axes, ordered, [*named, *in_way, *plane.IN_WAY], SMALL)
    if not spots:
        plane.say(axes, _("In no month both axes are known."))


def _lines(axes: Axes, picture: PathPicture) -> list[Label]:
    """A line from month to month, but none across a gap, where nobody knows the way.

    Returns points on the lines, which names may not cover.
    """
    points = []
    for before, after in zip(picture.months, picture.months[1:], strict=False):
        start, end = _place(before), _place(after)
        if start is None or end is None:
            continue
        axes.plot(*zip(start, end, strict=True), color=canvas.SOFT, linewidth=1.6, zorder=3)
        for step in range(1, STEPS):
            share = step / STEPS
            across, up = (a + share * (b - a) for a, b in zip(start, end, strict=True))
            points.append(Label(across, up, "", 2.0))
    return points


def _around(axes: Axes, picture: PathPicture, _: Texts) -> list[Label]:
    """An arrow from the time before an action to the time after it; where its words stand."""
    before = _place(picture.before) if picture.before else None
    after = _place(picture.after) if picture.after else None
    if before is None or after is None:
        return []
    style = {"arrowstyle": "-|>", "color": canvas.INK, "linewidth": 2.4, "mutation_scale": 20}
    axes.annotate("", after, before, arrowprops=style, zorder=5)
    for at, words in ((before, _("before")), (after, _("after"))):
        axes.annotate(
            words,
            at,
            xytext=(0, -14),
            textcoords="offset points",
            ha="center",
            size=SMALL,
            zorder=6,
            bbox={"facecolor": "white", "edgecolor": canvas.INK, "pad": 2, "linewidth": 0.8},
        )
    return [Label(*before, "", 26.0), Label(*after, "", 26.0)]


def _marks(axes: Axes, picture: PathPicture, _: Texts) -> None:
    """Where the contract was a year old, and the day of an action."""
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.85}
    marks = ((picture.attached, _("12 months in"), ":", 3), (picture.day, _("action"), "-", 18))
    for day, words, line, height in marks:
        at = _month_of(picture, day) if day else None
        if at is not None:
            axes.axvline(at, color=canvas.INK, linewidth=1.2, linestyle=line, zorder=4)
            side = "left" if at < len(picture.months) / 2 else "right"
            axes.text(
                at, height, f" {words} ", size=SMALL - 1, ha=side, va="bottom", bbox=paper, zorder=5
            )


def _month_of(picture: PathPicture, day: date) -> float | None:
    """Where a day lies among the months; None when it lies outside of them."""
    for number, spot in enumerate(picture.months):
        end = months.after(spot.since, 1)
        if spot.since <= day < end:
            return number - 0.5 + (day - spot.since) / (end - spot.since)
    return None


def _place(spot: Spot) -> Place | None:
    if spot.attitude.value is None or spot.behaviour.value is None:
        return None
    return spot.behaviour.value, spot.attitude.value
