"""What an account's records say, one entry for each thing that can be quoted, with its source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import excerpts, sources, terms
from handlers.answers import Ref
from handlers.evidence import Archive
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from knowledge import turns
from playbooks.accounts import Account
from playbooks.handoffs import Handoff
from playbooks.notes import Note
from playbooks.observations import MetricSample

FIELDS = (
    *("why_bought", "problem", "time_expectation", "success_criteria", "stakeholders"),
    *("technical_environment", "risks", "product_gaps", "competitor_displaced", "products"),
    *("licences_sold", "kickoff_date"),
)
"""What of a handoff is quoted, field by field."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that is recorded: `words` are somebody's own, or a line made of its fields.

    `about` is only searched: who said it, what kind of record it is. `label` stands before the
    words where they need one. `scale` is what a survey's score is out of.
    """

    ref: Ref
    account: Account
    words: str
    at: date | None = None
    label: str = ""
    about: str = ""
    language: str | None = None
    own: bool = False
    scale: tuple[str, ...] = ()


def of(dossier: Dossier, archive: Archive, _: Texts) -> list[Record]:
    """Everything about the account that the asker may see, as it can be quoted."""
    account = dossier.account
    said = [record for note in dossier.notes for record in _note(note, account, archive)]
    said += _handoff(dossier.handoff, account, _) if dossier.handoff else []
    return said + [
        _line(kind, item, words, dossier, archive, _)
        for kind, items in _kept(dossier)
        for item in items
        if (words := excerpts.told(kind, item, _))
    ]


def _note(note: Note, account: Account, archive: Archive) -> Iterator[Record]:
    author = sources.person(note.author, archive.members)
    about = f"{author} {note.kind.replace('_', ' ')}"
    for part in turns.parts(note.text):
        yield Record(
            Ref("note", note.id), account, part, note.date, "", about, note.language, own=True
        )


def _handoff(handoff: Handoff, account: Account, _: Texts) -> Iterator[Record]:
    for name in FIELDS:
        value = getattr(handoff, name)
        if value not in (None, ""):
            words = _.date(value) if isinstance(value, date) else str(value)
            label, about = terms.say(_, name), name.replace("_", " ")
            ref, own = Ref("handoff", handoff.id), isinstance(value, str)
            yield Record(ref, account, words, handoff.submitted, label, about, own=own)


def _kept(dossier: Dossier) -> Iterator[tuple[str, Iterable[Any]]]:
    yield "ticket", dossier.tickets
    yield "goal", dossier.goals
    yield "survey", dossier.surveys
    yield "outcome", dossier.outcomes
    yield "promise", dossier.promises
    yield "customer_promise", [one for one in dossier.customer_promises if one.note_id is None]
    yield "meeting", dossier.meetings
    yield "contact", dossier.contacts
    yield "metric", _newest(dossier.samples)
    yield "subscription", dossier.subscriptions
    yield "gap", dossier.gaps


def _newest(samples: Iterable[MetricSample]) -> Iterable[MetricSample]:
    """The last sample of each metric."""
    return {sample.metric: sample for sample in samples}.values()


def _line(kind: str, item: Any, words: str, dossier: Dossier, archive: Archive, _: Texts) -> Record:
    account, members = dossier.account, archive.members
    title = sources.describe(kind, item, account, members, _).title
    about = sources.words(item, members)
    scale = (words,) if kind == "survey" else ()
    at = sources.day(kind, item)
    return Record(Ref(kind, item.id), account, words, at, title, about, scale=scale)
