"""The day's digest: what did not fit into the budget, ordered by revenue at risk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.views import blocks, nudge
from bot.views.blocks import Block
from bot.views.nudge import Shown
from handlers.nudges.budget import BUDGET
from handlers.nudges.telling import Told
from handlers.texts import Texts

MOST = 20
"""Nudges that one digest spells out: Slack shows at most 50 blocks, and each takes two."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One nudge of the digest. `money` is the account's ARR in words, `outcome` what became of it.

    An entry without an outcome is still to be answered.
    """

    shown: Shown
    money: str | None = None
    outcome: str | None = None


def entry(_: Texts, told: Told) -> Entry:
    """A nudge as the handlers tell it, made ready for the digest."""
    known = told.revenue is not None
    money = _.money(told.revenue or 0, told.currency) if known else _("revenue not recorded")
    return Entry(nudge.shown(told), money, nudge.outcome(_, told.nudge))


def text(_: Texts, entries: Sequence[Entry]) -> str:
    """The digest in one line, for notifications."""
    return _.plural(
        "{count} more account matter for today",
        "{count} more account matters for today",
        len(entries),
    )


def message(_: Texts, entries: Sequence[Entry]) -> list[Block]:
    """The digest as its receiver gets it."""
    shown = [blocks.header(text(_, entries)), blocks.context(_order(_))]
    for one in entries[:MOST]:
        shown += _blocks(_, one)
    left = len(entries) - MOST
    if left > 0:
        more = _.plural(
            "{count} more is on the Home tab.", "{count} more are on the Home tab.", left
        )
        shown.append(blocks.context(more))
    return shown


def _order(_: Texts) -> str:
    return _("Beyond today's {count} single messages; most revenue at risk first.", count=BUDGET)


def _blocks(_: Texts, entry: Entry) -> Iterable[Block]:
    shown = entry.shown
    name, reason = blocks.escaped(shown.account), blocks.escaped(shown.reason)
    money = f" · {blocks.escaped(entry.money)}" if entry.money else ""
    yield blocks.section(f"*{name}*{money}\n{reason}\n→ {blocks.escaped(shown.step)}")
    if entry.outcome is None:
        yield nudge.buttons(_, shown)
    else:
        yield blocks.context(entry.outcome)
