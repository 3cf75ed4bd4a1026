"""The handoff form, which of its fields come back marked, and the thanks for a handoff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.views import blocks, note
from bot.views.blocks import Block, View
from handlers import handoffs, terms
from handlers.answers import Named
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks import handoffs as rules

CALLBACK = "handoff_form"

LONG = (
    "success_criteria",
    "promises",
    "stakeholders",
    "technical_environment",
    "risks",
    "product_gaps",
)
SHORT = ("products", "competitor_displaced")


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sent: the account, and a record with keys as the columns of `handoffs`."""

    account_id: str | None
    record: dict[str, object]


def form(_: Texts, account: Named | None = None) -> View:
    """The form. Slack does not insist on the mandatory fields, so that we can.

    A seller who leaves one empty is told which, and the rest is kept as a draft.
    """
    proposed = note.account_option(account) if account else None
    search = blocks.searched_menu(note.ACCOUNT_SEARCH, _("Type a name"), proposed)
    fields = [
        blocks.field("account", _("Customer"), search, optional=False),
        *(_mandatory(_, name) for name in rules.MANDATORY),
        blocks.divider(),
        *(_further(_, name) for name in ("success_criteria", "promises", "products")),
        _licences(_),
        *(_further(_, name) for name in ("stakeholders", "competitor_displaced")),
        *(_further(_, name) for name in ("technical_environment", "risks", "product_gaps")),
        blocks.field("kickoff_date", _label(_, "kickoff_date"), blocks.date_input("kickoff_date")),
    ]
    title, submit, close = _("Log a handoff"), _("Hand over"), _("Cancel")
    return blocks.modal(CALLBACK, title, fields, submit=submit, close=close)


def parse(view: View) -> Entry:
    """What the submitted form says; fields left empty are left out of the record."""
    values = view["state"]["values"]
    record: dict[str, object] = {}
    for name in (*rules.MANDATORY, *LONG, *SHORT, "licences_sold"):
        written = (values[name][name].get("value") or "").strip()
        if written:
            record[name] = written
    kickoff = note.day(values, "kickoff_date")
    if kickoff:
        record["kickoff_date"] = kickoff
    if "promises" in record:
        record["promises"] = list(_promises(str(record["promises"])))
    return Entry(note.chosen(values, "account"), record)


def marked(_: Texts, missing: Iterable[str]) -> dict[str, str]:
    """The errors to show at each mandatory field that is empty."""
    asked = {
        "why_bought": _("Say why they bought; the rest is kept as a draft."),
        "problem": _("Say which problem they want solved; the rest is kept as a draft."),
        "time_expectation": _("Say when they expect value; the rest is kept as a draft."),
    }
    return {name: asked[name] for name in missing}


def saved(_: Texts, result: handoffs.SavedHandoff, account: str, owner: str | None) -> list[Block]:
    """Thanks for a handoff: how complete it is, who has it now, and the way back."""
    name = blocks.escaped(account)
    lines = [_("Handed over: *{account}*. Thank you.", account=name)]
    lines.append(_receiver(_, owner))
    small = [_("Complete to {share}.", share=_.percent(result.completeness))]
    if result.promises:
        small.append(
            _.plural(
                "{count} promise recorded.", "{count} promises recorded.", len(result.promises)
            )
        )
    gaps = [field for field in rules.FURTHER if getattr(result.handoff, field) in (None, "")]
    if gaps:
        named = phrases.listed(_, [terms.say(_, field) for field in gaps])
        small.append(_("Still unknown: {fields}.", fields=named))
    said = [blocks.section(" ".join(lines)), blocks.context(*small)]
    return said + note.undoing(_, result.audit_entry_id)


def received(_: Texts, result: handoffs.SavedHandoff, account: str, author: str) -> list[Block]:
    """What the CSM who takes over is told."""
    handoff = result.handoff
    name, seller = blocks.escaped(account), blocks.escaped(author)
    told = [
        blocks.section(_("{author} handed *{account}* over to you.", author=seller, account=name))
    ]
    told += [
        blocks.section(f"*{_label(_, field)}*\n{blocks.quote(getattr(handoff, field) or '')}")
        for field in rules.MANDATORY
    ]
    if result.promises:
        told.append(blocks.section(f"*{_('Promised')}*\n" + "\n".join(_said(_, result))))
    return told


def _mandatory(_: Texts, name: str) -> Block:
    examples = {
        "why_bought": _("In their words, if you can"),
        "problem": _("What hurts today"),
        "time_expectation": _("A date or an event: before the season, by the end of March"),
    }
    multiline = name != "time_expectation"
    element = blocks.text_input(name, placeholder=examples[name], multiline=multiline)
    # Slack writes “(optional)” behind the label of a field that it does not insist on.
    hint = _("Needed before the customer can be handed over.")
    return blocks.field(name, _label(_, name), element, hint=hint)


def _further(_: Texts, name: str) -> Block:
    hints = {"promises": _("One promise a line. Add the date it is due: SSO for all, 2026-12-15")}
    element = blocks.text_input(name, multiline=name in LONG)
    return blocks.field(name, _label(_, name), element, hint=hints.get(name))


def _licences(_: Texts) -> Block:
    element: Block = {
        "type": "number_input",
        "action_id": "licences_sold",
        "is_decimal_allowed": False,
        "min_value": "0",
    }
    return blocks.field("licences_sold", _label(_, "licences_sold"), element)


def _label(_: Texts, name: str) -> str:
    label = _("promises made") if name == "promises" else terms.say(_, name)
    return label[:1].upper() + label[1:]


def _promises(written: str) -> Iterable[dict[str, object]]:
    for line in filter(None, (line.strip(" -•\t") for line in written.splitlines())):
        what, comma, due = line.replace("，", ",").rpartition(",")
        day = _day(due.strip()) if comma else None
        yield {"what": what.strip(), "due": day} if day else {"what": line}


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _receiver(_: Texts, owner: str | None) -> str:
    if owner is None:
        return _("No CSM owns this account yet, so nobody was told.")
    return _("{owner} has been told.", owner=blocks.escaped(owner))


def _said(_: Texts, result: handoffs.SavedHandoff) -> Iterable[str]:
    for promise in result.promises:
        what = blocks.escaped(promise.what)
        when = _.date(promise.due) if promise.due else _("no date")
        yield f"• {what} ({when})"
