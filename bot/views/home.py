"""The Home tab: my nudges, my accounts, and what we know too little about."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bot.views import blocks, draft, nudge
from bot.views.blocks import Block, View
from handlers import homepage, terms
from handlers.composing import phrases
from handlers.homepage import Sort, Wanted, Whose
from handlers.nudges import order
from handlers.texts import Texts
from playbooks.accounts import Segment
from playbooks.health.values import Band
from playbooks.people import Member, Role
from playbooks.stages import Stage

LOG_NOTE = "home_log_note"
LOG_HANDOFF = "home_log_handoff"
OPEN_ACCOUNT = "home_open_account"
CHOOSE = "home_choose"
"""Begins the id of each menu; the name of what is chosen follows."""

TURN = "home_turn"
"""Begins the id of each button that leads to another page: of `accounts` or `steps`, and where."""

ANY = "any"
MOST_NUDGES = homepage.STEPS
MOST_ACCOUNTS = homepage.PAGE
MOST_BLIND_SPOTS = 8

MARKS = {"healthy": "🟢", "watch": "🟡", "at_risk": "🔴", "unknown": "⚪"}


@dataclass(frozen=True, slots=True)
class Line:
    """One account of the list. Scores run from 0 to 100, coverage from 0 to 1.

    Health is None for somebody who may not see it. `held` is why the band is not the one that the
    score gives, as an English message; `doubtful` says that nothing known speaks against it.
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
    held: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What one person's Home tab shows, as of a day; the accounts in the order to look at them.

    `blind_spots` are accounts of which too little is known to say how they are, each with what
    would settle it. The totals count what does not fit on the page as well. `fresh` are nudges
    that came up since the morning, which can be answered from the next one on: the ids of their
    accounts by their own.
    """

    member: Member
    as_of: date
    lines: tuple[Line, ...] = ()
    accounts: int = 0
    nudges: tuple[nudge.Shown, ...] = ()
    open_nudges: int = 0
    blind_spots: tuple[tuple[str, str], ...] = ()
    blind: int = 0
    wanted: Wanted = field(default_factory=Wanted)
    fresh: Mapping[str, str] = field(default_factory=dict)


def view(_: Texts, page: Page) -> View:
    """The page as Slack's Home tab."""
    shown = [
        *_top(_, page),
        *_nudges(_, page),
        *_accounts(_, page),
        *_blind_spots(_, page),
        blocks.context(_role(_, page.member)),
    ]
    metadata = json.dumps(asdict(page.wanted))
    return {"type": "home", "blocks": shown, "private_metadata": metadata}


def wanted(metadata: str | None) -> Wanted:
    """What the person chose to see in the view with that metadata."""
    return Wanted(**json.loads(metadata)) if metadata else Wanted()


def chosen(before: Wanted, action_id: str, value: str) -> Wanted:
    """What they want after a choice, or a turn of the page; a choice begins at the first page."""
    what = action_id.split(":")[1]
    if action_id.startswith(TURN):
        return Wanted(**{**asdict(before), what: int(value)})
    return Wanted(**{**asdict(before), "page": 0, what: None if value == ANY else value})


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
    if len(page.nudges) > 1:
        yield blocks.context(order.in_words(_))
    for shown in page.nudges[:MOST_NUDGES]:
        name, reason = blocks.escaped(shown.account), blocks.escaped(shown.reason)
        step = blocks.escaped(shown.step)
        yield blocks.section(f"*{name}* · {reason}\n→ {step}")
        fresh = page.fresh.get(shown.nudge_id)
        yield nudge.buttons(_, shown) if fresh is None else _leading_on(_, shown, fresh)
    if page.fresh:
        yield blocks.context(
            _("What has no “Done” yet came up since the morning: you get it with the next one.")
        )
    yield from _pager(_, "steps", page.wanted.steps, MOST_NUDGES, page.open_nudges)


def _leading_on(_: Texts, shown: nudge.Shown, account_id: str) -> Block:
    """What can be done about a step before it was told."""
    opening = blocks.button(_("Open account"), OPEN_ACCOUNT, account_id)
    letter = [draft.button(_, shown.nudge_id)] if shown.has_letter else []
    return blocks.actions([*letter, opening])


def _accounts(_: Texts, page: Page) -> Iterable[Block]:
    mine = homepage.whose(page.member, page.wanted) == Whose.MINE
    yield blocks.divider()
    yield blocks.header(_("My accounts") if mine else _("Everybody's accounts"))
    yield from _menus(_, page)
    if not page.lines:
        yield blocks.section(_none_fits(_, page))
    for line in page.lines[:MOST_ACCOUNTS]:
        opening = blocks.button(_("Open"), OPEN_ACCOUNT, line.account_id)
        yield blocks.section(_described(_, line), opening)
    yield from _pager(_, "page", page.wanted.page, MOST_ACCOUNTS, page.accounts)
    if page.lines:
        yield blocks.context(_legend(_, page))


def _menus(_: Texts, page: Page) -> list[Block]:
    """Order and filters; each shows what is chosen."""
    wanted = page.wanted
    orders = {
        Sort.REVENUE_AT_RISK: _("most revenue at risk first"),
        Sort.RENEWAL: _("next renewal first"),
        Sort.HEALTH: _("lowest health first"),
        Sort.LAST_ENGAGEMENT: _("longest silence first"),
    }
    whose = {Whose.MINE: _("mine"), Whose.EVERYBODYS: _("everybody's")}
    stages = {stage.value: terms.say(_, stage) for stage in Stage}
    segments = {segment.value: terms.say(_, segment) for segment in Segment}
    bands = {band.value: terms.say(_, band.value) for band in Band}
    return [
        blocks.actions(
            [
                _menu("sort", orders, wanted.sort),
                _menu("whose", whose, homepage.whose(page.member, wanted)),
                _menu("stage", {ANY: _("every stage"), **stages}, wanted.stage),
                _menu("segment", {ANY: _("every segment"), **segments}, wanted.segment),
                _menu("band", {ANY: _("every state of health"), **bands}, wanted.band),
            ]
        )
    ]


def _menu(what: str, choices: Mapping[Any, str], given: str | None) -> Block:
    options = [
        blocks.option(phrases.capitalised(said), str(value)) for value, said in choices.items()
    ]
    first = phrases.capitalised(next(iter(choices.values())))
    return blocks.menu(f"{CHOOSE}:{what}", options, first, str(given or ANY))


def _pager(_: Texts, what: str, at: int, size: int, total: int) -> Iterable[Block]:
    """Where the list is, and the way to its other pages, where there are any."""
    if total <= size:
        return
    last = (total - 1) // size
    turns = [(at - 1, "‹", at > 0), (at + 1, "›", at < last)]
    named = {"‹": _("Before"), "›": _("Further")}
    yield blocks.context(
        _(
            "{first} to {last} of {total}",
            first=at * size + 1,
            last=min((at + 1) * size, total),
            total=total,
        )
    )
    yield blocks.actions(
        [
            blocks.button(f"{mark} {named[mark]}", f"{TURN}:{what}:{mark}", str(page))
            for page, mark, there in turns
            if there
        ]
    )


def _none_fits(_: Texts, page: Page) -> str:
    wanted = page.wanted
    if wanted.stage or wanted.segment or wanted.band:
        return _("No account fits these choices.")
    return _no_accounts(_, page.member)


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
    health = _(
        "{band} {score} of 100 ({low} to {high}), {share} known",
        band=terms.say(_, line.band),
        score=_.number(line.score),
        low=_.number(line.low),
        high=_.number(line.high),
        share=_.percent(line.coverage or 0),
    )
    if line.held:
        return _("{health}; held down: {reason}", health=health, reason=_(line.held))
    return _("{health}; too much is not known", health=health) if line.doubtful else health


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
