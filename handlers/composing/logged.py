"""A line in which PreSales log their work becomes a prepared record, saved when confirmed."""

from dataclasses import replace
from datetime import date

from handlers import presales, terms
from handlers.answers import Draft, Part, Proposal
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from handlers.presales import Record
from knowledge.presales_lines import Line
from playbooks.observations import Activity, ProductGap
from playbooks.presales import Finding


def compose(desk: Desk, line: Line) -> Draft:
    """The record as it would be saved, and what stands beside it."""
    _, account = desk.texts, desk.asked.accounts[0]
    record = _record(desk, line)
    proposal = Proposal(
        account.id,
        account.name,
        desk.question.text,
        line.logs,
        _day(desk),
        desk.asker.id,
        record=record,
    )
    lead = _(
        "I would log this for {account}, dated {date}: {what}",
        account=phrases.name(account.name),
        date=_.date(proposal.date),
        what=_said(desk, line),
    )
    made = phrases.draft(
        phrases.asked(lead),
        phrases.section(Part.READ, [phrases.asked(text) for text in _beside(desk, record)]),
        phrases.section(Part.NEXT, [plain(_("Nothing is saved until you confirm."))]),
    )
    return replace(made, proposal=proposal)


def _record(desk: Desk, line: Line) -> Record:
    account_id, day = desk.asked.accounts[0].id, _day(desk)
    if line.logs == "activity":
        return Activity("", account_id, day, desk.asker.id, line.what, line.hours)
    if line.logs == "gap":
        return ProductGap("", account_id, day, line.words or "", line.what)
    return Finding("", account_id, day, line.logs, line.what, line.words, desk.asker.id)


def _day(desk: Desk) -> date:
    """The one past day that the words name, such as yesterday; else today."""
    since, until = desk.asked.period or (None, None)
    named = since is not None and since == until and since <= desk.today
    return since if named and since is not None else desk.today


def _said(desk: Desk, line: Line) -> str:
    _, what = desk.texts, terms.say(desk.texts, line.what)
    if line.logs == "activity":
        hours = line.hours or 0
        digits = 0 if hours == int(hours) else 2
        spent = _.plural("{count} hour", "{count} hours", int(hours), count=_.number(hours, digits))
        return _("{what}, {hours}", what=what, hours=spent)
    if line.words is None:
        return _("{what}; no reason was given", what=what)
    words = phrases.quoted(_, line.words, 300)
    if line.logs == "gap":
        return _("product gap, {what}: {words}", what=what, words=words)
    return _("{what}, because {words}", what=what, words=words)


def _beside(desk: Desk, record: Record) -> list[str]:
    """A gap that others have too; what was found before."""
    _ = desk.texts
    if isinstance(record, ProductGap):
        seen = {account.id: account.name for account in desk.accounts}
        known = desk.of_visible_notes(presales.known_gaps(desk.reader, record))
        names = dict.fromkeys(seen[gap.account_id] for gap in known if gap.account_id in seen)
        if names:
            listed = phrases.listed(_, [phrases.name(name) for name in names])
            return [_("Counted together with the same gap of: {accounts}", accounts=listed)]
    if isinstance(record, Finding):
        kept = desk.reader.find(Finding, account_id=record.account_id, kind=record.kind)
        if kept:
            what, day = terms.say(_, kept[-1].outcome), _.date(kept[-1].date)
            return [_("Until now: {what} ({date}); it stays in the history.", what=what, date=day)]
    return []
