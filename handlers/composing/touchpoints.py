"""Where customer and we meet: what was planned and held beside what each stage asks for."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from playbooks import gaps, journey
from playbooks.encounters import Encounter
from playbooks.journey import Touchpoint
from playbooks.stages import Stage


def recorded(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The touchpoints that are planned or missed, then those that were held last."""
    met = _met(desk, dossier)
    met.sort(key=lambda one: (one.held is not None, one.planned or one.held or dossier.today))
    return [_line(desk, one) for one in met]


def of_stages(desk: Desk, dossier: Dossier, stages: Iterable[Stage]) -> list[Sentence]:
    """What these stages ask for, moments of truth first: as it is recorded, or not yet."""
    met = _met(desk, dossier)
    asked = [(stage, one) for stage in stages for one in journey.stages()[stage].touchpoints]
    asked.sort(key=lambda pair: not pair[1].moment_of_truth)
    return [_asked_for(desk, one, _matching(stage, one, met)) for stage, one in asked]


def _met(desk: Desk, dossier: Dossier) -> list[Encounter]:
    found = desk.reader.find(Encounter, account_id=dossier.account.id)
    return [one for one in found if one.held is None or one.held <= dossier.today]


def _matching(stage: Stage, asked: Touchpoint, met: Sequence[Encounter]) -> Encounter | None:
    """The newest touchpoint of the stage that is called so, in one's own words as well."""
    same = [one for one in met if one.stage is stage and gaps.alike(one.title, asked.title)]
    return max(same, key=lambda one: one.held or one.planned or date.min, default=None)


def _asked_for(desk: Desk, asked: Touchpoint, met: Encounter | None) -> Sentence:
    _ = desk.texts
    if met is not None:
        return _line(desk, met, moment_of_truth=asked.moment_of_truth)
    if not asked.moment_of_truth:
        return plain(_("{title}: no record of it yet.", title=_(asked.title)))
    return plain(
        _(
            "{title}, a moment of truth: no record of it yet. They think: {thinks} They ask: "
            "{asks}",
            title=_(asked.title),
            thinks=_(asked.thinks),
            asks=_(asked.asks),
        )
    )


def _line(desk: Desk, one: Encounter, *, moment_of_truth: bool = False) -> Sentence:
    _, title = desk.texts, phrases.quoted(desk.texts, one.title)
    if one.held is not None:
        text = _("{title}: held on {date}.", title=title, date=_.date(one.held))
    elif one.planned is None:
        text = _("{title}: not planned yet.", title=title)
    elif one.is_missed(desk.today):
        day = _.date(one.planned)
        text = _(
            "{title}: planned for {date}; nobody says that it was held.", title=title, date=day
        )
    else:
        text = _("{title}: planned for {date}.", title=title, date=_.date(one.planned))
    if one.moment_of_truth or moment_of_truth:
        text = _("{text} A moment of truth.", text=text)
    days = tuple(day for day in (one.planned, one.held) if day)
    return claim(text, Ref("encounter", one.id), said=days)
