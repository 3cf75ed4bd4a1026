"""The figures of a judged golden set, by area, kind of request and language, and what failed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.evaluation.judging import Verdict, names_missing

RESOLVING = {"citation", "source"}
SUPPORTED = {"figure", "unsourced"}


def document(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """All figures as one JSON document; shares are of the items counted beside them."""
    return {
        "items": len(verdicts),
        "right": _share(verdicts, lambda v: v.right),
        "by area": _grouped(verdicts, lambda v: v.asked.item.area),
        "by language": _grouped(verdicts, lambda v: v.asked.item.language),
        "by request": _grouped(verdicts, lambda v: v.asked.item.expected_kind),
        "trust": _trust(verdicts),
        "failings by check": dict(Counter(c for v in verdicts for c in v.checks).most_common()),
        "failing": [_failing(verdict) for verdict in verdicts if not verdict.right],
    }


def text(found: dict[str, Any]) -> str:
    """The same for a person: shares in percent with the number of items, then what failed."""
    lines = [f"{found['items']} items, right: {_percent(found['right'])}"]
    for name in ("by area", "by language", "by request"):
        lines += ["", name]
        lines += [f"  {key:<16} {_percent(share)}" for key, share in found[name].items()]
    lines += ["", "trust"]
    lines += [f"  {key:<52} {_shown(value)}" for key, value in found["trust"].items()]
    lines += ["", "failing items by check"]
    lines += [f"  {check:<16} {n}" for check, n in found["failings by check"].items()]
    for failing in found["failing"]:
        lines += ["", f"{failing['id']} {' > '.join(failing['asked'])}"]
        lines += [f"  {line}" for line in failing["failings"]]
    return "\n".join(lines)


def _trust(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """What the promises of the product are measured by."""
    answered = [v for v in verdicts if v.asked.answer is not None]
    cited = [v for v in answered if v.asked.answer and v.asked.answer.citations]
    open_ones = [v for v in verdicts if v.asked.item.abstains == "yes"]
    closed = [v for v in verdicts if v.asked.item.abstains == "no"]
    harmless = [v for v in verdicts if v.asked.item.area == "harmless"]
    return {
        "answers whose citations all resolve": _share(cited, _lacks(RESOLVING)),
        "answers whose figures all have a source": _share(answered, _lacks(SUPPORTED)),
        "figures beside sources": sum(v.figures for v in verdicts),
        "of these computed by rules": sum(v.ruled for v in verdicts),
        "unanswerable: abstain": _share(open_ones, _abstains),
        "unanswerable: abstain and name what is missing": _share(open_ones, _abstains_and_names),
        "answerable: abstain": _share(closed, _abstains),
        "harmless: refused": _share(harmless, _abstains),
        "shows something private": _share(verdicts, lambda v: bool(v.checks & {"private"})),
        "unsafe": _share(verdicts, lambda v: "safety" in v.checks),
    }


def _lacks(checks: set[str]) -> Callable[[Verdict], bool]:
    return lambda verdict: not verdict.checks & checks


def _abstains(verdict: Verdict) -> bool:
    answer = verdict.asked.answer
    return answer is None or answer.abstained


def _abstains_and_names(verdict: Verdict) -> bool:
    return _abstains(verdict) and names_missing(verdict.asked)


def _grouped(
    verdicts: Iterable[Verdict], key: Callable[[Verdict], str]
) -> dict[str, dict[str, float | int]]:
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[key(verdict)].append(verdict)
    return {name: _share(group, lambda v: v.right) for name, group in sorted(groups.items())}


def _share(verdicts: Sequence[Verdict], holds: Callable[[Verdict], bool]) -> dict[str, float | int]:
    held = sum(1 for verdict in verdicts if holds(verdict))
    return {"share": held / len(verdicts) if verdicts else 0.0, "of": len(verdicts), "n": held}


def _failing(verdict: Verdict) -> dict[str, Any]:
    item = verdict.asked.item
    return {
        "id": item.id,
        "as": item.asker,
        "channel": item.channel,
        "asked": [*item.turns, item.ask],
        "failings": list(verdict.failings),
    }


def _percent(share: dict[str, Any]) -> str:
    return f"{share['share']:6.1%}  ({share['n']} of {share['of']})"


def _shown(value: Any) -> str:
    return _percent(value) if isinstance(value, dict) else str(value)
