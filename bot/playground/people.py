"""What people do in Slack: say things, run commands, click, fill in forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.playground import events, interactions, replies, sight, writing
from bot.playground.blockkit import forms
from bot.playground.delivery import Courier, Delivery
from bot.playground.envelope import Envelope
from bot.playground.files import SharedFile
from bot.playground.members import Member
from bot.playground.openviews import OpenView
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a person wrote, and what was delivered because of it."""

    channel: str
    ts: str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form: the errors shown, by block id, and the delivery.

    There is no delivery when Slack itself refused the form (a required field is empty), as the
    app then never hears of it.
    """

    errors: Mapping[str, str]
    delivery: Delivery | None


class Person:
    """One member, and everything that a member can do that the app hears of.

    Channels are given by id or by name, without `#`; no channel is the conversation with the app.
    """

    def __init__(self, workspace: Workspace, courier: Courier, member: Member) -> None:
        self._workspace = workspace
        self._courier = courier
        self._member = member

    @property
    def id(self) -> str:
        return self._member.id

    @property
    def direct_message(self) -> str:
        """The id of the conversation between this person and the app."""
        with self._workspace.changed:
            return self._workspace.direct_message(self.id).id

    def says(
        self,
        text: str,
        channel: str | None = None,
        *,
        thread: str | None = None,
        files: Sequence[SharedFile] = (),
        viewing: str | None = None,
    ) -> Said:
        """Write a message; `viewing` is the channel that they look at beside the app.

        The app hears of it through every event that it subscribed to and may receive: a mention
        in a channel that it is in comes as `app_mention` and as `message.channels`.
        """
        with self._workspace.changed:
            where = sight.channel(self._workspace, self._member, channel)
            beside = sight.channel(self._workspace, self._member, viewing) if viewing else None
            message = writing.write(
                self._workspace,
                self._member,
                where,
                text,
                thread=thread,
                files=files,
                viewing=beside,
            )
            envelopes = writing.heard(self._workspace, where, message)
            self._workspace.changed.notify_all()
        deliveries = tuple(self._courier.deliver(envelope) for envelope in envelopes)
        return Said(where.id, message["ts"], deliveries)

    def has_said(self, text: str, channel: str | None = None, *, thread: str | None = None) -> Said:
        """A message from before: it is there to be read, and the app is not told."""
        with self._workspace.changed:
            where = sight.channel(self._workspace, self._member, channel)
            message = writing.write(self._workspace, self._member, where, text, thread=thread)
            self._workspace.changed.notify_all()
        return Said(where.id, message["ts"], ())

    def mentions(self, text: str, channel: str, *, thread: str | None = None) -> Said:
        """Write a message that begins with @ and the app's name."""
        return self.says(f"<@{self._workspace.bot_user}> {text}", channel, thread=thread)

    def runs(self, command: str, text: str = "", channel: str | None = None) -> Delivery:
        """Run a slash command; what the acknowledgement says is shown."""
        with self._workspace.changed:
            where = sight.channel(self._workspace, self._member, channel)
            envelope = interactions.command(self._workspace, self._member, where, command, text)
        delivery = self._courier.deliver(envelope)
        if delivery.acknowledged:
            self._show_command_answer(envelope, delivery)
        return delivery

    def invites_app(self, channel: str) -> Delivery | None:
        """Bring the app into a channel; it hears of it if it subscribed to that."""
        with self._workspace.changed:
            where = sight.channel(self._workspace, self._member, channel)
            bot = self._workspace.bot_user
            if bot not in where.members:
                where.members.append(bot)
            envelope = events.member_joined_channel(self._workspace, bot, where, self.id)
            hears = "member_joined_channel" in self._workspace.grants.events
        return self._courier.deliver(envelope) if hears else None

    def opens_home(self) -> Delivery:
        """Open the app's Home tab."""
        return self._opens("home", None)

    def opens_messages(self, viewing: str | None = None) -> Delivery:
        """Open the app's Messages tab, perhaps beside a channel."""
        return self._opens("messages", viewing)

    def looks_at(self, channel: str | None) -> Delivery:
        """Look at a channel (or at nothing in particular) while the app is open beside it."""
        with self._workspace.changed:
            beside = sight.channel(self._workspace, self._member, channel) if channel else None
            direct = self._workspace.direct_message(self.id)
            envelope = events.app_context_changed(self._workspace, self.id, direct, beside)
        return self._courier.deliver(envelope)

    def clicks(
        self,
        action_id: str,
        channel: str | None = None,
        *,
        ts: str | None = None,
        value: str | None = None,
        choose: object = None,
    ) -> Delivery:
        """Use a control of the newest message that has it, or of the message `ts`.

        `value` tells buttons with the same action id apart; `choose` is what is picked in a menu
        (an option's value or text), or `positive` or `negative` for feedback buttons.
        """
        with self._workspace.changed:
            where = sight.channel(self._workspace, self._member, channel)
            message, control = sight.control_in_messages(
                self._workspace, self._member, where, action_id, ts, value
            )
            chosen = sight.chosen(control.element, choose)
            envelope = interactions.message_action(
                self._workspace, self._member, where, message, control, chosen
            )
        return self._courier.deliver(envelope)

    def clicks_at_home(
        self, action_id: str, *, value: str | None = None, choose: object = None
    ) -> Delivery:
        """Use a control of the Home tab."""
        with self._workspace.changed:
            opened = sight.home(self._workspace, self._member)
            envelope = self._view_action(opened, action_id, value, choose)
        return self._courier.deliver(envelope)

    def clicks_in_modal(
        self, action_id: str, *, value: str | None = None, choose: object = None
    ) -> Delivery:
        """Use a control of the open modal."""
        with self._workspace.changed:
            opened = sight.modal(self._workspace, self._member)
            envelope = self._view_action(opened, action_id, value, choose)
        return self._courier.deliver(envelope)

    def searches(self, action_id: str, typed: str) -> list[Json]:
        """Type into a menu of the open modal that the app fills; the options that it offers."""
        with self._workspace.changed:
            opened = sight.modal(self._workspace, self._member)
            control = sight.control_in_view(opened, action_id)
            envelope = interactions.suggestion(
                self._workspace, self._member, opened, control, typed
            )
        return _offered(self._courier.deliver(envelope).json)

    def uses_shortcut(self, callback_id: str) -> Delivery:
        """Use a global shortcut."""
        with self._workspace.changed:
            envelope = interactions.shortcut(self._workspace, self._member, callback_id)
        return self._courier.deliver(envelope)

    def uses_message_shortcut(
        self, callback_id: str, ts: str, channel: str | None = None
    ) -> Delivery:
        """Use a shortcut from the menu of a message."""
        with self._workspace.changed:
            where = sight.channel(self._workspace, self._member, channel)
            target = sight.message(where, ts)
            envelope = interactions.message_shortcut(
                self._workspace, self._member, where, target, callback_id
            )
        return self._courier.deliver(envelope)

    def fills_in(self, answers: forms.Answers) -> None:
        """Fill in fields of the open modal, by block id, action id or label, without submitting."""
        with self._workspace.changed:
            opened = sight.modal(self._workspace, self._member)
            filled = {**opened.answers, **answers}
            forms.values(opened.content["blocks"], filled)
            opened.answers = filled

    def submits(self, answers: forms.Answers | None = None) -> Submission:
        """Fill in and submit the open modal; what the app answers takes effect."""
        self.fills_in(answers or {})
        with self._workspace.changed:
            opened = sight.modal(self._workspace, self._member)
            view = interactions.filled(opened)
            refused = forms.complaints(view["blocks"], view["state"]["values"])
            if refused:
                return Submission(refused, None)
            envelope = interactions.view_submission(self._workspace, self._member, opened)
        delivery = self._courier.deliver(envelope)
        return Submission(self._after_submission(opened, delivery), delivery)

    def closes(self, *, everything: bool = False) -> Delivery | None:
        """Close the open modal, or all of them; the app hears of it if it asked to."""
        with self._workspace.changed:
            opened = sight.modal(self._workspace, self._member)
            envelope = interactions.view_closed(self._workspace, self._member, opened, everything)
            if everything:
                self._workspace.views.clear(self.id)
            else:
                self._workspace.views.close(self.id)
            self._workspace.changed.notify_all()
        return self._courier.deliver(envelope) if opened.content["notify_on_close"] else None

    def _show_command_answer(self, envelope: Envelope, delivery: Delivery) -> None:
        with self._workspace.changed:
            replies.to_command(self._workspace, envelope.payload, delivery.json or delivery.body)
            self._workspace.changed.notify_all()

    def _opens(self, tab: str, viewing: str | None) -> Delivery:
        with self._workspace.changed:
            beside = sight.channel(self._workspace, self._member, viewing) if viewing else None
            direct = self._workspace.direct_message(self.id)
            envelope = events.app_home_opened(self._workspace, self.id, direct, tab, beside)
        return self._courier.deliver(envelope)

    def _view_action(
        self, opened: OpenView, action_id: str, value: str | None, choose: object
    ) -> Envelope:
        control = sight.control_in_view(opened, action_id, value)
        chosen = sight.chosen(control.element, choose)
        if forms.keeps_state(control) and choose is not None:
            opened.answers[action_id] = choose
        return interactions.view_action(self._workspace, self._member, opened, control, chosen)

    def _after_submission(self, opened: OpenView, delivery: Delivery) -> Mapping[str, str]:
        """The errors to show; a submission that was not acknowledged leaves the modal open."""
        if not delivery.acknowledged:
            return {}
        with self._workspace.changed:
            errors = replies.to_submission(self._workspace, opened, delivery.json)
            self._workspace.changed.notify_all()
        return errors


def _offered(answer: Json) -> list[Json]:
    groups = answer.get("option_groups") or []
    grouped = [option for group in groups for option in group["options"]]
    return list(answer.get("options") or []) + grouped
