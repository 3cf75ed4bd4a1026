"""Going on from a reply: the account that was meant, and the note that was proposed."""

from handlers import notes, reception, respond
from handlers.answers import Proposal, Question
from handlers.context import Context
from playbooks.conversations import Reply
from playbooks.errors import BadInput, NotFound


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
) -> notes.SavedNote:
    """Save the note that a reply proposed; saving it twice saves it once.

    Raises `NotFound` for a reply that is not there, and `BadInput` for somebody else's.
    """
    reply = _reply(context, reply_id)
    if reply.asker != member:
        raise BadInput("Only the person to whom a note was proposed can save it.")
    question = about(context, reply_id, account_id, member, channel)
    with context.workspace.reading() as reader:
        proposal = respond.draft(reception.receive(context, reader, question)).proposal
    if proposal is None:
        raise BadInput("There is nothing to save in that message any more. Write the note anew.")
    return notes.add(context, draft(proposal, channel, f"note_{reply.id}"), member)


def draft(
    proposal: Proposal, channel: str | None = None, note_id: str | None = None
) -> notes.NoteDraft:
    """What was proposed, as it is to be saved."""
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
