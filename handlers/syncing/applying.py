"""One page of remote records into ours, inside the transaction that also moves the cursor."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from handlers import note_intake
from handlers.context import Context
from handlers.imports import cells
from handlers.imports.directory import Directory
from handlers.imports.files import FileRow
from handlers.imports.rows import Parsed, RowParser
from handlers.syncing import linking, merging, withdrawing
from handlers.syncing.plans import GIVEN, Plan, Rule
from handlers.syncing.remote import Item
from playbooks import remotes
from playbooks.accounts import Account
from playbooks.notes import Note
from playbooks.remotes import RemoteRecord, RemoteState
from storage.changes import Change
from storage.workspace import Writer

TITLES = ("company_name", "person", "dealname", "Name", "Subject", "hs_meeting_title", "said")
"""Fields that say in a few words which record is meant, the best first."""

LONGEST_TITLE = 80


@dataclass(slots=True)
class Applied:
    """What a page did: how many records of which fate, and what a person should know of."""

    counts: Counter[str] = field(default_factory=Counter)
    notices: list[dict[str, Any]] = field(default_factory=list)


def said(plan: Plan, thing: str, items: Sequence[Item]) -> list[str]:
    """The texts of the notes that these records become."""
    rules = [rule for rule in plan.things[thing] if rule.kind == "notes"]
    given = [dict(item.cells) for item in items if not item.gone]
    found = [rule.columns["text"].cell(one) for rule in rules for one in given if rule.takes(one)]
    return [cells.to_text(text) for text in found if text]


class Page:
    """The records of one page and what is known of them here."""

    def __init__(
        self, context: Context, writer: Writer, plan: Plan, thing: str, run: str | None
    ) -> None:
        """`run` is the id of a full run, which marks what it has met."""
        self._context = context
        self._writer = writer
        self._plan = plan
        self._thing = thing
        self._run = run
        self._applied = Applied()
        self._records: list[RemoteRecord] = []

    def apply(self, items: Sequence[Item]) -> Applied:
        """Write what the records say, and what is known of them."""
        known = linking.known(self._writer, self._plan.connector, self._thing, items)
        gone = [item for item in items if item.gone]
        here = [item for item in items if not item.gone]
        self._withdraw(gone, known)
        if self._is_of_accounts:
            owners = linking.accounts(self._writer, self._plan.connector, self._thing, here, known)
        else:
            owners = linking.owners(self._writer, self._plan, here)
        self._write(here, known, owners)
        self._put_records()
        if self._is_of_accounts:
            self._merge(here, gone)
        return self._applied

    @property
    def _is_of_accounts(self) -> bool:
        return self._thing == self._plan.account_thing

    def _write(
        self,
        items: Sequence[Item],
        known: Mapping[str, RemoteRecord],
        owners: Mapping[str, str],
    ) -> None:
        faults: dict[str, tuple[str | None, str]] = {
            item.id: (None, item.fault) for item in items if item.fault
        }
        waiting = set() if self._is_of_accounts else self._waiting(items, owners)
        good = [item for item in items if item.id not in faults and item.id not in waiting]
        self._bring_back([known[item.id] for item in good if item.id in known])
        self._let_go([known[item.id] for item in items if item.id in waiting and item.id in known])
        changes, taken = self._put(good, owners, faults)
        self._take_back([i for i in good if i.id in known], taken)
        used = set().union(*taken.values())
        for item in items:
            state = _state(item, faults, waiting, used)
            change = changes.get(item.id, Change.UNCHANGED)
            self._applied.counts.update(("read", change if state is RemoteState.LIVE else state))
            self._note(item, state, faults.get(item.id), known.get(item.id), owners)

    def _waiting(self, items: Sequence[Item], owners: Mapping[str, str]) -> set[str]:
        return {item.id for item in items if (item.account or "") not in owners}

    def _bring_back(self, records: Sequence[RemoteRecord]) -> None:
        for record in records:
            if record.state is RemoteState.ARCHIVED:
                withdrawing.bring_back(self._writer, self._kinds, record)

    def _let_go(self, records: Sequence[RemoteRecord]) -> None:
        """Records that belong to no account of ours any more."""
        for record in records:
            if record.state is RemoteState.LIVE:
                withdrawing.withdraw(self._context, self._writer, self._kinds, record)

    @property
    def _kinds(self) -> list[type[Any]]:
        rules = self._plan.things[self._thing]
        return list(dict.fromkeys(rule.record.value for rule in rules))

    def _put(
        self,
        items: Sequence[Item],
        owners: Mapping[str, str],
        faults: dict[str, tuple[str | None, str]],
    ) -> tuple[dict[str, Change], dict[type[Any], set[str]]]:
        """Put the values of each rule; says what changed, and which records each kind took."""
        changes: dict[str, Change] = {}
        taken: dict[type[Any], set[str]] = {}
        directory = self._directory(owners.values())
        for rule in self._plan.things[self._thing]:
            kind = taken.setdefault(rule.record.value, set())
            rows = [item for item in items if rule.takes(dict(item.cells))]
            kind |= {item.id for item in rows}
            values = self._parsed(rule, rows, owners, directory, faults)
            for item_id, change in self._put_values(rule, values).items():
                changes[item_id] = _larger(changes.get(item_id), change)
        return changes, taken

    def _directory(self, account_ids: Iterable[str]) -> Directory:
        named = sorted(set(account_ids))
        return Directory(self._writer, accounts=self._writer.find(Account, id=named))

    def _parsed(
        self,
        rule: Rule,
        items: Sequence[Item],
        owners: Mapping[str, str],
        directory: Directory,
        faults: dict[str, tuple[str | None, str]],
    ) -> dict[str, Any]:
        """The value of each record that can be used, by the record's id."""
        header = {*rule.mapping().foreign_columns(), *self._given(rule)}
        parser = RowParser(rule.record, rule.mapping(), directory, header)
        values: dict[str, Any] = {}
        for number, item in enumerate(items, start=1):
            row = rule.row(dict(item.cells), self._own(item, owners))
            result = parser.parse(FileRow(number, row))
            if isinstance(result, Parsed):
                values[item.id] = result.values[0]
            else:
                faults[item.id] = (result.field, result.why)
        return values

    def _given(self, rule: Rule) -> Iterable[str]:
        return GIVEN if rule.record.has_account else GIVEN[:1]

    def _own(self, item: Item, owners: Mapping[str, str]) -> dict[str, Any]:
        if self._is_of_accounts:
            return {"id": owners[item.id]}
        return {"id": item.id, "account": owners[item.account or ""]}

    def _put_values(self, rule: Rule, values: Mapping[str, Any]) -> dict[str, Change]:
        if not values:
            return {}
        changes = self._writer.put_each(list(values.values()), rule.fields)
        if rule.kind == "notes":
            changed = [v for v in values.values() if changes[v.id] is not Change.UNCHANGED]
            self._read(changed)
        return {item_id: changes[value.id] for item_id, value in values.items()}

    def _read(self, changed: Sequence[Note]) -> None:
        """What a new wording says takes the place of what the earlier one said."""
        stored = self._writer.find(Note, id=[note.id for note in changed]) if changed else []
        unread = [replace(note, language=None, sentiment=None) for note in stored]
        note_intake.read_into(self._writer, unread)

    def _take_back(self, items: Sequence[Item], taken: Mapping[type[Any], set[str]]) -> None:
        """Records that no rule of a kind takes any more: a deal that was reopened is no outcome."""
        for kind, ids in taken.items():
            left = [item.id for item in items if item.id not in ids]
            if left and kind is not Account:
                withdrawing.remove(self._writer, kind, left)

    def _withdraw(self, items: Sequence[Item], known: Mapping[str, RemoteRecord]) -> None:
        """Deleted at the remote: said and counted, but only of what was here."""
        for item in items:
            record = known.get(item.id)
            if record is None or record.state in (RemoteState.ARCHIVED, RemoteState.MERGED):
                continue
            state = RemoteState.MERGED if item.merged_into else RemoteState.ARCHIVED
            withdrawing.withdraw(self._context, self._writer, self._kinds, record)
            self._applied.counts.update(("read", str(state)))
            self._keep(replace(record, state=state, leads_to=item.merged_into, at=item.changed))

    def _merge(self, here: Sequence[Item], gone: Sequence[Item]) -> None:
        """Accounts that live on in one of these, or that one of these lives on in."""
        records = {record.remote_id: record for record in self._records}
        for item in here:
            for record in merging.absorbed(self._writer, records[item.id], item.absorbed):
                self._applied.counts[RemoteState.MERGED] += 1
                self._say(record)
        heirs = {item.id for item in here} | {i.merged_into for i in gone if i.merged_into}
        connector = self._plan.connector
        merging.settle(self._context, self._writer, connector, self._thing, heirs)

    def _note(
        self,
        item: Item,
        state: RemoteState,
        fault: tuple[str | None, str] | None,
        known: RemoteRecord | None,
        owners: Mapping[str, str],
    ) -> None:
        before = known.local_id if known else None
        here = self._is_of_accounts and state is RemoteState.LIVE
        why = ": ".join(part for part in fault if part) if fault else None
        self._keep(
            RemoteRecord(
                remotes.key(self._plan.connector, self._thing, item.id),
                self._plan.connector,
                self._thing,
                item.id,
                state,
                _title(item),
                local_id=owners[item.id] if here else before,
                leads_to=item.account if state is RemoteState.WAITING else None,
                why=why,
                seen=self._run or (known.seen if known else None),
                at=item.changed,
            ),
            said=state is RemoteState.REJECTED,
        )

    def _keep(self, record: RemoteRecord, *, said: bool = True) -> None:
        self._records.append(record)
        if said:
            self._say(record)

    def _say(self, record: RemoteRecord) -> None:
        told = {"thing": self._thing, "id": record.remote_id, "title": record.title}
        why = record.leads_to if record.state is RemoteState.MERGED else record.why
        self._applied.notices.append({**told, "fate": str(record.state), "why": why})

    def _put_records(self) -> None:
        if self._records:
            self._writer.put_many(self._records)


def settle_people(writer: Writer) -> int:
    """Accounts that name their people by mail address because these were not known until now."""
    waiting = [a for a in writer.find(Account) if any("@" in person for person in a.team)]
    if not waiting:
        return 0
    directory = Directory(writer, accounts=())

    def known(person: str | None) -> str | None:
        return directory.member(person) if person else None

    settled = [
        replace(
            account,
            owner=known(account.owner),
            account_executive=known(account.account_executive),
            solution_architect=known(account.solution_architect),
        )
        for account in waiting
    ]
    return writer.put_many(settled).updated


def _state(
    item: Item, faults: Mapping[str, tuple[str | None, str]], waiting: set[str], used: set[str]
) -> RemoteState:
    if item.id in faults:
        return RemoteState.REJECTED
    if item.id in waiting:
        return RemoteState.WAITING
    return RemoteState.LIVE if item.id in used else RemoteState.SKIPPED


def _larger(one: Change | None, other: Change) -> Change:
    order = (Change.CREATED, Change.UPDATED, Change.UNCHANGED)
    return other if one is None else min(one, other, key=order.index)


def _title(item: Item) -> str | None:
    found = (item.cells.get(name) for name in TITLES)
    title = next((cells.to_text(value) for value in found if value), None)
    return title.split("\n")[0][:LONGEST_TITLE] if title else None
