"""Which table keeps each kind of value, and by which date the kind is ordered."""

from typing import Any

from playbooks import (
    accounts,
    content,
    conversations,
    customer_promises,
    encounters,
    handoffs,
    intents,
    meetings,
    member_preferences,
    notes,
    observations,
    people,
    presales,
    remotes,
    stages,
)
from playbooks.health import values as health
from playbooks.nudges import tellings
from playbooks.nudges import values as nudges
from storage.tables import accounts as account_tables
from storage.tables import content as content_tables
from storage.tables import conversations as conversation_tables
from storage.tables import encounters as encounter_tables
from storage.tables import meetings as meeting_tables
from storage.tables import notes as note_tables
from storage.tables import observations as observation_tables
from storage.tables import people as people_tables
from storage.tables import readings as reading_tables
from storage.tables import remotes as remote_tables
from storage.tables.columns import Row

TABLES: dict[type[Any], type[Row]] = {
    people.Member: people_tables.MemberRow,
    member_preferences.MemberPreferences: people_tables.MemberPreferencesRow,
    people.Channel: people_tables.ChannelRow,
    people.Contact: people_tables.ContactRow,
    accounts.Account: account_tables.AccountRow,
    accounts.Subscription: account_tables.SubscriptionRow,
    stages.Enrolment: account_tables.EnrolmentRow,
    handoffs.Handoff: account_tables.HandoffRow,
    handoffs.Promise: account_tables.PromiseRow,
    customer_promises.CustomerPromise: account_tables.CustomerPromiseRow,
    intents.IntentReading: account_tables.IntentReadingRow,
    notes.Note: note_tables.NoteRow,
    notes.Cue: note_tables.CueRow,
    notes.Draft: note_tables.NoteDraftRow,
    observations.MetricSample: observation_tables.MetricSampleRow,
    observations.SurveyResponse: observation_tables.SurveyResponseRow,
    observations.Ticket: observation_tables.TicketRow,
    observations.Goal: observation_tables.GoalRow,
    observations.Outcome: observation_tables.OutcomeRow,
    observations.ProductGap: observation_tables.ProductGapRow,
    observations.Activity: observation_tables.ActivityRow,
    meetings.Meeting: meeting_tables.MeetingRow,
    encounters.Encounter: encounter_tables.EncounterRow,
    presales.Finding: encounter_tables.FindingRow,
    health.PersonAnswer: reading_tables.PersonAnswerRow,
    health.Snapshot: reading_tables.SnapshotRow,
    health.Override: reading_tables.OverrideRow,
    health.AdoptedWeights: reading_tables.AdoptedWeightsRow,
    nudges.Nudge: reading_tables.NudgeRow,
    tellings.Telling: reading_tables.TellingRow,
    content.Document: content_tables.DocumentRow,
    content.Passage: content_tables.PassageRow,
    content.Folder: content_tables.FolderRow,
    conversations.Thread: conversation_tables.ThreadRow,
    conversations.Reply: conversation_tables.ReplyRow,
    conversations.Feedback: conversation_tables.FeedbackRow,
    conversations.AuditEntry: conversation_tables.AuditEntryRow,
    remotes.RemoteRecord: remote_tables.RemoteRecordRow,
    remotes.Cursor: remote_tables.CursorRow,
    remotes.Run: remote_tables.RunRow,
    remotes.Delivery: remote_tables.DeliveryRow,
}

DATED: dict[type[Any], str] = {
    accounts.Subscription: "start_date",
    stages.Enrolment: "entered",
    handoffs.Handoff: "submitted",
    handoffs.Promise: "due",
    customer_promises.CustomerPromise: "due",
    intents.IntentReading: "date",
    notes.Note: "date",
    notes.Cue: "date",
    notes.Draft: "at",
    observations.MetricSample: "date",
    observations.SurveyResponse: "date",
    observations.Ticket: "opened",
    observations.Outcome: "date",
    observations.ProductGap: "date",
    observations.Activity: "date",
    meetings.Meeting: "starts",
    presales.Finding: "date",
    health.PersonAnswer: "date",
    health.Snapshot: "as_of",
    health.Override: "date",
    health.AdoptedWeights: "date",
    nudges.Nudge: "created",
    tellings.Telling: "day",
    conversations.Reply: "asked_at",
    conversations.AuditEntry: "at",
    conversations.Feedback: "at",
    remotes.Run: "started",
    remotes.Delivery: "at",
}
"""The column by which each kind is ordered and limited to a period."""
