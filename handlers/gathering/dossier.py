"""Everything recorded about one account that the asker may see, as of one day, read when needed."""

from datetime import date
from functools import cached_property
from typing import TypeVar

from handlers.access import Audience
from playbooks import customer_promises, handoffs
from playbooks.accounts import Account, Subscription
from playbooks.customer_promises import CustomerPromise
from playbooks.handoffs import Handoff, Promise
from playbooks.intents import IntentReading
from playbooks.meetings import Meeting
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import (
    Activity,
    Goal,
    MetricSample,
    Outcome,
    ProductGap,
    SurveyResponse,
    Ticket,
)
from playbooks.people import Channel, Contact
from playbooks.stages import Enrolment
from storage.workspace import Reader

T = TypeVar("T")


class Dossier:
    """The records of one account up to and including `today`, oldest first."""

    def __init__(self, reader: Reader, audience: Audience, account: Account, today: date) -> None:
        self.account = account
        self.today = today
        self._reader = reader
        self._audience = audience

    @property
    def internals(self) -> bool:
        """Whether the asker may see health internals of the account."""
        return self._audience.asker.sees_internals(self.account)

    @cached_property
    def notes(self) -> list[Note]:
        """The notes that the asker may see."""
        channels = {channel.id: channel for channel in self._reader.find(Channel)}
        asker = self._audience.asker
        return [
            note
            for note in self._until(Note)
            if asker.sees_note(note, self.account, channels.get(note.channel or ""))
        ]

    @cached_property
    def cues(self) -> list[Cue]:
        """What the notes that the asker may see were read to say."""
        visible = {note.id for note in self.notes}
        return [cue for cue in self._until(Cue) if cue.note_id in visible]

    @cached_property
    def contacts(self) -> list[Contact]:
        """The people at the customer's, by name."""
        return sorted(self._all(Contact), key=lambda contact: contact.name)

    @cached_property
    def enrolments(self) -> list[Enrolment]:
        """Stages entered so far."""
        return self._until(Enrolment)

    @cached_property
    def open_stages(self) -> list[Enrolment]:
        """Stages that the account, or a team of it, is in today."""
        return [stage for stage in self.enrolments if stage.is_open(self.today)]

    @cached_property
    def handoff(self) -> Handoff | None:
        """The newest handoff."""
        known = [h for h in self._all(Handoff) if not h.submitted or h.submitted <= self.today]
        return max(known, key=lambda h: h.submitted or date.min) if known else None

    @cached_property
    def promises(self) -> list[Promise]:
        """Promises that stand, by due date; those from notes out of sight are left out."""
        return handoffs.standing(self._visible_promises, self.today, self._noted)

    @cached_property
    def unconfirmed(self) -> list[Promise]:
        """Promises that only a note tells, too long ago to ask for, and nothing says if kept."""
        return handoffs.lapsed(self._visible_promises, self.today, self._noted)

    @cached_property
    def _visible_promises(self) -> list[Promise]:
        made = self._all(Promise)
        return [one for one in made if one.note_id is None or one.note_id in self._noted]

    @cached_property
    def _noted(self) -> dict[str, date]:
        """The days of the notes by their ids."""
        return {note.id: note.date for note in self.notes}

    @cached_property
    def customer_promises(self) -> list[CustomerPromise]:
        """What the customer said they would do, from notes that the asker may see."""
        visible = {note.id for note in self.notes}
        made = self._all(CustomerPromise)
        return [one for one in made if one.note_id is None or one.note_id in visible]

    @cached_property
    def awaited(self) -> list[CustomerPromise]:
        """What is still to come from the customer, the earliest due first."""
        return customer_promises.awaited(self.customer_promises, self.today, self._noted)

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Meetings planned, also those to come, but for those that were called off."""
        return [one for one in self._all(Meeting) if not one.cancelled]

    @cached_property
    def intents(self) -> list[IntentReading]:
        """What was stated about why they started; from sources that the asker may see."""
        visible = {note.id for note in self.notes}
        stated = self._until(IntentReading)
        return [i for i in stated if i.source_kind != "note" or i.source_id in visible]

    @cached_property
    def tickets(self) -> list[Ticket]:
        """Tickets opened so far."""
        return self._until(Ticket)

    @cached_property
    def open_escalations(self) -> list[Ticket]:
        """Escalated tickets that are not resolved today."""
        return [t for t in self.tickets if t.escalated and not t.is_over(self.today)]

    @cached_property
    def goals(self) -> list[Goal]:
        """What the customer wants to reach."""
        return [g for g in self._all(Goal) if g.as_of is None or g.as_of <= self.today]

    @cached_property
    def surveys(self) -> list[SurveyResponse]:
        """Survey answers so far."""
        return self._until(SurveyResponse)

    @cached_property
    def samples(self) -> list[MetricSample]:
        """Metric samples so far."""
        return self._until(MetricSample)

    @cached_property
    def subscriptions(self) -> list[Subscription]:
        """What they have bought."""
        bought = self._all(Subscription)
        return [s for s in bought if s.start_date is None or s.start_date <= self.today]

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """Renewals, churn, expansions and contractions so far."""
        return self._until(Outcome)

    @cached_property
    def gaps(self) -> list[ProductGap]:
        """What they miss in the product."""
        return self._until(ProductGap)

    @cached_property
    def activities(self) -> list[Activity]:
        """Hours spent on the account."""
        return self._until(Activity)

    @property
    def last_exchange(self) -> Note | None:
        """The newest note of a two-way engagement."""
        return next((n for n in reversed(self.notes) if n.direction is Direction.TWO_WAY), None)

    def _all(self, kind: type[T]) -> list[T]:
        return self._reader.find(kind, account_id=self.account.id)

    def _until(self, kind: type[T]) -> list[T]:
        return self._reader.find(kind, until=self.today, account_id=self.account.id)
