"""The fields of the note form, each as Slack draws it."""

import itertools
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.views import blocks, note
from bot.views.blocks import Block
from handlers import terms
from handlers.answers import Named
from handlers.composing import phrases
from handlers.note_filling import Filled, FilledGap, FilledPromise
from handlers.note_reading import MOST_GAPS
from handlers.texts import Texts
from playbooks import cues, customer_promises, gaps
from playbooks.intents import Intent
from playbooks.notes import Direction
from playbooks.stages import Stage

KINDS = ("call", "meeting", "email", "chat", "workshop", "demo", "qbr", "support", "note")
MOODS = ("positive", "neutral", "negative")
WHICH, NO_DAY = "which_", "none"
"""What asks for one of the days that a wording names: before its field, and for none of them."""

BESIDE = 600
"""Characters of each of two notes that are shown side by side."""

BEGINNING = 1_500


def remark(said: str | None) -> list[Block]:
    """What is to be known before one reads on, such as what was left out."""
    return [blocks.context(blocks.escaped(said))] if said else []


def account(_: Texts, proposed: Named | None) -> Block:
    """Which customer it is about."""
    option = note.account_option(proposed) if proposed else None
    search = blocks.searched_menu(note.ACCOUNT_SEARCH, _("Type a name"), option)
    return blocks.field("account", _("Customer"), search, optional=False)


def candidates(_: Texts, several: Sequence[Named]) -> list[Block]:
    """The customers that a name in the text fits."""
    if not several:
        return []
    names = ", ".join(blocks.escaped(one.name) for one in several)
    return [blocks.context(_("The name fits several customers: {names}. Choose one.", names=names))]


def beside(*shown: tuple[str, str]) -> Block:
    """Two texts side by side, each under its heading."""
    columns = [
        blocks.mrkdwn(f"*{blocks.escaped(heading)}*\n{blocks.quote(blocks.cut(text, BESIDE))}")
        for heading, text in shown
    ]
    return {"type": "section", "fields": [one | {"text": one["text"][:2000]} for one in columns]}


def radio(action_id: str, options: Sequence[Block]) -> Block:
    """Choices of which one is taken."""
    return {"type": "radio_buttons", "action_id": action_id, "options": list(options)}


def text(_: Texts, number: int, piece: str) -> Block:
    """What happened, or a further part of it."""
    more = number > 1
    label = _("What happened, part {number}", number=number) if more else _("What happened?")
    asked = None if more else _("Who said what, and what was agreed")
    written_in = blocks.text_input(f"text_{number}", piece, asked, multiline=True)
    return blocks.field(f"text_{number}", label, written_in, optional=more)


def kept_whole(_: Texts, beginning: str, length: int) -> Block:
    """The beginning of a text that is too long for a form."""
    said = _("All of it is kept ({count} characters). It begins:", count=_.number(length))
    return blocks.section(f"{said}\n{blocks.quote(blocks.cut(beginning, BEGINNING))}")


def happened(_: Texts, filled: Filled) -> list[Block]:
    """When it was, what it was, who took part, who spoke, how they sounded."""
    names = blocks.text_input(
        "participants", ", ".join(filled.participants)[:1000], max_length=1000
    )
    return [
        blocks.field("day", _("Date"), blocks.date_input("day", filled.day)),
        blocks.field("kind", _("What was it?"), _kinds(_, filled.kind)),
        blocks.field("participants", _("Who took part?"), names, hint=_("Names, with commas")),
        blocks.field("direction", _("Who spoke?"), _directions(_, filled.direction)),
        blocks.field("sentiment", _("How do they sound?"), _moods(_, filled.sentiment)),
        blocks.field("stage", _("Part of the journey"), _stages(_, filled.stage)),
    ]


def read_out(_: Texts, filled: Filled, quoted: Sequence[tuple[str, str]]) -> list[Block]:
    """What the text says that health, intent and the nudges listen to; a field for one gap more."""
    known = {gap.number: gap for gap in filled.gaps}
    free = next(number for number in itertools.count(1) if number not in known)
    numbers = sorted([*known, free])[:MOST_GAPS]
    return [
        blocks.field("cues", _("What does it tell?"), _cues(_, filled.cues, dict(quoted))),
        blocks.field("intent", _("Why are they with us?"), _intents(_, filled.intent)),
        *(block for number in numbers for block in _gap(_, number, known.get(number))),
    ]


def _gap(_: Texts, number: int, gap: FilledGap | None) -> list[Block]:
    """Something missed in the product, and how much that weighs; one that is emptied is dropped."""
    asked = _("What do they miss in the product?")
    label = asked if number == 1 else _("What else do they miss? ({number})", number=number)
    title = blocks.text_input(f"gap_{number}", gap.title[:500] if gap else None, max_length=500)
    weight = _weights(_, f"gap_kind_{number}", gap.kind if gap else None)
    return [
        blocks.field(f"gap_{number}", label, title),
        blocks.field(f"gap_kind_{number}", _("How much does it weigh?"), weight),
    ]


def promise(
    _: Texts,
    number: int,
    made: FilledPromise,
    unclear: tuple[str, tuple[date, ...]] | None,
) -> list[Block]:
    """A promise of ours: what, who keeps it, and until when. One that is emptied is dropped."""
    what = blocks.text_input(f"promise_{number}", made.what[:500] or None, max_length=500)
    label = _("We promised ({number})", number=number)
    return [
        blocks.field(f"promise_{number}", label, what, hint=_("Leave it empty to drop it")),
        blocks.field(f"owner_{number}", _("Who keeps it?"), _member(_, number, made.owner)),
        _day(_, f"due_{number}", made, unclear),
    ]


def theirs(
    _: Texts,
    number: int,
    made: FilledPromise,
    unclear: tuple[str, tuple[date, ...]] | None,
) -> list[Block]:
    """What somebody at the customer's said they would do; one that is emptied is dropped."""
    named = customer_promises.person(made.owner)
    who = blocks.cut(named, 40) if named else None
    label = _("They promised ({number})", number=number)
    if who is not None:
        label = _("{name} promised ({number})", name=who, number=number)
    what = blocks.text_input(f"theirs_{number}", made.what[:500] or None, max_length=500)
    return [
        blocks.field(f"theirs_{number}", label, what, hint=_("Leave it empty to drop it")),
        _day(_, f"theirs_due_{number}", made, unclear),
    ]


def private(_: Texts, ticked: bool) -> Block:
    """Who may read it."""
    choice = blocks.option(_("Private: CSMs, managers and the account's team"), "private")
    box = blocks.checkbox("private", choice, ticked=ticked)
    return blocks.field("private", _("Who may read it?"), box)


def written(values: dict[str, Any], name: str, *, strip: bool = True) -> str:
    """What was written in a field; nothing where the field is not there."""
    state: dict[str, Any] = next(iter(values.get(name, {}).values()), {})
    said = state.get("value") or ""
    return said.strip() if strip else said


def several(values: dict[str, Any], name: str) -> tuple[str, ...]:
    """The values of the options that were picked in a field."""
    state: dict[str, Any] = next(iter(values.get(name, {}).values()), {})
    return tuple(option["value"] for option in state.get("selected_options") or ())


def _kinds(_: Texts, chosen: str | None) -> Block:
    names = dict.fromkeys((*KINDS, chosen) if chosen else KINDS)
    options = [blocks.option(phrases.capitalised(terms.say(_, kind)), kind) for kind in names]
    return blocks.menu("kind", options, _("Choose"), chosen)


def _directions(_: Texts, chosen: str | None) -> Block:
    options = [
        blocks.option(_("Both sides"), Direction.TWO_WAY),
        blocks.option(_("Only we did"), Direction.ONE_WAY),
        blocks.option(_("Internal, without the customer"), Direction.INTERNAL),
    ]
    return blocks.menu("direction", options, _("Choose"), chosen)


def _moods(_: Texts, chosen: str | None) -> Block:
    options = [blocks.option(phrases.capitalised(terms.say(_, mood)), mood) for mood in MOODS]
    return blocks.menu("sentiment", options, _("Choose"), chosen)


def _stages(_: Texts, chosen: str | None) -> Block:
    options = [
        blocks.option(phrases.capitalised(terms.say(_, stage)), stage.value) for stage in Stage
    ]
    return blocks.menu("stage", options, _("Choose"), chosen)


def _intents(_: Texts, chosen: str | None) -> Block:
    known = [intent for intent in Intent if intent is not Intent.UNKNOWN]
    options = [blocks.option(phrases.capitalised(terms.say(_, one)), one.value) for one in known]
    return blocks.menu("intent", options, _("Choose"), chosen)


def _weights(_: Texts, name: str, chosen: str | None) -> Block:
    options = [
        blocks.option(phrases.capitalised(terms.say(_, kind)), kind) for kind in gaps.WEIGHTS
    ]
    return blocks.menu(name, options, _("Choose"), chosen)


def _cues(_: Texts, chosen: Iterable[str], quotes: dict[str, str]) -> Block:
    names = [*cues.NAMES, *(name for name in chosen if name not in cues.NAMES)]
    options = {
        name: blocks.option(phrases.capitalised(terms.say(_, name)), name, quotes.get(name))
        for name in names
    }
    made: Block = {
        "type": "multi_static_select",
        "action_id": "cues",
        "placeholder": blocks.plain(_("Nothing special"), 150),
        "options": list(options.values()),
    }
    initial = [options[name] for name in chosen]
    return made | ({"initial_options": initial} if initial else {})


def _member(_: Texts, number: int, owner: str | None) -> Block:
    made: Block = {
        "type": "users_select",
        "action_id": f"owner_{number}",
        "placeholder": blocks.plain(_("You"), 150),
    }
    # People who came with an import have no id of Slack's yet, and Slack refuses any other.
    in_slack = owner is not None and owner[:1] in "UW" and owner.isupper() and owner.isalnum()
    return made | ({"initial_user": owner} if in_slack else {})


def _day(
    _: Texts, name: str, made: FilledPromise, unclear: tuple[str, tuple[date, ...]] | None
) -> Block:
    """The day of a promise; where its wording names several, which of them."""
    if unclear is None:
        return blocks.field(name, _("Until when?"), blocks.date_input(name, made.due))
    wording, days = unclear
    options = [blocks.option(_.date(day), day.isoformat()) for day in days]
    options.append(blocks.option(_("None of these"), NO_DAY))
    asked = _("Which day is “{wording}”?", wording=wording)
    which = WHICH + name
    return blocks.field(which, asked, radio(which, options), optional=False)
