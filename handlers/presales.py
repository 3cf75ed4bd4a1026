"""What PreSales log: hours, product gaps, fit, the technical case; each saved once and undoable."""

from dataclasses import dataclass, replace

from handlers import audit, naming, notes
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.gaps import alike
from playbooks.observations import Activity, ProductGap
from playbooks.presales import Finding
from storage.workspace import Reader

Record = Activity | ProductGap | Finding


@dataclass(frozen=True, slots=True)
class Logged:
    """What was logged for an account; `repeated` when it was there already."""

    record: Record
    account: Account
    audit_entry_id: str | None
    repeated: bool = False


def keep(
    context: Context, record: Record, member: str | None, occasion: str | None = None
) -> Logged:
    """Save what somebody logged, as theirs; once for an occasion such as a reply.

    Raises `NotFound` for an account that is not there or out of sight, or a member unknown.
    """
    with context.workspace.writing() as writer:
        viewer = notes.writing_member(writer, member)
        account = naming.by_id(writer, viewer, record.account_id)
        kind = audit.NAMES[type(record)]
        key = f"{kind}_{occasion}" if occasion else context.new_id(kind)
        there = writer.get(type(record), key)
        if there is not None:
            entry = writer.find(AuditEntry, item_id=key, limit=1)
            return Logged(there, account, entry[0].id if entry else None, repeated=True)
        kept = replace(record, id=key)
        if not isinstance(kept, ProductGap) and kept.member in (None, ""):
            kept = replace(kept, member=viewer.member.id)
        writer.put(kept)
        made = audit.record(context, writer, viewer.member.id, f"{kind}.logged", kept, after=[kept])
        return Logged(kept, account, made.id)


def known_gaps(reader: Reader, gap: ProductGap) -> list[ProductGap]:
    """Gaps on record that say the same as this one, of any account, the newest last."""
    return [one for one in reader.find(ProductGap) if alike(one.title, gap.title)]
