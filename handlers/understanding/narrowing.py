"""Of which accounts, of whose, over which time, and with which words to search or to write down."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from handlers.scene import Scene
from handlers.understanding import kinds
from handlers.understanding.reading import Read
from handlers.understanding.talk import Talk
from handlers.understanding.values import Bounds, Filters, Understanding
from knowledge import cues, periods, regions, requests, scope, wording
from playbooks.accounts import Account

RENEWING_WITHIN = 90
SILENT_FOR = 30
"""Days meant when somebody asks for "upcoming renewals" or "silent accounts"; our defaults."""

UNTIL = re.compile(
    r"\b(?:by|before|until|till|within|entro|prima|fino)\b|(?<![目当])前|(?<!国)内|底"
)
"""What asks for all up to the end of a period."""

TELLING = 4
"""Letters of a word, at least, that tells one listed name from another."""


def accounts(read: Read, talk: Talk, request: str, sub_kind: str | None) -> tuple[Account, ...]:
    """The accounts that the question is about, by its words or by its conversation."""
    named = read.names.accounts
    if request == "compare" and len(named) == 1 and talk.accounts:
        more = talk.request == "compare" and cues.about("adds").search(read.folded)
        return tuple(dict.fromkeys((*talk.accounts[: None if more else 1], *named)))
    if named or read.names.candidates:
        return named
    those = "totals" if request == "revenue" else "several"
    if talk.listed and cues.about(those).search(read.folded):
        return talk.listed
    if one := picked(read, talk):
        return one
    if read.act is not None and talk.request is not None:
        return _other(talk) if read.act.name == "other_one" else talk.accounts
    if sub_kind in (*kinds.ABOUT_THE_REPLY, "recall", "undo", "keep", "drop"):
        return talk.accounts
    stranger = read.names.stranger
    if read.everyone or (stranger is not None and stranger.sure and request != "write"):
        return ()
    if request in kinds.TAUGHT and cues.about("in_general").search(read.folded):
        return ()
    if not _leans(read, request, sub_kind):
        return ()
    alone = talk.listed if len(talk.listed) == 1 and request not in kinds.OF_MANY else ()
    return talk.accounts or alone


def _leans(read: Read, request: str, sub_kind: str | None) -> bool:
    """Whether a turn without a name is about the account talked of."""
    back = read.pronoun or read.goes_on
    if sub_kind is not None:
        # "Thanks. And should I be worried about them?" is no small talk, whatever its first word.
        return back and sub_kind in kinds.COURTEOUS and read.question and read.pronoun
    if request in kinds.ABOUT_ACCOUNTS or (back and request not in kinds.OF_NO_ONE):
        return True
    of_us = read.names.members or cues.about("of_us").search(read.folded)
    return request in kinds.SELDOM_OF_ALL and (request == "other" or not of_us)


def period(read: Read, talk: Talk, leans: bool) -> Bounds | None:
    """The time asked about; a question that leans on an earlier one keeps that one's."""
    act = read.act.name if read.act is not None and leans else None
    if act == "before":
        return periods.before(talk.period) if talk.period else None
    if act == "still":
        return None
    if read.period:
        return read.period.since, read.period.until
    return talk.period if leans else None


def owner(read: Read, talk: Talk, asker: str | None, request: str, leans: bool) -> str | None:
    """The member whose accounts are asked about: one who is named, or the asker for "my".

    A turn that leans on an earlier one keeps to that one's member, unless it asks for everyone's.
    """
    if request not in kinds.ABOUT_OWN:
        return None
    if read.names.members:
        return read.names.members[0]
    if scope.says("mine", read.folded):
        return asker
    leans = leans or _goes_on(read, talk, request)
    return talk.owner if leans and not scope.says("everyones", read.folded) else None


def apart(read: Read, talk: Talk, request: str, leans: bool) -> tuple[Account, ...]:
    """The accounts that a list leaves out: those named so, and those that it left out before.

    "And everybody's?" begins anew; so does a question that names an account.
    """
    kept = leans and request == talk.request and not read.named
    before = talk.apart if kept and not scope.says("everyones", read.folded) else ()
    return tuple(dict.fromkeys((*before, *read.names.apart)))


def _goes_on(read: Read, talk: Talk, request: str) -> bool:
    """A further question for promises keeps whose are meant: theirs, ours, one member's."""
    return request == talk.request == "promises" and not read.named


def section(
    named: Callable[[str], str | None], read: Read, talk: Talk, request: str, leans: bool
) -> str | None:
    """The segment or stage that is `named`, or for a list that is narrowed the earlier one."""
    goes_on = leans and request == "portfolio" and not scope.says("everyones", read.folded)
    return named(read.names.bare) or (named(talk.topic) if goes_on else None)


def with_stranger(found: Understanding, read: Read, setting: Scene) -> Understanding:
    """A name that fits no account matters only where an account is asked for and none is known."""
    stranger = read.names.stranger
    told = found.accounts or found.candidates or read.everyone
    if stranger is None or told or found.request not in kinds.ABOUT_ACCOUNTS or found.sub_kind:
        return found
    near = setting.nearest(stranger.text)
    return replace(found, unknown_name=stranger.text, nearest=near)


def filtered(found: Understanding, read: Read, today: date) -> Understanding:
    """The filters of a portfolio; a period that says for how long is used up by its filter."""
    if found.request != "portfolio":
        return found
    said = wording.folded(found.topic) if found.follow_up else read.folded
    least, most = scope.money(said)
    filters = Filters(
        at_risk=scope.says("at_risk", said),
        blind_spots=scope.says("blind_spots", said),
        arr_at_least=least,
        arr_at_most=most,
        country=regions.asked(said),
        ranked=next((name for name in scope.RANKED if scope.says(name, said)), None),
    )
    since, until = found.period or (None, None)
    if scope.says("silent", said):
        days = (until - since).days if since and until else SILENT_FOR
        return replace(found, filters=replace(filters, silent_days=days), period=None)
    if scope.says("renewing", said):
        first, last = periods.ahead((since, until), said, today)
        filters = replace(
            filters,
            renewing_within_days=_days_ahead(last, today, RENEWING_WITHIN),
            renewing_from_days=None if UNTIL.search(said) else _days_ahead(first, today, None),
        )
        # "Renewals" names the day that comes, not the stage as well.
        found = replace(found, stage=None if found.stage == "renewal" else found.stage)
    return replace(found, filters=filters)


def _days_ahead(day: date | None, today: date, otherwise: int | None) -> int | None:
    """Days until a day that is not over."""
    return (day - today).days if day is not None and day >= today else otherwise


def topic(read: Read, talk: Talk, request: str, leans: bool) -> str:
    """What to search for; a question that leans on an earlier one adds a line to that one's topic.

    One that says only of whom or when adds nothing. A further one for promises keeps their side.
    """
    leans = leans or _goes_on(read, talk, request)
    if leans and (read.act is not None or not read.leftover):
        return talk.topic
    said = read.names.known_blanked if request == "portfolio" else read.names.bare
    own = requests.shortened(" ".join(said.split()))
    return f"{talk.topic}\n{own}".strip() if leans or not read.leftover else own


def note(text: str) -> str:
    """The words to keep as they were written, without the wish to keep them."""
    said = wording.lines(text)
    opening = cues.note_openers().match(wording.folded(wording.narrowed(said)))
    rest = said[opening.end() :].strip(" \n,，:：") if opening else ""
    return rest or said


def called(read: Read, talk: Talk) -> tuple[Account, ...]:
    """The energy one: of the accounts that our last answer listed, the one called so."""
    said = tuple(word for word in read.leftover.split() if len(word) >= TELLING)
    fitting = [
        account
        for account in talk.listed
        if any(word.startswith(said) for word in wording.keys(account.name))
    ]
    return tuple(fitting) if len(fitting) == 1 and said else ()


def picked(read: Read, talk: Talk) -> tuple[Account, ...]:
    """The second one, 第二家: one of the accounts that our last answer listed."""
    for place, name in enumerate(("first_one", "second_one", "third_one")):
        if len(talk.listed) > place and cues.about(name).search(read.folded):
            return talk.listed[place : place + 1]
    if len(talk.listed) == 3 and cues.about("middle_one").search(read.folded):
        return talk.listed[1:2]
    if cues.about("last_one").search(read.folded):
        return talk.listed[-1:]
    return called(read, talk)


def _other(talk: Talk) -> tuple[Account, ...]:
    """The account talked of before the one that is talked of now."""
    return talk.earlier[:1] or talk.accounts[1:2]
