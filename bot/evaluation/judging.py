"""Whether an answer is right: each check says what was expected and what came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.evaluation import grounds, privacy, safety
from bot.evaluation.asking import Asked
from bot.evaluation.items import Item
from bot.evaluation.records import Records
from bot.views import blocks
from handlers.answers import Answer
from handlers.context import Context
from handlers.evidence import LIBRARY

EARLY = 6
"""Lines in which a question for one thing is answered, before a reader looks away."""

THOUSANDS = re.compile(r"(?<=\d)[.,\u00a0\u202f’ ](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judged item. `failings` is empty when all is right; each begins with its check's name."""

    asked: Asked
    failings: tuple[str, ...]
    figures: int = 0
    ruled: int = 0

    @property
    def right(self) -> bool:
        """True when nothing is wrong with the answer."""
        return not self.failings

    @property
    def checks(self) -> set[str]:
        """The names of the checks that failed."""
        return {failing.partition(":")[0] for failing in self.failings}


def judge(records: Records, asked: Asked) -> Verdict:
    """What is right and wrong about one answer."""
    failings = (
        *_expected(records.context, asked),
        *grounds.check(records, asked),
        *privacy.check(records, asked),
        *safety.check(asked),
    )
    shown, ruled = grounds.counted(records, asked)
    return Verdict(asked, tuple(dict.fromkeys(failings)), shown, ruled)


def _expected(context: Context, asked: Asked) -> Iterator[str]:
    if asked.answer is None:
        if not asked.item.refused:
            yield f"refused: {asked.refusal}"
        return
    if asked.item.refused:
        yield from _language(asked, asked.answer)
        return
    yield from _understood(asked, asked.answer)
    yield from _language(asked, asked.answer)
    yield from _abstention(asked, asked.answer)
    yield from _facts(asked, asked.answer)
    yield from _sources(context, asked, asked.answer)
    if "write" in asked.item.request and asked.answer.proposal is None:
        yield "write: nothing was prepared to be saved"


def _understood(asked: Asked, answer: Answer) -> Iterator[str]:
    item, got = asked.item, answer.request.value
    if item.request and got not in item.request:
        yield f"request: expected {' or '.join(item.request)}, got {got}"
    if item.not_request and got == item.not_request:
        yield f"request: expected anything but {got}"
    about = sorted(account.id for account in answer.accounts)
    if item.accounts is not None and about != sorted(item.accounts):
        yield f"account: expected {sorted(item.accounts)}, got {about}"
    offered = {account.id for account in answer.clarify}
    if item.clarify and offered != set(item.clarify):
        yield f"account: expected a choice of {sorted(item.clarify)}, got {sorted(offered)}"


def _language(asked: Asked, answer: Answer) -> Iterator[str]:
    if answer.language != asked.item.spoken:
        yield f"language: expected {asked.item.spoken}, got {answer.language}"


def _abstention(asked: Asked, answer: Answer) -> Iterator[str]:
    item = asked.item
    if item.abstains == "no" and answer.abstained:
        yield f"abstained: {_first_line(answer.text)}"
    if item.abstains == "yes" and not answer.abstained:
        yield f"answered: {_first_line(answer.text)}"
    if item.abstains == "yes" and answer.abstained and not names_missing(asked):
        yield f"unnamed: does not name {'|'.join(item.missing)}: {_first_line(answer.text)}"


def names_missing(asked: Asked) -> bool:
    """True when the answer says which observation would settle the question."""
    if asked.answer is None:
        return False
    said = f"{asked.answer.text} {' '.join(asked.answer.missing)}"
    return any(re.search(word, said, re.I) for word in asked.item.missing)


def count_facts(item: Item, text: str) -> int:
    """How many of the item's facts the text shows."""
    shown = _plain(text)
    return sum(any(_stands(_plain(f), shown) for f in several) for several in item.facts)


def _facts(asked: Asked, answer: Answer) -> Iterator[str]:
    shown = _plain(_beginning(answer) if asked.item.early else _whole(answer))
    for alternatives in asked.item.facts:
        if not any(_stands(_plain(fact), shown) for fact in alternatives):
            yield f"fact: none of {'|'.join(alternatives)}: {_first_line(answer.text)}"
    for word in asked.item.lacks:
        if _plain(word) in shown:
            yield f"fact: shows {word}, which was not asked for"


def _whole(answer: Answer) -> str:
    return " ".join([answer.text, *(citation.quote for citation in answer.citations)])


def _beginning(answer: Answer) -> str:
    lines = [line for line in answer.text.splitlines() if line.strip()]
    return " ".join(lines[:EARLY])


def _stands(fact: str, shown: str) -> bool:
    """A figure stands by itself, not inside another one; words may be part of a word."""
    if fact[0].isdigit():
        return re.search(rf"(?<![\d.,]){re.escape(fact)}(?!\d|[.,]\d)", shown) is not None
    return fact in shown


def _plain(text: str) -> str:
    return THOUSANDS.sub("", text.casefold())


def _sources(context: Context, asked: Asked, answer: Answer) -> Iterator[str]:
    item, cited = asked.item, {citation.id for citation in answer.citations}
    if item.cites_something and not cited:
        yield f"cites: nothing was cited: {_first_line(answer.text)}"
    if item.cites and not cited & set(item.cites):
        yield f"cites: expected one of {', '.join(item.cites)}, got {sorted(cited)[:6]}"
    if item.passages:
        files = _files(context, answer)
        if not files & set(item.passages):
            yield f"passage: expected one of {', '.join(item.passages)}, got {sorted(files)}"


def _files(context: Context, answer: Answer) -> set[str]:
    """The names of the library's files that the answer cites, without folder and ending."""
    with context.workspace.reading() as reader:
        documents = [
            context.library.document(reader, hit.document_id if hit else citation.id)
            for citation in answer.citations
            if citation.kind in LIBRARY
            for hit in [context.library.passage(reader, citation.id)]
        ]
    return {d.path.rpartition("/")[2].removesuffix(".md") for d in documents if d is not None}


def _first_line(text: str) -> str:
    lines = text.strip().splitlines() or ["(nothing)"]
    return blocks.cut(lines[0], 140)
