"""Answering a question: received, composed from the records, perhaps written by a model, kept."""

from handlers import conversation, reception, respond, upkeep
from handlers.answers import Answer, Question
from handlers.composing import particulars
from handlers.context import Context
from handlers.onlookers import NOBODY, Onlooker


def answer(context: Context, question: Question, onlooker: Onlooker = NOBODY) -> Answer:
    """The answer to one question, for this asker, in this place, as of this day.

    An `onlooker` is told what a model looks up and each sentence of its answer; the answer that is
    returned is what counts. Raises `BadInput` for an empty or endless question and `NotFound` for
    a person whom the workspace does not know.
    """
    with context.workspace.reading() as reader:
        desk = particulars.settled(reception.receive(context, reader, question))
        found = respond.compose(desk)
    if context.model is not None and respond.may_be_written(found):
        from handlers import writing  # brings langchain with it, which takes seconds

        found = writing.write(desk, context.model, found, onlooker)
    return conversation.remember(context, desk, upkeep.noticed(desk, found))
