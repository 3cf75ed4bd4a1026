"""Going on from a reply: the account that was meant, and what was proposed to be saved."""

from handlers import diagnosis, notes, presales, reception, respond
from handlers.answers import Proposal, Question
from handlers.context import Context
from playbooks.conversations import Reply
from playbooks.errors import BadInput, NotFound
from playbooks.health.values import Band


def about(
    context: Context, reply_id: str, account_id: str, asker: str, channel: str | None
) -> Question:
    """The question of a reply once more, now about the account that was chosen.

    Raises `NotFound` for a reply that is not there.
    """
    reply = _reply(context, reply_id)
    return Question(
        reply.question,
        asker=asker,
        channel=channel,
        thread_id=reply.thread_id,
        at=reply.asked_at.date(),
        language=reply.language,
        account_id=account_id,
    )


def save(
    context: Context, reply_id: str, account_id: str, member: str, channel: str | None
) -> notes.SavedNote | diagnosis.Saved | presales.Logged:
    """Save what a reply proposed; saving it twice saves it once.

    Raises `NotFound` for a reply that is not there, and `BadInput` for somebody else's.
    """
    proposal = prepared(context, reply_id, account_id, member, channel)
    return keep(context, proposal, member, channel, reply_id)


def prepared(
    context: Context, reply_id: str, account_id: str, member: str, channel: str | None
) -> Proposal:
    """What a reply proposed to save; raises as `save` does."""
    if _reply(context, reply_id).asker != member:
        raise BadInput("Only the person to whom a note was proposed can save it.")
    question = about(context, reply_id, account_id, member, channel)
    with context.workspace.reading() as reader:
        proposal = respond.draft(reception.receive(context, reader, question)).proposal
    if proposal is None:
        raise BadInput("There is nothing to save in that message any more. Write the note anew.")
    return proposal


def keep(
    context: Context,
    proposal: Proposal,
    member: str,
    channel: str | None = None,
    occasion: str | None = None,
) -> notes.SavedNote | diagnosis.Saved | presales.Logged:
    """Save what was proposed: a note, or a person's band with its end; once for an occasion."""
    if proposal.record is not None:
        return presales.keep(context, proposal.record, member, occasion)
    if proposal.band is not None and proposal.ends is not None:
        band, until = Band(proposal.band), proposal.ends
        return diagnosis.override(
            context, proposal.account_id, band, proposal.text, until, member, occasion
        )
    note_id = f"note_{occasion}" if occasion else None
    return notes.add(context, _draft(proposal, channel, note_id), member)


def _draft(proposal: Proposal, channel: str | None, note_id: str | None) -> notes.NoteDraft:
    return notes.NoteDraft(
        account=proposal.account_id,
        text=proposal.text,
        date=proposal.date,
        kind=proposal.kind,
        channel=channel,
        id=note_id,
        owes=proposal.owes,
        delivers=proposal.delivers,
    )


def _reply(context: Context, reply_id: str) -> Reply:
    with context.workspace.reading() as reader:
        reply = reader.get(Reply, reply_id)
    if reply is None:
        raise NotFound("That message is too old to go on from. Ask again.")
    return reply
