"""Questions for what one kind of record tells exactly: the days of a stage, the sum of a renewal,
how somebody at the customer's wants to be reached."""

import re

from handlers import terms
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import last_words, money, people, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from knowledge import scope, wording
from playbooks import preferences
from playbooks.observations import RENEWAL
from playbooks.stages import Enrolment

WHEN = re.compile(
    r"\b(?:when|what day|which day|quando|in che data|che giorno)\b|什么时候|何时|哪天|几号|几月"
)
LEFT = re.compile(
    r"\b(?:leave|left|exit\w*|finish\w*|complet\w*|out of|end|ended|uscit\w|finit\w|conclus\w"
    r"|terminat\w|chius\w)\b|离开|结束|完成|走出|退出"
)
ENTERED = re.compile(
    r"\b(?:enter\w*|start\w*|beg[aiu]n|go into|went into|moved? (?:in)?to|entrat\w|iniziat\w"
    r"|cominciat\w|partit\w|passat\w)\b|进入|开始|转入"
)
FOR_HOW_MUCH = re.compile(
    r"\b(?:how much|what (?:price|sum|amount)|per quanto|a quanto|a che (?:prezzo|cifra)|quanto)\b"
    r".*\b(?:renew(?:ed)?|renewal|rinnov\w+)\b"
    r"|\brenew(?:ed)? for (?:how much|what)\b|(?:续约|续签).*多少|多少.*(?:续约|续签)"
)
IS_OVER = re.compile(
    r"\b(?:did|was|has|have|renewed|last|ha|hanno|rinnovato|ultimo)\b|了|上次|去年|今年"
)
REACHED = re.compile(
    r"\bhow (?:do|does|should|can|shall|to) .{0,60}\b(?:reach(?:ed)?|contact(?:ed)?)\b"
    r"|\bbest (?:way|channel) to (?:reach|contact)\b|\bprefer\w*\b|\bwhich channel|\bwhat channel"
    r"|\bcome .{0,40}\b(?:contatt\w+|raggiung\w+|sentit\w+)|\bche canale|\bquale canale"
    r"|\bpreferi\w+\b|(?:怎么|如何|什么).{0,6}(?:联系|沟通)|(?:沟通|联系)(?:方式|渠道)"
)
UNWANTED = re.compile(
    r"\b(?:does not|doesn't|do not|don't|not) (?:want|like)\b|\bnon (?:vuole|ama|gradisce)\b"
    r"|不(?:想|喜欢|愿意)"
)
BESIDES = (Request.WRITE, Request.HELP, Request.COMPARE, Request.PORTFOLIO)
"""Requests that are never such a question."""


def answer(desk: Desk) -> Draft | None:
    """What the record says, in a line; None for other questions, and where there is no record."""
    asked = desk.asked
    if len(asked.accounts) != 1 or asked.sub_kind or Request(asked.request) in BESIDES:
        return None
    said, dossier = wording.folded(desk.question.text), desk.dossier(asked.accounts[0])
    for tell in (_stage_days, _renewed, _reached):
        if found := tell(desk, dossier, said):
            return phrases.draft(found[0], phrases.section(Part.STATE, found[1:], most=3))
    return None


def _stage_days(desk: Desk, dossier: Dossier, said: str) -> list[Sentence]:
    """When the account began or left a stage, the last stay first."""
    left, entered = LEFT.search(said), ENTERED.search(said)
    stage = scope.stage(said)
    if not WHEN.search(said) or not (left or entered) or stage in (None, "renewal"):
        return []
    stays = [stay for stay in dossier.enrolments if stay.stage == stage]
    stays.sort(key=lambda stay: stay.entered, reverse=True)
    if left and not entered:
        stays.sort(key=lambda stay: stay.is_open(dossier.today))
    return [_stay(desk, dossier, stay) for stay in stays]


def _stay(desk: Desk, dossier: Dossier, stay: Enrolment) -> Sentence:
    _ = desk.texts
    account, where = phrases.name(dossier.account.name), terms.say(_, stay.stage)
    if stay.team:
        where += _(" ({filter})", filter=phrases.name(stay.team))
    if stay.exited is None or stay.is_open(dossier.today):
        text = _(
            "{account}: in {stage} since {date}, not left yet.",
            account=account,
            stage=where,
            date=_.date(stay.entered),
        )
    else:
        text = _(
            "{account}: in {stage} from {since} to {until}.",
            account=account,
            stage=where,
            since=_.date(stay.entered),
            until=_.date(stay.exited),
        )
    return claim(text, Ref("stage", stay.id))


def _renewed(desk: Desk, dossier: Dossier, said: str) -> list[Sentence]:
    """For how much they renewed, the last time first."""
    if not FOR_HOW_MUCH.search(said) or not IS_OVER.search(said):
        return []
    return money.outcomes(desk, dossier, RENEWAL)


def _reached(desk: Desk, dossier: Dossier, said: str) -> list[Sentence]:
    """How the one contact who is named wants to be reached, or what they do not want."""
    unwanted = UNWANTED.search(said)
    if not unwanted and not REACHED.search(said):
        return []
    meant = last_words.named(dossier, desk.question.text)
    if len(meant) != 1 or not meant[0].channel_preference:
        return []
    wishes = preferences.wishes(meant[0].channel_preference)
    fits = not unwanted or any(not wish.willing for wish in wishes)
    return [people.line(desk, meant[0])] if fits else []
