"""A search in other words: what the language model makes of a question, once for each question."""

from threading import Lock

from handlers.context import Context
from knowledge.model import Meter
from storage import spending

KEPT = 1000
"""Questions whose wordings are kept in memory."""

_kept: dict[tuple[str, str | None, str], tuple[str, ...]] = {}
_lock = Lock()


def of(context: Context, question: str) -> tuple[str, ...]:
    """The question in other words; none without a model, or when its tokens are used up.

    Call it outside of any transaction: it waits for the model.
    """
    model = context.model
    if model is None:
        return ()
    key = (model.name, model.base_url, question)
    if key in _kept:
        return _kept[key]
    from knowledge import rewriting  # imports langchain, which takes seconds

    today, left = context.today(), None
    if model.tokens_per_day is not None:
        with context.workspace.reading() as reader:
            left = model.tokens_per_day - spending.on(reader, today).tokens
    meter = Meter(model, left, lambda tokens: spending.add(context.workspace, today, tokens))
    found = rewriting.reword(model, question, meter)
    if found:
        _keep(key, found)
    return found


def _keep(key: tuple[str, str | None, str], found: tuple[str, ...]) -> None:
    with _lock:
        if len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = found
