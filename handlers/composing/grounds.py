"""What the last reply rested on: why it was said, since when, by whom, and the note itself."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from handlers import terms
from handlers.answers import Draft, Part, Ref, Section, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.evidence import KINDS, Evidence
from playbooks.conversations import Reply
from playbooks.notes import Note

MARKERS = re.compile(r"\s*(?:\[\d+\])+")
LONGEST_SOURCE = 1500
"""Characters of a note that is shown whole; the rest is behind its link."""

MOST = 8
MOST_WHOLE = 3


def compose(desk: Desk, reply: Reply) -> Draft:
    """What is asked about the reply, from the records that it cited.

    Records that are gone, or that the asker may not see, are counted and not told apart.
    """
    cited = [Ref.parse(written) for written in reply.cited]
    _read_health_again(desk, cited, reply)
    found = desk.archive.read(cited)
    seen = [found[ref] for ref in cited if ref in found and found[ref].allowed]
    if not seen:
        return _nothing_left(desk)
    made = SHOWN[desk.asked.sub_kind or "why"](desk, reply, seen)
    return replace(made, sections=(*made.sections, *_gone(desk, len(cited) - len(seen))))


def beside(desk: Desk, reply: Reply, now: Draft) -> Draft:
    """An answer given again, beside what was said the time before where that read differently.

    What was said stands on its own sources: whoever may not see one of them is not told it.
    """
    _, before, day = desk.texts, first_line(reply), reply.asked_at.date()
    rests = any(sentence.cites for sentence in now.sentences())
    if before == now.lead.text or not rests or reply.language != _.language:
        return now
    words = phrases.quoted(_, before, 240)
    text = _("On {date} I said: {words}", date=_.date(day), words=words)
    refs = map(Ref.parse, reply.cited)
    earlier = claim(text, *refs, said=(before, words, day, _.date(day)))
    return replace(now, sections=(*now.sections, *phrases.section(Part.CHANGES, [earlier])))


def first_line(reply: Reply) -> str:
    """The first line of what was answered, without the numbers of its sources."""
    return MARKERS.sub("", reply.text.splitlines()[0] if reply.text else reply.question)


def _nothing_left(desk: Desk) -> Draft:
    _ = desk.texts
    return phrases.abstention(
        _("The sources of that answer are not there any more, or you may not see them."),
        _("Ask the question again to see what carries the answer today."),
    )


def _gone(desk: Desk, count: int) -> list[Section]:
    if not count:
        return []
    text = desk.texts.plural(
        "{count} source of that answer is not there any more, or you may not see it.",
        "{count} sources of that answer are not there any more, or you may not see them.",
        count,
    )
    return phrases.section(Part.UNKNOWN, [phrases.asked(text)])


def _reasons(desk: Desk, reply: Reply, seen: Sequence[Evidence]) -> Draft:
    """The reply's first line with its sources; unquoted when some of them are out of sight.

    Of those that stand in no line, everyone who reads along must see the record as well.
    """
    _ = desk.texts
    words = phrases.quoted(_, first_line(reply), 240)
    lead = _("Because of these sources I said: {words}", words=words)
    if len(seen) < len(reply.cited) or not all(item.shared for item in seen[MOST:]):
        lead = _("These sources of that answer are still there:")
    lines = [_line(desk, item) for item in seen]
    return phrases.draft(phrases.asked(lead), phrases.section(Part.REASONS, lines, most=MOST))


def _whole(desk: Desk, _reply: Reply, seen: Sequence[Evidence]) -> Draft:
    """The notes in full; where the reply rested on none, its other sources."""
    notes = [item for item in seen if item.ref.kind == "note"] or list(seen)
    lines = [_in_full(desk, item) for item in notes[:MOST_WHOLE]]
    rest = [_line(desk, item) for item in notes[MOST_WHOLE:]]
    return phrases.draft(lines[0], phrases.section(Part.REASONS, [*lines[1:], *rest], most=MOST))


def _since(desk: Desk, reply: Reply, seen: Sequence[Evidence]) -> Draft:
    """The days of the sources, the oldest first."""
    _ = desk.texts
    dated = sorted((item for item in seen if item.as_of), key=lambda item: (item.as_of, item.ref))
    days = [item.as_of for item in dated if item.as_of]
    if not days:
        return _reasons(desk, reply, seen)
    text = _(
        "The oldest source of it is of {first}, the newest of {last}.",
        first=_.date(days[0]),
        last=_.date(days[-1]),
    )
    if days[0] == days[-1]:
        text = _("Its source is of {date}.", date=_.date(days[0]))
    lead = claim(text, *_refs(dated), said=_days(desk, days))
    lines = [_line(desk, item) for item in dated]
    return phrases.draft(lead, phrases.section(Part.REASONS, lines, most=MOST))


def _people(desk: Desk, _reply: Reply, seen: Sequence[Evidence]) -> Draft:
    """Who wrote the sources; figures that were measured or computed have no author."""
    _ = desk.texts
    by_ref = {item.ref: author for item in seen if (author := _author(desk, item.ref))}
    told = [item for item in seen if item.ref in by_ref]
    names = list(dict.fromkeys(by_ref.values()))
    if not told:
        text = _("No person said it: it was measured, or computed from records.")
        lead = claim(text, *_refs(seen))
    else:
        text = _("It comes from {names}.", names=phrases.listed(_, names))
        lead = claim(text, *_refs(told), said=names)
    lines = [_line(desk, item) for item in told or seen]
    return phrases.draft(lead, phrases.section(Part.REASONS, lines, most=MOST))


def _author(desk: Desk, ref: Ref) -> str | None:
    """The name of who wrote or answered a record."""
    item = desk.reader.get(KINDS[ref.kind], ref.id) if ref.kind in KINDS else None
    fields = ("author", "respondent", "answered_by", "member")
    who = next((getattr(item, name) for name in fields if getattr(item, name, None)), None)
    return phrases.name(desk.member(str(who))) if who else None


def _line(desk: Desk, item: Evidence) -> Sentence:
    words = phrases.quoted(desk.texts, item.quote, 200)
    text = phrases.labelled(desk.texts, item.title, words)
    return claim(text, item.ref, said=(item.words, item.quote))


def _in_full(desk: Desk, item: Evidence) -> Sentence:
    """The source's whole text, for a note with its kind; its link stands beside the source."""
    _ = desk.texts
    note = desk.reader.get(Note, item.ref.id) if item.ref.kind == "note" else None
    words = phrases.quoted(_, note.text if note else item.quote, LONGEST_SOURCE)
    title = f"{item.title} ({terms.say(_, note.kind)})" if note else item.title
    return claim(phrases.labelled(_, title, words), item.ref, said=(item.words, words))


def _read_health_again(desk: Desk, refs: Sequence[Ref], reply: Reply) -> None:
    """A computed reading is cited by its account; it is computed as of the day of the reply."""
    wanted = {ref.id for ref in refs if ref.kind == "health"}
    accounts = [account for account in desk.accounts if account.id in wanted]
    if accounts:
        desk.examined(accounts, min(desk.today, reply.asked_at.date()))


def _refs(items: Sequence[Evidence]) -> list[Ref]:
    return [item.ref for item in items]


def _days(desk: Desk, days: Sequence[date]) -> list[object]:
    return [*days, *(desk.texts.date(day) for day in days)]


Show = Callable[[Desk, Reply, Sequence[Evidence]], Draft]

SHOWN: dict[str, Show] = {
    "why": _reasons,
    "show_source": _whole,
    "since_when": _since,
    "who_said": _people,
}
"""What is shown for each question about the reply."""
