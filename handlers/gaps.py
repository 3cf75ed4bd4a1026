"""What keeps an account from the desired state of engagement, with the play that would close it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge import plays
from knowledge.plays import Case
from playbooks import intents
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.health import asking
from playbooks.health.rules import HealthRules
from playbooks.health.values import Answer, Reading, Verdict
from playbooks.intents import Intent, IntentReading
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that is not answered yes. `points` of 100 are what a fresh yes would be worth."""

    answer: Answer
    points: float
    play: Document | None


def of(reader: Reader, reading: Reading, rules: HealthRules, case: Case) -> list[Gap]:
    """The gaps of a reading: those that are known first, then the unknown, the widest first."""
    missing = [answer for answer in reading.answers if answer.verdict is not Verdict.YES]
    closing = {answer.question: rules.questions[answer.question].plays for answer in missing}
    wanted = dict.fromkeys(play for named in closing.values() for play in named)
    shelf = {play.id: play for play in reader.find(Document, id=list(wanted))}
    found = [
        Gap(
            answer,
            answer.points or asking.at_stake(reading, rules, answer),
            _play(shelf, closing[answer.question], case),
        )
        for answer in missing
    ]
    return sorted(found, key=lambda gap: (gap.answer.verdict is Verdict.UNKNOWN, -gap.points))


def case(account: Account, stated: Sequence[IntentReading], at: date) -> Case:
    """What a play must be meant for: the account's segment and why it started with us."""
    current = intents.current(stated, at)
    intent = current.intent if current else Intent.UNKNOWN
    return Case(segment=account.segment, intent=intent.value)


def _play(shelf: Mapping[str, Document], ids: Sequence[str], case: Case) -> Document | None:
    """The first of the plays that is there and meant for such an account."""
    found = (shelf[play] for play in ids if play in shelf)
    return next((play for play in found if plays.fits(play, case)), None)
