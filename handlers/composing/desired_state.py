"""What lies between an account and the desired state of engagement, and the play that closes it."""

from dataclasses import replace

from handlers import gaps, wording
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import findings, health, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gaps import Gap
from handlers.gathering.dossier import Dossier
from knowledge.plays import Case

MOST_GAPS = 5
MOST_OPEN = 3


def compose(desk: Desk) -> Draft:
    """The answers that are no, by what they cost, each with its play; then what is not known."""
    dossier = desk.dossier(desk.asked.accounts[0])
    if not dossier.internals:
        return health.compose(desk)
    _, reading = desk.texts, desk.reading(dossier.account)
    found = gaps.of(desk.reader, reading, desk.rules, _case(desk, dossier))
    missing = [gap for gap in found if gap.answer.evidence]
    made = phrases.draft(
        _lead(desk, dossier, len(missing), len(reading.unknown)),
        phrases.section(Part.MISSING, [_line(desk, gap) for gap in missing], most=MOST_GAPS),
        phrases.section(Part.UNKNOWN, _open(desk, dossier), most=MOST_OPEN),
        missing=health.blind_spots(desk, reading),
    )
    return replace(made, offers=health.offers(reading))


def _case(desk: Desk, dossier: Dossier) -> Case:
    return gaps.case(dossier.account, dossier.intents, desk.today)


def _lead(desk: Desk, dossier: Dossier, missing: int, unknown: int) -> Sentence:
    _, reading = desk.texts, desk.reading(dossier.account)
    text = _(
        "Between {account} and the desired state stand {missing} questions answered no and "
        "{unknown} that are unknown, of {of}; health is {score} of 100, between {low} and {high}, "
        "as of {date}.",
        account=phrases.name(dossier.account.name),
        missing=missing,
        unknown=unknown,
        of=len(reading.answers),
        score=_("unknown") if reading.score is None else _.number(reading.score),
        low=_.number(reading.low),
        high=_.number(reading.high),
        date=_.date(reading.as_of),
    )
    said = (missing, unknown, len(reading.answers))
    return claim(text, Ref("health", reading.account_id), said=said)


def _line(desk: Desk, gap: Gap) -> Sentence:
    """The question, what it costs, why, and the play."""
    _, fact = desk.texts, gap.answer.evidence[0]
    text = _(
        "{question} No (−{points} of 100): {evidence}",
        question=wording.question(_, desk.rules, gap.answer.question),
        points=_.number(gap.points, 1),
        evidence=phrases.ended(_, findings.words(desk, fact)),
    )
    refs, said = [findings.ref(fact)], [*findings.said(desk, fact), gap.points, 100]
    if gap.play is not None:
        play = _("Playbook: {title}", title=phrases.title(_, gap.play.title))
        text = phrases.joined(_, text, f"→ {play}")
        refs.append(Ref(gap.play.kind, gap.play.id))
    return claim(text, *refs, said=said)


def _open(desk: Desk, dossier: Dossier) -> list[Sentence]:
    return health.unknown(desk, desk.reading(dossier.account))
