"""How often a question is understood, against utterances that were not used to build it."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.bench import labelled, memory
from bot.console import Console
from handlers import understand
from handlers.understand import Question, Turn, Understanding
from knowledge import requests
from knowledge.criteria import asked as criteria
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.people import Member, Role

FOLDER = Path(__file__).parents[2] / "tests" / "data" / "understanding"
CRITERIA = FOLDER.parent / "criteria" / "fresh.jsonl"
TODAY = date(2026, 6, 17)
ASKER = "U_MAYA"
SIZES = (500, 10_000)
MEASURED = ("held_out", "fresh", *(f"fresh_{number}" for number in (2, 8, 10, 11, 12, 13)))
"""The sets that taught nothing; the later ones are of strangers, and no line of them was read."""


@dataclass(frozen=True, slots=True)
class Case:
    """One utterance with what it asks for; accounts by name, in no order.

    `requests` holds more than one where two kinds are truly equal; the first is the likelier.
    """

    id: str
    language: str
    text: str
    requests: tuple[str, ...]
    accounts: tuple[str, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case was understood, and the milliseconds that it took."""

    case: Case
    found: Understanding
    milliseconds: float

    @property
    def request_right(self) -> bool:
        """The kind of request is an expected one."""
        return self.found.request in self.case.requests

    @property
    def account_right(self) -> bool:
        """Exactly the expected accounts, no more and no fewer."""
        return sorted(a.name for a in self.found.accounts) == sorted(self.case.accounts)


def measure(_console: Console, _options: dict[str, Path | None]) -> dict[str, Any]:
    """Shares of utterances with the right request and account, by kind and language, and times."""
    accounts, members = workspace()
    figures: dict[str, Any] = {}
    for name in MEASURED:
        outcomes = understood(cases(name), accounts, members)
        figures[name.replace("_", " ")] = _shares(outcomes)
    figures["criteria of lists"] = _criteria()
    for size in SIZES:
        crowded = [*accounts, *_invented(size - len(accounts))]
        # It remembers what it scored; each size is measured without that.
        requests.default.cache_clear()
        times = [o.milliseconds for o in understood(cases("held_out"), crowded, members)]
        figures[f"milliseconds at {size} accounts"] = _times(times)
    figures["memory MB"] = memory.peak_megabytes()
    return figures


def _criteria() -> dict[str, str]:
    """Precision, recall and F1 of the criteria that a stranger's questions for lists name."""
    shown = {}
    for code, own in labelled.by_language(labelled.lines(CRITERIA)).items():
        pairs = [(criteria.names(line["text"]), set(line["criteria"])) for line in own]
        every = {name for pair in pairs for names in pair for name in names}
        shown[code] = labelled.counted(pairs, tuple(every)).shown()
    return shown


def workspace() -> tuple[list[Account], list[Member]]:
    """The invented workspace that the utterances speak of."""
    path = FOLDER / "workspace.json"
    if not path.exists():
        raise BadInput(f"The utterances are not here: {path}. Run this from a checkout.")
    content = json.loads(path.read_text(encoding="utf-8"))
    accounts = [Account(**row | {"aliases": tuple(row["aliases"])}) for row in content["accounts"]]
    members = [Member(**row | {"role": Role(row["role"])}) for row in content["members"]]
    return accounts, members


def cases(name: str) -> list[Case]:
    """The utterances of one file, such as `held_out`, `fresh_2` or `development`."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines]


def understood(
    asked: Iterable[Case], accounts: Sequence[Account], members: Sequence[Member]
) -> list[Outcome]:
    """Each case understood, after one to warm up."""
    understand.understand(Question("How is Acme?", ASKER), None, (), accounts, members, TODAY)
    return [_outcome(case, accounts, members) for case in asked]


def _case(row: dict[str, Any]) -> Case:
    turns = tuple(Turn(**turn) for turn in row.get("thread", ()))
    accepted = [row["request"]] if isinstance(row["request"], str) else row["request"]
    return Case(
        row["id"], row["language"], row["text"], tuple(accepted), tuple(row["accounts"]), turns
    )


def _outcome(case: Case, accounts: Sequence[Account], members: Sequence[Member]) -> Outcome:
    started = time.perf_counter()
    question = Question(case.text, ASKER)
    found = understand.understand(question, None, case.turns, accounts, members, TODAY)
    return Outcome(case, found, (time.perf_counter() - started) * 1000)


def _shares(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    by_language: dict[str, list[Outcome]] = defaultdict(list)
    by_request: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_language[outcome.case.language].append(outcome)
        by_request[outcome.case.requests[0]].append(outcome)
    both = [o.request_right and o.account_right for o in outcomes]
    return {
        "utterances": len(outcomes),
        "request and account": _share(both),
        "request": _share([o.request_right for o in outcomes]),
        "account": _share([o.account_right for o in outcomes]),
        "language": _share([o.found.language == o.case.language for o in outcomes]),
        "by language": _both(by_language),
        "by request": _both(by_request),
    }


def _both(groups: dict[str, list[Outcome]]) -> dict[str, float]:
    return {
        name: _share([o.request_right and o.account_right for o in group])
        for name, group in sorted(groups.items())
    }


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


def _times(milliseconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {"p50": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)]}


def _invented(count: int) -> list[Account]:
    """Accounts with names of two made-up words, all different."""
    heads = [a + b for a in _SYLLABLES for b in _SYLLABLES if a != b]
    tails = ("Systems", "Foods", "Logistics", "Group", "Health", "Bank", "Energy", "Retail")
    return [
        Account(f"bench_{n}", f"{heads[n % len(heads)].title()}{n // 2000 or ''} {tails[n % 8]}")
        for n in range(count)
    ]


_SYLLABLES = (
    *("bra", "cor", "den", "fal", "gor", "hem", "jul", "kal", "lor", "mar", "nov", "ost", "pel"),
    *("quin", "ran", "sol", "tur", "ulm", "ver", "wol", "xan", "yor", "zen", "ber", "cas", "dro"),
    *("eld", "fin", "gal", "hol", "ivo", "jan", "kor", "len", "mol", "nar", "orb", "pra", "rud"),
    *("sel", "tam", "umb", "vit", "war", "zul", "ard"),
)


def main() -> None:
    """Print what was misunderstood in one file, for whoever improves the examples."""
    accounts, members = workspace()
    for outcome in understood(cases(sys.argv[1]), accounts, members):
        if not (outcome.request_right and outcome.account_right):
            case, found = outcome.case, outcome.found
            names = [account.name for account in found.accounts]
            sys.stdout.write(
                f"{case.id} {case.text!r}: {'/'.join(case.requests)} {list(case.accounts)} "
                f"!= {found.request}/{found.sub_kind} {names}\n"
            )


if __name__ == "__main__":
    main()
