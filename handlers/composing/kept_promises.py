"""What one of us is to keep, across all accounts: "what did I promise?", "only Theo's"."""

import re
from datetime import date

from handlers.answers import Draft, Part
from handlers.composing import phrases, promises, their_promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from knowledge import cues, wording
from playbooks import handoffs
from playbooks.handoffs import Promise

OF_ACCOUNTS = re.compile(
    r"(?:\bmy|['’]s) (?:accounts|customers|clients)\b|\b(?:miei|nostri) clienti\b"
    r"|\bclienti (?:miei|di|seguiti)\b|的客户",
    re.IGNORECASE,
)
"""Of promises to somebody's customers, whoever is to keep them."""


def keeper(desk: Desk) -> str | None:
    """Whose promises are asked for; None for everybody's, and where whose accounts is meant."""
    said = f"{desk.question.text}\n{desk.asked.topic}"
    return None if OF_ACCOUNTS.search(said) else desk.asked.owner


def compose(desk: Desk, who: str) -> Draft:
    """What a member, or else their team, is to keep: what is late first, then by its day."""
    _, today = desk.texts, desk.today
    own, of_team = _open_ones(desk, who)
    name = phrases.name(desk.member(who))
    name = _("The team of {name}", name=name) if of_team else name
    late = [one for one in own if one.is_overdue(today)]
    only_late = their_promises.only_late(desk)
    shown = late if only_late else own
    if not shown:
        text = (
            _("{name} is to keep no promise that is past its date, as of {date}.")
            if only_late
            else _("{name} is to keep no promise that is open, as of {date}.")
        )
        missing = _("Promises with a due date, in handoffs or notes.")
        return phrases.abstention(text.format(name=name, date=_.date(today)), missing)
    text = _.plural(
        "{name} is to keep {count} promise, {late} past its date, as of {date}.",
        "{name} is to keep {count} promises, {late} past their date, as of {date}; by their date.",
        len(own),
        name=name,
        late=len(late),
        date=_.date(today),
    )
    names = {account.id: account.name for account in desk.accounts}
    lines = [
        phrases.at(
            _,
            names[one.account_id],
            promises.past(desk, one) if one.is_overdue(today) else promises.still_open(desk, one),
        )
        for one in shown[: promises.MOST]
    ]
    lead = claim(text, *map(promises.ref, shown[:3]), said=(len(own), len(late), today))
    return phrases.draft(lead, phrases.section(Part.PROMISES, lines, most=promises.MOST))


def _open_ones(desk: Desk, who: str) -> tuple[list[Promise], bool]:
    """Open promises of a member by their day, undated ones last, and whether their team's are too.

    They are where the question names the team, or a manager has none to keep.
    """
    segment = desk.asked.segment
    asked = desk.asked.accounts or desk.accounts
    seen = {one.id for one in asked if segment in (None, one.segment)}
    made = [one for one in desk.reader.find(Promise, delivered=None) if one.account_id in seen]
    visible = desk.of_visible_notes(made)
    pending = handoffs.standing(visible, desk.today, desk.noted(visible))
    own = [one for one in pending if one.owner == who]
    team = {one.id for one in desk.archive.members.values() if one.manager == who}
    said = wording.folded(f"{desk.question.text}\n{desk.asked.topic}")
    of_team = bool(team) and (not own or bool(cues.about("whole_team").search(said)))
    if of_team:
        own = [one for one in pending if one.owner in {who, *team}]
    return sorted(own, key=lambda one: (one.due or date.max, one.id)), of_team
