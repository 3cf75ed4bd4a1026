"""The eight components of health as bars, each with its interval and how much is answered."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from bot.pictures import canvas, fonts
from bot.pictures.canvas import BAND, BLUE, SMALL, WORDS
from handlers.pictures.values import Bar, BarsPicture
from handlers.texts import Texts

THICK, TALL = 0.56, 0.78
COLUMNS = (139.0, 163.0, 185.0)
"""Where the columns of figures end, on the scale of the bars."""

TITLE_WIDTH = 34


def png(picture: BarsPicture, _: Texts) -> bytes:
    """The whole on top, its parts below in the order of the rules."""
    name = fonts.legible(picture.account, _("one account"))
    about = [
        _(
            "As of {date}. Points of 100; weights {version}.",
            date=_.date(picture.as_of),
            version=picture.weights,
        ),
        _(
            "Mark: the score of what is answered. Dark: certain, whatever the unknown answers are. "
            "Light: possible."
        ),
    ]
    source = _(
        "Source: the health questions of {account}. Hatched: nothing is answered. Per cent: the "
        "share of the questions that is answered, by weight.",
        account=name,
    )
    with canvas.sheet(
        _.language, _("Health by component: {name}", name=name), about, source
    ) as page:
        axes = page.area(0.295, 0.105, 0.37, 0.70)
        _rows(axes, (picture.total, *picture.bars), _)
        return page.png()


def _rows(axes: Axes, bars: Sequence[Bar], _: Texts) -> None:
    canvas.plain(axes)
    axes.set(xlim=(0, 100), ylim=(len(bars) - 0.4, -0.6))
    axes.grid(axis="x", color=canvas.GRID, linewidth=0.7)
    axes.set_xticks((0, 20, 40, 60, 80, 100))
    axes.spines["left"].set_visible(False)
    axes.set_yticks(range(len(bars)))
    axes.set_yticklabels([_heading(bar, _) for bar in bars], size=WORDS - 0.5, color=canvas.INK)
    _columns(axes, -0.85, (_("score (possible)"), _("answered"), _("weight")))
    for row, bar in enumerate(bars):
        _bar(axes, row, bar)
        _columns(axes, row, _figures(bar, _))
    axes.axhline(0.5, color=canvas.FAINT, linewidth=0.8)


def _columns(axes: Axes, row: float, words: Sequence[str]) -> None:
    """Figures beside the bars, each kind below the other."""
    for at, word in zip(COLUMNS, words, strict=True):
        axes.text(at, row, word, size=SMALL + 0.5, va="center", ha="right", color=canvas.SOFT)


def _bar(axes: Axes, row: int, bar: Bar) -> None:
    if bar.score is None:
        axes.barh(row, 100, THICK, color=canvas.UNKNOWN, hatch="///", linewidth=0, zorder=2)
        return
    axes.barh(row, bar.high - bar.low, THICK, left=bar.low, color=BAND, alpha=0.7, zorder=2)
    axes.barh(row, bar.low, THICK, color=BLUE, alpha=0.85, zorder=2)
    ends = (row - TALL / 2, row + TALL / 2)
    axes.plot([bar.score] * 2, ends, color=canvas.INK, linewidth=4, zorder=4, clip_on=False)


def _heading(bar: Bar, _: Texts) -> str:
    return "\n".join(canvas.wrapped(_(bar.title), TITLE_WIDTH)[:2])


def _figures(bar: Bar, _: Texts) -> tuple[str, str, str]:
    low, high = _.number(bar.low), _.number(bar.high)
    score = _("unknown")
    if bar.score is not None:
        score = _("{score} ({low} to {high})", score=_.number(bar.score), low=low, high=high)
    return score, _.percent(bar.coverage), _.number(bar.weight)
