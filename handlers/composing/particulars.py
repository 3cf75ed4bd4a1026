"""A question for one particular thing: the record that tells it, or that nobody recorded it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from handlers import excerpts
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from handlers.understand import Understanding
from knowledge import particulars, turns
from knowledge.particulars import Match
from knowledge.ranking import Item
from playbooks.observations import Goal, Ticket

CLEARLY, PERHAPS = 0.08, -0.12
"""How much a question must look like one for a particular thing: to be told that nothing is
recorded, and to be given a record that answers before the standing answer."""

OF_A_PERSON = -0.15
"""The same where the account is only known by the name of a contact: few standing answers are
about one person."""

SURE = 0.6
"""How well a record must fit a question that may have a standing answer."""

BESIDE = 0.8
"""Records that fit nearly as well as the best are quoted as well."""

QUOTED = 280
"""Characters of a record that are quoted."""

CALLED = {
    "churn": "churn left leave leaving cancelled andato andata via disdetto 流失 离开 取消",
    "renewal": "renewal renewed renew rinnovo rinnovato 续约 续签",
    "expansion": "expansion expanded bought more ampliamento espansione 扩展 增购",
    "contraction": "contraction reduced fewer seats riduzione ridotto 缩减 减少",
}
"""What people call an outcome when they ask for its reason."""

FOR_OTHERS = (
    *(Request.WRITE, Request.HELP, Request.COMPARE, Request.PORTFOLIO, Request.CAPACITY),
    *(Request.GUIDANCE, Request.EDUCATION),
)
"""Requests that, unless it is clear, are about more than the records of one account."""


@dataclass(frozen=True, slots=True)
class Record:
    """Words of an account's record; `fields` tell the rest of it, `said_of` is only searched."""

    ref: Ref
    words: str
    fields: str = ""
    said_of: str = ""
    language: str | None = None


def answer(desk: Desk, composer: Callable[[Desk], Draft]) -> Draft | None:
    """What is recorded of it, or that nothing is; None for questions with a standing answer."""
    if not may_be(desk):
        return None
    dossier = desk.dossier(desk.asked.accounts[0])
    clear = _is_clear(desk, dossier)
    records = _records(desk, dossier)
    found = _matches(desk, dossier, records)
    if found and found[0].answers and (clear or found[0].score >= SURE):
        general = [] if clear else [composer(desk).lead]
        return _told(desk, dossier, [match for match in found if match.answers], records, general)
    return _not_recorded(desk, dossier, found, records) if clear else None


def may_be(desk: Desk) -> bool:
    """Whether the question may be one for a particular thing about one account."""
    asked = desk.asked
    if len(asked.accounts) != 1:
        return False
    if asked.request == Request.OTHER:
        return asked.sub_kind in (None, "out_of_scope")
    needed = _needed(asked)
    return asked.sub_kind is None and asked.particular > needed


def _needed(asked: Understanding) -> float:
    if asked.person is not None:
        return OF_A_PERSON
    return CLEARLY if asked.request in FOR_OTHERS else PERHAPS


def _is_clear(desk: Desk, dossier: Dossier) -> bool:
    """Whether nothing else is asked: it looks like that, and names what it is about."""
    asked = desk.asked
    needed = CLEARLY if asked.person is None else OF_A_PERSON
    particular = asked.particular > needed or asked.request == Request.OTHER
    return particular and bool(_about(desk, dossier))


def _records(desk: Desk, dossier: Dossier) -> dict[str, Record]:
    """Everything about the account in somebody's own words that the asker may see, by key."""
    said = [
        Record(Ref("note", note.id), part, language=note.language)
        for note in dossier.notes
        for part in turns.parts(note.text)
    ]
    if (handoff := dossier.handoff) is not None:
        words = (
            *(handoff.why_bought, handoff.problem, handoff.time_expectation),
            *(handoff.technical_environment, handoff.risks, handoff.competitor_displaced),
        )
        said += [Record(Ref("handoff", handoff.id), text) for text in words if text]
    said += [_of(desk, "ticket", t, t.title) for t in dossier.tickets if t.title]
    said += [_of(desk, "goal", goal, goal.goal) for goal in dossier.goals]
    said += [Record(Ref("survey", s.id), s.comment) for s in dossier.surveys if s.comment]
    said += [
        Record(Ref("outcome", o.id), o.reason, said_of=CALLED.get(o.kind, ""))
        for o in dossier.outcomes
        if o.reason
    ]
    return {f"{place} {record.ref}": record for place, record in enumerate(said)}


def _of(desk: Desk, kind: str, item: Ticket | Goal, words: str) -> Record:
    """A record whose words are but its title: what stands in its fields is told with it."""
    fields = excerpts.say(kind, item, desk.texts)
    return Record(Ref(kind, item.id), words, fields=fields)


def _matches(desk: Desk, dossier: Dossier, records: dict[str, Record]) -> Sequence[Match]:
    account = dossier.account
    return particulars.matches(
        desk.question.text,
        [
            Item(
                key,
                " ".join(filter(None, (record.words, record.fields, record.said_of))),
                record.language,
            )
            for key, record in records.items()
        ],
        [account.name, *account.aliases],
        [contact.name for contact in dossier.contacts],
        desk.texts.language,
    )


def _told(
    desk: Desk,
    dossier: Dossier,
    found: Sequence[Match],
    records: dict[str, Record],
    general: Sequence[Sentence],
) -> Draft:
    _, best = desk.texts, found[0]
    name = phrases.name(dossier.account.name)
    also = [match for match in found[1:4] if match.score >= BESIDE * best.score]
    lead = _quotation(desk, best, records)
    return phrases.draft(
        replace(lead, text=_("{account}: {what}", account=name, what=lead.text)),
        phrases.section(Part.ALSO, [_quotation(desk, match, records) for match in also]),
        phrases.section(Part.STATE, general),
    )


def _not_recorded(
    desk: Desk, dossier: Dossier, found: Sequence[Match], records: dict[str, Record]
) -> Draft:
    _, asked = desk.texts, _subject(desk, dossier)
    account, day = phrases.name(dossier.account.name), _.date(desk.today)
    text = _(
        "I find nothing on {asked} in the records of {account}, as of {date}.",
        account=account,
        asked=asked,
        date=day,
    )
    settle = _("A note on {asked}, with its date, would settle it.", asked=asked)
    made = replace(phrases.abstention(text, settle), lead=phrases.asked(text))
    near = [_quotation(desk, match, records) for match in found[:1]]
    nearest = phrases.section(Part.ALSO, [_nearest(_, sentence) for sentence in near])
    return replace(made, sections=(*nearest, *made.sections))


def _nearest(_: Texts, quotation: Sentence) -> Sentence:
    return replace(quotation, text=_("What comes nearest: {what}", what=quotation.text))


def _subject(desk: Desk, dossier: Dossier) -> str:
    """What is asked about, as the asker put it."""
    return phrases.quoted(desk.texts, _about(desk, dossier), 120)


def _about(desk: Desk, dossier: Dossier) -> str:
    account = dossier.account
    return particulars.subject(desk.question.text, [account.name, *account.aliases])


def _quotation(desk: Desk, match: Match, records: dict[str, Record]) -> Sentence:
    _, record = desk.texts, records[match.id]
    words = phrases.quoted(_, _from_where_it_tells(record.words, match.sentence), QUOTED)
    if record.fields:
        words = phrases.labelled(_, words, record.fields)
    evidence = desk.archive.read([record.ref]).get(record.ref)
    if record.fields or evidence is None or evidence.as_of is None:
        return claim(words, record.ref)
    return claim(phrases.labelled(_, _.date(evidence.as_of), words), record.ref)


def _from_where_it_tells(text: str, sentence: str) -> str:
    """A short record whole; a long one from the sentence on: few answers end with their first."""
    start = text.find(sentence) if len(text) > QUOTED else 0
    return text[max(start, 0) :]
