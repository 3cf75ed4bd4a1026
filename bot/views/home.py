"""The Home tab: my nudges, my accounts, and what we know too little about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.views import blocks, nudge
from bot.views.blocks import Block, View
from handlers import terms
from handlers.texts import Texts
from playbooks.people import Member, Role

LOG_NOTE = "home_log_note"
LOG_HANDOFF = "home_log_handoff"
OPEN_ACCOUNT = "home_open_account"

MOST_NUDGES = 5
MOST_ACCOUNTS = 15
MOST_BLIND_SPOTS = 8

MARKS = {"healthy": "🟢", "watch": "🟡", "at_risk": "🔴", "unknown": "⚪"}


@dataclass(frozen=True, slots=True)
class Line:
    """One account of the list. Scores run from 0 to 100, coverage from 0 to 1.

    Health is None for somebody who may not see it.
    """

    account_id: str
    name: str
    band: str | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None
    stages: tuple[str, ...] = ()
    renewal: date | None = None
    arr: Decimal | None = None
    currency: str | None = None
    last_engagement: date | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What one person's Home tab shows, as of a day; the accounts in the order to look at them.

    `blind_spots` are accounts of which too little is known to say how they are, each with what
    would settle it. The totals count what does not fit on the page as well.
    """

    member: Member
    as_of: date
    lines: tuple[Line, ...] = ()
    accounts: int = 0
    nudges: tuple[nudge.Shown, ...] = ()
    open_nudges: int = 0
    blind_spots: tuple[tuple[str, str], ...] = ()
    blind: int = 0


def view(_: Texts, page: Page) -> View:
    """The page as Slack's Home tab."""
    shown = [
        *_top(_, page),
        *_nudges(_, page),
        *_accounts(_, page),
        *_blind_spots(_, page),
        blocks.context(_role(_, page.member)),
    ]
    return {"type": "home", "blocks": shown}


def closed_door(_: Texts, text: str) -> View:
    """What somebody sees who may see nothing."""
    return {"type": "home", "blocks": [blocks.section(text)]}


def _top(_: Texts, page: Page) -> list[Block]:
    buttons = [blocks.button(_("Log a note"), LOG_NOTE, style="primary")]
    buttons.append(blocks.button(_("Log a handoff"), LOG_HANDOFF))
    asking = _("Ask me anything about a customer in the Messages tab.")
    return [blocks.actions(buttons), blocks.context(asking)]


def _nudges(_: Texts, page: Page) -> Iterable[Block]:
    yield blocks.header(_("My nudges"))
    if not page.nudges:
        yield blocks.section(_("Nothing is waiting for you."))
    for shown in page.nudges[:MOST_NUDGES]:
        name, reason = blocks.escaped(shown.account), blocks.escaped(shown.reason)
        step = blocks.escaped(shown.step)
        yield blocks.section(f"*{name}* · {reason}\n→ {step}")
        yield nudge.buttons(_, shown.nudge_id)
    yield from _more(_, page.open_nudges - len(page.nudges[:MOST_NUDGES]))


def _accounts(_: Texts, page: Page) -> Iterable[Block]:
    yield blocks.divider()
    yield blocks.header(_("My accounts"))
    if not page.lines:
        yield blocks.section(_no_accounts(_, page.member))
    for line in page.lines[:MOST_ACCOUNTS]:
        opening = blocks.button(_("Open"), OPEN_ACCOUNT, line.account_id)
        yield blocks.section(_described(_, line), opening)
    yield from _more(_, page.accounts - len(page.lines[:MOST_ACCOUNTS]))
    if page.lines:
        yield blocks.context(_legend(_, page))


def _blind_spots(_: Texts, page: Page) -> Iterable[Block]:
    if not page.blind_spots:
        return
    yield blocks.divider()
    yield blocks.header(_("Blind spots"))
    lines = [
        f"• *{blocks.escaped(name)}*: {blocks.escaped(asked)}"
        for name, asked in page.blind_spots[:MOST_BLIND_SPOTS]
    ]
    yield blocks.section("\n".join(lines))
    yield from _more(_, page.blind - len(lines))


def _described(_: Texts, line: Line) -> str:
    first = f"*{blocks.escaped(line.name)}*"
    if line.band is not None:
        first = f"{MARKS.get(line.band, '⚪')} {first} · {_health(_, line)}"
    return f"{first}\n{' · '.join(_particulars(_, line))}"


def _health(_: Texts, line: Line) -> str:
    if line.score is None or line.low is None or line.high is None or line.band == "unknown":
        return _("too little is known to say ({share})", share=_.percent(line.coverage or 0))
    return _(
        "{band} {score} of 100 ({low} to {high}), {share} known",
        band=terms.say(_, line.band),
        score=_.number(line.score),
        low=_.number(line.low),
        high=_.number(line.high),
        share=_.percent(line.coverage or 0),
    )


def _particulars(_: Texts, line: Line) -> Sequence[str]:
    stages = _(", ").join(terms.say(_, stage) for stage in line.stages) or _("no stage")
    renewal = _("renews {day}", day=_.date(line.renewal)) if line.renewal else _("renewal unknown")
    money = _("{money} a year", money=_.money(line.arr, line.currency)) if line.arr else None
    spoken = (
        _("last two-way contact {day}", day=_.date(line.last_engagement))
        if line.last_engagement
        else _("no two-way contact on record")
    )
    place = f"<#{line.channel}>" if _is_slacks(line.channel) else None
    return [part for part in (stages, renewal, money, spoken, place) if part]


def _is_slacks(channel: str | None) -> bool:
    """Whether it is an id of Slack's, which shows the name to those who may see the channel."""
    return channel is not None and channel[:1] in ("C", "G") and channel.isalnum()


def _legend(_: Texts, page: Page) -> str:
    return _(
        "As of {day}. Health from 0 to 100; in brackets what it could be if every open question "
        "were answered no, or yes.",
        day=_.date(page.as_of),
    )


def _no_accounts(_: Texts, member: Member) -> str:
    if member.role in (Role.MANAGER, Role.ADMIN):
        return _("There are no accounts yet. Import them with `cairn import accounts FILE`.")
    return _("No account names you as its CSM, account executive or solution architect yet.")


def _role(_: Texts, member: Member) -> str:
    role = terms.say(_, member.role)
    return _("Your role here: {role}. An admin can change it.", role=role)


def _more(_: Texts, left: int) -> list[Block]:
    if left <= 0:
        return []
    return [blocks.context(_("and {count} more", count=left))]
