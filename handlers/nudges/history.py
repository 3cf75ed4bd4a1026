"""How a nudge came to its reader, and what came of it when it was so before, in words."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from handlers import quoting
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Member
from storage.workspace import Reader, parts

Names = Callable[[str | None], str]


class Past:
    """What was before some nudges: who had them, and those of the same rules that ended."""

    def __init__(self, reader: Reader, nudges: Sequence[Nudge]) -> None:
        self._names = {member.id: member.name for member in reader.find(Member)}
        self._before: defaultdict[tuple[str, str], list[Nudge]] = defaultdict(list)
        stretches = [nudge for nudge in nudges if _is_stretch(nudge)]
        rules = sorted({nudge.rule for nudge in stretches})
        for part in parts(sorted({nudge.account_id for nudge in stretches})):
            for one in reader.find(Nudge, account_id=part, rule=rules, newest_first=True):
                if one.ended is not None and _is_stretch(one):
                    self._before[one.account_id, one.rule].append(one)

    def name(self, member_id: str | None) -> str:
        """The member's name, or the id where nobody is known by it."""
        known = self._names.get(member_id or "")
        return quoting.plain(known) if known else member_id or "?"

    def earlier(self, nudge: Nudge) -> Nudge | None:
        """The nudge of the same rule whose episode came before; an item is no episode."""
        before = self._before[nudge.account_id, nudge.rule] if _is_stretch(nudge) else []
        others = (one for one in before if one.id != nudge.id and one.created <= nudge.created)
        return next(others, None)


def remarks(_: Texts, past: Past, nudge: Nudge, member: Member) -> tuple[str, ...]:
    """From whom it came, whom it kept waiting, and how it was closed the last time."""
    names = past.name
    found = (_came(_, nudge, names), _waits(_, nudge, names, member), _before(_, past, nudge))
    return tuple(one for one in found if one)


def gone(_: Texts, past: Past, nudge: Nudge, member: Member) -> str | None:
    """Who has it now and who did that, for somebody who had it; None for those who still do."""
    if member.id in (nudge.owner, nudge.escalated_to):
        return None
    names = past.name
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


def _came(_: Texts, nudge: Nudge, names: Names) -> str | None:
    if nudge.passed_from is None:
        return None
    before = names(nudge.passed_from)
    if nudge.passed_by is None:
        return _("This was for {name}, who can no longer get it.", name=before)
    if nudge.passed_by == nudge.passed_from:
        return _("{name} passed this on.", name=before)
    return _("{by} passed this on; {name} had it before.", by=names(nudge.passed_by), name=before)


def _waits(_: Texts, nudge: Nudge, names: Names, member: Member) -> str | None:
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


def _before(_: Texts, past: Past, nudge: Nudge) -> str | None:
    """When it was so before, and what came of it then."""
    earlier = past.earlier(nudge)
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
