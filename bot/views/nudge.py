"""A nudge in Slack: reason, facts, one next step, its play, a draft, and four ways to answer."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.views import blocks, note
from bot.views.blocks import Block, View
from handlers.nudges.life import WHY_NOT_USEFUL
from handlers.nudges.telling import Told
from handlers.texts import Texts
from playbooks.nudges.values import Nudge, NudgeState

DONE = "nudge_done"
SNOOZE = "nudge_snooze"
NOT_USEFUL = "nudge_not_useful"
OPEN_ACCOUNT = "nudge_open_account"
WHY = "nudge_why_not_useful"
SNOOZE_FORM = "nudge_snooze_form"

SNOOZES = (1, 3, 7, 14, 30)
"""Days for which a nudge can be put off."""

MOST_FACTS = 6
MOST_DRAFT = 1200


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that made a nudge fire, in words, with the address that opens it if there is one."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A nudge ready to be read, in the reader's language. `priority` 1 comes first."""

    nudge_id: str
    account: str
    reason: str
    step: str
    priority: int
    evidence: tuple[Evidence, ...] = ()
    play: Evidence | None = None
    draft: str | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Snoozed:
    """What somebody sent in the form that puts a nudge off."""

    nudge_id: str
    days: int
    reason: str | None
    channel: str | None
    message_ts: str | None


def shown(told: Told) -> Shown:
    """A nudge as the handlers tell it, made ready for Slack."""
    play = told.play
    return Shown(
        nudge_id=told.nudge.id,
        account=told.account,
        reason=told.reason,
        step=told.step,
        priority=told.nudge.priority,
        evidence=tuple(Evidence(line.text, line.url) for line in told.facts),
        play=Evidence(f"{play.title}. {play.passage}") if play else None,
        draft=told.draft,
        due=told.nudge.due,
    )


def text(_: Texts, nudge: Shown) -> str:
    """The nudge in one line, for notifications."""
    return f"{blocks.escaped(nudge.account)}: {blocks.escaped(nudge.reason)}"


def message(_: Texts, nudge: Shown) -> list[Block]:
    """The nudge as its owner gets it."""
    return [*body(_, nudge), buttons(_, nudge.nudge_id)]


def body(_: Texts, nudge: Shown) -> list[Block]:
    """Everything but the buttons."""
    mark = "🔴 " if nudge.priority == 1 else ""
    shown = [
        blocks.section(f"{mark}*{blocks.escaped(nudge.account)}*\n{blocks.escaped(nudge.reason)}")
    ]
    if nudge.evidence:
        shown.append(blocks.section("\n".join(_facts(nudge.evidence))))
    shown.append(blocks.section(f"*{_heading(_, nudge)}*\n{blocks.escaped(nudge.step)}"))
    if nudge.draft:
        said = blocks.quote(blocks.cut(nudge.draft, MOST_DRAFT))
        shown.append(blocks.section(f"*{_('You could write')}*\n{said}"))
    if nudge.play:
        shown.append(blocks.context(_("Play: {play}", play=_linked(nudge.play))))
    return shown


def buttons(_: Texts, nudge_id: str) -> Block:
    """Done · Snooze · Not useful · Open account."""
    return blocks.actions(
        [
            blocks.button(_("Done"), DONE, nudge_id, style="primary"),
            blocks.button(_("Snooze"), SNOOZE, nudge_id),
            blocks.button(_("Not useful"), NOT_USEFUL, nudge_id),
            blocks.button(_("Open account"), OPEN_ACCOUNT, nudge_id),
        ]
    )


def closed(_: Texts, shown: list[Block], what: str) -> list[Block]:
    """A nudge after it was answered: as it was, with what became of it in place of the buttons."""
    kept = [block for block in shown if block["type"] != "actions"]
    return [*kept, blocks.context(what)]


def as_it_stands(_: Texts, nudge: Shown, kept: Nudge) -> list[Block]:
    """The nudge with its buttons, or with what became of it."""
    became = outcome(_, kept)
    if became is None:
        return message(_, nudge)
    answered = closed(_, body(_, nudge), became)
    if kept.state is NudgeState.NOT_USEFUL and kept.reason is None:
        answered.append(blocks.actions([_why(_, kept)]))
    return answered


def outcome(_: Texts, kept: Nudge) -> str | None:
    """What became of a nudge, None while it waits to be answered."""
    if kept.state is NudgeState.DONE:
        return _("Done. Thank you.")
    if kept.state is NudgeState.NOT_USEFUL:
        return _("Noted: not useful. Each rule is judged by this.")
    if kept.state is NudgeState.SNOOZED and kept.snoozed_until is not None:
        return _("Snoozed until {day}.", day=_.date(kept.snoozed_until))
    if kept.state is NudgeState.LAPSED and kept.ended is not None:
        return _("Settled by itself: since {day} it is no longer so.", day=_.date(kept.ended))
    return None


def why_value(nudge_id: str, why: str) -> str:
    """What a choice of the menu carries."""
    return f"{nudge_id} {why}"


def parse_why(value: str) -> tuple[str, str]:
    """The nudge and the reason that a choice carries."""
    nudge_id, _, why = value.partition(" ")
    return nudge_id, why


def snooze_form(
    _: Texts, nudge_id: str, channel: str | None = None, message_ts: str | None = None
) -> View:
    """How long, and why; the message that the click was on comes back with it."""
    options = [
        blocks.option(_.plural("{count} day", "{count} days", days), str(days)) for days in SNOOZES
    ]
    fields = [
        blocks.field("days", _("For how long?"), blocks.menu("days", options, _("Choose"), "7")),
        blocks.field("reason", _("Why?"), blocks.text_input("reason", max_length=300)),
    ]
    origin = {"nudge_id": nudge_id, "channel": channel, "message_ts": message_ts}
    title, submit, close = _("Snooze"), _("Snooze"), _("Cancel")
    metadata = json.dumps(origin)
    return blocks.modal(SNOOZE_FORM, title, fields, submit=submit, close=close, metadata=metadata)


def parse_snooze(view: View) -> Snoozed:
    """What the submitted form says."""
    values = view["state"]["values"]
    origin = json.loads(view["private_metadata"])
    reason = (values["reason"]["reason"].get("value") or "").strip()
    return Snoozed(
        nudge_id=origin["nudge_id"],
        days=int(note.chosen(values, "days") or 7),
        reason=reason or None,
        channel=origin.get("channel"),
        message_ts=origin.get("message_ts"),
    )


def until(today: date, days: int) -> date:
    """The day on which a nudge that is put off comes back."""
    return today + timedelta(days=days)


def _why(_: Texts, kept: Nudge) -> Block:
    said = {
        "wrong_facts": _("The facts are wrong"),
        "already_known": _("I knew it already"),
        "not_important": _("It does not matter"),
        "bad_moment": _("The moment is wrong"),
        "other": _("Something else"),
    }
    options = [blocks.option(said[why], why_value(kept.id, why)) for why in WHY_NOT_USEFUL]
    return blocks.menu(WHY, options, _("What was wrong with it?"))


def _facts(evidence: Iterable[Evidence]) -> list[str]:
    return [f"• {_linked(fact)}" for fact in list(evidence)[:MOST_FACTS]]


def _linked(fact: Evidence) -> str:
    said = blocks.escaped(fact.text)
    return f"{said} {blocks.link(fact.url, '↗')}" if fact.url else said


def _heading(_: Texts, nudge: Shown) -> str:
    return _("Next step, by {day}", day=_.date(nudge.due)) if nudge.due else _("Next step")
