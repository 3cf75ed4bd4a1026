"""An answer in Slack: sentences with numbered sources, and the buttons that lead on from it."""

from collections.abc import Iterable, Iterator, Sequence

from bot.views import blocks, diagnosis, draft, handoff, handoff_form, health, intent, record_form
from bot.views.blocks import Block
from handlers import layout
from handlers.answers import Answer, Citation, Deed, Named, Section
from handlers.texts import Texts

CHOOSE_ACCOUNT = "choose_account"
SAVE_PROPOSED = "save_proposed"
EDIT_PROPOSED = "edit_proposed"
DISCARD_PROPOSED = "discard_proposed"
FEEDBACK = "reply_feedback"

PARAGRAPH = 2900
"""Characters of one section block, a little under Slack's limit."""

MOST_SOURCES = 30


def message(answer: Answer, _: Texts) -> list[Block]:
    """The answer as blocks, in the order of its plain text."""
    numbers = layout.numbering(answer.citations)
    before = [s for s in answer.sections if s.part not in layout.AFTER_SOURCES]
    after = [s for s in answer.sections if s.part in layout.AFTER_SOURCES]
    return [
        *([blocks.context(blocks.escaped(answer.notice))] if answer.notice else []),
        *_paragraphs([blocks.escaped_lines(layout.marked(answer.lead, numbers, _))]),
        *_sections(answer, before, _),
        *_sources(answer.citations, _),
        *_sections(answer, after, _),
        *_choices(answer),
        *_offers(answer, _),
        *_saving(answer, _),
        *_feedback(answer, _),
    ]


def closing(answer: Answer, _: Texts) -> list[Block]:
    """What stands below an answer whose sentences were streamed."""
    return [
        *_sources(answer.citations, _),
        *_choices(answer),
        *_offers(answer, _),
        *([blocks.context(blocks.escaped(answer.notice))] if answer.notice else []),
        *_feedback(answer, _),
    ]


def value(reply_id: str | None, choice: str) -> str:
    """What a button of an answer carries: the stored reply and what was chosen."""
    return f"{reply_id or ''}|{choice}"


def parse_value(written: str) -> tuple[str | None, str]:
    """The reply's id and the choice that `value` wrote."""
    reply_id, _, choice = written.partition("|")
    return reply_id or None, choice


def _sections(answer: Answer, sections: Sequence[Section], _: Texts) -> Iterator[Block]:
    numbers = layout.numbering(answer.citations)
    for section in sections:
        lines = [f"*{layout.title(section.part, _)}*"]
        for sentence in section.sentences:
            lines.append(layout.item(blocks.escaped(layout.marked(sentence, numbers, _))))
        yield from _paragraphs(lines)


def _paragraphs(lines: Iterable[str]) -> Iterator[Block]:
    """Lines in as few section blocks as Slack's limit allows."""
    gathered = ""
    for line in lines:
        line = blocks.cut(line, PARAGRAPH)
        if gathered and len(gathered) + len(line) >= PARAGRAPH:
            yield blocks.section(gathered)
            gathered = ""
        gathered = f"{gathered}\n{line}" if gathered else line
    if gathered:
        yield blocks.section(gathered)


def _sources(citations: Sequence[Citation], _: Texts) -> list[Block]:
    """Small print: with the source's words, or by titles alone when there are many."""
    shown = citations[:MOST_SOURCES]
    lines = [_source(number, citation, citations, _) for number, citation in enumerate(shown, 1)]
    if len(citations) > layout.WITH_WORDS:
        lines = [blocks.cut(" · ".join(lines), PARAGRAPH)]
    return [blocks.context(*lines)] if lines else []


def _source(number: int, citation: Citation, among: Sequence[Citation], _: Texts) -> str:
    many = len(among) > layout.WITH_WORDS
    words = f"[{number}] {citation.title}" if many else layout.source(number, citation, _)
    said = blocks.escaped(words)
    return f"{blocks.link(citation.url, '↗')} {said}" if citation.url else said


def _choices(answer: Answer) -> list[Block]:
    offered: Sequence[Named] = answer.clarify or answer.nearest
    if not offered:
        return []
    buttons = [
        blocks.button(account.name, f"{CHOOSE_ACCOUNT}:{place}", value(answer.reply_id, account.id))
        for place, account in enumerate(offered)
    ]
    return [blocks.actions(buttons)]


def _offers(answer: Answer, _: Texts) -> list[Block]:
    """What the asker knows better: the forms open for those who may see the account's health."""
    deeds = {
        Deed.ANSWER: (_("Answer what is unknown"), diagnosis.ANSWER),
        Deed.CORRECT: (_("Correct an answer"), diagnosis.CORRECT),
        Deed.OVERRIDE: (_("Override health"), health.OVERRIDE),
        Deed.STATE_INTENT: (_("Say why they bought"), intent.STATE),
        Deed.CONTACT: (_("Add or change a person"), record_form.OPEN["contact"]),
        Deed.GOAL: (_("Add or update a goal"), record_form.OPEN["goal"]),
        Deed.SURVEY: (_("Enter a survey answer"), record_form.OPEN["survey"]),
        Deed.TOUCHPOINT: (_("Plan or log a touchpoint"), record_form.OPEN["touchpoint"]),
        Deed.CUSTOMER_PROMISE: (_("What they owe us"), record_form.OPEN["customer_promise"]),
        Deed.CONTINUE_HANDOFF: (_("Write the handoff"), handoff_form.CONTINUE),
        Deed.ACCEPT_HANDOFF: (_("Accept"), handoff.ACCEPT),
        Deed.RETURN_HANDOFF: (_("Send back…"), handoff.RETURN),
        Deed.EDIT_LETTER: (_("Edit and take it"), draft.OPEN),
    }
    buttons = [
        blocks.button(*deeds[one.deed], one.item_id or one.account_id) for one in answer.offers
    ]
    return [blocks.actions(buttons)] if buttons else []


def _saving(answer: Answer, _: Texts) -> list[Block]:
    if answer.proposal is None:
        return []
    account = answer.proposal.account_id
    said = _("Override health") if answer.proposal.band else _("Save note")
    said = _("Save") if answer.proposal.record else said
    save = blocks.button(said, SAVE_PROPOSED, value(answer.reply_id, account), style="primary")
    drop = blocks.button(_("Do not save"), DISCARD_PROPOSED, value(answer.reply_id, account))
    plain = answer.proposal
    if plain.record or plain.band or plain.owes or plain.delivers:
        return [blocks.actions([save, drop])]
    edit = blocks.button(_("Edit"), EDIT_PROPOSED, value(answer.reply_id, account))
    return [blocks.actions([save, edit, drop])]


def _feedback(answer: Answer, _: Texts) -> list[Block]:
    """Thumbs, where a reply was stored that they can be about."""
    if answer.reply_id is None or answer.proposal is not None:
        return []
    element = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": _thumb(_("Helped"), value(answer.reply_id, "good")),
        "negative_button": _thumb(_("Did not help"), value(answer.reply_id, "bad")),
    }
    return [{"type": "context_actions", "elements": [element]}]


def _thumb(text: str, carried: str) -> Block:
    return {"text": blocks.plain(text, blocks.BUTTON_LIMIT), "value": carried}
