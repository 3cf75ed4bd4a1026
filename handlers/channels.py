"""Slack channels and the accounts that they are about: linked, looked up, unlinked."""

from dataclasses import dataclass, replace

from handlers import access, audit, naming, notes
from handlers.access import Viewer
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from storage.workspace import Reader, Writer


@dataclass(frozen=True, slots=True)
class Linked:
    """An account whose channel was set or taken away; `audit_entry_id` undoes it.

    `repeated` means that it was so already.
    """

    account: Account
    audit_entry_id: str | None
    repeated: bool = False


def link(context: Context, channel_id: str, account: str, actor: str) -> Linked:
    """Say that a channel is about an account, by its id or name; for those who look after it.

    Raises `BadInput` when the channel is another account's, or the account has another channel.
    """
    with context.workspace.writing() as writer:
        viewer = notes.writing_member(writer, actor)
        found = writer.get(Account, account) or naming.account(writer, viewer, account)
        if not viewer.sees_internals(found):
            raise BadInput(
                "CSMs, managers, admins and the team of {account} link its channel; ask one of "
                "them. Nothing was changed.",
                account=found.name,
            )
        if found.channel == channel_id:
            return Linked(found, None, repeated=True)
        _check_free(writer, channel_id, found)
        return _set(context, writer, viewer, found, channel_id)


def unlink(context: Context, channel_id: str, actor: str) -> Linked:
    """Say that a channel is about no account any more; raises `NotFound` when it was about none."""
    with context.workspace.writing() as writer:
        viewer = notes.writing_member(writer, actor)
        found = account_of(writer, channel_id)
        if found is None or not viewer.sees_internals(found):
            raise NotFound("This channel is linked to no customer. Nothing was changed.")
        return _set(context, writer, viewer, found, None)


def linked(context: Context, channel_id: str, asker: str) -> Account | None:
    """The account that a channel is about, when the asker may see it."""
    with context.workspace.reading() as reader:
        found = account_of(reader, channel_id)
        viewer = access.audience(reader, asker).asker
        return found if found is not None and viewer.sees_account(found) else None


def account_of(reader: Reader, channel_id: str) -> Account | None:
    """The one account whose channel it is."""
    found = reader.find(Account, channel=channel_id)
    return found[0] if len(found) == 1 else None


def _set(
    context: Context, writer: Writer, viewer: Viewer, found: Account, channel: str | None
) -> Linked:
    changed = replace(found, channel=channel)
    writer.put(changed)
    action = "account.linked" if channel else "account.unlinked"
    entry = audit.record(
        context, writer, viewer.member.id, action, changed, before=[found], after=[changed]
    )
    return Linked(changed, entry.id)


def _check_free(reader: Reader, channel_id: str, wanted: Account) -> None:
    other = account_of(reader, channel_id)
    if other is not None:
        raise BadInput(
            "This channel is linked to {account} already. Nothing was changed; unlink it first.",
            account=other.name,
        )
    if wanted.channel is not None:
        raise BadInput(
            "{account} has another channel already. Nothing was changed; unlink that one first.",
            account=wanted.name,
        )
