"""What happened at several accounts: "what's new at my customers since Monday?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import events, phrases
from handlers.composing.desk import Desk
from handlers.composing.events import Event
from handlers.composing.phrases import claim
from knowledge import wording
from playbooks.accounts import Account
from playbooks.observations import Outcome, SurveyResponse, Ticket
from playbooks.stages import Enrolment

OF_SEVERAL = re.compile(
    r"\b(?:accounts|customers|clients|portfolio|book|everyone|everybody|across the board|clienti"
    r"|portafoglio|tutti)\b|客户|所有|全部|各家"
)
Recorded = Outcome | Ticket | SurveyResponse | Enrolment
KINDS: tuple[type[Recorded], ...] = (Outcome, Ticket, SurveyResponse, Enrolment)
"""Records, beside notes, whose day tells that something happened."""

DEFAULT = timedelta(days=7)
"""How far back to look when the question names no period."""

READ, SHOWN, NAMED = 30, 8, 6
"""Accounts whose records are read, the largest first; that are shown; and silent ones named."""


@dataclass(frozen=True, slots=True)
class News:
    """An account with what happened there, the most telling first."""

    account: Account
    events: Sequence[Event]


def are_asked(desk: Desk) -> bool:
    """Whether it is asked what changed, of several accounts and none by name."""
    asked = desk.asked
    if asked.request != Request.CHANGES or asked.accounts or asked.unknown_name:
        return False
    said = wording.folded(desk.question.text)
    return bool(asked.owner or asked.segment or OF_SEVERAL.search(said))


def compose(desk: Desk) -> Draft:
    """The most telling event of each account, the weightiest first, and who was silent."""
    _, (since, until) = desk.texts, _period(desk)
    looked = [account for account in desk.current if desk.fits(account)]
    moved = _moved(desk, since, until)
    busy = [account for account in looked if account.id in moved]
    busy.sort(key=lambda account: (-(account.arr or Decimal(0)), account.name))
    found = [_news(desk, account, since, until) for account in busy[:READ]]
    found = sorted((one for one in found if one.events), key=_weight)
    between = {"since": _.date(since), "until": _.date(until)}
    if not found:
        return phrases.abstention(
            _(
                "Nothing is recorded from {since} to {until} at the accounts asked about.",
                **between,
            ),
            _("A note of the last contact, or a measurement from that time."),
        )
    text = _(
        "Something is recorded at {count} of {all} accounts from {since} to {until}; the most "
        "telling first.",
        count=len(busy),
        all=len(looked),
        **between,
    )
    refs = [ref for one in found[:3] for ref in one.events[0].sentence.cites]
    lines = [_line(desk, one) for one in found[:SHOWN]]
    silent = [account for account in looked if account.id not in moved]
    return phrases.draft(
        claim(text, *refs, said=(len(busy), len(looked), since, until)),
        phrases.section(Part.CHANGES, lines, most=SHOWN),
        phrases.section(Part.SILENT, _silent(desk, silent)),
    )


def _period(desk: Desk) -> tuple[date, date]:
    since, until = desk.asked.period or (None, None)
    until = min(until or desk.today, desk.today)
    return since or until - DEFAULT, until


def _moved(desk: Desk, since: date, until: date) -> set[str]:
    """The accounts of which something is recorded in that time that the asker may see."""
    found: list[Recorded] = []
    for kind in KINDS:
        found += desk.of_visible_notes(desk.reader.find(kind, since=since, until=until))
    return {item.account_id for item in (*desk.notes_between(since, until), *found)}


def _news(desk: Desk, account: Account, since: date, until: date) -> News:
    return News(account, events.between(desk, desk.dossier(account), since, until))


def _weight(news: News) -> tuple[int, int]:
    first = news.events[0]
    return first.weight, -first.date.toordinal()


def _line(desk: Desk, news: News) -> Sentence:
    """The most telling event, and how many more there are."""
    _, first = desk.texts, news.events[0].sentence
    line = phrases.of_account(_, phrases.name(news.account.name), first)
    more = len(news.events) - 1
    if not more:
        return line
    also = _.plural("and {count} more event", "and {count} more events", more)
    text = phrases.sequence(_, [line.text.rstrip(".。"), also])
    return claim(text, *line.cites, said=(*line.said, more))


def _silent(desk: Desk, accounts: Sequence[Account]) -> list[Sentence]:
    """Accounts of which nothing is recorded: silence, not stability."""
    if not accounts:
        return []
    _ = desk.texts
    names = phrases.listed(_, [phrases.name(account.name) for account in accounts[:NAMED]])
    text = _.plural(
        "Nothing is recorded at {count} account: {names}. That is silence, not stability.",
        "Nothing is recorded at {count} accounts, among them: {names}. That is silence, not "
        "stability.",
        len(accounts),
        names=names,
    )
    refs = (Ref("account", account.id) for account in accounts[:NAMED])
    return [claim(text, *refs, said=(len(accounts),))]
