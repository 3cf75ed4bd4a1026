"""A question for one figure or date of one account gets that first, or hears it is missing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from handlers import wording
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import (
    conflicts,
    findings,
    money,
    particulars,
    people,
    phrases,
    revenue,
    spending,
    standing,
)
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts

FROM = (
    *(Request.HEALTH, Request.SUMMARY, Request.CHANGES, Request.REVENUE, Request.TRAJECTORY),
    Request.EDUCATION,
)
"""Requests as which such a question is understood."""

MOST_LINES = 3
"""Lines of a second thing that is asked for as well."""

PERHAPS, OF_ITS_OWN = 0.1, 0.3
"""A question that looks so much like one for a particular thing first gets a record that surely
tells it, and is none for a figure of ours."""

Say = Callable[[Desk, Dossier], Sequence[Sentence]]
Label = Callable[[Texts], str]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing to be asked for: how it is asked, how it is said, what it is called.

    `judged` is what rests on all accounts, and is for those who may judge the whole workspace.
    """

    asked: re.Pattern[str]
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
    said = list(aspect.say(desk, dossier))
    if not said:
        return _told_in_words(desk) or _missing(desk, dossier, aspect, composed)
    also = [line for other in aspects[1:] for line in other.say(desk, dossier)[:MOST_LINES]]
    also = [line for line in also if line not in said]
    state = [line for line in (*said[1:], composed(desk).lead) if line not in (said[0], *also)]
    made = phrases.draft(
        said[0], phrases.section(Part.ALSO, also), phrases.section(Part.STATE, state, most=3)
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
    found = [(aspect, said) for aspect in ASPECTS if (said := aspect.asked.search(text))]
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
    found = phrases.abstention(text, wanted)
    general = phrases.section(Part.STATE, [composed(desk).lead])
    return replace(found, sections=(*general, *found.sections))


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


def _asks(*phrases: str) -> re.Pattern[str]:
    """One of the phrases, which are patterns; a single word of ours stands alone, as in CSAT的."""
    return re.compile("|".join(map(_alone, phrases)), re.IGNORECASE)


def _alone(phrase: str) -> str:
    word = phrase.isascii() and phrase.isalpha()
    return rf"(?<![a-z]){phrase}(?![a-z])" if word else phrase


def _lifetime(desk: Desk, dossier: Dossier) -> list[Sentence]:
    return spending.lifetime_of(desk, dossier.account)


ASPECTS = (
    Aspect(spending.LIFETIME, _lifetime, lambda _: _("Lifetime value"), judged=True),
    Aspect(_asks("nps", "promoter score", "净推荐"), _fact("nps_score", "nps"), _called("nps")),
    Aspect(_asks("ces", "effort score", "客户费力"), _fact("ces"), _called("ces")),
    Aspect(
        _asks(
            "csat",
            r"satisfaction (score|rating)",
            "punteggio di soddisfazione",
            "满意度",
        ),
        _fact("csat", "csat_share"),
        _called("csat"),
    ),
    Aspect(
        _asks(
            r"(licen[cs]es?|seats|accounts).*(assigned|handed out|given out)",
            r"(assigned|handed out|given out) .*(licen[cs]es?|seats)",
            "(licenze|posti|utenze).*(assegnat|distribuit|attivat)",
            "(assegnat|distribuit|attivat).*(licenze|posti|utenze)",
            "(席位|许可证?|账号).*(分配|分出去|激活|开通|发出去)",
            "(分配|分出去|激活|开通|发出去).*(席位|许可证?|账号)",
        ),
        _fact("licences_assigned"),
        _called("licences_assigned"),
    ),
    Aspect(
        _asks(
            r"active users? .*(licen[cs]e|seats|bought)",
            r"(licen[cs]e|seats|bought).* active users?",
            r"(licen[cs]es?|seats).* (used|in use|using)",
            "(licenze|posti).* (usat|in uso|utilizzat)",
            "(utenti )?attivi .*(licenze|posti)",
            "(许可|席位).*(在用|用着|使用了?多少)",
            "活跃.*(许可|席位)|(许可|席位).*活跃",
        ),
        _fact("licence_utilisation", "active_users", "licences_bought"),
        _called("licence_utilisation"),
    ),
    Aspect(
        _asks("active users", "utenti attivi", "活跃用户"),
        _fact("active_users", "active_users_trend"),
        _called("active_users"),
    ),
    Aspect(
        _asks(r"licen[cs]es?(?![a-z])", "utili[sz]ation", "seats", "licenze", "许可证", "席位"),
        _fact("licence_utilisation", "licences_bought", "active_users"),
        _called("licence_utilisation"),
    ),
    Aspect(
        _asks("first response", "response time", r"tempo di (prima )?risposta", "响应时间"),
        _fact("first_response_hours"),
        _called("first_response_hours"),
    ),
    Aspect(
        _asks(
            r"training (path |plan |courses? )?(is )?(completed|completion|finished|done)",
            r"(finished|completed|done|through) (with )?(their |the )?(whole )?training",
            r"(percentage|percent|share|how (many|much)).* train(ed|ing)",
            r"(how far|where).* training",
            r"a che punto .*formazione",
            r"formazione (completata|finita|conclusa)",
            r"(percentuale|quant[oaie]|finito|completato|concluso).* (formazione|formati)",
            "培训(的)?(完成|进行|进度|做到|覆盖|到哪)",
            "(多少|几个?|百分之几).{0,6}(完成|参加|做完|上完)了?.{0,4}培训",
        ),
        _fact("training_completed"),
        _called("training_completed"),
    ),
    Aspect(
        _asks(
            "open tickets",
            r"tickets? (are )?open",
            "ticket aperti",
            "(未结|未关闭|没关)的?(支持)?(工单|通知单)",
            "(多少|几)(张|个)?(支持)?(工单|通知单)",
        ),
        _fact("tickets_open", "tickets_opened"),
        _called("tickets_open"),
    ),
    Aspect(
        _asks(
            "open escalations?",
            r"escalations? (is |are )?open",
            "escalation aperte",
            "未结(的)?升级",
        ),
        _escalations,
        _called("escalation_open"),
    ),
    Aspect(
        _asks(
            "last (talk|speak|spoke|contact|met|meeting|touch|heard)",
            "ultim[ao] (contatto|volta che)",
            "quando (abbiamo|avete) (parlato|sentito)",
            "(上次|最近一次)(联系|沟通|通话|互动)",
        ),
        standing.contact,
        _called("days_without_two_way"),
    ),
    Aspect(
        _asks(
            r"when .*\brenew",
            "renewal date",
            r"their renewal\??$",
            "data (di|del) rinnovo",
            "quando .*rinnov",
            r"il (loro )?rinnovo\??$",
            "(什么时候|何时|哪天).*(续约|续签|到期)",
            "续约日期",
        ),
        money.renewal,
        _called("renewal_date"),
    ),
    Aspect(
        _asks(
            "arr",
            "mrr",
            "worth",
            "contract value",
            "how much .*pay",
            "quanto (vale|paga)",
            "付多少|多少钱|合同金额|年度金额",
        ),
        money.worth,
        _called("arr"),
    ),
    Aspect(
        _asks(
            r"(which|what) (products?|modules?|licen[cs]es)",
            r"products? (do|have|they)",
            r"what (do|have) they (have|own|buy|bought|licen[cs]ed?)",
            "(che|quali) (prodotti|moduli|licenze)",
            "prodotti (che|hanno|acquistati|comprati|in uso)",
            "(哪些|什么)(产品|模块)|买了(哪些|什么)|产品(有哪些|清单)",
        ),
        revenue.bought,
        lambda _: _("Products bought"),
    ),
    Aspect(
        _asks("(which|what) stage", "(che|quale) fase", "(哪个|什么)阶段"),
        standing.stages,
        _called("stages_open"),
    ),
    Aspect(
        _asks(
            "since when",
            "contract (start|beg)",
            "da quando",
            "inizio del contratto",
            "合同.*开始|从什么时候",
        ),
        _contract_start,
        _called("tenure"),
    ),
    Aspect(
        _asks(
            "who (owns|looks after)",
            "who is the csm",
            "csm (of|for)",
            "chi segue",
            "谁负责|负责人是",
        ),
        people.our_team,
        _called("owner_present"),
    ),
)
"""The first that fits counts; the words for it in our three languages."""
