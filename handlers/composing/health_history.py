"""How an account's health moved between two days: by which answers, and as it was stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers import excerpts, health, wording
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import changes, findings, phrases
from handlers.composing import health as now
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from playbooks.health import changes as health_changes
from playbooks.health.values import Change, Snapshot

MOST_CHANGES = 6
MOST_STORED = 6


def compose(desk: Desk) -> Draft:
    """Both days beside each other, each answer that differs, and the stored readings between."""
    dossier = desk.dossier(desk.asked.accounts[0])
    if not dossier.internals:
        return now.compose(desk)
    since, until = changes.period(desk)
    moved = _moved(desk, dossier, since, until)
    told = [line for change in moved if (line := _change(desk, dossier, change)) is not None]
    made = phrases.draft(
        _lead(desk, dossier, since, until),
        phrases.section(Part.CHANGES, told, most=MOST_CHANGES),
        phrases.section(Part.STATE, _stored(desk, dossier, since, until), most=MOST_STORED + 1),
        phrases.section(Part.UNKNOWN, now.unknown(desk, desk.reading(dossier.account))),
    )
    return replace(made, offers=now.offers(desk.reading(dossier.account)))


def _moved(desk: Desk, dossier: Dossier, since: date, until: date) -> Sequence[Change]:
    before, after = desk.reading(dossier.account, since), desk.reading(dossier.account, until)
    return health_changes.between(before, after)


def _lead(desk: Desk, dossier: Dossier, since: date, until: date) -> Sentence:
    both = changes.health_moved(desk, dossier, since, until)
    return both[0] if both else now.headline(desk, dossier, desk.reading(dossier.account))


def _change(desk: Desk, dossier: Dossier, change: Change) -> Sentence | None:
    """One answer that differs, with what made it so; without evidence the reading carries it."""
    evidence = (*change.came, *change.after.evidence, *change.went)[:1]
    text = wording.change(desk.texts, desk.rules, replace(change, came=evidence))
    refs = [findings.ref(fact) for fact in evidence] or [Ref("health", dossier.account.id)]
    said = [value for fact in evidence for value in findings.said(desk, fact)]
    return claim(text, *refs, said=(*said, abs(change.points), 100))


def _stored(desk: Desk, dossier: Dossier, since: date, until: date) -> list[Sentence]:
    """What was stored on the way, with the weights of each day: spread evenly over the time."""
    _ = desk.texts
    kept = health.stored(desk.reader, dossier.account.id, since, until)
    if not kept:
        text = _("No reading was stored in that time; both days were read anew from the records.")
        return [claim(text, Ref("health", dossier.account.id))]
    lines = [
        claim(
            _("{date}: {what}", date=_.date(one.as_of), what=excerpts.reading(_, one)),
            Ref("snapshot", one.id),
        )
        for one in _spread(kept)
    ]
    versions = list(dict.fromkeys(one.weights_version for one in kept))
    if len(versions) > 1:
        refs = [Ref("snapshot", one.id) for one in (kept[0], kept[-1])]
        said = _(
            "The weights changed on the way ({versions}): part of the move is theirs.",
            versions=phrases.listed(_, versions),
        )
        lines.insert(0, claim(said, *refs, said=versions))
    return lines


def _spread(kept: Sequence[Snapshot]) -> list[Snapshot]:
    """At most `MOST_STORED`, the first and the last among them, the newest first."""
    if len(kept) <= MOST_STORED:
        return list(reversed(kept))
    step = (len(kept) - 1) / (MOST_STORED - 1)
    return [kept[round(step * place)] for place in reversed(range(MOST_STORED))]
