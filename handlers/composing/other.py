"""Short replies to small talk, thanks and what is out of scope."""

from handlers.answers import Draft, Part, Section
from handlers.composing import help as capabilities
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain


def compose(desk: Desk) -> Draft:
    """A sentence that fits, and what to ask instead where there was no question."""
    _ = desk.texts
    said = {
        "thanks": _("You are welcome."),
        "goodbye": _("Goodbye."),
        "small_talk": _("Hello. Ask me about a customer, or tell me what happened with one."),
        "keep": _(
            "Nothing is saved yet: press Save under the note that I showed, or tell it to me again."
        ),
        "drop": _("Nothing is saved of the note that I showed: leave its button alone."),
        "undo": _("Press Undo under the message that confirmed the saving, or use `cairn audit`."),
    }
    kind = desk.asked.sub_kind or ""
    if kind in ("thanks", "goodbye", "undo", "keep", "drop"):
        return phrases.draft(plain(said[kind]))
    if kind == "small_talk":
        return phrases.draft(plain(said[kind]), _suggestions(desk))
    lead = _(
        "I do not know how to answer that: I know your customer accounts and the playbook library, "
        "and nothing else."
    )
    return phrases.draft(plain(lead), _suggestions(desk), abstained=True)


def _suggestions(desk: Desk) -> list[Section]:
    found = capabilities.compose(desk).sections
    return [
        Section(section.part, section.sentences[:3])
        for section in found
        if section.part is Part.EXAMPLES
    ]
