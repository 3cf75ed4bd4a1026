"""Which of our accounts a remote record is, or belongs to."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.syncing.plans import Plan
from handlers.syncing.remote import Item
from playbooks import remotes
from playbooks.accounts import Account
from playbooks.remotes import RemoteRecord, RemoteState
from storage.workspace import Reader

MERGES_FOLLOWED = 8
"""An account that was merged into one that was merged, and so on: so many steps are followed."""


def known(
    reader: Reader, connector: str, thing: str, items: Sequence[Item]
) -> dict[str, RemoteRecord]:
    """What is known of these records, by remote id."""
    keys = [remotes.key(connector, thing, item.id) for item in items]
    return {record.remote_id: record for record in reader.find(RemoteRecord, id=keys)}


def accounts(
    reader: Reader,
    connector: str,
    thing: str,
    items: Sequence[Item],
    known: Mapping[str, RemoteRecord],
) -> dict[str, str]:
    """The id of ours for each remote account: as before, that of its namesake here, or its own.

    A namesake has the very name or the domain, is the only one, and is not some other record of
    this remote.
    """
    new = [item for item in items if item.id not in known or not known[item.id].local_id]
    namesakes = _namesakes(reader, connector, thing, new)
    before = {key: record.local_id for key, record in known.items() if record.local_id}
    return {item.id: before.get(item.id) or namesakes.get(item.id, item.id) for item in items}


def owners(reader: Reader, plan: Plan, items: Sequence[Item]) -> dict[str, str]:
    """Our account of each remote account that the records name, where it is here."""
    ahead = {item.account: item.account for item in items if item.account}
    found: dict[str, str] = {}
    for _step in range(MERGES_FOLLOWED):
        records = _of(reader, plan, ahead.values())
        found |= {name: _ours(records[i]) for name, i in ahead.items() if _is_here(records.get(i))}
        ahead = {name: _heir(records[i]) for name, i in ahead.items() if _heir(records.get(i))}
    return found


def _of(reader: Reader, plan: Plan, remote_ids: Iterable[str]) -> dict[str, RemoteRecord]:
    keys = {remotes.key(plan.connector, plan.account_thing, one) for one in remote_ids}
    return {r.remote_id: r for r in reader.find(RemoteRecord, id=keys)} if keys else {}


def _is_here(record: RemoteRecord | None) -> bool:
    return record is not None and record.local_id is not None and not _heir(record)


def _heir(record: RemoteRecord | None) -> str:
    """The record in which a merged one lives on."""
    merged = record is not None and record.state is RemoteState.MERGED
    return record.leads_to or "" if record is not None and merged else ""


def _ours(record: RemoteRecord | None) -> str:
    return record.local_id or "" if record is not None else ""


def _namesakes(reader: Reader, connector: str, thing: str, items: Sequence[Item]) -> dict[str, str]:
    """Accounts that people entered or imported, for records that are not here yet."""
    candidates = _free(reader, connector, thing, _alike(reader, items))
    found: dict[str, str] = {}
    for item in items:
        own = [a.id for a in candidates if _same(a, item) and a.id not in found.values()]
        if len(own) == 1:
            found[item.id] = own[0]
    return found


def _alike(reader: Reader, items: Sequence[Item]) -> list[Account]:
    names = {name for item in items if (name := _name(item))}
    domains = {domain for item in items if (domain := _domain(item))}
    by_name = reader.find(Account, name=names) if names else []
    by_domain = reader.find(Account, domain=domains) if domains else []
    return list({account.id: account for account in (*by_name, *by_domain)}.values())


def _free(
    reader: Reader, connector: str, thing: str, candidates: Sequence[Account]
) -> list[Account]:
    """Those that are not a record of this remote already."""
    if not candidates:
        return []
    ids = [account.id for account in candidates]
    held = reader.find(RemoteRecord, connector=connector, thing=thing, local_id=ids)
    taken = {record.local_id for record in held}
    return [account for account in candidates if account.id not in taken]


def _same(account: Account, item: Item) -> bool:
    return account.name == _name(item) or (
        account.domain is not None and account.domain == _domain(item)
    )


def _name(item: Item) -> str | None:
    return item.cells.get("company_name") or item.cells.get("Name")


def _domain(item: Item) -> str | None:
    return item.cells.get("domain") or item.cells.get("web_domain")
