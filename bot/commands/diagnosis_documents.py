"""What stands beside a reading: gaps with their plays, stored readings, what was just saved."""

from collections.abc import Iterator, Sequence
from typing import Any

from handlers import excerpts, wording
from handlers.composing import phrases
from handlers.diagnosis import Saved
from handlers.gaps import Gap
from handlers.texts import Texts
from playbooks.health.rules import HealthRules
from playbooks.health.values import Snapshot, Verdict

MOST_GAPS = 5


def beside(
    missing: Sequence[Gap],
    stored: Sequence[Snapshot],
    saved: Sequence[Saved],
    rules: HealthRules,
    _: Texts,
) -> dict[str, Any]:
    """In the shapes that `--json` prints; `points` are of 100."""
    return {
        "gaps": [_gap(gap, rules, _) for gap in missing],
        "stored": [_stored(one) for one in stored],
        "saved": [_saved(one) for one in saved],
    }


def text(
    missing: Sequence[Gap],
    stored: Sequence[Snapshot],
    saved: Sequence[Saved],
    rules: HealthRules,
    _: Texts,
) -> Iterator[str]:
    """The same for a person, the widest gaps alone."""
    for one in saved:
        yield _(
            "Saved for {account}. `cairn audit undo {entry}` takes it back.",
            account=one.account.name,
            entry=one.audit_entry_id,
        )
    known = [gap for gap in missing if gap.answer.verdict is Verdict.NO][:MOST_GAPS]
    if known:
        yield ""
        yield _("What is missing, the widest gap first:")
    for gap in known:
        yield f"  • {_line(gap, rules, _)}"
    if stored:
        yield ""
        yield _("As it was stored:")
    for snapshot in stored:
        told = excerpts.reading(_, snapshot)
        yield f"  • {_('{date}: {what}', date=_.date(snapshot.as_of), what=told)}"


def _line(gap: Gap, rules: HealthRules, _: Texts) -> str:
    said = _(
        "{question} No (−{points} of 100).",
        question=wording.question(_, rules, gap.answer.question),
        points=_.number(gap.points, 1),
    )
    if gap.play is None:
        return said
    play = _("Playbook: {title}", title=phrases.title(_, gap.play.title))
    return phrases.joined(_, said, play)


def _gap(gap: Gap, rules: HealthRules, _: Texts) -> dict[str, Any]:
    play = gap.play
    return {
        "question": gap.answer.question,
        "text": wording.question(_, rules, gap.answer.question),
        "answer": gap.answer.verdict,
        "points": round(gap.points, 2),
        "play": {"id": play.id, "title": play.title} if play else None,
    }


def _stored(one: Snapshot) -> dict[str, Any]:
    return {
        "as_of": one.as_of,
        "score": one.score,
        "low": one.low,
        "high": one.high,
        "coverage": one.coverage,
        "band": one.band,
        "weights_version": one.weights_version,
    }


def _saved(one: Saved) -> dict[str, Any]:
    return {
        "score_before": one.before.score,
        "score": one.after.score,
        "band": one.after.band,
        "undo": one.audit_entry_id,
    }
