"""How a nudge came to its reader, and what came of it when it was so before, in words."""

from datetime import date

from handlers import quoting
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Member
from storage.workspace import Reader


def remarks(_: Texts, reader: Reader, nudge: Nudge, member: Member) -> tuple[str, ...]:
    """From whom it came, whom it kept waiting, and how it was closed the last time."""
    names = _Names(reader)
    found = (_came(_, nudge, names), _waits(_, nudge, names, member), _before(_, reader, nudge))
    return tuple(one for one in found if one)


def gone(_: Texts, reader: Reader, nudge: Nudge, member: Member) -> str | None:
    """Who has it now and who did that, for somebody who had it; None for those who still do."""
    if member.id in (nudge.owner, nudge.escalated_to):
        return None
    names = _Names(reader)
    if nudge.passed_by is None:
        return _("{owner} has this now.", owner=names(nudge.owner))
    return _("Passed on to {owner} by {by}.", owner=names(nudge.owner), by=names(nudge.passed_by))


def became(_: Texts, nudge: Nudge) -> str | None:
    """What came of a nudge, as somebody said it; None when nobody did."""
    said = {
        "helped": _("It helped."),
        "no_change": _("Nothing has changed."),
        "too_early": _("It is too early to tell."),
    }
    parts = [said[nudge.outcome]] if nudge.outcome in said else []
    if nudge.reason and nudge.state is NudgeState.DONE:
        parts.append(_("“{quote}”", quote=quoting.inner(nudge.reason)))
    return phrases.joined(_, *parts) or None


class _Names:
    """The names of members, each looked up when it is asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, member_id: str | None) -> str:
        known = self._reader.get(Member, member_id) if member_id else None
        return quoting.plain(known.name) if known else member_id or "?"


def _came(_: Texts, nudge: Nudge, names: _Names) -> str | None:
    if nudge.passed_from is None:
        return None
    before = names(nudge.passed_from)
    if nudge.passed_by is None:
        return _("This was for {name}, who can no longer get it.", name=before)
    if nudge.passed_by == nudge.passed_from:
        return _("{name} passed this on.", name=before)
    return _("{by} passed this on; {name} had it before.", by=names(nudge.passed_by), name=before)


def _waits(_: Texts, nudge: Nudge, names: _Names, member: Member) -> str | None:
    """For the manager that the owner has not answered; for the owner that the manager knows."""
    if nudge.owner == member.id:
        if nudge.escalated_to is None or nudge.escalated_at is None:
            return None
        day = _.date(nudge.escalated_at.date())
        return _(
            "It waits; {manager} was told on {day}.", manager=names(nudge.escalated_to), day=day
        )
    if nudge.state is not NudgeState.SENT or nudge.sent_at is None:
        return None
    day = _.date(nudge.sent_at.date())
    return _("{owner} was told on {day} and has not answered.", owner=names(nudge.owner), day=day)


def _before(_: Texts, reader: Reader, nudge: Nudge) -> str | None:
    """When it was so before, and what came of it then."""
    earlier = _earlier(reader, nudge)
    if earlier is None:
        return None
    day, said = _.date(_over(earlier)), became(_, earlier)
    if earlier.state is NudgeState.DONE:
        what = _("This was so before. It was done; closed on {day}.", day=day)
    elif earlier.state is NudgeState.NOT_USEFUL:
        what = _("This was so before, and was found not useful on {day}.", day=day)
    else:
        what = _("This was so before, and settled by itself on {day}.", day=day)
    return phrases.joined(_, what, said) if said else what


def _earlier(reader: Reader, nudge: Nudge) -> Nudge | None:
    """The nudge of the same rule whose episode came before; items are no episodes of one thing."""
    if not _is_stretch(nudge):
        return None
    before = reader.find(
        Nudge, account_id=nudge.account_id, rule=nudge.rule, until=nudge.created, newest_first=True
    )
    ended = (one for one in before if one.id != nudge.id and one.ended and _is_stretch(one))
    return next(ended, None)


def _over(nudge: Nudge) -> date:
    """The day when it was closed by somebody, or else when it ended."""
    return nudge.closed_at.date() if nudge.closed_at else nudge.ended or nudge.created


def _is_stretch(nudge: Nudge) -> bool:
    """Whether the episode is a stretch of time: it is named by the day on which it began."""
    try:
        date.fromisoformat(nudge.episode)
    except ValueError:
        return False
    return True
