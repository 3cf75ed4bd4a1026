"""How a customer's use of the product went: the measured users from first to last."""

import re
from datetime import timedelta

from handlers import wording as said
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import findings, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from knowledge import wording
from playbooks.observations import MetricSample

METRIC = "active_users"
YEAR = timedelta(days=365)
BESIDE = ("licence_utilisation", "active_users_trend", "feature_breadth")
"""Facts that are told below."""

WHY = re.compile(r"\b(?:why|perche|come mai)\b|为什么|为何|原因")


def compose(desk: Desk) -> Draft | None:
    """The first and the last figure of the time asked about; that there is none; None for why."""
    if WHY.search(wording.folded(desk.question.text)):
        return None
    dossier = desk.dossier(desk.asked.accounts[0])
    samples = _samples(desk, dossier)
    _, account = desk.texts, phrases.name(dossier.account.name)
    if not samples:
        text = _(
            "No use of the product is measured at {account}, as of {date}.",
            account=account,
            date=_.date(desk.today),
        )
        wanted = _("{what}: a record of it with its date.", what=said.label(_, METRIC))
        return phrases.abstention(text, wanted)
    lead = phrases.of_account(_, account, _course(desk, samples))
    return phrases.draft(lead, phrases.section(Part.STATE, _facts(desk, dossier)))


def _samples(desk: Desk, dossier: Dossier) -> list[MetricSample]:
    since, until = desk.asked.period or (None, None)
    first, last = since or desk.today - YEAR, until or desk.today
    return [one for one in dossier.samples if one.metric == METRIC and first <= one.date <= last]


def _course(desk: Desk, samples: list[MetricSample]) -> Sentence:
    """Active users on the first and the last day, and the most between them."""
    _, first, last = desk.texts, samples[0], samples[-1]
    most = max(samples, key=lambda one: one.value)
    if first is last:
        return _figure(desk, last)
    text = _(
        "Active users went from {before} on {since} to {after} on {until}.",
        before=_.number(first.value),
        since=_.date(first.date),
        after=_.number(last.value),
        until=_.date(last.date),
    )
    if most.value > max(first.value, last.value):
        peak = _(
            "The most were {count} on {date}.", count=_.number(most.value), date=_.date(most.date)
        )
        text = phrases.joined(_, text, peak)
    refs = dict.fromkeys(Ref("metric", one.id) for one in (first, last, most))
    return claim(text, *refs)


def _figure(desk: Desk, sample: MetricSample) -> Sentence:
    _ = desk.texts
    text = _(
        "Active users: {count} on {date}.", count=_.number(sample.value), date=_.date(sample.date)
    )
    return claim(text, Ref("metric", sample.id))


def _facts(desk: Desk, dossier: Dossier) -> list[Sentence]:
    known = desk.examined([dossier.account])[0].facts
    return [findings.sentence(desk, fact) for name in BESIDE if (fact := known.get(name))]
