"""What customers said they would do for us, line by line."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from knowledge import cues, wording
from playbooks import customer_promises
from playbooks.customer_promises import CustomerPromise

THEIRS = re.compile(
    r"\bowes? (?:us|me)\b|\bfrom them\b|\b(?:on|from) their (?:side|part|end)\b|"
    r"\bfor their part\b|\b(?:did|have|has|had) (?:they|the customer)\b.{0,40}"
    r"\b(?:agree|commit|promis|undert|say they)|\bthey (?:promised|committed|agreed|owe)\b|"
    r"\bpromised? (?:to )?(?:us|me)\b|\b(?:were|are) we promised\b|"
    r"\btheir (?:promises|commitments|homework|action items|to-?dos?)\b|"
    r"\bwaiting (?:for|on) them\b|\bare we (?:still )?waiting\b|\bsend us\b|"
    r"\b(?:ci|mi) dev(?:e|ono)\b|\bloro impegni\b|\bda parte loro\b|"
    r"\b(?:ci|mi) (?:hanno|ha|avev\w+) promesso\b|\bpromess[oe] (?:a noi|dai clienti)\b|"
    r"\baspettiamo (?:da|ancora)\b|\bstiamo aspettando\b|\bsi (?:è|sono) impegnat[oiae]\b|"
    r"欠(?:着)?我们|(?:答应|承诺)过?(?:给|了)?我们|[对给]我们的?承诺|等(?:他们|对方|客户)|"
    r"(?<![对给向跟和])(?:他们|对方|客户)(?:还)?(?:答应|承诺|欠|说过要|应该给)(?!他们|对方|客户)",
    re.IGNORECASE,
)
"""A question for what the customer promised: who owes whom is not told by the word "promise"."""


OURS = re.compile(
    r"(?<!were )(?<!are )\b(?:we|i) (?:still )?(?:owe|(?:have )?promised?)\b|\bmy promises\b|"
    r"\b(?:dobbiamo|devo|(?:ho|abbiamo) promesso|mie promesse)\b|"
    r"(?<![对给向])我们?(?:还)?(?:欠|答应|承诺)|我的承诺",
    re.IGNORECASE,
)
"""A question for what we promised, beside which the customer's side may be asked for too."""


class Side(Enum):
    """Whose promises a question is about."""

    OURS = auto()
    THEIRS = auto()
    BOTH = auto()


def side(text: str, topic: str = "") -> Side:
    """Whose promises a question means; else by `topic`, its earlier ones, the newest line last."""
    for said in (text, *reversed(topic.split("\n"))):
        folded = wording.folded(said)
        theirs = THEIRS.search(said) or cues.about("they_to_us").search(folded)
        ours = OURS.search(said) or cues.about("we_to_them").search(folded)
        if theirs or ours:
            return Side.BOTH if theirs and ours else Side.THEIRS if theirs else Side.OURS
    return Side.OURS


def only_late(desk: Desk) -> bool:
    """Whether only what is past its date is asked for."""
    said = f"{desk.question.text}\n{desk.asked.topic}"
    return bool(cues.about("late").search(wording.folded(said)))


def awaited(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What the customer said they would do and has not done yet, the earliest due first.

    Only what is late where that is asked for, as far as anything is.
    """
    late = [one for one in dossier.awaited if one.is_overdue(desk.today)]
    chosen = late if late and only_late(desk) else dossier.awaited
    return [pending(desk, one) for one in chosen]


def done(desk: Desk, one: CustomerPromise) -> Sentence:
    """That they did it, and when."""
    _ = desk.texts
    assert one.kept is not None
    what = phrases.quoted(_, one.what)
    text = _("They did it on {date}: {what}.", date=_.date(one.kept), what=what)
    return claim(text, *_carriers(one))


def reminder(desk: Desk, awaits: Sequence[CustomerPromise]) -> list[Sentence]:
    """A customer is reminded by an offer of help: what is late may wait for us."""
    _ = desk.texts
    if not any(one.is_overdue(desk.today) for one in awaits):
        return []
    return [
        plain(
            _(
                "Ask whether anything on our side holds it up, and agree on a day together; "
                "do not send a reminder alone."
            )
        )
    ]


def ref(one: CustomerPromise) -> Ref:
    """The record of it."""
    return Ref("customer_promise", one.id)


def pending(desk: Desk, one: CustomerPromise) -> Sentence:
    """That it is awaited: since or by when, what, of whom."""
    _ = desk.texts
    what = phrases.quoted(_, one.what)
    who = phrases.name(customer_promises.person(one.owner) or _("not said who"))
    if one.due is None:
        text = _("Awaited, with no date: {what} ({who}).", what=what, who=who)
    elif one.is_overdue(desk.today):
        text = _("Awaited since {due}: {what} ({who}).", due=_.date(one.due), what=what, who=who)
    else:
        text = _("Awaited by {due}: {what} ({who}).", due=_.date(one.due), what=what, who=who)
    return claim(text, *_carriers(one))


def _carriers(one: CustomerPromise) -> tuple[Ref, ...]:
    note = (Ref("note", one.note_id),) if one.note_id else ()
    return (ref(one), *note)
