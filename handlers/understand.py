"""Understanding a question: its language, what is asked, of which accounts, over which period."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from handlers import scene
from handlers.scene import Names, Scene
from knowledge import cues, languages, periods, requests, scope, wording
from knowledge.requests import Situation
from playbooks.accounts import Account
from playbooks.conversations import Thread
from playbooks.people import Member

REQUESTS = (
    *("health", "intent", "summary", "changes", "next_steps", "guidance", "education", "handoff"),
    *("promises", "people", "portfolio", "compare", "trajectory", "revenue", "capacity", "gaps"),
    *("write", "help", "other"),
)
"""What a person may ask for; the names of the field `request` of an answer."""

SUB_KINDS = {
    "small_talk": "help",
    "thanks": "help",
    "goodbye": "help",
    "capabilities": "help",
    "empty": "help",
    "undo": "write",
    "why": "other",
    "show_source": "other",
    "out_of_scope": "other",
    "prediction": "health",
}
"""Finer kinds with the request they belong to; `why` and `show_source` take their thread's."""

ABOUT_ACCOUNTS = frozenset(
    (
        *("health", "intent", "summary", "changes", "next_steps", "handoff", "promises", "people"),
        *("compare", "trajectory", "write"),
    )
)
"""Requests that are about the account that the thread is about, when none is named."""

ABOUT_OWN = frozenset(
    (
        *("portfolio", "changes", "next_steps", "promises", "handoff", "capacity", "gaps"),
        *("revenue", "trajectory"),
    )
)
"""Requests that "my accounts" or "Maya's accounts" narrows to an owner's accounts."""

RENEWING_WITHIN = 90
SILENT_FOR = 30
"""Days meant when somebody asks for "upcoming renewals" or "silent accounts"; our defaults."""

TURNS_READ = 8
"""Earlier turns that are read again; what lies further back is seldom what "they" means."""

Bounds = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody typed, and the member id of who typed it (for "my accounts")."""

    text: str
    asker: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of the conversation; `role` is `user` or `assistant`."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which accounts of a portfolio are asked for; what is None or false is not asked for.

    `arr_at_least` and `arr_at_most` are money a year in each account's own currency.
    """

    at_risk: bool = False
    blind_spots: bool = False
    renewing_within_days: int | None = None
    silent_days: int | None = None
    arr_at_least: Decimal | None = None
    arr_at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was understood.

    `language` is an ISO 639-1 code; `spoken` is false when it is none of en, it, zh.
    `sub_kind` is one of `SUB_KINDS` or None. `candidates` are the accounts that an ambiguous name
    fits; `unknown_name` is a name that fits none, `nearest` the accounts it resembles most.
    `period` is (since, until), both days included, either may be None for an open end.
    `owner` is a member id. `topic` is the text to search the library with: names and politeness
    removed, the earlier question added when this one leans on it. `note` is the text to write down
    when the request is `write`. `follow_up` is true when the thread filled something in.
    """

    language: str
    spoken: bool
    request: str
    sub_kind: str | None = None
    accounts: tuple[Account, ...] = ()
    candidates: tuple[Account, ...] = ()
    unknown_name: str | None = None
    nearest: tuple[Account, ...] = ()
    period: Bounds | None = None
    owner: str | None = None
    segment: str | None = None
    stage: str | None = None
    filters: Filters = field(default_factory=Filters)
    topic: str = ""
    note: str | None = None
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class _Talk:
    """What the conversation has been about so far."""

    accounts: tuple[Account, ...] = ()
    request: str | None = None
    language: str | None = None
    period: Bounds | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with what its words say, before the conversation is called on for the rest."""

    names: Names
    language: languages.Detected
    period: periods.Period | None
    leftover: str
    folded: str
    pronoun: bool
    everyone: bool
    question: bool


def understand(
    question: Question,
    thread: Thread | None,
    turns: Sequence[Turn],
    accounts: Sequence[Account],
    members: Sequence[Member],
    today: date,
) -> Understanding:
    """Understand `question` in the light of its `thread` and of the earlier `turns`.

    `accounts` and `members` are those that the asker may see. Never raises on what a person may
    type: the worst is a request `other` or `help`.
    """
    setting = scene.of(accounts, members)
    own = next((member.language for member in members if member.id == question.asker), "en")
    talk = _so_far(thread, accounts, own)
    for turn in turns[-TURNS_READ:]:
        talk = _after(talk, turn, setting, question.asker, today)
    return _understood(question.text, question.asker, talk, setting, today)


def _so_far(thread: Thread | None, accounts: Sequence[Account], own: str) -> _Talk:
    if thread is None:
        return _Talk(language=own)
    known = tuple(a for kept in thread.account_ids for a in accounts if a.id == kept)
    period = (thread.since, None) if thread.since else None
    return _Talk(known, thread.request, thread.language or own, period)


def _after(talk: _Talk, turn: Turn, setting: Scene, asker: str | None, today: date) -> _Talk:
    """The conversation after one more turn; ours only matters for an account first named in it."""
    if turn.role != "user":
        named = setting.names(turn.text).accounts if not talk.accounts else ()
        return replace(talk, accounts=named) if len(named) == 1 else talk
    asked = _understood(turn.text, asker, talk, setting, today)
    if asked.sub_kind is not None or asked.request == "help":
        return replace(talk, language=asked.language)
    return _Talk(
        asked.accounts or talk.accounts,
        asked.request,
        asked.language,
        asked.period or talk.period,
        asked.topic,
    )


def _understood(
    text: str, asker: str | None, talk: _Talk, setting: Scene, today: date
) -> Understanding:
    read = _read(text, talk, setting, today)
    label, leans = _label(read, talk)
    sub_kind = label if label in SUB_KINDS else None
    request = SUB_KINDS.get(label, label)
    if sub_kind in ("why", "show_source"):
        request, leans = talk.request or request, bool(talk.request)
    accounts = _accounts(read, talk, request, sub_kind)
    period = (read.period.since, read.period.until) if read.period else None
    found = Understanding(
        language=read.language.code,
        spoken=read.language.spoken,
        request=request,
        sub_kind=sub_kind,
        accounts=accounts,
        candidates=read.names.candidates,
        period=period or (talk.period if leans else None),
        owner=_owner(read, asker, request, accounts),
        segment=scope.segment(read.names.bare),
        stage=scope.stage(read.names.bare),
        topic=_topic(read, talk, leans),
        note=_note(text) if request == "write" and sub_kind is None else None,
        follow_up=leans or (bool(accounts) and not read.names.accounts),
    )
    return _narrowed(_with_stranger(found, read, setting), read, today)


def _read(text: str, talk: _Talk, setting: Scene, today: date) -> _Read:
    named = setting.names(text, talk.accounts)
    period = periods.find(named.bare, today)
    bare = wording.folded(named.bare)
    kept = named.bare
    if period:
        kept = f"{kept[: period.start]} {kept[period.end :]}"
    kept = wording.folded(kept)
    without = cues.about("openers").sub(" ", cues.about("pronouns").sub(" ", kept))
    return _Read(
        names=named,
        language=languages.detect(named.bare, talk.language or "en"),
        period=period,
        leftover=" ".join(wording.keys(without)),
        folded=bare,
        pronoun=bool(cues.about("pronouns").search(kept)),
        everyone=bool(cues.about("everyone").search(bare)),
        question=bool(cues.about("questions").search(wording.folded(named.masked).strip())),
    )


def _label(read: _Read, talk: _Talk) -> tuple[str, bool]:
    """The label of what is asked, and whether it is the conversation that tells."""
    named = bool(read.names.accounts or read.names.candidates or read.names.stranger)
    if not read.leftover and (named or read.period or (read.pronoun and talk.accounts)):
        return _continued(talk, named, len(read.names.accounts))
    if not wording.words(read.names.text):
        return "empty", False
    situation = Situation(
        accounts=len(read.names.accounts) + bool(read.names.candidates),
        in_thread=bool(talk.accounts),
        question=read.question,
        everyone=read.everyone,
    )
    ranked = requests.default().rank(read.names.masked, situation)
    return next(label for label, _ in ranked if _possible(label, read, talk, named)), False


def _continued(talk: _Talk, named: bool, accounts: int) -> tuple[str, bool]:
    """A question that says only of whom or when asks again what was asked before."""
    if accounts > 1:
        return "compare", False
    if talk.request in (None, "write", "help", "other"):
        return "summary", bool(talk.accounts) and not named
    if talk.request == "portfolio" and named:
        return "summary", False
    return talk.request or "summary", True


def _possible(label: str, read: _Read, talk: _Talk, named: bool) -> bool:
    """Questions about our own last answer need one, and name no account."""
    if label in ("why", "show_source"):
        return not named and (talk.request is not None or not talk.accounts)
    return True


def _accounts(read: _Read, talk: _Talk, request: str, sub_kind: str | None) -> tuple[Account, ...]:
    named = read.names.accounts
    if request == "compare" and len(named) == 1 and talk.accounts:
        return tuple(dict.fromkeys((*talk.accounts[:1], *named)))
    if named or read.names.candidates:
        return named
    if sub_kind in ("why", "show_source"):
        return talk.accounts
    stranger = read.names.stranger
    if read.everyone or (stranger is not None and stranger.sure and request != "write"):
        return ()
    leans = request in ABOUT_ACCOUNTS or (read.pronoun and request not in ("portfolio", "help"))
    return talk.accounts if leans and sub_kind is None else ()


def _with_stranger(found: Understanding, read: _Read, setting: Scene) -> Understanding:
    """A name that fits no account matters only where an account is asked for and none is known."""
    stranger = read.names.stranger
    told = found.accounts or found.candidates or read.everyone
    if stranger is None or told or found.request not in ABOUT_ACCOUNTS or found.sub_kind:
        return found
    near = setting.nearest(stranger.text)
    return replace(found, unknown_name=stranger.text, nearest=near)


def _owner(
    read: _Read, asker: str | None, request: str, accounts: tuple[Account, ...]
) -> str | None:
    if accounts or request not in ABOUT_OWN:
        return None
    if read.names.members:
        return read.names.members[0]
    return asker if scope.says("mine", read.folded) else None


def _narrowed(found: Understanding, read: _Read, today: date) -> Understanding:
    """The filters of a portfolio; a period that says for how long is used up by its filter."""
    if found.request != "portfolio":
        return found
    least, most = scope.money(read.names.bare)
    filters = Filters(
        at_risk=scope.says("at_risk", read.folded),
        blind_spots=scope.says("blind_spots", read.folded),
        arr_at_least=least,
        arr_at_most=most,
    )
    since, until = found.period or (None, None)
    if scope.says("silent", read.folded):
        days = (until - since).days if since and until else SILENT_FOR
        return replace(found, filters=replace(filters, silent_days=days), period=None)
    if scope.says("renewing", read.folded):
        ahead = (until - today).days if until and until >= today else RENEWING_WITHIN
        filters = replace(filters, renewing_within_days=ahead)
    return replace(found, filters=filters)


def _topic(read: _Read, talk: _Talk, leans: bool) -> str:
    """What to search for; a question that leans on an earlier one adds that one's topic."""
    own = requests.shortened(" ".join(read.names.bare.split()))
    return f"{talk.topic} {own}".strip() if leans or not read.leftover else own


def _note(text: str) -> str:
    """The words to keep, without the wish to keep them."""
    said = wording.plain(text)
    opening = cues.note_openers().match(wording.folded(said))
    rest = said[opening.end() :].strip(" ,，:：") if opening else ""
    return rest or said
