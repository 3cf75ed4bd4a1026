"""What goes with money: satisfaction, the time that customers stay, and the attention they get."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.backtest import JUDGES
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.revenue import reports, saying, worth
from playbooks.accounts import Account
from playbooks.notes import Direction
from playbooks.revenue import effects
from playbooks.revenue.lifetime import Terms
from playbooks.revenue.values import Attention, Comparison, Measure, Report

FRESH = timedelta(days=30)
"""For so long a report that was kept is told; then it is made anew."""

MOST_AT_ONCE = 2_000
"""Accounts that are compared while somebody waits; more are compared by `cairn revenue`."""

LIFETIME = re.compile(
    r"lifetime|\b(clv|ltv|cltv)\b|valore nel tempo|valore a vita|valore (del|di un) cliente|"
    r"(终身|生命周期|终生)(客户)?价值|客户价值",
    re.IGNORECASE,
)
ATTENTION = re.compile(
    r"attention|under-?served|over-?served|neglect|attenzion|trascur|poco seguit|"
    r"(?:time|hours) (?:do )?we (?:give|spend)|关注|忽视|冷落|照顾|重视",
    re.IGNORECASE,
)
SATISFACTION = re.compile(
    r"satisf|happ(y|ier|iness)|content customers|\b(csat|nps|ces|cx)\b|promoter|detractor|"
    r"experience|loyal|soddisf|insoddisf|content[ie]|felic|promotor|detrattor|esperienz|fedel|"
    r"满意|高兴|体验|推荐者|贬损者|忠诚",
    re.IGNORECASE,
)
NAMED = {
    Measure.NPS: re.compile(r"\bnps\b|promoter|detractor|promotor|detrattor|推荐者|贬损者", re.I),
    Measure.CSAT: re.compile(r"\bcsat\b", re.I),
    Measure.CES: re.compile(r"\bces\b|effort|sforzo|费力", re.I),
    Measure.TICKETS: re.compile(r"tickets?|segnalazion|工单", re.I),
}
"""How a measure is named in a question."""


def compose(desk: Desk) -> Draft | None:
    """The answer from the report, None for a question about plain money.

    It is about every account, so it is for those who may judge the whole workspace, as the test
    of the score is; where one who may not reads along, it is for the asker alone.
    """
    told = _subject(desk)
    if told is None:
        return None
    report = _report(desk)
    made = told(desk, report) if report is not None else _unmeasured(desk)
    return replace(made, private=report is not None and not open_to_all(desk))


def open_to_all(desk: Desk) -> bool:
    """Whether everybody who reads along may judge the whole workspace."""
    return {viewer.member.role for viewer in desk.audience.bystanders} <= set(JUDGES)


def beside(desk: Desk) -> list[Sentence]:
    """The verdict on satisfaction beside plain money, where a report was made already."""
    report = _kept(desk) if _may_read(desk) else None
    found = _chosen(desk, report) if report else None
    if report is None or found is None:
        return []
    lines = [saying.headline(desk.texts, found), saying.comparison(desk.texts, found, report)]
    return [_claim(desk, report, phrases.joined(desk.texts, *lines[: 2 if found.between else 1]))]


def lifetime_of(desk: Desk, account: Account) -> list[Sentence]:
    """The lifetime value of one account with what it means, or that it is not known."""
    _, report = desk.texts, _report(desk)
    if report is None:
        return [phrases.asked(_("Lifetime value: it has not been computed here."))]
    values = report.lifetime.accounts
    found = next((one for one in values if one.account_id == account.id), None)
    lead = worth.lead(_, report.lifetime)
    if found is None or found.value is None:
        return [phrases.asked(lead)]
    text, ref = worth.account_value(_, found, phrases.name(account.name), report), account.id
    return [claim(said, Ref("account", ref), said=(said,)) for said in (text, lead)]


Told = Callable[[Desk, Report], Draft]


def _subject(desk: Desk) -> Told | None:
    text = desk.question.text
    for pattern, told in (
        (ATTENTION, _attention),
        (LIFETIME, _lifetime),
        (SATISFACTION, _satisfaction),
    ):
        if pattern.search(text):
            return told
    return None


def _may_read(desk: Desk) -> bool:
    return desk.asker.role in JUDGES


def _report(desk: Desk) -> Report | None:
    if not _may_read(desk):
        return None
    kept = _kept(desk)
    if kept is not None or len(desk.accounts) > MOST_AT_ONCE:
        return kept
    return reports.read(desk.reader, desk.rules, desk.today, Terms())


def _kept(desk: Desk) -> Report | None:
    found = reports.latest(desk.reader)
    if found is None or desk.today < desk.context.today(desk.asker):
        return None
    made, report = found
    return report if desk.context.today() - made <= FRESH else None


def _unmeasured(desk: Desk) -> Draft:
    _ = desk.texts
    return phrases.abstention(
        _("What satisfaction, lifetime and attention do for revenue is not measured here."),
        _("Amounts and answers to surveys with their dates, compared by `cairn revenue`."),
    )


def _satisfaction(desk: Desk, report: Report) -> Draft:
    _ = desk.texts
    found = _chosen(desk, report)
    wanted = _("CSAT, NPS or CES answers with their dates, and what accounts pay, with its dates.")
    if found is None:
        text = _("No account has both an answer on satisfaction and a known amount on record.")
        return phrases.abstention(text, wanted)
    lead = saying.headline(_, found)
    if found.between is not None:
        lead = phrases.joined(_, lead, _line(desk, found, report))
    alike = [one for one in report.comparisons if one.measure is found.measure]
    inside = [one for one in alike if one.segment == found.segment and one is not found]
    by_segment = [
        one for one in alike if one.spending is found.spending and one.segment != found.segment
    ]
    made_any = report.compared > 0
    reasons = [saying.ground(_, found, report), saying.a_point(_, found)] if found.between else []
    if known := saying.bands(_, found, report):
        reasons.append(phrases.ended(_, known))
    others = [_line(desk, one, report) for one in inside] if made_any else []
    segments = (
        [] if found.segment or not made_any else [_line(desk, one, report) for one in by_segment]
    )
    ways = [
        saying.turned(_, some, report)
        for some in effects.turned(alike)
        if some[0].segment == found.segment
    ]
    warned = [saying.compared(_, report)] if made_any else []
    warned += [saying.caution(_, one) for one in report.cautions[:3]]
    made = phrases.draft(
        _claim(desk, report, lead),
        phrases.section(Part.REASONS, _claims(desk, report, reasons)),
        phrases.section(Part.MONEY, _claims(desk, report, [*others, *segments]), most=6),
        phrases.section(Part.CONFLICTS, _claims(desk, report, ways)),
        phrases.section(Part.STATE, _claims(desk, report, warned)),
        phrases.section(Part.UNKNOWN, [] if found.between else [phrases.asked(wanted)]),
        missing=[] if found.between else [wanted],
    )
    return replace(made, abstained=found.between is None)


def _line(desk: Desk, found: Comparison, report: Report) -> str:
    return phrases.ended(desk.texts, saying.comparison(desk.texts, found, report))


def _chosen(desk: Desk, report: Report) -> Comparison | None:
    """The comparison that answers, by the measure and in the segment that the question names."""
    asked = next((m for m, named in NAMED.items() if named.search(desk.question.text)), None)
    inside = [one for one in report.comparisons if one.segment == desk.asked.segment]
    named = [one for one in inside if one.measure is asked] or inside
    return effects.clearest(named) if named else None


def _lifetime(desk: Desk, report: Report) -> Draft:
    _, found = desk.texts, report.lifetime
    known = any(one.value for one in found.segments)
    asked = desk.asked.segment
    inside = [one for one in found.segments if known and asked in (None, one.segment)]
    lines = [phrases.ended(_, worth.segment_value(_, one)) for one in inside]
    tested = [
        phrases.ended(_, worth.holdout(_, one, report))
        for one in found.holdouts
        if one.segment in (None, asked)
    ]
    caution = _("The interval holds what is uncertain about how fast contracts end in general.")
    made = phrases.draft(
        _of_accounts(desk, report, worth.lead(_, found)),
        phrases.section(Part.MONEY, [_of_accounts(desk, report, line) for line in lines], most=8),
        phrases.section(Part.STATE, [_of_accounts(desk, report, line) for line in tested]),
        phrases.section(Part.UNKNOWN, [phrases.asked(caution)] if known else []),
    )
    wanted = _("Contracts with their start, end and amount, or departures with their dates.")
    return made if known else replace(made, abstained=True, missing=(wanted,))


def _attention(desk: Desk, report: Report) -> Draft:
    _, found = desk.texts, report.attendance
    seen = {account.id: account for account in desk.accounts if desk.fits(account)}
    under = [one for one in found.under if one.account_id in seen]
    over = [one for one in found.over if one.account_id in seen]
    nobody = _("No account gets much less or much more attention than its value suggests.")
    told = [_given(desk, one, seen[one.account_id], lacks=True) for one in under]
    much = [_given(desk, one, seen[one.account_id], lacks=False) for one in over]
    left = worth.unranked(_, found)
    rest = [nobody] if not told and not much and found.known > found.unranked else []
    unknown = _(
        "What is not logged looks like no attention: {count} accounts have no note within a year.",
        count=found.accounts - found.known,
    )
    return phrases.draft(
        _of_accounts(desk, report, worth.attended(_, found)),
        phrases.section(Part.ACCOUNTS, told),
        phrases.section(Part.ALSO, [*much, *(_of_accounts(desk, report, one) for one in rest)]),
        phrases.section(Part.STATE, [_of_accounts(desk, report, left)] if left else []),
        phrases.section(
            Part.UNKNOWN, [phrases.asked(unknown)] if found.known < found.accounts else []
        ),
    )


def _given(desk: Desk, one: Attention, account: Account, *, lacks: bool) -> Sentence:
    text = worth.given(desk.texts, one, phrases.name(account.name), lacks)
    touches = (Direction.ONE_WAY, Direction.TWO_WAY)
    notes = [note for note in desk.dossier(account).notes if note.direction in touches]
    refs = [Ref("account", account.id), *(Ref("note", note.id) for note in notes[-1:])]
    return claim(phrases.ended(desk.texts, text), *refs, said=(text,))


def _claims(desk: Desk, report: Report, texts: Iterable[str]) -> list[Sentence]:
    return [_claim(desk, report, text) for text in texts]


def _claim(desk: Desk, report: Report, text: str) -> Sentence:
    """Computed from all answers; the newest of them are cited."""
    if not report.examples:
        return _of_accounts(desk, report, text)
    return claim(text, *(Ref(kind, one) for kind, one in report.examples), said=(text,))


def _of_accounts(desk: Desk, report: Report, text: str) -> Sentence:
    """Computed from all accounts that pay something; the largest are cited."""
    paying: Sequence[str] = [
        one.account_id for one in sorted(report.lifetime.accounts, key=lambda one: -one.arr)
    ]
    chosen = [*paying, *(account.id for account in desk.accounts)][:3]
    return claim(text, *(Ref("account", one) for one in chosen), said=(text,))
