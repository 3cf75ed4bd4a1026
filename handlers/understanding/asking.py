"""What is asked for: by the words themselves, or by what was asked before."""

import re
from dataclasses import dataclass, replace

from handlers.understanding import kinds, narrowing
from handlers.understanding.reading import Read
from handlers.understanding.talk import MOST_LISTED, Talk
from knowledge import (
    clauses,
    cues,
    judgements,
    letter_wishes,
    offices,
    presales_lines,
    regions,
    requests,
    scope,
    specific,
    utterances,
    wording,
)
from knowledge.criteria import asked as criteria
from knowledge.requests import Situation

CLEARLY, UNLIKE = 0.9, 0.25
"""How likely a particular thing must be asked for, and how little the question must be like any
kind of request, to be called none of them."""

ACCOUNT, OTHER, _ = utterances.PLACEHOLDERS.values()
LISTED = re.compile(
    rf"{ACCOUNT}(?:(?:,? (?:and|ed?|&)|[,，、]|和|跟|与|以及) ?{OTHER})+", re.IGNORECASE
)
"""Accounts of which the same is asked; those that are weighed have "or" or "vs" between them."""

SIDE_BY_SIDE = ("compare", "health", "summary", "portfolio", "trajectory")
"""Requests that show several accounts beside one another."""

SAID_OF_EACH = 0.8
"""A request's score as of one account when it is asked of each; words that weigh several against
one another give at most 0.6 in the development sets, what is asked of each 0.9 and more."""

PICKED = 0.2
"""What it adds to the request talked of that one of several things told is picked out."""

ASKED, TOLD = 0.1, 0.7
"""What the request talked of, and each cue of our brief answer, add to a turn that goes on."""

FEW, BRIEF = 8, 300
"""Words of such a turn, at most, and characters of such an answer."""

ORDERED = 1.0
"""What the cues of "write" add, at least, where somebody orders to keep something."""

NOT_ONLY_WHO, SOUGHT = 0.1, 0.51
"""How likely a question who somebody is must be for a particular thing, where it names more than
who people are by their roles, to be taken for one: who bought them, who is in the race."""

AGREES = ("yes", "keep")
"""Acts that agree to what was prepared to be saved."""

AGAIN = ("again", "still", "shorter", "other_one", "before", "of_list")
"""Acts that ask once more what was asked, in some other respect."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The request or finer kind that is aimed at, and whether it is the conversation that tells.

    `particular` is the probability that a particular thing is asked for, less a half: above 0 it
    is likelier than not; -1 stands where the words do not tell.
    """

    label: str
    leans: bool
    particular: float = -1.0


def aim(read: Read, talk: Talk) -> Aim:
    """What is asked for: by the words, unless they only go on with what was asked before."""
    act = read.act.name if read.act else None
    if act in kinds.ABOUT_THE_REPLY and talk.request is not None:
        return Aim(str(act), leans=True)
    if act in AGAIN and talk.request is not None:
        return _continued(read, talk)
    if act in AGREES and talk.request == "write":
        return Aim("keep", leans=False)
    if act == "drop" and talk.request == "write":
        return Aim("drop", leans=False)
    if act == "recall":
        return Aim("recall", leans=False)
    if judgements.is_meant(read.names.text) or _wants_a_letter(read, talk) or _tells_of_hours(read):
        return Aim("write", leans=False)
    if _is_headed(read) or _marks_kept(read, talk):
        return Aim("write", leans=False)
    if _sums_up(read, talk):
        return _continued(read, talk) if len(talk.listed) >= MOST_LISTED else Aim("revenue", True)
    if _is_compared(read, talk):
        return Aim("compare", leans=True)
    if _says_nothing_new(read, talk) or _tells_us_which(read, talk):
        return _continued(read, talk)
    if not wording.words(read.names.text):
        return Aim("empty", leans=False)
    asks = clauses.asking(read.names.masked)
    scores = _scores(read, talk, asks)
    ranked = sorted(scores, key=lambda name: -scores[name])
    label = next(name for name in ranked if _possible(name, read, talk))
    if label == "write" and _is_of_nobody(read, talk):
        label = "other"
    told = label == "write" and not read.question
    likely = specific.likelihood(asks, scores) if read.leftover and not told else -0.5
    if label == "people" and likely > NOT_ONLY_WHO and _names_more(read, asks):
        likely = max(likely, SOUGHT)
    if label in kinds.HOW_TO_ACT_ON and cues.about("asks_how").search(read.folded):
        label = "guidance"
    unlike = ranked[0] == utterances.PARTICULAR and scores[label] < UNLIKE
    of_somebody = label == "small_talk" and read.question and bool(read.names.contacts)
    if likely > CLEARLY and (unlike or of_somebody):
        label = "other"
    return Aim(label, leans=False, particular=likely - 0.5)


def _names_more(read: Read, asks: str) -> bool:
    """Whether it asks who somebody is by something else than the role they play."""
    text = read.names.text
    return (
        offices.asks_who(text)
        and offices.asked(text) is None
        and specific.unexplained(asks, "people") > 0
    )


def scored(text: str, asks: str, situation: Situation) -> dict[str, float]:
    """How well each label fits the whole message and, as much, the part of it that asks."""
    scores = dict(requests.default().rank(text, situation))
    if asks == text:
        return scores
    beside = dict(requests.default().rank(asks, situation))
    return {name: (score + beside[name]) / 2 for name, score in scores.items()}


def _scores(read: Read, talk: Talk, asks: str) -> dict[str, float]:
    scores = _of_each(read, asks, scored(read.names.masked, asks, _situation(read)))
    if talk.request in scores and cues.about("picks").search(read.folded):
        scores[talk.request] += PICKED
    if _goes_on(read, talk):
        for name, more in _by_talk(talk).items():
            scores[name] = scores.get(name, 0.0) + more
    return scores


def _goes_on(read: Read, talk: Talk) -> bool:
    """Whether it says so little that what was talked of tells as much as its words."""
    return talk.request is not None and not read.named and len(read.leftover.split()) <= FEW


def _by_talk(talk: Talk) -> dict[str, float]:
    """What was asked before and what we answered add to the scores of a turn that goes on."""
    told = talk.reply if len(talk.reply) <= BRIEF else ""
    added = {name: TOLD * more for name, more in cues.strengths(told).items()}
    asked = str(talk.request)
    return added | {asked: added.get(asked, 0.0) + ASKED}


def _of_each(read: Read, asks: str, scores: dict[str, float]) -> dict[str, float]:
    """The scores as of one account, where several are only listed: what we promised A and B."""
    listed = LISTED.sub(ACCOUNT, read.names.masked)
    if listed == read.names.masked or max(scores, key=lambda name: scores[name]) != "compare":
        return scores
    alone = replace(_situation(read), accounts=1)
    of_one = scored(listed, LISTED.sub(ACCOUNT, asks), alone)
    meant = max(of_one, key=lambda name: of_one[name])
    clear = of_one[meant] > SAID_OF_EACH and meant in kinds.ABOUT_ACCOUNTS - {*SIDE_BY_SIDE}
    return of_one if clear else scores


def _wants_a_letter(read: Read, talk: Talk) -> bool:
    """A letter to somebody at a customer's, not one to a landlord."""
    known = read.names.accounts or read.names.candidates or read.names.contacts
    return bool(known or talk.accounts) and letter_wishes.is_meant(read.names.text)


def _tells_of_hours(read: Read) -> bool:
    """A PreSales line, which asks nothing: "2h workshop Acme", not "call in 20 min, help"."""
    return not read.question and bool(presales_lines.read(read.names.text))


def _sums_up(read: Read, talk: Talk) -> bool:
    """Whether it asks what those that were listed come to: their list says so, or their money."""
    said = not read.named and talk.request == "portfolio" and bool(talk.listed)
    return said and bool(cues.about("totals").search(read.folded)) and len(read.folded) <= BRIEF


def _marks_kept(read: Read, talk: Talk) -> bool:
    """Whether it tells that something promised to a customer was kept: "mark … as delivered"."""
    known = read.names.accounts or read.names.contacts or talk.accounts
    told = cues.about("marks_kept").search(wording.folded(read.names.text))
    return bool(known) and bool(told) and not read.question


def _is_headed(read: Read) -> bool:
    """A text headed as a note is one, whatever is asked in it: "note for Acme: Ann: can you …?"."""
    said = wording.folded(wording.narrowed(read.names.text))
    opening = cues.note_openers().match(said)
    return opening is not None and opening[0].endswith(":") and bool(said[opening.end() :].strip())


def _is_compared(read: Read, talk: Talk) -> bool:
    """Whether another account is held against the one talked of: "and compared with Acme?"."""
    others = [account for account in talk.accounts if account not in read.names.accounts]
    adds = talk.request == "compare" and cues.about("adds").search(read.folded)
    said = adds or cues.about("compared").search(read.folded)
    return bool(said and others and len(read.names.accounts) == 1 and not read.period)


def _says_nothing_new(read: Read, talk: Talk) -> bool:
    """Only of whom or when: "and Acme?", "what about last quarter?", "and theirs?"."""
    points = read.named or read.period or read.names.apart or (read.pronoun and talk.accounts)
    if not read.leftover and points:
        return True
    if talk.request == "promises" and not read.named:
        return _narrows_promises(read)
    listed = talk.request in kinds.ABOUT_OWN and not (read.named or talk.accounts)
    return listed and (_narrows(read) if talk.request == "portfolio" else _says_whose(read))


def _tells_us_which(read: Read, talk: Talk) -> bool:
    """Whether it answers what we asked back: "yes", "the energy one"."""
    if not talk.awaits or read.question or len(read.leftover.split()) > FEW:
        return False
    agrees = read.act is not None and read.act.name == "yes"
    return agrees or bool(narrowing.called(read, talk))


def _narrows(read: Read) -> bool:
    """Whether it narrows a list, or widens it: "only mine", "just Maya's", "and everybody's?"."""
    of_them = read.goes_on or bool(cues.about("of_them").search(read.folded))
    if of_them and (scope.narrows(read.names.bare) or criteria.names(read.names.bare)):
        return True
    if regions.is_all(read.names.bare):
        return True
    return scope.only_narrows(read.names.bare, bool(read.names.members))


def _narrows_promises(read: Read) -> bool:
    """Whether it only says which promises are meant: "which are late?", "and we to them?"."""
    brief = len(read.leftover.split()) <= FEW
    names = ("we_to_them", "they_to_us", "late")
    return _says_whose(read) or (brief and any(cues.about(n).search(read.folded) for n in names))


def _says_whose(read: Read) -> bool:
    """Whether it only says whose accounts are meant: "only Luca's", "and mine?"."""
    return scope.only_says_whose(read.names.bare, bool(read.names.members))


def _continued(read: Read, talk: Talk) -> Aim:
    """A question that says only of whom or when asks again what was asked before."""
    if len(read.names.accounts) > 1:
        return Aim("compare", leans=False)
    if talk.request is None or talk.request in kinds.SAY_NO_TOPIC:
        return Aim("summary", leans=bool(talk.accounts) and not read.named)
    if talk.request == "portfolio" and read.named:
        return Aim("summary", leans=False)
    return Aim(talk.request, leans=True)


def _is_of_nobody(read: Read, talk: Talk) -> bool:
    """Whether something is told of no customer, without an order to keep it: "so tired today"."""
    named = read.named or read.names.members or read.pronoun or talk.accounts
    return not named and cues.strengths(read.names.masked).get("write", 0.0) < ORDERED


def _situation(read: Read) -> Situation:
    return Situation(
        accounts=len(read.names.accounts) + bool(read.names.candidates),
        question=read.question,
        everyone=read.everyone,
    )


def _possible(name: str, read: Read, talk: Talk) -> bool:
    """Questions about our own last answer need one; what ends as a question is no event told."""
    if name == "write" and cues.about("asks").search(wording.folded(read.names.masked)):
        return bool(cues.note_openers().match(wording.folded(read.names.text)))
    if name == utterances.PARTICULAR or (name in ("prediction", "effect") and read.names.accounts):
        return False
    if name == "goodbye" and read.question and talk.request is not None:
        return False
    if name == "portfolio" and narrowing.picked(read, talk):
        return False
    if name == "portfolio" and len(talk.accounts) == 1 and not read.everyone:
        return not read.pronoun and bool(cues.about("of_many").search(read.folded))
    if name in kinds.ABOUT_THE_REPLY:
        return not read.named and (talk.request is not None or not talk.accounts)
    return True
