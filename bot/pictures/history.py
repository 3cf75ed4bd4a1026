"""Health over time, with its interval."""

from matplotlib.axes import Axes

from bot.pictures import canvas, fonts, strips
from bot.pictures.canvas import SMALL
from handlers.pictures.values import Axis, HistoryPicture
from handlers.texts import Texts


def png(picture: HistoryPicture, _: Texts) -> bytes:
    """A bar from no to yes for what is unknown, a line through the scores."""
    name = fonts.legible(picture.account, _("one account"))
    about = [
        _(
            "{since} to {until}, as of {date}. Points of 100; weights {version}.",
            since=_.month(picture.scores[0].day),
            until=_.month(picture.scores[-1].day),
            date=_.date(picture.as_of),
            version=picture.weights,
        ),
        _(
            "The bar is what is possible: from every unknown answer a no to every one a yes. "
            "Hatched: too little is answered for a score."
        ),
    ]
    title = _("Health over time: {name}", name=name)
    with canvas.sheet(_.language, title, about, _source(picture, _)) as page:
        axes = page.area(0.06, 0.21, 0.915, 0.59)
        days = [score.day for score in picture.scores]
        values = [Axis(one.score, one.low, one.high, 0) for one in picture.scores]
        strips.draw(axes, _, days, values, "")
        _bands(axes, picture, _)
        _coverage(axes, picture, _)
        _kept(axes, picture, _)
        return page.png()


def _source(picture: HistoryPicture, _: Texts) -> str:
    return _(
        "Source: the health questions, read anew at the end of each month by today’s rules from "
        "what was dated until then. Per cent: the share of the questions that is answered, by "
        "weight. Dotted: from {healthy} healthy, below {at_risk} at risk.",
        healthy=_.number(picture.healthy),
        at_risk=_.number(picture.at_risk),
    )


def _bands(axes: Axes, picture: HistoryPicture, _: Texts) -> None:
    for height in (picture.healthy, picture.at_risk):
        axes.axhline(height, color=canvas.FAINT, linewidth=1.0, linestyle=(0, (2, 3)), zorder=1)


def _coverage(axes: Axes, picture: HistoryPicture, _: Texts) -> None:
    """How much is answered, at the foot of each bar, while there is room for it."""
    if len(picture.scores) > 24:
        return
    for place, one in enumerate(picture.scores):
        words = _.percent(one.coverage)
        axes.text(
            place, 2, words, size=SMALL - 0.5, ha="center", va="bottom", color=canvas.SOFT, zorder=6
        )


def _kept(axes: Axes, picture: HistoryPicture, _: Texts) -> None:
    """Readings as they were stored on their days, which later notes do not change."""
    first, last = picture.scores[0].day, picture.scores[-1].day
    spread = (last - first).days or 1
    stored = [one for one in picture.kept if one.score is not None and first <= one.day <= last]
    if not stored:
        return
    places = [(one.day - first).days / spread * (len(picture.scores) - 1) for one in stored]
    axes.plot(
        places,
        [one.score or 0.0 for one in stored],
        "o",
        markersize=4,
        markerfacecolor="none",
        markeredgecolor=canvas.INK,
        label=_("as stored on its day"),
        zorder=5,
    )
    axes.legend(loc="upper left", frameon=False, fontsize=SMALL)
