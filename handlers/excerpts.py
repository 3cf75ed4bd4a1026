"""What each kind of record says, as a person would put it; the words of others stay as written."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from handlers import preferences, quoting, terms, units, wording
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks import catalogue, customer_promises
from playbooks.accounts import Account, Subscription
from playbooks.customer_promises import CustomerPromise
from playbooks.encounters import Encounter
from playbooks.handoffs import Handoff, Promise
from playbooks.health.values import Band, Override, PersonAnswer, Reading, Snapshot
from playbooks.meetings import Meeting
from playbooks.observations import (
    Activity,
    Goal,
    MetricSample,
    Outcome,
    ProductGap,
    SurveyResponse,
    Ticket,
)
from playbooks.people import Contact
from playbooks.presales import Finding
from playbooks.stages import Enrolment


def say(kind: str, item: Any, _: Texts) -> str:
    """The record in a few words: figures with unit and date, and whatever somebody wrote."""
    return told(kind, item, _) or _("nothing more is recorded")


def told(kind: str, item: Any, _: Texts) -> str:
    """The same, or nothing where no more is recorded than that there is such an item."""
    said = SAYING[kind](_, item)
    return said if isinstance(said, str) else phrases.clauses(_, list(said))


def reading(_: Texts, found: Reading | Snapshot) -> str:
    """Score with interval and coverage, band and version of the weights of a health reading."""
    band = found.computed_band if isinstance(found, Reading) else found.band
    return phrases.clauses(_, list(_reading(_, found, band)))


def goal(_: Texts, item: Goal) -> str:
    """Where a goal stands: now and target with its unit, the day, and whether it is reached."""
    now, target = _measured(_, item.current, item.unit), _measured(_, item.target, item.unit)
    if now and target:
        text = _("now {current}, target {target}", current=now, target=target)
    elif target:
        text = _("target {target}, not measured", target=target)
    elif now:
        text = _("now {current}, no target", current=now)
    else:
        text = _("without a figure")
    if item.as_of is not None:
        text = _("{what} (as of {date})", what=text, date=_.date(item.as_of))
    if item.reached is None:
        return text
    state = _("reached") if item.reached else _("not reached yet")
    return _("{what}; {state}", what=text, state=state)


def _reading(_: Texts, found: Reading | Snapshot, band: Band) -> Iterable[str]:
    if found.score is None or band is Band.UNKNOWN:
        yield _(
            "health not known, between {low} and {high} of 100",
            low=_.number(found.low),
            high=_.number(found.high),
        )
    else:
        yield _(
            "{band}, {score} of 100 ({low} to {high})",
            band=terms.say(_, band),
            score=_.number(found.score),
            low=_.number(found.low),
            high=_.number(found.high),
        )
    yield _("{share} of the questions answered", share=_.percent(found.coverage))
    yield _("weights {version}", version=found.weights_version)


def _account(_: Texts, item: Account) -> Iterable[str]:
    if item.segment:
        yield terms.say(_, item.segment)
    if item.arr is not None:
        yield phrases.yearly(_, item.arr, item.currency)
    if item.contract_start is not None:
        yield _("customer since {date}", date=_.date(item.contract_start))
    if item.renewal_date is not None:
        yield _("renews {date}", date=_.date(item.renewal_date))


def _activity(_: Texts, item: Activity) -> str:
    return "" if item.hours is None else units.say(_, "hours", item.hours)


def _person_answer(_: Texts, item: PersonAnswer) -> str:
    return _with_words(_, wording.verdict(_, item.verdict), item.reason)


def _contact(_: Texts, item: Contact) -> Iterable[str]:
    if item.title:
        yield phrases.name(item.title)
    if item.role:
        yield terms.say(_, item.role)
    if item.channel_preference:
        yield preferences.say(_, item.channel_preference)
    if item.left_on is not None:
        yield _("left on {date}", date=_.date(item.left_on))
    if item.asked_on is not None:
        yield _("asked to speak for us on {date}", date=_.date(item.asked_on))


def _stage(_: Texts, item: Enrolment) -> Iterable[str]:
    if item.team:
        yield phrases.name(item.team)
    yield _("since {date}", date=_.date(item.entered))
    if item.target_exit is not None:
        yield _("target date {date}", date=_.date(item.target_exit))
    if item.exited is not None:
        yield _("until {date}", date=_.date(item.exited))


def _handoff(_: Texts, item: Handoff) -> str:
    said = (
        phrases.labelled(_, terms.say(_, name), phrases.quoted(_, words, 400))
        for name in ("why_bought", "problem", "time_expectation")
        if (words := getattr(item, name))
    )
    return phrases.sequence(_, list(said))


def _intent(_: Texts, item: Any) -> str:
    text: str = item.quote or item.free_text or terms.say(_, item.intent)
    return text


def _metric(_: Texts, item: MetricSample) -> str:
    """The value as the catalogue counts it; a share may have been recorded in per cent."""
    meaning = catalogue.definition(item.metric)
    unit = meaning.unit if meaning else item.unit or ""
    in_per_cent = unit.startswith("share") and abs(item.value) > 1
    return units.say(_, unit, item.value / 100 if in_per_cent else item.value)


def _note(_: Texts, item: Any) -> str:
    text: str = item.text
    return text


def _encounter(_: Texts, item: Encounter) -> Iterable[str]:
    yield terms.say(_, item.stage)
    if item.held is not None:
        yield _("held on {date}", date=_.date(item.held))
    elif item.planned is not None:
        yield _("planned for {date}", date=_.date(item.planned))
    if item.remark:
        yield item.remark


def _finding(_: Texts, item: Finding) -> Iterable[str]:
    yield terms.say(_, item.outcome)
    if item.reason:
        yield item.reason


def _outcome(_: Texts, item: Outcome) -> str:
    amount = "" if item.amount is None else _.money(item.amount, item.currency)
    return _with_words(_, amount, item.reason or item.comment)


def _override(_: Texts, item: Override) -> str:
    return _with_words(_, _("until {date}", date=_.date(item.expires)), item.reason)


def _gap(_: Texts, item: ProductGap) -> str:
    return terms.say(_, item.kind)


def _promise(_: Texts, item: Promise) -> Iterable[str]:
    yield _("due {date}", date=_.date(item.due)) if item.due else _("no date")
    if item.delivered is not None:
        yield _("kept on {date}", date=_.date(item.delivered))


def _customer_promise(_: Texts, item: CustomerPromise) -> Iterable[str]:
    if (who := customer_promises.person(item.owner)) is not None:
        yield phrases.name(who)
    yield _("due {date}", date=_.date(item.due)) if item.due else _("no date")
    if item.kept is not None:
        yield _("kept on {date}", date=_.date(item.kept))


def _meeting(_: Texts, item: Meeting) -> Iterable[str]:
    """What a calendar knows: that it was planned, not that it took place."""
    count = len(item.contacts) + len(item.others)
    yield _.plural("{count} person of theirs invited", "{count} people of theirs invited", count)
    if item.place:
        yield phrases.quoted(_, item.place, 80)
    if item.cancelled:
        yield _("called off")


def _subscription(_: Texts, item: Subscription) -> Iterable[str]:
    if item.seats is not None:
        yield units.say(_, "licences", item.seats)
    if item.mrr is not None:
        yield _("{money} a month", money=_.money(item.mrr, item.currency))
    if item.start_date is not None:
        yield _("since {date}", date=_.date(item.start_date))
    if item.end_date is not None:
        yield _("until {date}", date=_.date(item.end_date))


def _survey(_: Texts, item: SurveyResponse) -> str:
    score = units.say(_, SCALES.get(item.kind.lower(), ""), item.score)
    by = f" ({terms.say(_, item.role)})" if item.role else ""
    return _with_words(_, score + by, item.comment)


def _ticket(_: Texts, item: Ticket) -> Iterable[str]:
    if item.severity:
        yield _("severity {severity}", severity=terms.say(_, item.severity))
    if item.promised_date is not None:
        yield _("promised date {date}", date=_.date(item.promised_date))
    if item.closed is not None:
        yield _("closed on {date}", date=_.date(item.closed))
    else:
        yield terms.say(_, item.status) if item.status else _("not closed")


A_YEAR = re.compile(r"([A-Z]{3}) (?:per|a) year")
PER_CENT = re.compile(r"(?:per ?cent|%)(?: of (.+))?", re.IGNORECASE)
SCALES = {"csat": "points of 5", "ces": "points of 7", "nps": "points of 10"}

SAYING: dict[str, Callable[[Texts, Any], str | Iterable[str]]] = {
    "account": _account,
    "activity": _activity,
    "person_answer": _person_answer,
    "contact": _contact,
    "customer_promise": _customer_promise,
    "gap": _gap,
    "goal": goal,
    "handoff": _handoff,
    "intent": _intent,
    "meeting": _meeting,
    "metric": _metric,
    "note": _note,
    "encounter": _encounter,
    "finding": _finding,
    "outcome": _outcome,
    "override": _override,
    "promise": _promise,
    "snapshot": reading,
    "stage": _stage,
    "subscription": _subscription,
    "survey": _survey,
    "ticket": _ticket,
}


def _with_words(_: Texts, said: str, words: str | None) -> str:
    """What is said, and behind it what somebody wrote."""
    if not words:
        return said
    quoted = phrases.quoted(_, words, 400)
    return phrases.labelled(_, said, quoted) if said else quoted


def _measured(_: Texts, value: float | None, unit: str | None) -> str:
    """A figure with its unit; one that we do not know stays as it was written."""
    if value is None:
        return ""
    written = quoting.plain(unit or "")
    if written in units.PLURALS or written in units.FIGURES:
        return units.say(_, written, value)
    yearly = A_YEAR.fullmatch(written)
    if yearly:
        return phrases.yearly(_, Decimal(str(value)), yearly[1])
    share = PER_CENT.fullmatch(written)
    if share and not share[1]:
        return _("{figure}%", figure=_figure(_, value))
    if share:
        return _("{figure}% of {what}", figure=_figure(_, value), what=share[1])
    return f"{_figure(_, value)} {written}".strip()


def _figure(_: Texts, value: float | None) -> str:
    """A number with no more decimals than it has, two at most."""
    if value is None:
        return ""
    digits = next((n for n in (0, 1) if round(value, n) == value), 2)
    return _.number(value, digits)
