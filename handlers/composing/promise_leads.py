"""How a list of promises begins: how many, whose, of when; or that there is none."""

from collections import Counter
from collections.abc import Sequence

from handlers.answers import Draft, Sentence
from handlers.composing import narrowed, phrases, promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.composing.promises_asked import Keepers, Span, State, Wanted
from playbooks.handoffs import Promise

MOST_REFS = 3


def of(
    desk: Desk,
    wanted: Wanted,
    keepers: Keepers | None,
    own: Sequence[Promise],
    listed: Sequence[Promise],
) -> Sentence:
    """The first sentence of the list; `own` are all promises of those who are asked about."""
    _ = desk.texts
    if keepers and wanted.state in (State.LATE, State.OPEN):
        return _to_keep(desk, keepers, own, listed)
    text = {
        State.LATE: _late,
        State.OPEN: _open,
        State.DUE: _due,
        State.MADE: _made,
        State.KEPT: _kept,
    }[wanted.state](desk, wanted, listed)
    if keepers:
        text = phrases.labelled(_, keepers.name, text)
    days = [day for day in wanted.between or () if day]
    said = (len(listed), _overdue(desk, listed), *_how_kept(listed), desk.today, *days)
    return claim(
        narrowed.in_front(desk, text) if not keepers else text,
        *map(promises.ref, listed[:MOST_REFS]),
        said=(*said, narrowed.asked_for(desk)),
    )


def none(desk: Desk, wanted: Wanted, keepers: Keepers | None) -> Draft:
    """That no promise of that kind is recorded."""
    _, values = desk.texts, {"date": desk.texts.date(desk.today)}
    values["when"] = _when(desk, wanted.between)
    if keepers and wanted.state in (State.LATE, State.OPEN):
        text = (
            _("{name} is to keep no promise that is past its date, as of {date}.")
            if wanted.state is State.LATE
            else _("{name} is to keep no promise that is open, as of {date}.")
        ).format(name=keepers.name, **values)
        return phrases.abstention(text, _missing(desk))
    text = {
        State.LATE: _("No promise is recorded as past its date, as of {date}."),
        State.OPEN: _("No promise is recorded as open, as of {date}."),
        State.BY_PERSON: _("No promise is recorded as open, as of {date}."),
        State.DUE: _("No promise is recorded that falls due {when}, as of {date}."),
        State.MADE: _("No promise is recorded that was made {when}, as of {date}."),
        State.KEPT: _kept_none(desk, wanted),
    }[wanted.state].format(**values)
    text = phrases.labelled(_, keepers.name, text) if keepers else narrowed.in_front(desk, text)
    return phrases.declined(text, _missing(desk))


def was_late(promise: Promise) -> bool:
    """Whether it was delivered after its day."""
    delivered, due = promise.delivered, promise.due
    return delivered is not None and due is not None and delivered > due


def of_person(desk: Desk, owner: str | None, own: Sequence[Promise]) -> Sentence:
    """What one member is to keep, and how they kept what they promised before."""
    _ = desk.texts
    pending = [one for one in own if one.delivered is None]
    on_time, late, undated = _how_kept(own)
    text = _(
        "{name}: {open} open, {late} past their date; {kept} kept, {kept_late} of them late.",
        name=phrases.name(desk.member(owner)),
        open=len(pending),
        late=_overdue(desk, pending),
        kept=on_time + late + undated,
        kept_late=late,
    )
    said = (len(pending), _overdue(desk, pending), on_time + late + undated, late)
    return claim(text, *map(promises.ref, own[:MOST_REFS]), said=said)


def most_late(desk: Desk, own: Sequence[Promise]) -> Sentence:
    """Who has most promises past their date, or that nobody has any."""
    _, late = desk.texts, [one for one in own if one.is_overdue(desk.today)]
    if not late:
        none = _("No promise is recorded as past its date, as of {date}.", date=_.date(desk.today))
        return claim(none, *map(promises.ref, own[:MOST_REFS]), said=(desk.today,))
    who = Counter(one.owner for one in late)
    most = max(who.values())
    leading = {one.owner: one for one in late if who[one.owner] == most}
    text = _(
        "Most promises past their date, as of {date}: {names} ({count}).",
        date=_.date(desk.today),
        names=phrases.listed(_, [phrases.name(desk.member(owner)) for owner in leading]),
        count=most,
    )
    return claim(text, *map(promises.ref, leading.values()), said=(most, desk.today))


def _to_keep(
    desk: Desk, keepers: Keepers, own: Sequence[Promise], listed: Sequence[Promise]
) -> Sentence:
    _, late = desk.texts, _overdue(desk, own)
    text = _.plural(
        "{name} is to keep {count} promise, {late} past its date, as of {date}.",
        "{name} is to keep {count} promises, {late} past their date, as of {date}; by their date.",
        len(own),
        name=keepers.name,
        late=late,
        date=_.date(desk.today),
    )
    refs = map(promises.ref, listed[:MOST_REFS])
    return claim(text, *refs, said=(len(own), late, desk.today))


def _late(desk: Desk, _wanted: Wanted, listed: Sequence[Promise]) -> str:
    return desk.texts.plural(
        "{count} promise is past its date, as of {date}.",
        "{count} promises are past their date, as of {date}; each customer's oldest first, "
        "from the largest customer down.",
        len(listed),
        date=desk.texts.date(desk.today),
    )


def _open(desk: Desk, _wanted: Wanted, listed: Sequence[Promise]) -> str:
    return desk.texts.plural(
        "{count} promise is open, {late} past its date, as of {date}.",
        "{count} promises are open, {late} past their date, as of {date}; by their date.",
        len(listed),
        late=_overdue(desk, listed),
        date=desk.texts.date(desk.today),
    )


def _due(desk: Desk, wanted: Wanted, listed: Sequence[Promise]) -> str:
    return desk.texts.plural(
        "{count} promise falls due {when}, {late} past its date, as of {date}.",
        "{count} promises fall due {when}, {late} past their date, as of {date}.",
        len(listed),
        when=_when(desk, wanted.between),
        late=_overdue(desk, listed),
        date=desk.texts.date(desk.today),
    )


def _made(desk: Desk, wanted: Wanted, listed: Sequence[Promise]) -> str:
    kept = sum(one.delivered is not None for one in listed)
    return desk.texts.plural(
        "{count} promise was made {when}, {kept} kept since, as of {date}.",
        "{count} promises were made {when}, {kept} kept since, as of {date}.",
        len(listed),
        when=_when(desk, wanted.between),
        kept=kept,
        date=desk.texts.date(desk.today),
    )


def _kept(desk: Desk, wanted: Wanted, listed: Sequence[Promise]) -> str:
    """How many were kept, how many of them late; or only the one or the other."""
    _, when = desk.texts, _when(desk, wanted.between)
    on_time, late, undated = _how_kept(listed)
    values = {"when": when, "date": _.date(desk.today)}
    if wanted.late is None:
        return _.plural(
            "{count} promise was kept {when}: {on_time} on time, {late} late, {undated} without a "
            "date, as of {date}.",
            "{count} promises were kept {when}: {on_time} on time, {late} late, {undated} without "
            "a date, as of {date}.",
            len(listed),
            on_time=on_time,
            late=late,
            undated=undated,
            **values,
        )
    if wanted.late:
        return _.plural(
            "{count} promise was kept late {when}, as of {date}.",
            "{count} promises were kept late {when}, as of {date}.",
            len(listed),
            **values,
        )
    return _.plural(
        "{count} promise was kept on time {when}, as of {date}.",
        "{count} promises were kept on time {when}, as of {date}.",
        len(listed),
        **values,
    )


def _kept_none(desk: Desk, wanted: Wanted) -> str:
    _ = desk.texts
    if wanted.late is None:
        return _("No promise is recorded as kept {when}, as of {date}.")
    if wanted.late:
        return _("No promise is recorded as kept late {when}, as of {date}.")
    return _("No promise is recorded as kept on time {when}, as of {date}.")


def _when(desk: Desk, between: Span | None) -> str:
    """The days, as a part of a sentence."""
    _ = desk.texts
    since, until = between or (None, None)
    if since and until:
        if since == until:
            return _("on {date}", date=_.date(since))
        return _("from {since} to {until}", since=_.date(since), until=_.date(until))
    if until:
        return _("by {date}", date=_.date(until))
    return _("since {date}", date=_.date(since)) if since else _("so far")


def _how_kept(own: Sequence[Promise]) -> tuple[int, int, int]:
    """Of the promises that were kept: on time, late, and without a date."""
    kept = [one for one in own if one.delivered is not None]
    late = sum(was_late(one) for one in kept)
    undated = sum(one.due is None for one in kept)
    return len(kept) - late - undated, late, undated


def _overdue(desk: Desk, own: Sequence[Promise]) -> int:
    return sum(one.is_overdue(desk.today) for one in own)


def _missing(desk: Desk) -> str:
    return desk.texts("Promises with a due date, in handoffs or notes.")
