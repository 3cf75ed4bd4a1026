"""The form in which a person answers diagnostic questions, and what is said when it was saved."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.views import blocks, note
from bot.views.blocks import Block, View
from handlers import wording
from handlers.diagnosis import Given, Saved, Sheet
from handlers.texts import Texts
from playbooks.health.values import Answer, Reading, Source, Verdict

ANSWER = "diagnosis_answer"
CORRECT = "diagnosis_correct"
FORM = "diagnosis_form"
VERDICT = "diagnosis_verdict"
REASON = "reason"

MOST_QUESTIONS = 44
"""Two blocks each, with a heading for each component, keep below Slack's hundred."""

MOST_CHANGES = 5
MOST_EVIDENCE = 600
LONGEST_REASON = 500
SEPARATOR = ":"

Origin = Mapping[str, Any]
"""Where the button was that opened a form; the answer goes there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sent: answers, and the questions with a reason but no answer."""

    account_id: str
    given: tuple[Given, ...]
    unanswered: tuple[str, ...]
    fields: tuple[str, ...]
    origin: dict[str, Any] = field(default_factory=dict)


def form(_: Texts, sheet: Sheet, asked: Sequence[Answer], origin: Origin) -> View:
    """The questions of an account by component: what stands today, on which ground, since when."""
    shown = {answer.question for answer in list(asked)[:MOST_QUESTIONS]}
    fields = [blocks.context(_explained(_, sheet))]
    for part in sheet.reading.components:
        of_part = [answer for answer in part.answers if answer.question in shown]
        if of_part:
            fields.append(blocks.header(wording.component(_, sheet.rules, part.name)))
        for answer in of_part:
            fields += _question(_, sheet, answer)
    metadata = json.dumps({"account_id": sheet.account.id, "origin": dict(origin)})
    title, submit, close = _("Health questions"), _("Save"), _("Cancel")
    return blocks.modal(FORM, title, fields, submit=submit, close=close, metadata=metadata)


def parse(view: View) -> Entry:
    """What the submitted form says."""
    carried, given, unanswered, asked = json.loads(view["private_metadata"]), [], [], []
    values = view["state"]["values"]
    for block_id in values:
        kind, _, question = block_id.partition(SEPARATOR)
        if kind != VERDICT:
            continue
        asked.append(question)
        verdict = note.chosen(values, block_id)
        reason = (values[field_of(question)][REASON].get("value") or "").strip()
        if verdict is not None:
            given.append(Given(question, Verdict(verdict), reason or None))
        elif reason:
            unanswered.append(question)
    return Entry(
        carried["account_id"], tuple(given), tuple(unanswered), tuple(asked), carried["origin"]
    )


def field_of(question: str) -> str:
    """The block of a question's reason, where its faults are shown."""
    return f"{REASON}{SEPARATOR}{question}"


def marked(_: Texts, questions: Iterable[str]) -> dict[str, str]:
    """Faults of answers that go against what is recorded without saying why."""
    said = _("This goes against what is recorded: say why, and who told you.")
    return {field_of(question): said for question in questions}


def unfinished(_: Texts, entry: Entry) -> dict[str, str]:
    """Faults of a form in which a reason has no answer, or nothing was answered at all."""
    if entry.unanswered:
        said = _("Choose an answer above, too.")
        return {field_of(question): said for question in entry.unanswered}
    if not entry.given and entry.fields:
        return {field_of(entry.fields[0]): _("Answer at least one question, or close the form.")}
    return {}


def saved(_: Texts, result: Saved) -> list[Block]:
    """Thanks, what it did to the account's health and why, and the way back."""
    account = blocks.escaped(result.account.name)
    lines = [blocks.section(_("Thank you. Saved for *{account}*.", account=account))]
    lines.append(blocks.section("\n".join(_moved(_, result))))
    return lines + note.undoing(_, result.audit_entry_id)


def _explained(_: Texts, sheet: Sheet) -> str:
    return _(
        "*{account}*, as of {day}. Yes is always the desired state. Answer what you know and leave "
        "the rest; what you answer goes before what was measured, and both stay visible.",
        account=blocks.escaped(sheet.account.name),
        day=_.date(sheet.reading.as_of),
    )


def _question(_: Texts, sheet: Sheet, answer: Answer) -> list[Block]:
    asked, name = wording.question(_, sheet.rules, answer.question), _field(answer.question)
    text = "\n".join([f"*{blocks.escaped(asked)}*", *_standing(_, sheet, answer)])
    menu = blocks.menu(name, _choices(_, answer), _("Answer"))
    reason = blocks.text_input(REASON, max_length=LONGEST_REASON)
    return [
        {**blocks.section(text, menu), "block_id": name},
        blocks.field(field_of(answer.question), _("Why, or who said so?"), reason),
    ]


def _standing(_: Texts, sheet: Sheet, answer: Answer) -> Iterator[str]:
    """Today's answer with its source, age and ground; what disputes it stands below."""
    if answer.verdict is Verdict.UNKNOWN or answer.as_of is None or answer.source is None:
        yield _("Today: unknown.")
        yield f"_{blocks.escaped(wording.ask(_, sheet.rules, answer.question))}_"
        return
    said = _(
        "Today: *{verdict}* ({source}), as of {day}.",
        verdict=wording.verdict(_, answer.verdict),
        source=wording.source(_, answer.source),
        day=_.date(answer.as_of),
    )
    age = (sheet.reading.as_of - answer.as_of).days
    if age:
        said += " " + _.plural("{count} day old.", "{count} days old.", age)
    yield said + (f" {_('This is old and counts less.')}" if answer.stale else "")
    yield from (_quoted(wording.fact(_, fact)) for fact in answer.evidence[:2])
    yield from (_quoted(wording.against(_, finding)) for finding in answer.against[:2])


def _field(question: str) -> str:
    """The block and the control of a question's answer; Slack tells controls apart by name."""
    return f"{VERDICT}{SEPARATOR}{question}"


def _quoted(text: str) -> str:
    return blocks.quote(blocks.cut(text, MOST_EVIDENCE))


def _choices(_: Texts, answer: Answer) -> list[Block]:
    """What can be said: not knowing something that records tell would change nothing."""
    choices = [blocks.option(_("Yes"), Verdict.YES), blocks.option(_("No"), Verdict.NO)]
    if answer.verdict is Verdict.UNKNOWN:
        return [*choices, blocks.option(_("I do not know"), Verdict.UNKNOWN)]
    if answer.source is Source.PERSON:
        return [*choices, blocks.option(_("Take this answer back"), Verdict.UNKNOWN)]
    return choices


def _moved(_: Texts, result: Saved) -> Iterator[str]:
    """From where to where, and which answers did it."""
    before, after = result.before, result.after
    if after.override is not None and after.override != before.override:
        yield _("Health now counts as *{band}* until {day}.", **_overridden(_, after))
    elif _figures(_, before) == _figures(_, after):
        yield _("Health is as it was: {now}.", now=_figures(_, after))
    else:
        yield _("Health: {before} → *{now}*", before=_figures(_, before), now=_figures(_, after))
    for change in result.changes[:MOST_CHANGES]:
        told = wording.change(_, result.rules, change)
        yield f"• {blocks.escaped(told)}"


def _overridden(_: Texts, after: Reading) -> dict[str, str]:
    assert after.override is not None
    return {"band": wording.band(_, after.band), "day": _.date(after.override.expires)}


def _figures(_: Texts, reading: Reading) -> str:
    """Score with interval and coverage; without a score the interval alone."""
    figures = {
        "low": _.number(reading.low),
        "high": _.number(reading.high),
        "share": _.percent(reading.coverage),
    }
    if reading.score is None:
        return _("unknown ({low} to {high}, {share} answered)", **figures)
    score = _.number(reading.score)
    return _("{score} of 100 ({low} to {high}, {share} answered)", score=score, **figures)
