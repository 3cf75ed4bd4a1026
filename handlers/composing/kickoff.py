"""The kickoff brief: what to open with, which training comes first, what to watch for."""

from handlers import excerpts, terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import handoff, intent, people, phrases, promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from knowledge.library import Hit
from playbooks import handoffs, intents
from playbooks.handoffs import Handoff
from playbooks.intents import Intent

OPENING = ("why_bought", "problem", "time_expectation", "success_criteria")
WATCHED = ("risks", "competitor_displaced", "product_gaps", "technical_environment")
DRAWN_ON = ("success_criteria", "problem", "products", "why_bought")
"""What the first training is looked up by: what they want to reach, with what they bought."""


def compose(desk: Desk) -> Draft:
    """What the CSM takes into the kickoff, each line with its source."""
    dossier = desk.dossier(desk.asked.accounts[0])
    given = dossier.handoff
    if given is None:
        return handoff.compose(desk)
    gaps = _gaps(desk, dossier, given)
    return phrases.draft(
        _lead(desk, dossier, given),
        phrases.section(Part.OPENING, handoff.said(desk, given, OPENING) + goals(desk, dossier), 7),
        phrases.section(Part.TRAINING, _training(desk, dossier, given), most=3),
        phrases.section(
            Part.WATCH, [*_meant(desk, dossier), *handoff.said(desk, given, WATCHED)], 7
        ),
        phrases.section(
            Part.PROMISES, promises.late(desk, dossier) + promises.coming(desk, dossier), most=8
        ),
        phrases.section(Part.PEOPLE, people.deciders(desk, dossier), most=4),
        phrases.section(Part.UNKNOWN, [plain(gap) for gap in gaps], most=6),
        missing=gaps,
    )


def goals(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What they want to reach, each with where it stands."""
    _ = desk.texts
    return [
        claim(
            _(
                "Goal: {goal}: {standing}",
                goal=phrases.quoted(_, goal.goal),
                standing=excerpts.goal(_, goal),
            ),
            Ref("goal", goal.id),
        )
        for goal in dossier.goals
    ]


def _lead(desk: Desk, dossier: Dossier, given: Handoff) -> Sentence:
    _, account = desk.texts, phrases.name(dossier.account.name)
    if given.kickoff_date is None:
        text = _("Kickoff with {account}: no date is set yet.", account=account)
    else:
        day = _.date(given.kickoff_date)
        text = _("Kickoff with {account} on {date}.", account=account, date=day)
    lead = claim(text, Ref("handoff", given.id))
    return phrases.merged(_, [lead, *intent.headline(desk, dossier)])[0]


def _training(desk: Desk, dossier: Dossier, given: Handoff) -> list[Sentence]:
    """The pieces of education that come nearest to what they want to reach."""
    words = [str(getattr(given, name)) for name in DRAWN_ON if getattr(given, name)]
    words += [goal.goal for goal in dossier.goals]
    if not words:
        return []
    query = " ".join(words)[:400]
    search = desk.context.library.search
    found = search(desk.reader, query, 6, kind="education", stage="onboarding")
    found = found or search(desk.reader, query, 6, kind="education")
    pieces = {hit.document_id: hit for hit in reversed(found)}
    return [_piece(desk, hit) for hit in reversed(pieces.values())]


def _piece(desk: Desk, hit: Hit) -> Sentence:
    _ = desk.texts
    document = desk.context.library.document(desk.reader, hit.document_id)
    title = phrases.title(_, hit.title)
    if document is None or not document.learning_objective:
        return claim(title, Ref(hit.kind, hit.id))
    goal = phrases.prescribed(_, document.learning_objective, 220)
    return claim(_("{title}: {goal}", title=title, goal=goal), Ref(hit.kind, hit.id))


def _meant(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What their reason for buying asks of us."""
    stated = intents.current(dossier.intents, dossier.today)
    if stated is None:
        return []
    return [plain(desk.texts(line)) for line in intents.implications(stated.intent)]


def _gaps(desk: Desk, dossier: Dossier, given: Handoff) -> list[str]:
    """What nobody has written down: the questions for the kickoff."""
    _ = desk.texts
    empty = [*handoffs.missing(given), *(n for n in OPENING if not getattr(given, n))]
    gaps = [_("Ask: {what}.", what=terms.say(_, name)) for name in dict.fromkeys(empty)]
    if not dossier.goals:
        gaps.append(_("Which goals they measure, with target and date."))
    if not people.deciders(desk, dossier):
        gaps.append(_("Who decides, and how each of them likes to be reached."))
    stated = intents.current(dossier.intents, dossier.today)
    if stated is None or stated.intent is Intent.UNKNOWN:
        gaps.append(intent.unstated(_))
    return gaps
