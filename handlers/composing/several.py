"""One question about several customers: the answer for each of them in brief, one after another."""

from collections.abc import Callable
from dataclasses import replace

from handlers.answers import Draft, Part, Section, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk

MOST = 4
"""Accounts that one reply answers for; more do not fit on a screen."""

LINES = 3
"""Sentences for each account, its first one counted."""


def compose(desk: Desk, answer: Callable[[Desk], Draft]) -> Draft:
    """What `answer` says of each account that was asked about, its first sentences only."""
    _, chosen = desk.texts, desk.asked.accounts[:MOST]
    made = [answer(desk.about(replace(desk.asked, accounts=(account,)))) for account in chosen]
    names = [phrases.name(account.name) for account in chosen]
    told = [_in_brief(desk, name, one) for name, one in zip(names, made, strict=True)]
    missing = [
        phrases.labelled(_, name, what)
        for name, one in zip(names, made, strict=True)
        for what in one.missing[:1]
    ]
    missing += phrases.left_out(_, desk.asked.accounts[MOST:])
    rest = tuple(sentence for lines in (told[0][1:], *told[1:]) for sentence in lines)
    return phrases.draft(
        told[0][0],
        [Section(Part.ACCOUNTS, rest)] if rest else [],
        phrases.section(Part.UNKNOWN, [phrases.asked(gap) for gap in missing]),
        missing=missing,
        abstained=all(one.abstained for one in made),
    )


def in_brief(made: Draft) -> list[Sentence]:
    """The first sentences of an answer, without those that say how to go on."""
    said = [s for section in made.sections if section.part not in ASIDE for s in section.sentences]
    return [made.lead, *said][:LINES]


def _in_brief(desk: Desk, name: str, made: Draft) -> list[Sentence]:
    return [phrases.of_account(desk.texts, name, sentence) for sentence in in_brief(made)]


ASIDE = (Part.UNKNOWN, Part.NEXT, Part.READ, Part.MEANT)
"""Parts that say how to go on; they are for the answer about one account."""
