"""What to teach whom: education pieces with their learning objective."""

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import guidance, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from knowledge.library import Hit


def compose(desk: Desk) -> Draft:
    """Education for the question; where there is none, the playbooks that come nearest."""
    _ = desk.texts
    hits = guidance.find(desk, "education")
    if not hits:
        return phrases.abstention(
            _("The library has no education on this."),
            _("An education piece on it: add one with `cairn content add`."),
        )
    library = desk.context.library
    best = library.document(desk.reader, hits[0].document_id)
    return phrases.draft(
        guidance.lead(desk, Ref(hits[0].kind, hits[0].id), hits[0].title, best),
        phrases.section(Part.STEPS, _objectives(desk, hits), most=3),
        phrases.section(Part.REASONS, [guidance.passage(desk, hit) for hit in hits], most=2),
    )


def _objectives(desk: Desk, hits: list[Hit]) -> list[Sentence]:
    """What somebody can do after each piece, one line a piece."""
    _ = desk.texts
    lines = []
    for hit in {hit.document_id: hit for hit in reversed(hits)}.values():
        document = desk.context.library.document(desk.reader, hit.document_id)
        if document is not None and document.learning_objective:
            title = phrases.title(_, document.title, 80)
            goal = phrases.prescribed(_, document.learning_objective, 220)
            text = _("{title}: {goal}", title=title, goal=goal)
            lines.append(claim(text, Ref(hit.kind, hit.id)))
    return lines[::-1]
