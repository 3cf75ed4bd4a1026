"""How each kind of record reads as a source: its title, its own words, its day."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handlers import excerpts, quoting, terms, wording
from handlers.composing import phrases
from handlers.texts import Texts
from knowledge.library import Hit
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.health.values import Reading
from playbooks.people import Member

Members = Mapping[str, Member]

EMPHASIS = re.compile(r"(\*{1,3})(?=[^\s*])([^*\n]+?)(?<=\S)\1")
"""Markdown's words between stars."""


@dataclass(frozen=True, slots=True)
class Description:
    """A source as it is shown (`title`, `quote`) and as it is checked (`words`).

    `text` is all of what `quote` begins, where that is somebody's own words.

    `url` is the address that stands in the record, wherever it leads.
    """

    title: str
    quote: str
    words: str
    as_of: date | None = None
    url: str | None = None
    text: str = ""


def describe(kind: str, item: Any, account: Account, members: Members, _: Texts) -> Description:
    """The description of a record of `kind` that belongs to `account`."""
    title = TITLES[kind](item, account, members, _)
    as_of = day(kind, item)
    said = excerpts.say(kind, item, _)
    quote = quoting.excerpt(said)
    names = quoting.plain(" ".join((account.name, *account.aliases)))
    return Description(
        quoting.plain(title),
        quote,
        f"{quoting.plain(title)} {words(item, members)} {names} {quote}",
        as_of,
        getattr(item, "permalink", None),
        said if kind == "note" else "",
    )


def reading(account: Account, readings: Iterable[Reading], _: Texts) -> Description:
    """The description of what the health rules computed for an account, the newest day first."""
    newest_first = sorted(readings, key=lambda one: one.as_of, reverse=True)
    computed = " | ".join(_computed(one) for one in newest_first)
    title = quoting.plain(_("Health reading of {account}", account=account.name))
    as_of = newest_first[0].as_of if newest_first else None
    quote = phrases.sequence(_, [_dated_reading(one, len(newest_first), _) for one in newest_first])
    words = f"{title} {computed} of 100 {quote}"
    return Description(title, quoting.excerpt(quote), words, as_of)


def _dated_reading(one: Reading, of: int, _: Texts) -> str:
    """A reading in words; with its day when it is one of several."""
    said = excerpts.reading(_, one)
    return said if of == 1 else _("{date}: {what}", date=_.date(one.as_of), what=said)


def _computed(one: Reading) -> str:
    score = "no score" if one.score is None else f"score {one.score:.1f}"
    return (
        f"{one.as_of}: {score}, low {one.low:.1f}, high {one.high:.1f}, "
        f"coverage {one.coverage:.3f}, {one.computed_band}, weights {one.weights_version}"
    )


def passage(hit: Hit, document: Document | None, _: Texts) -> Description:
    """The description of a passage, which may be cited for what its document prescribes."""
    title = f"{hit.title} › {hit.heading}" if hit.heading else hit.title
    body = prose(hit.text)
    said = [hit.title, hit.heading, body, *(_prescribed(document, _) if document else [])]
    return Description(quoting.plain(title), quoting.excerpt(body), quoting.plain(" ".join(said)))


def prose(markdown: str) -> str:
    """Markdown's words on one line: no marks of headings, lists, tables and emphasis."""
    plain = EMPHASIS.sub(r"\2", markdown)
    lines = (line.strip(" #*->|\t").replace("**", "") for line in plain.splitlines())
    return " ".join(line for line in lines if line and set(line) - set("-| :"))


def document(whole: Document, _: Texts) -> Description:
    """The description of a whole document of the library."""
    said = [whole.title, *_prescribed(whole, _)]
    quote = whole.summary or whole.text
    return Description(
        quoting.plain(whole.title), quoting.excerpt(quote), quoting.plain(" ".join(said))
    )


def _prescribed(whole: Document, _: Texts) -> list[str]:
    """What a document says of itself, and its steps: as it stands there, and as it is shown."""
    steps = [str(step.get("do") or "") for step in whole.steps]
    days = [f"{step.get('within_days')} days" for step in whole.steps]
    written = [whole.title, whole.summary or "", whole.learning_objective or "", *steps]
    return [*written, *(_(words) for words in written if words), *whole.goals, *days]


DATING = (
    *("as_of", "date", "held", "planned", "closed", "opened", "delivered", "kept", "starts"),
    *("submitted", "entered"),
)
"""The fields by which records are dated, the first one that is filled."""


def day(kind: str, item: Any) -> date | None:
    """The day that a record speaks of, by which its claim is dated."""
    for name in DATING:
        found = getattr(item, name, None)
        if isinstance(found, datetime):
            return found.date()
        if isinstance(found, date):
            return found
    return None


def words(item: Any, members: Members) -> str:
    """Everything that the record's fields say, with the names of the members they point to.

    Ids and addresses say nothing: the digits in them would carry any figure.
    """
    fields = asdict(item).items()
    said = (_said(value, members) for name, value in fields if not _is_address(name))
    return quoting.plain(" ".join(said))


def _is_address(name: str) -> bool:
    return name in ("id", "permalink", "channel") or name.endswith("_id")


def _said(value: Any, members: Members) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(_said(part, members) for part in value)
    if isinstance(value, dict):
        return " ".join(f"{name} {_said(part, members)}" for name, part in value.items())
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str) and value in members:
        return members[value].name
    return str(value)


def person(who: str | None, members: Members) -> str:
    """The name behind a member id; what was written where it is no member's."""
    if who is None:
        return ""
    return quoting.plain(members[who].name if who in members else who)


Title = Callable[[Any, Account, Members, Texts], str]


def _note_title(note: Any, account: Account, members: Members, _: Texts) -> str:
    when = _.date(note.date)
    if note.author is None:
        return _("Note of {date}", date=when)
    return _("Note of {date} by {author}", date=when, author=person(note.author, members))


def _handoff_title(handoff: Any, account: Account, members: Members, _: Texts) -> str:
    if handoff.submitted is None:
        return _("Handoff of {account}", account=account.name)
    return _("Handoff of {account}, {date}", account=account.name, date=_.date(handoff.submitted))


def _dated(message: str) -> Title:
    """A title with the record's day and one of its words."""

    def title(item: Any, account: Account, members: Members, _: Texts) -> str:
        when = day("", item)
        what = next((getattr(item, name) for name in NAMING if getattr(item, name, None)), "")
        dated = _.date(when) if when else _("no date")
        what = quoting.excerpt(_term(str(what), _), TITLE)
        return _(message, what=what, account=account.name, date=dated)

    return title


def _contact_title(contact: Any, account: Account, members: Members, _: Texts) -> str:
    return _("Contact {what} at {account}", what=contact.name, account=account.name)


TITLE = 70
"""Characters of an item's own words in its title."""

NAMING = ("title", "goal", "what", "outcome", "product", "stage", "question", "band", "kind")


def _term(word: str, _: Texts) -> str:
    """A code such as `active_users` in words; free text stays as it is."""
    return terms.say(_, word) if word and word.islower() and " " not in word else word


def _survey_title(survey: Any, account: Account, members: Members, _: Texts) -> str:
    return _("{kind} answer of {date}", kind=survey.kind.upper(), date=_.date(survey.date))


def _metric_title(sample: Any, account: Account, members: Members, _: Texts) -> str:
    return _(
        "{what}, measured on {date}", what=wording.label(_, sample.metric), date=_.date(sample.date)
    )


TITLES: dict[str, Title] = {
    "account": _dated("Account record of {account}"),
    "activity": _dated("Activity of {date}: {what}"),
    "person_answer": _dated("Answer of {date} to “{what}”"),
    "contact": _contact_title,
    "customer_promise": _dated("Promise of {account}: {what}"),
    "encounter": _dated("Touchpoint of {date}: {what}"),
    "finding": _dated("Judgement of {date}: {what}"),
    "gap": _dated("Product gap of {date}: {what}"),
    "goal": _dated("Goal: {what}"),
    "handoff": _handoff_title,
    "intent": _dated("Intent of {account}, stated {date}"),
    "meeting": _dated("Meeting of {date}: {what}"),
    "metric": _metric_title,
    "note": _note_title,
    "outcome": _dated("Outcome of {date}: {what}"),
    "override": _dated("Override of {date}: {what}"),
    "promise": _dated("Promise: {what}"),
    "snapshot": _dated("Health reading of {account} as stored on {date}"),
    "stage": _dated("Stage {what}, entered {date}"),
    "subscription": _dated("Subscription: {what}"),
    "survey": _survey_title,
    "ticket": _dated("Ticket of {date}: {what}"),
}
