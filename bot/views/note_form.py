"""The note form: all that was read out of a text, to be changed and saved with one click."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.views import blocks, note_fields
from bot.views.blocks import Block, View
from bot.views.note_entry import Entry
from handlers.answers import Named
from handlers.note_filling import Filled, FilledGap, FilledPromise
from handlers.note_reading import MOST_GAPS
from handlers.texts import Texts
from playbooks import gaps

CALLBACK = "note_form"
WAITING = "note_waiting"
READ_AGAIN = "note_read_again"
ADD_PROMISE = "note_add_promise"

PIECE = 3000
"""Slack takes this many characters in one field; a longer text gets several."""

MOST_PIECES = 10
"""A text of more pieces is shown by its beginning alone, and kept whole."""

MOST_PROMISES = 6
MOST_THEIRS = 4
MOST_HIDDEN = 100
"""Promises without room in the form of which the form carries the ids."""

ANYWAY, JOIN = "anyway", "join"


@dataclass(frozen=True, slots=True)
class Alike:
    """A note that says nearly the same; `own` when the person may add to it."""

    id: str
    day: date
    author: str
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What is filled in when the form opens, and what is said beside it.

    `candidates` are the accounts that a name fits. `days` are, by a promise's id, the wording and
    the days of a date that can be read in several ways. `cues` are names with their quotes.
    `beginning` and `length` (characters) stand for a text
    that is not shown whole. `round` counts how often the form was drawn anew.
    """

    filled: Filled
    account: Named | None = None
    candidates: tuple[Named, ...] = ()
    days: dict[str, tuple[str, tuple[date, ...]]] | None = None
    cues: tuple[tuple[str, str], ...] = ()
    alike: Alike | None = None
    beginning: str | None = None
    length: int = 0
    origin: str | None = None
    remark: str | None = None
    amends: bool = False
    round: int = 0


def form(_: Texts, shown: Form) -> View:
    """The form; what was recognised is proposed, so that saving takes two clicks."""
    fields = [
        *note_fields.remark(shown.remark),
        note_fields.account(_, shown.account),
        *note_fields.candidates(_, shown.candidates),
        *_alike(_, shown),
        *_text(_, shown),
        *note_fields.happened(_, shown.filled),
        *note_fields.read_out(_, shown.filled, shown.cues),
        *_promises(_, shown),
        *_theirs(_, shown),
        *_more(_, shown),
        note_fields.private(_, shown.filled.private),
        blocks.actions(_buttons(_, shown), "note_buttons"),
    ]
    title, submit, close = _("Log a note"), _("Save"), _("Cancel")
    drawn = blocks.modal(
        CALLBACK,
        title,
        [_numbered(block, shown.round) for block in fields],
        submit=submit,
        close=close,
        metadata=_metadata(shown),
    )
    return drawn | {"notify_on_close": True}


def shortened(shown: Form, text: str) -> Form:
    """The form with its text, or with its beginning alone where Slack cannot take it whole."""
    if len(text) <= PIECE * MOST_PIECES:
        return shown
    filled = replace(shown.filled, text=None)
    return replace(shown, filled=filled, beginning=text[:PIECE], length=len(text))


def waiting(_: Texts, text: str) -> View:
    """What stands there while a text is gathered and read."""
    return blocks.modal(WAITING, _("Log a note"), [blocks.section(text)], close=_("Cancel")) | {
        "notify_on_close": True
    }


def block_id(name: str, round_: int) -> str:
    """The id of a field: another one each time that the form is drawn, as Slack keeps what a
    field of the same id held before."""
    return f"{name}~{round_}" if round_ else name


def again(entry: Entry, shown: Form) -> Form:
    """The form of what was entered so far, with whatever `shown` brings anew."""
    before, new = entry.filled, shown.filled
    own = {
        name: getattr(before, name) or getattr(new, name)
        for name in ("day", "kind", "direction", "sentiment", "stage", "participants", "intent")
    }
    filled = replace(
        new,
        **own,
        text=before.text,
        private=before.private,
        gaps=_with_new(before.gaps, new.gaps),
        cues=tuple(dict.fromkeys((*before.cues, *new.cues))),
        promises=_merged(before.promises, new.promises),
        theirs=_merged(before.theirs, new.theirs),
        channel=before.channel,
        permalink=before.permalink,
        hidden=before.hidden,
    )
    return replace(shown, filled=filled, amends=entry.amends, round=entry.round + 1)


def _merged(
    before: Sequence[FilledPromise], new: Sequence[FilledPromise]
) -> tuple[FilledPromise, ...]:
    known = {promise.what for promise in before}
    return (*before, *(promise for promise in new if promise.what not in known))


def _with_new(before: Sequence[FilledGap], new: Sequence[FilledGap]) -> tuple[FilledGap, ...]:
    """What was entered, and in free fields what the text says besides."""
    further = [gap for gap in new if not any(gaps.alike(gap.title, one.title) for one in before)]
    taken = {gap.number for gap in before}
    free = (number for number in range(1, MOST_GAPS + 1) if number not in taken)
    return (*before, *(replace(gap, number=at) for gap, at in zip(further, free, strict=False)))


def _numbered(block: Block, round_: int) -> Block:
    if "block_id" not in block:
        return block
    return block | {"block_id": block_id(block["block_id"], round_)}


def _metadata(shown: Form) -> str:
    filled = shown.filled
    origin = {
        "id": filled.id,
        "channel": filled.channel,
        "permalink": filled.permalink,
        "promises": [promise.id or "" for promise in filled.promises[:MOST_PROMISES]],
        "theirs": [[one.id or "", (one.owner or "")[:80]] for one in filled.theirs[:MOST_THEIRS]],
        "alike": shown.alike.id if shown.alike else None,
        "read": filled.has_proposals,
        "hidden": _hidden(shown),
        "amends": shown.amends,
        "round": shown.round,
    }
    return json.dumps({name: value for name, value in origin.items() if value}, ensure_ascii=False)


def _alike(_: Texts, shown: Form) -> Iterable[Block]:
    """The two notes side by side, and what to do."""
    if shown.alike is None:
        return
    other = shown.alike
    author, day = other.author, _.date(other.day)
    yield blocks.section(
        blocks.escaped(_("{author} wrote nearly the same on {day}.", author=author, day=day))
    )
    yield note_fields.beside(
        (_("This note"), shown.filled.text or shown.beginning or ""),
        (_.date(other.day), other.text),
    )
    choices = [blocks.option(_("Save this one as well"), ANYWAY)]
    if other.own:
        choices.append(blocks.option(_("Add this to the earlier note"), JOIN))
    yield blocks.field(
        "alike", _("What shall I do?"), note_fields.radio("alike", choices), optional=False
    )


def _text(_: Texts, shown: Form) -> Iterable[Block]:
    if shown.filled.text is None:
        yield note_fields.kept_whole(_, shown.beginning or "", shown.length)
        return
    text = shown.filled.text
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)] or [""]
    for number, piece in enumerate(pieces, start=1):
        yield note_fields.text(_, number, piece)


def _promises(_: Texts, shown: Form) -> Iterable[Block]:
    for number, one in enumerate(shown.filled.promises[:MOST_PROMISES], start=1):
        yield from note_fields.promise(_, number, one, _unclear(shown, one))


def _theirs(_: Texts, shown: Form) -> Iterable[Block]:
    for number, one in enumerate(shown.filled.theirs[:MOST_THEIRS], start=1):
        yield from note_fields.theirs(_, number, one, _unclear(shown, one))


def _more(_: Texts, shown: Form) -> Iterable[Block]:
    if count := len(_hidden(shown)):
        yield blocks.context(
            _.plural(
                "{count} more promise stays as it is.",
                "{count} more promises stay as they are.",
                count,
            )
        )


def _hidden(shown: Form) -> list[str]:
    """The ids of the promises that stay although no field shows them."""
    ours, theirs = shown.filled.promises, shown.filled.theirs
    seen = {one.id for one in (*ours[:MOST_PROMISES], *theirs[:MOST_THEIRS])}
    left = [one.id for one in (*ours[MOST_PROMISES:], *theirs[MOST_THEIRS:]) if one.id]
    keys = dict.fromkeys((*shown.filled.hidden, *left))
    return [key for key in keys if key not in seen][:MOST_HIDDEN]


def _unclear(shown: Form, one: FilledPromise) -> tuple[str, tuple[date, ...]] | None:
    """The wording and the days of a date that can be read in several ways."""
    return (shown.days or {}).get(one.id or "") if one.due is None else None


def _buttons(_: Texts, shown: Form) -> list[Block]:
    buttons = []
    if shown.filled.text is not None:
        buttons.append(blocks.button(_("Fill in from the text"), READ_AGAIN))
    if len(shown.filled.promises) < MOST_PROMISES:
        buttons.append(blocks.button(_("Add a promise"), ADD_PROMISE))
    return buttons or [blocks.button(_("Fill in from the text"), READ_AGAIN)]
