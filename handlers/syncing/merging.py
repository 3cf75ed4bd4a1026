"""Accounts that a remote has merged: what belonged to the one belongs to the other from now on."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from handlers import audit
from handlers.context import Context
from playbooks import remotes
from playbooks.accounts import Account
from playbooks.health.values import Snapshot
from playbooks.nudges.values import OPEN_STATES, Nudge, NudgeState
from playbooks.remotes import RemoteRecord, RemoteState
from storage.kinds import TABLES
from storage.values import columns_of
from storage.workspace import Writer

ACTION = "account.merged"

STAY = (Snapshot,)
"""Verdicts on an account as it was; there is none like it any more."""

MOVED = tuple(
    kind for kind in TABLES if "account_id" in columns_of(kind) and kind not in (*STAY, Nudge)
)


def absorbed(writer: Writer, heir: RemoteRecord, remote_ids: Iterable[str]) -> list[RemoteRecord]:
    """Note that these records live on in `heir`; returns those that had not been merged yet."""
    keys = [remotes.key(heir.connector, heir.thing, one) for one in remote_ids]
    there = writer.find(RemoteRecord, id=keys) if keys else []
    fresh = [
        replace(record, state=RemoteState.MERGED, leads_to=heir.remote_id)
        for record in there
        if record.state is not RemoteState.MERGED and record.id != heir.id
    ]
    if fresh:
        writer.put_many(fresh)
    return fresh


def settle(context: Context, writer: Writer, connector: str, thing: str, heirs: set[str]) -> int:
    """Move what belonged to accounts that live on in one of `heirs`, which must be here.

    Safe to repeat: an account that was moved is not here any more.
    """
    merged = writer.find(
        RemoteRecord, connector=connector, thing=thing, state=RemoteState.MERGED, leads_to=heirs
    )
    left = [record for record in merged if record.local_id]
    keys = [remotes.key(connector, thing, record.leads_to or "") for record in left]
    living = {
        record.remote_id: record.local_id
        for record in (writer.find(RemoteRecord, id=keys) if keys else [])
        if record.local_id and record.state is not RemoteState.MERGED
    }
    ready = [record for record in left if record.leads_to in living]
    for record in ready:
        _move(context, writer, record, str(living[record.leads_to or ""]))
    return len(ready)


def _move(context: Context, writer: Writer, record: RemoteRecord, heir_id: str) -> None:
    writer.put(replace(record, local_id=None))
    account, heir = writer.get(Account, record.local_id or ""), writer.get(Account, heir_id)
    if account is None or heir is None or account.id == heir.id:
        return
    _move_nudges(context, writer, account, heir)
    for kind in MOVED:
        own: list[Any] = writer.find(kind, account_id=account.id)
        if own:
            writer.put_many([replace(value, account_id=heir.id) for value in own])
    names = dict.fromkeys((*heir.aliases, account.name, *account.aliases))
    aliases = tuple(name for name in names if name != heir.name)
    audit.record(
        context, writer, f"connector:{record.connector}", ACTION, account, before=[account]
    )
    writer.put(replace(heir, aliases=aliases))
    writer.remove(Account, id=account.id)


def _move_nudges(context: Context, writer: Writer, account: Account, heir: Account) -> None:
    """Nudges keep what became of them; of one rule the heir goes on being reminded once."""
    there = writer.find(Nudge, account_id=heir.id)
    taken = {(one.rule, one.episode) for one in there}
    waiting = {one.rule for one in there if one.state in OPEN_STATES}
    moved = []
    for nudge in writer.find(Nudge, account_id=account.id):
        key = nudge.episode
        if (nudge.rule, key) in taken:
            key = f"{key} ({account.id})"
        kept = replace(nudge, account_id=heir.id, episode=key)
        if nudge.state in OPEN_STATES and nudge.rule in waiting:
            kept = replace(kept, state=NudgeState.LAPSED, ended=context.today())
        moved.append(kept)
    if moved:
        writer.put_many(moved)
