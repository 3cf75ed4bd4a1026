"""Understanding a question: its language, what is asked, of which accounts, over which period."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers import scene
from handlers.scene import Scene
from handlers.understanding import asking, correcting, kinds, narrowing, pointing, reading, talk
from handlers.understanding.kinds import REQUESTS as REQUESTS
from handlers.understanding.talk import Talk
from handlers.understanding.values import Filters as Filters
from handlers.understanding.values import Question as Question
from handlers.understanding.values import Turn as Turn
from handlers.understanding.values import Understanding as Understanding
from knowledge import scope
from knowledge.languages import Detected
from playbooks.accounts import Account
from playbooks.conversations import Thread
from playbooks.people import Member
from storage.mentions import Known

TURNS_READ = 8
"""Earlier turns that are read again; what lies further back is seldom what "they" means."""


def understand(
    question: Question,
    thread: Thread | None,
    turns: Sequence[Turn],
    accounts: Sequence[Account],
    members: Sequence[Member],
    today: date,
    contacts: Sequence[Known] = (),
) -> Understanding:
    """Understand `question` in the light of its `thread` and of the earlier `turns`.

    `accounts`, `members` and `contacts` are those that the asker may see. Never raises on what a
    person may type: the worst is a request `other` or `help`.
    """
    setting = scene.of(accounts, members, contacts)
    own = next((member.language for member in members if member.id == question.asker), "en")
    so_far = talk.of(thread, accounts, own)
    for turn in turns[-TURNS_READ:]:
        so_far = _after(so_far, turn, setting, question.asker, today)
    return _understood(question.text, question.asker, so_far, setting, today)


def _after(so_far: Talk, turn: Turn, setting: Scene, asker: str | None, today: date) -> Talk:
    """The conversation after one more turn; ours only matters for an account first named in it."""
    if turn.role != "user":
        named = setting.names(turn.text).accounts if not so_far.accounts else ()
        return talk.answered(so_far, turn.text, named)
    return talk.after(so_far, _understood(turn.text, asker, so_far, setting, today))


def _understood(
    text: str, asker: str | None, so_far: Talk, setting: Scene, today: date
) -> Understanding:
    read = reading.read(text, so_far, setting, today)
    corrected = correcting.corrected(read, so_far, setting, today)
    if corrected is not None:
        return _corrected(corrected, read, asker, so_far, setting, today)
    aim = asking.aim(read, so_far)
    label, leans = aim.label, aim.leans
    sub_kind = label if label in kinds.SUB_KINDS else None
    request = kinds.SUB_KINDS.get(label, label)
    if sub_kind in kinds.ABOUT_THE_REPLY:
        request, leans = so_far.request or request, bool(so_far.request)
    apart = narrowing.apart(read, so_far, request, leans)
    meant = narrowing.accounts(read, so_far, request, sub_kind)
    meant = tuple(account for account in meant if account not in apart)
    owned = not meant or (leans and request == "promises")
    language = _language(read, leans)
    found = Understanding(
        language=language.code,
        spoken=language.spoken,
        request=request,
        sub_kind=sub_kind,
        accounts=meant,
        apart=apart,
        candidates=read.names.candidates,
        period=narrowing.period(read, so_far, leans),
        owner=narrowing.owner(read, so_far, asker, request, leans) if owned else None,
        segment=narrowing.section(scope.segment, read, so_far, request, leans),
        stage=narrowing.section(scope.stage, read, so_far, request, leans),
        topic=narrowing.topic(read, so_far, request, leans),
        note=narrowing.note(text) if request == "write" and sub_kind is None else None,
        particular=aim.particular,
        still=leans and read.act is not None and read.act.name == "still",
    )
    if read.act is None:
        found = narrowing.with_stranger(found, read, setting)
        found = pointing.by_person(found, read, setting, so_far.accounts, asker)
    told = bool(read.names.accounts) or found.lead is not None
    found = replace(
        found,
        follow_up=leans or (bool(found.accounts) and not told),
        earlier=talk.left(so_far, found.accounts),
    )
    return narrowing.filtered(found, read, today)


def _corrected(
    note: str, read: reading.Read, asker: str | None, so_far: Talk, setting: Scene, today: date
) -> Understanding:
    """The note that was prepared before, put right and read again as if it were told anew."""
    alone = replace(so_far, request=None, topic="")
    told = _understood(note, asker, alone, setting, today)
    accounts = read.names.accounts or so_far.accounts
    spoken = read.language if read.language.spoken else Detected(told.language)
    return Understanding(
        language=spoken.code,
        spoken=True,
        request="write",
        accounts=accounts,
        period=told.period,
        topic=told.topic,
        note=note,
        follow_up=True,
        earlier=talk.left(so_far, accounts),
    )


def _language(read: reading.Read, leans: bool) -> Detected:
    """The language to answer in: one that is asked for, or that of the question."""
    wanted = read.act.language if read.act is not None and leans else None
    return Detected(wanted) if wanted else read.language
