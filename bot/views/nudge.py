"""A nudge in Slack: reason, facts, one next step, its play, and the ways to answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.views import blocks, draft
from bot.views.blocks import Block
from bot.views.handoff_form import CONTINUE
from handlers import drafts
from handlers.composing import phrases
from handlers.nudges import history
from handlers.nudges.life import WHY_NOT_USEFUL
from handlers.nudges.telling import Told
from handlers.texts import Texts
from playbooks.nudges.values import OUTCOMES, Nudge, NudgeState

DONE = "nudge_done"
SNOOZE = "nudge_snooze"
NOT_USEFUL = "nudge_not_useful"
OPEN_ACCOUNT = "nudge_open_account"
WHY = "nudge_why_not_useful"
OUTCOME = "nudge_outcome"
SAY_MORE = "nudge_say_more"
MORE = "nudge_more"

PASS_ON = "pass_on"
QUIET_HOURS = "quiet_hours"
RHYTHM = "rhythm"

MOST_FACTS = 6

ESCALATED = ("escalation_days_unanswered", "escalation_days_overdue")
"""Facts behind which the ticket of an open escalation stands."""

HANDOFF = "handoff_incomplete"
"""The rule whose step is the form of the handoff: its button opens it where its seller stopped."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that made a nudge fire, in words, with the address that opens it if there is one."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A nudge ready to be read, in the reader's language. `priority` 1 comes first.

    `handoff_of` is the account whose handoff waits to be completed, `escalation` the ticket of
    which the customer waits to hear.
    """

    nudge_id: str
    account: str
    reason: str
    step: str
    priority: int
    evidence: tuple[Evidence, ...] = ()
    play: Evidence | None = None
    due: date | None = None
    remarks: tuple[str, ...] = ()
    gone: str | None = None
    has_letter: bool = False
    handoff_of: str | None = None
    escalation: str | None = None


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
        due=told.nudge.due,
        remarks=told.remarks,
        gone=told.gone,
        has_letter=drafts.belongs_to(told.nudge),
        handoff_of=told.nudge.account_id if told.nudge.rule == HANDOFF else None,
        escalation=_escalation(told),
    )


def _escalation(told: Told) -> str | None:
    behind = (f.evidence_id for f in told.evidence if f.name in ESCALATED)
    return next(behind, None)


def text(_: Texts, nudge: Shown) -> str:
    """The nudge in one line, for notifications."""
    return f"{blocks.escaped(nudge.account)}: {blocks.escaped(nudge.gone or nudge.reason)}"


def message(_: Texts, nudge: Shown) -> list[Block]:
    """The nudge as its owner gets it."""
    return [*body(_, nudge), buttons(_, nudge)]


def body(_: Texts, nudge: Shown) -> list[Block]:
    """Everything but the buttons."""
    mark = "🔴 " if nudge.priority == 1 else ""
    shown = [
        blocks.section(f"{mark}*{blocks.escaped(nudge.account)}*\n{blocks.escaped(nudge.reason)}")
    ]
    if nudge.remarks:
        shown.append(blocks.context(*map(blocks.escaped, nudge.remarks)))
    if nudge.evidence:
        shown.append(blocks.section("\n".join(_facts(nudge.evidence))))
    shown.append(blocks.section(f"*{_heading(_, nudge)}*\n{blocks.escaped(nudge.step)}"))
    if nudge.play:
        shown.append(blocks.context(_("Play: {play}", play=_linked(nudge.play))))
    return shown


def buttons(_: Texts, nudge: Shown) -> Block:
    """Done · Snooze · Not useful · Draft a message · Open account, and what is needed less often.

    The message is there where one to the customer belongs to the step.
    """
    nudge_id, account_id = nudge.nudge_id, nudge.handoff_of
    go_on = [blocks.button(_("Continue"), CONTINUE, account_id)] if account_id else []
    seldom = [
        blocks.option(_("Pass on…"), more_value(PASS_ON, nudge_id)),
        blocks.option(_("My quiet hours…"), more_value(QUIET_HOURS, nudge_id)),
    ]
    if nudge.escalation:
        seldom.insert(
            0, blocks.option(_("Rhythm of updates…"), more_value(RHYTHM, nudge.escalation))
        )
    return blocks.actions(
        [
            *go_on,
            blocks.button(_("Done"), DONE, nudge_id, style="primary"),
            blocks.button(_("Snooze"), SNOOZE, nudge_id),
            blocks.button(_("Not useful"), NOT_USEFUL, nudge_id),
            *([draft.button(_, nudge_id)] if nudge.has_letter else []),
            blocks.button(_("Open account"), OPEN_ACCOUNT, nudge_id),
            blocks.overflow(MORE, seldom),
        ]
    )


def closed(_: Texts, shown: list[Block], what: str) -> list[Block]:
    """A nudge after it was answered: as it was, with what became of it in place of the buttons."""
    kept = [block for block in shown if block["type"] != "actions"]
    return [*kept, blocks.context(what)]


def as_it_stands(_: Texts, nudge: Shown, kept: Nudge) -> list[Block]:
    """The nudge with its buttons, or with what became of it, or who has it now."""
    if nudge.gone is not None:
        return [blocks.context(f"*{blocks.escaped(nudge.account)}* · {blocks.escaped(nudge.gone)}")]
    said = outcome(_, kept)
    if said is None:
        return message(_, nudge)
    answered = closed(_, body(_, nudge), said)
    if kept.state is NudgeState.NOT_USEFUL and kept.reason is None:
        answered.append(blocks.actions([_why(_, kept)]))
    if kept.state is NudgeState.DONE and (kept.outcome is None or kept.reason is None):
        answered.append(_asking_what_came(_, kept))
    return answered


def outcome(_: Texts, kept: Nudge) -> str | None:
    """What became of a nudge, as Slack shows it; None while it waits to be answered."""
    if kept.state is NudgeState.DONE:
        came = history.became(_, kept)
        thanks = _("Done. Thank you.")
        return phrases.joined(_, thanks, blocks.escaped(came)) if came else thanks
    if kept.state is NudgeState.NOT_USEFUL:
        noted = _("Noted: not useful. Each rule is judged by this.")
        if kept.reason not in WHY_NOT_USEFUL:
            return noted
        return phrases.joined(_, noted, _("{reason}.", reason=whys(_)[kept.reason]))
    if kept.state is NudgeState.SNOOZED and kept.watched:
        return _("Snoozed until something changes.")
    if kept.state is NudgeState.SNOOZED and kept.snoozed_until is not None:
        return _("Snoozed until {day}.", day=_.date(kept.snoozed_until))
    if kept.state is NudgeState.LAPSED and kept.ended is not None:
        return _("Settled by itself: since {day} it is no longer so.", day=_.date(kept.ended))
    return None


def more_value(what: str, nudge_id: str) -> str:
    """What a choice under “…” carries."""
    return f"{what} {nudge_id}"


def parse_more(value: str) -> tuple[str, str]:
    """What was chosen under “…”, and for which nudge."""
    what, _, nudge_id = value.partition(" ")
    return what, nudge_id


def why_value(nudge_id: str, why: str) -> str:
    """What a choice of the menu carries."""
    return f"{nudge_id} {why}"


def parse_why(value: str) -> tuple[str, str]:
    """The nudge and the reason that a choice carries."""
    nudge_id, _, why = value.partition(" ")
    return nudge_id, why


def outcomes(_: Texts) -> dict[str, str]:
    """What can have come of a nudge, in words."""
    return {
        "helped": _("It helped"),
        "no_change": _("Nothing has changed"),
        "too_early": _("Too early to tell"),
    }


def whys(_: Texts) -> dict[str, str]:
    """Why a nudge can have been of no use, in words."""
    return {
        "wrong_facts": _("The facts are wrong"),
        "bad_moment": _("The moment is wrong"),
        "wrong_person": _("I am the wrong person"),
        "already_known": _("I knew it already"),
        "not_important": _("It does not matter"),
        "other": _("Something else"),
    }


def _why(_: Texts, kept: Nudge) -> Block:
    said = whys(_)
    options = [blocks.option(said[why], why_value(kept.id, why)) for why in WHY_NOT_USEFUL]
    return blocks.menu(WHY, options, _("What was wrong with it?"))


def _asking_what_came(_: Texts, kept: Nudge) -> Block:
    said = outcomes(_)
    options = [blocks.option(said[one], why_value(kept.id, one)) for one in OUTCOMES]
    asked = [blocks.menu(OUTCOME, options, _("What came of it?"))] if not kept.outcome else []
    return blocks.actions([*asked, blocks.button(_("Add a line"), SAY_MORE, kept.id)])


def _facts(evidence: Iterable[Evidence]) -> list[str]:
    return [f"• {_linked(fact)}" for fact in list(evidence)[:MOST_FACTS]]


def _linked(fact: Evidence) -> str:
    said = blocks.escaped(fact.text)
    return f"{said} {blocks.link(fact.url, '↗')}" if fact.url else said


def _heading(_: Texts, nudge: Shown) -> str:
    return _("Next step, by {day}", day=_.date(nudge.due)) if nudge.due else _("Next step")
