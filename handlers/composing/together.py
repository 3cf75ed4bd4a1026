"""Several questions in one message: who signs, and have we spoken with them?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.answers import Draft, Part, Sentence
from handlers.composing import particulars, phrases, several
from handlers.composing.desk import Desk
from knowledge import wording

PERSON = re.compile(
    r"\b(?:he|she|him|his|her|they|them|lui|lei|gli|le|loro|ci|l.abbiamo)\b|他|她|对方",
    re.IGNORECASE,
)
"""Words for whomever the answer before told of."""


def are_apart(desks: Sequence[Desk]) -> bool:
    """Whether they ask for several things of which not all are particular ones."""
    kinds = {(desk.asked.request, particulars.is_clear(desk)) for desk in desks}
    small_talk = any(desk.asked.sub_kind not in (None, "out_of_scope") for desk in desks)
    return len(kinds) > 1 and not small_talk


def of_whom(desk: Desk, before: Sequence[Draft]) -> Desk:
    """The question with the name of the one person whom the answer before it told of, for "he"."""
    if not before or not PERSON.search(wording.folded(desk.question.text)):
        return desk
    told = {ref.id for ref in before[-1].lead.cites if ref.kind == "contact"}
    contacts = desk.dossier(desk.asked.accounts[0]).contacts
    names = [one.name for one in contacts if one.id in told]
    if len(names) != 1:
        return desk
    text = f"{desk.question.text.rstrip(' ?？')} {names[0]}?"
    return replace(desk, question=replace(desk.question, text=text))


def compose(desk: Desk, made: Sequence[Draft]) -> Draft:
    """The answers one after another; what is not recorded is named at the end."""
    answered = [one for one in made if not one.abstained] or list(made)
    first, open_ = answered[0], [one for one in made if one not in answered]
    name = phrases.name(desk.asked.accounts[0].name)
    further = [_named(desk, name, several.in_brief(one)) for one in answered[1:]]
    missing = [gap for one in made for gap in one.missing]
    leads = [replace(one.lead, cites=()) for one in open_]
    told = {first.lead.text, *(line.text for lines in further for line in lines)}
    kept = [
        replace(part, sentences=tuple(one for one in part.sentences if one.text not in told))
        for part in first.sections
        if part.part is not Part.UNKNOWN
    ]
    unknown = [*leads, *(phrases.asked(gap) for gap in missing)]
    return replace(
        first,
        sections=(
            *phrases.section(Part.ALSO, _once(line for lines in further for line in lines), most=6),
            *(part for part in kept if part.sentences),
            *phrases.section(Part.UNKNOWN, unknown),
        ),
        missing=tuple(missing),
    )


def _named(desk: Desk, name: str, lines: Sequence[Sentence]) -> list[Sentence]:
    return [phrases.of_account(desk.texts, name, lines[0]), *lines[1:]]


def _once(lines: Iterable[Sentence]) -> list[Sentence]:
    return list({line.text: line for line in lines}.values())
