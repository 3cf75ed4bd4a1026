"""Drafts: notes that are being shown and are not saved, with what was read out of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers import audit, notes
from handlers.context import Context
from handlers.note_filling import Filled
from handlers.notes import NoteDraft, Proposal
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.notes import Cue, Draft
from storage.workspace import Reader, Writer

KEPT = timedelta(days=1)
"""A draft that nobody saved is forgotten after that."""


def prepare(
    context: Context, draft: NoteDraft, member: str, origin: str, account: Account | None
) -> Proposal | None:
    """Read a text for the form and keep it as a draft; None when it says nothing.

    Without an account nothing can be compared with its records: then the text alone is read.
    """
    note_id = draft.id or context.new_id("note")
    proposal = None
    if _says_something(draft.text):
        read_for = replace(draft, id=note_id, account=account.id if account else "")
        proposal = _proposal(context, read_for, member, account)
    values = proposal.values if proposal else []
    kept = Draft(
        note_id,
        member,
        context.now(),
        origin,
        draft.text,
        draft.channel,
        draft.permalink,
        read=audit.written(values) or {},
    )
    with context.workspace.writing() as writer:
        forget(writer, context)
        writer.put(kept)
    return proposal


def begun(context: Context, note_id: str, member: str, origin: str) -> Draft:
    """The draft into which something is gathered: the one that is there, or an empty one."""
    with context.workspace.writing() as writer:
        draft = of(writer, note_id, member)
        if draft is None:
            draft = Draft(note_id, member, context.now(), origin)
            writer.put(draft)
        return draft


def of(reader: Reader, note_id: str, member: str) -> Draft | None:
    """The draft of that note, when it is this person's."""
    found = reader.get(Draft, note_id)
    return found if found is not None and found.member == member else None


def text_of(context: Context, filled: Filled, member: str) -> str:
    """The whole text of what was filled in, also where the form shows its beginning alone."""
    with context.workspace.reading() as reader:
        return text_in(reader, filled, member)


def text_in(reader: Reader, filled: Filled, member: str) -> str:
    """The same inside a transaction; raises `BadInput` where the draft was forgotten."""
    if filled.text is not None:
        return filled.text
    draft = of(reader, filled.id, member)
    if draft is None:
        raise BadInput(
            "This form was left for more than a day, and its text was forgotten. Nothing was "
            "saved; open it anew from where it came."
        )
    return draft.text


def proposed(draft: Draft | None) -> list[Any]:
    """All that was read out of a draft's text."""
    listed = audit.restored(draft.read) if draft else {}
    return [value for values in listed.values() for value in values]


def quotes(draft: Draft | None) -> tuple[tuple[str, str], ...]:
    """Names and quotes of the cues that were read out of a draft's text."""
    return tuple((value.name, value.quote) for value in proposed(draft) if isinstance(value, Cue))


def drop(context: Context, note_id: str, member: str) -> None:
    """Forget a draft that its person closed."""
    with context.workspace.writing() as writer:
        writer.remove(Draft, id=note_id, member=member)


def forget(writer: Writer, context: Context) -> None:
    """Forget drafts that were left."""
    old = writer.find(Draft, until=context.now() - KEPT, limit=100)
    if old:
        writer.remove(Draft, id=[draft.id for draft in old])


def _says_something(text: str) -> bool:
    """A form may also be opened for an empty text."""
    try:
        notes.check_text(text)
    except BadInput:
        return False
    return True


def _proposal(
    context: Context, draft: NoteDraft, member: str, account: Account | None
) -> Proposal | None:
    if account is not None:
        return notes.propose(context, draft, member)
    with context.workspace.reading() as reader:
        viewer = notes.writing_member(reader, member)
        return notes.without_account(context, reader, draft, viewer)
