"""Getting ready for a talk with a customer: the brief, and what the one who is named said last."""

from dataclasses import replace

from handlers.answers import Draft, Part, Ref
from handlers.composing import last_words, meeting, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim


def compose(desk: Desk) -> Draft:
    """The brief of the account, with the last words of the contact whom the question names."""
    dossier = desk.dossier(desk.asked.accounts[0])
    made = meeting.compose(desk)
    named = last_words.named(dossier, desk.question.text)
    if len(named) != 1:
        return made
    said = last_words.told(desk, dossier, named[0])
    _, name, ref = desk.texts, phrases.name(named[0].name), Ref("contact", named[0].id)
    told = [claim(phrases.labelled(_, name, one.text), *one.cites, ref) for one in said]
    return replace(made, sections=(*phrases.section(Part.ALSO, told, most=2), *made.sections))
