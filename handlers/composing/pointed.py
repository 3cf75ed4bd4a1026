"""A question for one figure or date of one account gets that first, or hears it is missing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from handlers import wording
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import (
    conflicts,
    findings,
    last_words,
    money,
    particulars,
    people,
    phrases,
    revenue,
    spending,
    standing,
    survey_answers,
    tickets,
)
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from knowledge import lists

FILE = Path(__file__).with_suffix(".yaml")
"""How each aspect is asked for, in our three languages."""

LIFETIME = "lifetime"
"""The one that is asked for in the words of `spending`."""

FROM = (
    *(Request.HEALTH, Request.SUMMARY, Request.CHANGES, Request.REVENUE, Request.TRAJECTORY),
    Request.EDUCATION,
)
"""Requests as which such a question is understood."""

MOST_LINES, MOST_STATE = 3, 6
"""Lines of a second thing that is asked for as well; of what is told beside the first."""

SURVEYS = ("nps", "ces", "csat")
"""What one person's answer may be asked for."""

PERHAPS, OF_ITS_OWN = 0.1, 0.3
"""A question that looks so much like one for a particular thing first gets a record that surely
tells it, and is none for a figure of ours."""

Say = Callable[[Desk, Dossier], Sequence[Sentence]]
Label = Callable[[Texts], str]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing to be asked for: its name in the file, how it is said, what it is called.

    `judged` is what rests on all accounts, and is for those who may judge the whole workspace.
    """

    name: str
    say: Say
    label: Label
    judged: bool = False


def answer(desk: Desk, composed: Callable[[Desk], Draft]) -> Draft | None:
    """The pointed answer with the account's general state below it; None for other questions."""
    if len(desk.asked.accounts) != 1 or not _may_be(desk):
        return None
    aspects = _aspects(desk)
    if not aspects:
        return None
    if desk.asked.particular > PERHAPS and (sure := particulars.told(desk)):
        return sure
    aspect, dossier = aspects[0], desk.dossier(desk.asked.accounts[0])
    if aspect.name in SURVEYS and last_words.named(dossier, desk.question.text):
        return survey_answers.compose(desk)
    said = list(aspect.say(desk, dossier))
    if not said:
        return _told_in_words(desk) or _missing(desk, dossier, aspect, composed)
    also = [line for other in aspects[1:] for line in other.say(desk, dossier)[:MOST_LINES]]
    also = [line for line in also if line not in said]
    state = [line for line in (*said[1:], composed(desk).lead) if line not in (said[0], *also)]
    made = phrases.draft(
        said[0],
        phrases.section(Part.ALSO, also),
        phrases.section(Part.STATE, state, most=MOST_STATE),
    )
    return replace(made, private=aspect.judged and not spending.open_to_all(desk))


def _may_be(desk: Desk) -> bool:
    """Whether one figure or date is asked for; a particular thing may only share a word with it.

    A figure of a customer's training is no lesson to read, however particular it sounds.
    """
    asked = desk.asked
    if asked.particular > OF_ITS_OWN and asked.request != Request.EDUCATION:
        return False
    return Request(asked.request) in FROM or asked.particular > 0


def _aspects(desk: Desk) -> list[Aspect]:
    """What is asked for, the first of them and one more that shares no words with it."""
    text = desk.asked.topic or desk.question.text
    found = [(aspect, said) for aspect in ASPECTS if (said := _asked(aspect.name).search(text))]
    first = found[:1]
    apart = [
        (aspect, said)
        for aspect, said in found[1:]
        if said.end() <= first[0][1].start() or first[0][1].end() <= said.start()
    ]
    return [aspect for aspect, _ in (*first, *apart[:1])]


def _told_in_words(desk: Desk) -> Draft | None:
    """What a note surely tells of it, where no figure is asked for: no other figure stands in."""
    if particulars.read(desk).wants_any("share", "number", "money"):
        return None
    return particulars.told(desk)


def _missing(
    desk: Desk, dossier: Dossier, aspect: Aspect, composed: Callable[[Desk], Draft]
) -> Draft:
    _, what = desk.texts, aspect.label(desk.texts)
    text = _(
        "{what}: nothing is recorded for {account}, as of {date}.",
        what=what,
        account=phrases.name(dossier.account.name),
        date=_.date(desk.today),
    )
    wanted = _("{what}: a record of it with its date.", what=what)
    return phrases.declined(text, wanted, phrases.section(Part.STATE, [composed(desk).lead]))


def _fact(*names: str) -> Say:
    """Says the first of these facts that is known."""

    def say(desk: Desk, dossier: Dossier) -> list[Sentence]:
        facts = desk.examined([dossier.account])[0].facts
        account = phrases.name(dossier.account.name)
        told = [
            claim(
                desk.texts("{account}: {what}", account=account, what=findings.words(desk, fact)),
                findings.ref(fact),
                said=findings.said(desk, fact),
            )
            for name in names
            if (fact := facts.get(name)) is not None
        ]
        disputed = conflicts.measured(desk, dossier, *names, *USED_IN.get(names[0], ()))
        return [*told[:1], *disputed[:1], *told[1:]] if told else []

    return say


USED_IN = {"licence_utilisation": ("active_users", "licences_assigned")}
"""Metrics that a fact is computed from."""


def _called(name: str) -> Label:
    return lambda _: wording.label(_, name)


def _escalations(desk: Desk, dossier: Dossier) -> list[Sentence]:
    _ = desk.texts
    if dossier.open_escalations or not dossier.tickets:
        return standing.escalations(desk, dossier)
    account = phrases.name(dossier.account.name)
    text = _(
        "No escalation of {account} is open, as of {date}.",
        account=account,
        date=_.date(desk.today),
    )
    return [plain(text)]


def _contract_start(desk: Desk, dossier: Dossier) -> list[Sentence]:
    _, account = desk.texts, dossier.account
    if account.contract_start is None:
        return []
    text = _(
        "The contract of {account} began on {date}.",
        account=phrases.name(account.name),
        date=_.date(account.contract_start),
    )
    return [claim(text, Ref("account", account.id))]


@cache
def _asked(name: str) -> re.Pattern[str]:
    """How an aspect is asked for."""
    if name == LIFETIME:
        return spending.LIFETIME
    return re.compile("|".join(map(_alone, lists.read(FILE)[name])), re.IGNORECASE)


def _alone(phrase: str) -> str:
    """A single word of ours stands alone, as in CSAT的."""
    word = phrase.isascii() and phrase.isalpha()
    return rf"(?<![a-z]){phrase}(?![a-z])" if word else phrase


def _lifetime(desk: Desk, dossier: Dossier) -> list[Sentence]:
    return spending.lifetime_of(desk, dossier.account)


ASPECTS = (
    Aspect(LIFETIME, _lifetime, lambda _: _("Lifetime value"), judged=True),
    Aspect("nps", _fact("nps_score", "nps"), _called("nps")),
    Aspect("ces", _fact("ces"), _called("ces")),
    Aspect("csat", _fact("csat", "csat_share"), _called("csat")),
    Aspect("licences_assigned", _fact("licences_assigned"), _called("licences_assigned")),
    Aspect(
        "licences_in_use",
        _fact("licence_utilisation", "active_users", "licences_bought"),
        _called("licence_utilisation"),
    ),
    Aspect("active_users", _fact("active_users", "active_users_trend"), _called("active_users")),
    Aspect(
        "licences",
        _fact("licence_utilisation", "licences_bought", "active_users"),
        _called("licence_utilisation"),
    ),
    Aspect("first_response", _fact("first_response_hours"), _called("first_response_hours")),
    Aspect("training", _fact("training_completed"), _called("training_completed")),
    Aspect("tickets", tickets.told, _called("tickets_open")),
    Aspect("escalations", _escalations, _called("escalation_open")),
    Aspect("contact", standing.contact, _called("days_without_two_way")),
    Aspect("renewal", money.renewal, _called("renewal_date")),
    Aspect("worth", money.worth, _called("arr")),
    Aspect("products", revenue.bought, lambda _: _("Products bought")),
    Aspect("stage", standing.stages, _called("stages_open")),
    Aspect("contract_start", _contract_start, _called("tenure")),
    Aspect("team", people.our_team, _called("owner_present")),
)
"""The first that fits counts."""
