"""What changed between two readings: exactly, down to the answer and its evidence."""

from playbooks.facts import Fact
from playbooks.health.answering import TEXT_KINDS
from playbooks.health.values import Answer, Change, ChangeKind, Reading, Verdict

WORDS = TEXT_KINDS | {"person_answer", "survey", "intent"}


def between(before: Reading, after: Reading) -> tuple[Change, ...]:
    """The answers that differ, the one that moved most first.

    An answer differs when its verdict does, when it went stale or was renewed, or when other
    words carry it. A figure that moved within the same verdict is not a change of the answer.
    Points are signed: what the answer adds after, less what it added before.
    """
    earlier = {answer.question: answer for answer in before.answers}
    found = []
    for answer in after.answers:
        was = earlier.get(answer.question, Answer(answer.question, Verdict.UNKNOWN))
        kind = _kind(was, answer)
        if kind is not None:
            found.append(_change(kind, was, answer))
    return tuple(sorted(found, key=lambda change: -abs(change.points)))


def _kind(before: Answer, after: Answer) -> ChangeKind | None:
    if before.verdict is not after.verdict:
        if before.verdict is Verdict.UNKNOWN:
            return ChangeKind.ANSWERED
        return ChangeKind.LOST if after.verdict is Verdict.UNKNOWN else ChangeKind.TURNED
    if after.verdict is Verdict.UNKNOWN:
        return None
    if _words(before) != _words(after):
        return ChangeKind.GROUND
    if before.stale != after.stale:
        return ChangeKind.STALE if after.stale else ChangeKind.RENEWED
    return None


def _change(kind: ChangeKind, before: Answer, after: Answer) -> Change:
    was, now = _items(before), _items(after)
    return Change(
        kind=kind,
        question=after.question,
        before=before,
        after=after,
        points=_signed(after) - _signed(before),
        came=tuple(fact for key, fact in now.items() if key not in was),
        went=tuple(fact for key, fact in was.items() if key not in now),
    )


def _signed(answer: Answer) -> float:
    return answer.points if answer.verdict is Verdict.YES else -answer.points


def _items(answer: Answer) -> dict[tuple[object, ...], Fact]:
    return {(f.evidence_kind, f.evidence_id, f.value, f.quote): f for f in answer.evidence}


def _words(answer: Answer) -> set[tuple[str, str, str | None]]:
    return {
        (fact.evidence_kind, fact.evidence_id, fact.quote)
        for fact in answer.evidence
        if fact.evidence_kind in WORDS
    }
