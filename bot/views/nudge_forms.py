"""The forms of a nudge: put it off, say what came of it, pass it on; and a member's quiet hours."""

import json
from dataclasses import astuple, dataclass
from datetime import date, time, timedelta

from bot.views import blocks, note, nudge, regular
from bot.views.blocks import Block, View
from handlers.digests import occasions
from handlers.nudges import budget
from handlers.texts import Texts
from playbooks.member_preferences import MemberPreferences
from playbooks.nudges.values import OUTCOMES
from playbooks.people import Role

SNOOZE_FORM = "nudge_snooze_form"
OUTCOME_FORM = "nudge_outcome_form"
PASS_FORM = "nudge_pass_form"
QUIET_FORM = "quiet_hours_form"
REGULARS = "regulars"

SNOOZES = (1, 3, 7, 14, 30)
"""Days for which a nudge can be put off."""

UNTIL_CHANGE = "change"
LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Origin:
    """Which nudge a form is about, and the message that the click was on; at Home there is none.

    `view` is what the Home tab kept of the person's choices.
    """

    nudge_id: str
    channel: str | None = None
    message_ts: str | None = None
    view: str | None = None

    @property
    def at_home(self) -> bool:
        """Whether the click was on the Home tab."""
        return self.message_ts is None


@dataclass(frozen=True, slots=True)
class Snoozed:
    """What somebody sent in the form that puts a nudge off: no day means until a change."""

    origin: Origin
    until: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says came of a nudge."""

    origin: Origin
    outcome: str | None
    remark: str | None


def snooze(_: Texts, origin: Origin) -> View:
    """How long, and why."""
    options = [
        blocks.option(_.plural("{count} day", "{count} days", days), str(days)) for days in SNOOZES
    ]
    options.append(blocks.option(_("Until something changes"), UNTIL_CHANGE))
    hint = _("Until something changes: it comes back as soon as one of its facts is another one.")
    fields = [
        blocks.field(
            "days", _("For how long?"), blocks.menu("days", options, _("Choose"), "7"), hint=hint
        ),
        blocks.field("until", _("Or until this day"), blocks.date_input("until")),
        blocks.field("reason", _("Why?"), blocks.text_input("reason", max_length=LONGEST_LINE)),
    ]
    return _form(_, SNOOZE_FORM, _("Snooze"), fields, origin)


def parse_snooze(view: View, today: date) -> Snoozed:
    """What the submitted form says; a day of one's own goes before a number of days."""
    values = view["state"]["values"]
    chosen = note.chosen(values, "days") or "7"
    day = values["until"]["until"].get("selected_date")
    until = date.fromisoformat(day) if day else None
    if until is None and chosen != UNTIL_CHANGE:
        until = today + timedelta(days=int(chosen))
    return Snoozed(_origin(view), until, _line(view, "reason"))


def outcome(_: Texts, origin: Origin, chosen: str | None = None) -> View:
    """What came of it, and a line about it."""
    said = nudge.outcomes(_)
    options = [blocks.option(said[one], one) for one in OUTCOMES]
    fields = [
        blocks.field(
            "outcome",
            _("What came of it?"),
            blocks.menu("outcome", options, _("Choose"), chosen),
        ),
        blocks.field(
            "remark", _("In a line"), blocks.text_input("remark", max_length=LONGEST_LINE)
        ),
    ]
    return _form(_, OUTCOME_FORM, _("What came of it?"), fields, origin)


def parse_outcome(view: View) -> Said:
    """What the submitted form says."""
    chosen = note.chosen(view["state"]["values"], "outcome")
    return Said(_origin(view), chosen or None, _line(view, "remark"))


def pass_on(_: Texts, origin: Origin) -> View:
    """To whom."""
    hint = _("It is taken back here and comes to them with your name.")
    chosen = blocks.person_input("person", _("Choose"))
    fields = [blocks.field("person", _("Who takes it over?"), chosen, hint=hint, optional=False)]
    return _form(_, PASS_FORM, _("Pass on"), fields, origin)


def parse_pass_on(view: View) -> tuple[Origin, str]:
    """The nudge, and the Slack user id of who takes it over."""
    chosen = view["state"]["values"]["person"]["person"]["selected_user"]
    return _origin(view), str(chosen)


def quiet_hours(_: Texts, kept: MemberPreferences, role: Role) -> View:
    """When nothing is to be sent, on the member's own clock; and what comes at a known time."""
    begins = blocks.time_input("begins", kept.quiet_from)
    ends = blocks.time_input("ends", kept.quiet_until)
    text = _(
        "Between these times I send you nothing. Without them, I write within your working hours, "
        "and not while Slack's own do not disturb is on."
    )
    shown = [
        blocks.section(text),
        blocks.field("begins", _("From"), begins),
        blocks.field("ends", _("Until"), ends),
        _regulars(_, kept, role),
    ]
    return blocks.modal(QUIET_FORM, _("My quiet hours"), shown, submit=_("Save"), close=_("Cancel"))


def parse_regulars(view: View) -> list[str]:
    """The regular messages that were ticked."""
    ticked = view["state"]["values"][REGULARS][REGULARS].get("selected_options") or []
    return [option["value"] for option in ticked]


def _regulars(_: Texts, kept: MemberPreferences, role: Role) -> Block:
    offered = occasions.offered(role)
    options = [blocks.option(regular.name(_, kind), kind.value) for kind in offered]
    ticked = [one for one in options if one["value"] not in kept.without]
    hint = _(
        "These come at a time of their own and do not count among the {count} messages of a day.",
        count=_.number(budget.BUDGET),
    )
    boxes = blocks.checkboxes(REGULARS, options, ticked)
    return blocks.field(REGULARS, _("Also send me"), boxes, hint=hint)


def parse_quiet_hours(view: View) -> tuple[time | None, time | None]:
    """When the hours begin and end; both or neither are set when they make sense."""
    values = view["state"]["values"]
    times = (values[name][name].get("selected_time") for name in ("begins", "ends"))
    begins, ends = (time.fromisoformat(one) if one else None for one in times)
    return begins, ends


def _form(_: Texts, callback_id: str, title: str, fields: list[Block], origin: Origin) -> View:
    metadata = json.dumps(astuple(origin))
    close, submit = _("Cancel"), _("Save")
    return blocks.modal(callback_id, title, fields, submit=submit, close=close, metadata=metadata)


def _origin(view: View) -> Origin:
    return Origin(*json.loads(view["private_metadata"]))


def _line(view: View, name: str) -> str | None:
    written = view["state"]["values"][name][name].get("value") or ""
    return written.strip() or None
